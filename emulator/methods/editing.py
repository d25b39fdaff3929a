"""Methods that change or delete what was sent."""

from datetime import timedelta

from emulator.access import enter, write
from emulator.chats import Message
from emulator.keyboards import check_keyboard, shown_keyboard
from emulator.texts import caption_text, message_text, without_text
from emulator.wire import Json, bad_request
from emulator.world import World

DELETE_WITHIN = timedelta(hours=48)


async def edit_message_text(world: World, given: Json) -> Json:
    """EditMessageText; without `reply_markup` the buttons go."""
    message = _editable(world, given)
    if "text" not in given:
        raise bad_request("message text is empty")
    content = message_text(given["text"], given.get("entities", []))
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    if "text" not in message.fields:
        raise bad_request("there is no text in the message to edit")
    return _changed(world, message, _rest(message, "link_preview_options") | content, given)


async def edit_message_caption(world: World, given: Json) -> Json:
    """EditMessageCaption; without `caption` it goes, and without `reply_markup` the buttons go."""
    message = _editable(world, given)
    content = caption_text(given.get("caption", ""), given.get("caption_entities", []))
    if given.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if "photo" not in message.fields:
        raise bad_request("there is no caption in the message to edit")
    return _changed(world, message, _rest(message, "show_caption_above_media") | content, given)


async def edit_message_reply_markup(world: World, given: Json) -> Json:
    """EditMessageReplyMarkup; it leaves no mark of an edit."""
    message = _editable(world, given)
    return _changed(world, message, dict(message.fields), given, silently=True)


async def delete_message(world: World, given: Json) -> bool:
    """DeleteMessage: any where the bot is an administrator; else, for 48 hours, its own and those in a private chat."""
    chat = enter(world, given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    is_admin = chat.statuses.get(world.bot.id) == "administrator"
    is_young = world.seconds() - message.date <= DELETE_WITHIN.total_seconds()
    is_own = message.sender is world.bot or chat.type == "private"
    if not (is_admin or (is_own and is_young)):
        raise bad_request("message can't be deleted")
    world.delete_message(message)
    return True


def _editable(world: World, given: Json) -> Message:
    """The bot's own message that is meant. Raises a 400 for another's, or one that is gone."""
    if "inline_message_id" in given:
        raise bad_request("MESSAGE_ID_INVALID")
    for name in ("chat_id", "message_id"):
        if name not in given:
            raise bad_request(f"{name} is empty" if name == "chat_id" else "message identifier is not specified")
    chat = write(world, given["chat_id"])
    message = chat.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender is not (None if chat.type == "channel" else world.bot):
        raise bad_request("message can't be edited")
    return message


def _rest(message: Message, option: str) -> Json:
    """What an edit of the text leaves as it is: all but the text and the option that goes with it."""
    return {name: value for name, value in without_text(message.fields).items() if name != option}


def _changed(world: World, message: Message, fields: Json, given: Json, *, silently: bool = False) -> Json:
    """Puts the new content and keyboard in place; the same content again is an error, as on Telegram."""
    fields.pop("reply_markup", None)
    if "reply_markup" in given:
        check_keyboard(given["reply_markup"], message.chat.type)
        keyboard = shown_keyboard(given["reply_markup"])
        fields |= {"reply_markup": keyboard} if keyboard else {}
    if fields == message.fields:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    world.edit_message(message, fields, silently=silently)
    return message.as_json()
