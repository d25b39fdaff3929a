"""Methods that look at chats, their members and files, and the one by which the bot leaves."""

from emulator.access import enter, find
from emulator.chats import PRESENT
from emulator.membership import member
from emulator.wire import Json, bad_request
from emulator.world import World

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


async def get_chat(world: World, given: Json) -> Json:
    """GetChat; only a private chat can be looked at from outside."""
    chat = find(world, given["chat_id"])
    if chat.type != "private":
        enter(world, chat.id)
    more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}
    return chat.as_json() | more


async def get_chat_member(world: World, given: Json) -> Json:
    """GetChatMember; a user who was never there has left."""
    chat = enter(world, given["chat_id"])
    user = world.users.get(given["user_id"])
    if user is None:
        raise bad_request("user not found")
    return member(chat, user)


async def get_chat_member_count(world: World, given: Json) -> int:
    """GetChatMemberCount, the bot among them."""
    chat = enter(world, given["chat_id"])
    return sum(status in PRESENT for status in chat.statuses.values())


async def get_chat_administrators(world: World, given: Json) -> list[Json]:
    """GetChatAdministrators; bots only if `return_bots`."""
    chat = enter(world, given["chat_id"])
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    admins = [world.users[number] for number, status in chat.statuses.items() if status in {"creator", "administrator"}]
    return [member(chat, user) for user in admins if given.get("return_bots") or not user.is_bot]


async def leave_chat(world: World, given: Json) -> bool:
    """LeaveChat; the bot hears of its own going."""
    chat = enter(world, given["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    world.set_bot_status(chat, world.bot, "left")
    return True


async def get_file(world: World, given: Json) -> Json:
    """GetFile; the content is at /file/bot<token>/<file_path>."""
    photo = world.photos.by_id(given["file_id"])
    if photo is None:
        raise bad_request("invalid file_id")
    size = next(size for size in photo.sizes() if size["file_id"] == given["file_id"])
    return {name: size[name] for name in ("file_id", "file_unique_id", "file_size")} | {"file_path": photo.path}
