"""Methods that send: text, photos, and the line that says the bot is busy."""

from emulator.access import write
from emulator.chats import Chat, Message
from emulator.keyboards import check_keyboard, reply_interface, shown_keyboard
from emulator.texts import caption_text, message_text
from emulator.wire import Json, bad_request
from emulator.world import World

ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


async def send_message(world: World, given: Json) -> Json:
    """SendMessage; the text comes back trimmed, with the entities Telegram finds by itself."""
    chat = write(world, given["chat_id"], given.get("message_thread_id"))
    content = message_text(given["text"], given.get("entities", []))
    if "link_preview_options" in given:
        content["link_preview_options"] = given["link_preview_options"]
    return _sent(world, chat, content, given)


async def send_photo(world: World, given: Json) -> Json:
    """SendPhoto, by upload, URL or file_id."""
    chat = write(world, given["chat_id"], given.get("message_thread_id"))
    caption = caption_text(given.get("caption", ""), given.get("caption_entities", []))
    content: Json = {"photo": world.photos.named(given["photo"]).sizes()} | caption
    if given.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if given.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return _sent(world, chat, content, given)


async def send_chat_action(world: World, given: Json) -> bool:
    """SendChatAction; it is checked and shown nowhere."""
    write(world, given["chat_id"], given.get("message_thread_id"))
    if given["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _sent(world: World, chat: Chat, content: Json, given: Json) -> Json:
    """Puts the content in the chat with everything that goes with any kind of message."""
    markup = given.get("reply_markup")
    if markup:
        check_keyboard(markup, chat.type)
    keyboard = shown_keyboard(markup)
    fields = content | _marks(chat, given) | ({"reply_markup": keyboard} if keyboard else {})
    reply_to = _answered(chat, given.get("reply_parameters"))
    if reply_to and "quote" in given["reply_parameters"]:
        fields["quote"] = _quote(reply_to, given["reply_parameters"])
    sender = None if chat.type == "channel" else world.bot
    message = world.add_message(chat, sender, fields, reply_to=reply_to, interface=reply_interface(markup))
    return message.as_json()


def _marks(chat: Chat, given: Json) -> Json:
    marks: Json = {}
    if given.get("protect_content"):
        marks["has_protected_content"] = True
    if "message_effect_id" in given:
        if chat.type != "private":
            raise bad_request("message effects can be used only in private chats")
        marks["effect_id"] = given["message_effect_id"]
    if "message_thread_id" in given:
        marks |= {"message_thread_id": given["message_thread_id"], "is_topic_message": True}
    return marks


def _answered(chat: Chat, reply: Json | None) -> Message | None:
    """The message in the same chat that is answered; replies across chats are not emulated."""
    if reply is None:
        return None
    if reply.get("chat_id", chat.id) != chat.id:
        raise bad_request("replies to another chat are not emulated")
    message = chat.messages.get(reply.get("message_id", 0))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message


def _quote(message: Message, reply: Json) -> Json:
    if reply["quote"] not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    entities = {"entities": reply["quote_entities"]} if "quote_entities" in reply else {}
    return {"text": reply["quote"], "position": reply.get("quote_position", 0), "is_manual": True} | entities
