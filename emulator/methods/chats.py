"""Methods that read chats, their members and files, and leaveChat."""

from emulator.access import require_chat, require_member
from emulator.chats import PRESENT
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.membership import member
from emulator.world import World

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


async def get_chat(world: World, parameters: Json) -> Json:
    """GetChat; the bot must be a member, except of a private chat."""
    chat = require_chat(world, parameters["chat_id"])
    if chat.type != "private":
        require_member(world, chat.id)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
    linked = {"linked_chat_id": chat.linked.id} if chat.linked else {}
    return chat.as_json() | more | linked


async def get_chat_member(world: World, parameters: Json) -> Json:
    """GetChatMember; a user who was never a member has the status "left"."""
    chat = require_member(world, parameters["chat_id"])
    user = world.users.get(parameters["user_id"])
    if user is None:
        raise bad_request("user not found")
    return member(chat, user)


async def get_chat_member_count(world: World, parameters: Json) -> int:
    """GetChatMemberCount, with the bot."""
    chat = require_member(world, parameters["chat_id"])
    return sum(status in PRESENT for status in chat.statuses.values())


async def get_chat_administrators(world: World, parameters: Json) -> list[Json]:
    """GetChatAdministrators; bots only with `return_bots`."""
    chat = require_member(world, parameters["chat_id"])
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    admins = [world.users[number] for number, status in chat.statuses.items() if status in {"creator", "administrator"}]
    return [member(chat, user) for user in admins if parameters.get("return_bots") or not user.is_bot]


async def leave_chat(world: World, parameters: Json) -> bool:
    """LeaveChat; the bot gets a `my_chat_member` update."""
    chat = require_member(world, parameters["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot_status(chat, world.bot, "left")
    return True


async def get_file(world: World, parameters: Json) -> Json:
    """GetFile; the content is served at /file/bot<token>/<file_path>."""
    file = world.files.by_id(parameters["file_id"])
    if file is None:
        raise bad_request("invalid file_id")
    return file.as_json(parameters["file_id"])
