"""Checks whether the bot may see a chat and write to it; the errors have Telegram's words."""

from emulator.chats import Chat, Message
from emulator.errors import ApiError, bad_request, forbidden
from emulator.world import World

_PLURALS = {
    "text": "text messages",
    "photo": "photos",
    "video": "videos",
    "animation": "animations",
    "document": "documents",
    "audio": "music",
}


def require_chat(world: World, chat_id: int | str) -> Chat:
    """The chat. Raises a 400 if it does not exist."""
    chat = world.find_chat(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def require_member(world: World, chat_id: int | str) -> Chat:
    """The chat if the bot is a member. Raises a 403 if it is not, a 400 if the group became a supergroup."""
    chat = require_chat(world, chat_id)
    if chat.migrated_to is not None:
        moved = {"migrate_to_chat_id": chat.migrated_to}
        raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
    chat.lift_expired(world.seconds())
    status = chat.statuses.get(world.bot.id, "left")
    if chat.type == "private":
        _check_private(chat, status, world.seconds())
    elif status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    elif status == "left":
        raise forbidden(f"bot is not a member of the {chat.type} chat")
    return chat


def require_writable(world: World, chat_id: int | str) -> Chat:
    """The chat if the bot may write in it. Raises a 400 or 403 otherwise."""
    chat = require_member(world, chat_id)
    if chat.type == "channel" and not chat.may(world.bot.id, "can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    return chat


def may_edit(world: World, message: Message) -> bool:
    """Whether the bot may edit a message: its own, and with the right `can_edit_messages` every post of a channel."""
    chat, bot_id = message.chat, world.bot.id
    is_own = message.author is world.bot
    if chat.type != "channel":
        return is_own
    return chat.may(bot_id, "can_edit_messages") or (is_own and chat.may(bot_id, "can_post_messages"))


def check_content(world: World, chat: Chat, kind: str) -> None:
    """Raises a 400 if the bot may not send this kind of content in the group."""
    if not chat.may_send(world.bot.id, kind):
        raise bad_request(f"not enough rights to send {_PLURALS[kind]} to the chat")


def _check_private(chat: Chat, status: str, seconds: int) -> None:
    if not chat.started and seconds > chat.reachable_until:
        raise forbidden("bot can't initiate conversation with a user")
    if status == "kicked":
        raise forbidden("bot was blocked by the user")
