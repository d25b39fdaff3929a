"""Methods that restrict and ban members and channels, and lift that again."""

from emulator.access import require_member
from emulator.chats import PERMISSION, Chat, User
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.membership import PERMISSIONS
from emulator.world import World

DAY_SECONDS = 86_400
# Shorter and longer ends are none.
MIN_SECONDS, MAX_SECONDS = 30, 366 * DAY_SECONDS

_MESSAGES = frozenset(
    {*PERMISSION.values(), "can_send_video_notes", "can_send_voice_notes"} - {"can_send_other_messages"}
)
# What a permission implies unless the permissions are set independently.
_IMPLIED = {
    "can_send_other_messages": _MESSAGES,
    "can_add_web_page_previews": _MESSAGES,
    "can_send_polls": frozenset({"can_send_messages"}),
}
_ALL = frozenset(_MESSAGES | _IMPLIED.keys())


async def restrict_chat_member(world: World, parameters: Json) -> bool:
    """RestrictChatMember, in supergroups; a member who may send everything is not restricted any more."""
    chat = _group(world, parameters)
    if chat.type != "supergroup":
        raise bad_request("method is available only for supergroups")
    user = _target(world, chat, parameters["user_id"])
    given = {name for name, allowed in parameters["permissions"].items() if allowed}
    if not parameters.get("use_independent_chat_permissions"):
        given = given.union(*(implied for name, implied in _IMPLIED.items() if name in given))
    if given >= _ALL:
        world.set_member_status(chat, world.bot, user, "member")
        return True
    permissions = given & set(PERMISSIONS)
    until = _until(world, parameters)
    world.set_member_status(chat, world.bot, user, "restricted", permissions=permissions, until=until)
    return True


async def ban_chat_member(world: World, parameters: Json) -> bool:
    """BanChatMember; what the user has written stays."""
    chat = _group(world, parameters)
    user = _target(world, chat, parameters["user_id"])
    world.set_member_status(chat, world.bot, user, "kicked", until=_until(world, parameters))
    return True


async def unban_chat_member(world: World, parameters: Json) -> bool:
    """UnbanChatMember; without `only_if_banned` a member is removed."""
    chat = _group(world, parameters)
    user = _target(world, chat, parameters["user_id"])
    if chat.statuses.get(user.id) == "kicked" or not parameters.get("only_if_banned"):
        world.set_member_status(chat, world.bot, user, "left")
    return True


async def ban_chat_sender_chat(world: World, parameters: Json) -> bool:
    """BanChatSenderChat; the owner of the channel cannot speak as any channel here."""
    _group(world, parameters).banned_owners.update(_owners(world, parameters))
    return True


async def unban_chat_sender_chat(world: World, parameters: Json) -> bool:
    """UnbanChatSenderChat; a channel that was not banned is no error."""
    _group(world, parameters).banned_owners.difference_update(_owners(world, parameters))
    return True


def _group(world: World, parameters: Json) -> Chat:
    """The chat, in which the bot may restrict members."""
    chat = require_member(world, parameters["chat_id"])
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    if not chat.may(world.bot.id, "can_restrict_members"):
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    return chat


def _target(world: World, chat: Chat, user_id: int) -> User:
    if user_id not in world.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    if user_id == world.bot.id:
        raise bad_request("can't restrict self")
    if chat.statuses.get(user_id) == "creator":
        raise bad_request("can't remove chat owner")
    if chat.statuses.get(user_id) == "administrator":
        raise bad_request("user is an administrator of the chat")
    return world.users[user_id]


def _owners(world: World, parameters: Json) -> set[int]:
    channel = world.chats.get(parameters["sender_chat_id"])
    if channel is None or channel.type != "channel":
        raise bad_request("PARTICIPANT_ID_INVALID")
    return {user_id for user_id, status in channel.statuses.items() if status == "creator"}


def _until(world: World, parameters: Json) -> int:
    until = int(parameters.get("until_date", 0))
    return until if MIN_SECONDS <= until - world.seconds() <= MAX_SECONDS else 0
