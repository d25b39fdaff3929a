"""Methods that edit and delete messages."""

from datetime import timedelta

from emulator.access import may_edit, require_member
from emulator.chats import Message
from emulator.discussions import follow_edit
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.keyboards import check_keyboard, shown_keyboard
from emulator.media_content import caption_content, input_media
from emulator.message_content import media_of, message_text, without_content, without_text
from emulator.rich_content import rich_content
from emulator.world import World

DELETE_WITHIN = timedelta(hours=48)
MAX_DELETED = 100


async def edit_message_text(world: World, parameters: Json) -> Json:
    """EditMessageText, also of a rich message, and to one; without `reply_markup` the buttons are removed."""
    message = _editable(world, parameters)
    content = _new_text(world, parameters)
    if not message.fields.keys() & {"text", "rich_message"}:
        raise bad_request("there is no text in the message to edit")
    return _changed(world, message, _rest(message, "link_preview_options") | content, parameters)


def _new_text(world: World, parameters: Json) -> Json:
    """The text or the rich message that an edit brings. Raises a 400 for none and for both."""
    if "rich_message" in parameters:
        if "text" in parameters:
            raise bad_request("text and rich_message can't be used together (the emulator's own refusal)")
        return rich_content(world.files, parameters["rich_message"])
    if "text" not in parameters:
        raise bad_request("message text is empty")
    content = message_text(parameters["text"], parameters.get("entities", []))
    if "link_preview_options" in parameters:
        content["link_preview_options"] = parameters["link_preview_options"]
    return content


async def edit_message_caption(world: World, parameters: Json) -> Json:
    """EditMessageCaption; without `caption` the caption is removed, without `reply_markup` the buttons are."""
    message = _editable(world, parameters)
    kind = media_of(message.fields)
    content = caption_content(kind, parameters)
    if kind is None:
        raise bad_request("there is no caption in the message to edit")
    return _changed(world, message, _rest(message, "show_caption_above_media") | content, parameters)


async def edit_message_media(world: World, parameters: Json) -> Json:
    """EditMessageMedia, also of a text; the old caption and buttons are removed. An item of an album keeps its kind."""
    message, media = _editable(world, parameters), parameters["media"]
    content = input_media(world.files, media)
    if "media_group_id" in message.fields:
        _check_album(str(media_of(message.fields)), media["type"])
    return _changed(world, message, without_content(message.fields) | content, parameters)


async def edit_message_reply_markup(world: World, parameters: Json) -> Json:
    """EditMessageReplyMarkup; it does not change `edit_date`."""
    message = _editable(world, parameters)
    return _changed(world, message, dict(message.fields), parameters, silently=True)


async def delete_message(world: World, parameters: Json) -> bool:
    """DeleteMessage, for 48 hours: as an administrator any message; else own ones and those in a private chat."""
    chat = require_member(world, parameters["chat_id"])
    message = chat.find(parameters["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    _check_deletable(world, message)
    world.delete_message(message)
    return True


async def delete_messages(world: World, parameters: Json) -> bool:
    """DeleteMessages, up to 100, all or none of them; those that are gone are skipped."""
    chat, ids = require_member(world, parameters["chat_id"]), parameters["message_ids"]
    if not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > MAX_DELETED:
        raise bad_request("too many message identifiers specified")
    found = [message for message in map(chat.find, dict.fromkeys(ids)) if message is not None]
    for message in found:
        _check_deletable(world, message)
    for message in found:
        world.delete_message(message)
    return True


def _check_deletable(world: World, message: Message) -> None:
    """Raises a 400 for a message that the bot may not delete: TDLib lets no bot delete one older than two days."""
    chat = message.chat
    is_young = world.seconds() - message.date <= DELETE_WITHIN.total_seconds()
    is_own = message.author is world.bot or chat.type == "private"
    may_delete = is_own or chat.may(world.bot.id, "can_delete_messages")
    if not is_young or not may_delete or "forum_topic_created" in message.fields:
        raise bad_request("message can't be deleted")


def _editable(world: World, parameters: Json) -> Message:
    """The message that the parameters name. Raises a 400 if it does not exist or the bot may not edit it, and for one
    that was forwarded, or came with a reply keyboard or a forced reply: those can never be edited.
    """
    if "inline_message_id" in parameters:
        raise bad_request("MESSAGE_ID_INVALID")
    for name in ("chat_id", "message_id"):
        if name not in parameters:
            raise bad_request(f"{name} is empty" if name == "chat_id" else "message identifier is not specified")
    chat = require_member(world, parameters["chat_id"])
    if chat.type == "channel" and chat.statuses[world.bot.id] != "administrator":
        raise bad_request("need administrator rights in the channel chat")
    message = chat.find(parameters["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if not may_edit(world, message) or "forward_origin" in message.fields:
        raise bad_request("message can't be edited")
    if (message.interface or {}).keys() & {"keyboard", "force_reply"} and not message.buttons:
        raise bad_request("message can't be edited")
    return message


def _check_album(old: str, new: str) -> None:
    """A photo or video may become the other; a document or audio may not change its kind."""
    if new == "animation":
        raise bad_request("message content type can't be used in an album")
    if old != new and not {old, new} <= {"photo", "video"}:
        raise bad_request("can't change media type in the album")


def _rest(message: Message, option: str) -> Json:
    """The fields that an edit of the text keeps: all but the text and its `option`."""
    return {name: value for name, value in without_text(message.fields).items() if name != option}


def _changed(world: World, message: Message, fields: Json, parameters: Json, *, silently: bool = False) -> Json:
    """Stores the new content and keyboard. Raises a 400 if nothing changes, as Telegram does."""
    fields.pop("reply_markup", None)
    if "reply_markup" in parameters:
        check_keyboard(parameters["reply_markup"], message.chat.type)
        keyboard = shown_keyboard(parameters["reply_markup"])
        if keyboard and "media_group_id" in fields:
            raise bad_request("an item of an album has no buttons (the emulator is stricter than Telegram here)")
        fields |= {"reply_markup": keyboard} if keyboard else {}
    if fields == message.fields:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    world.edit_message(message, fields, silently=silently)
    follow_edit(world, message)
    return message.as_json()
