"""Methods that send texts, photos and chat actions."""

from emulator.access import require_writable
from emulator.chats import Chat, Message
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.keyboards import check_keyboard, reply_interface, shown_keyboard
from emulator.message_content import caption_text, message_text
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


async def send_message(world: World, parameters: Json) -> Json:
    """SendMessage; the result has the trimmed text, with the detected entities added."""
    chat = require_writable(world, parameters["chat_id"], parameters.get("message_thread_id"))
    content = message_text(parameters["text"], parameters.get("entities", []))
    if "link_preview_options" in parameters:
        content["link_preview_options"] = parameters["link_preview_options"]
    return _sent(world, chat, content, parameters)


async def send_photo(world: World, parameters: Json) -> Json:
    """SendPhoto, by upload, URL or file_id."""
    chat = require_writable(world, parameters["chat_id"], parameters.get("message_thread_id"))
    caption = caption_text(parameters.get("caption", ""), parameters.get("caption_entities", []))
    content: Json = {"photo": world.photos.resolve(parameters["photo"]).sizes()} | caption
    if parameters.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    if parameters.get("has_spoiler"):
        content["has_media_spoiler"] = True
    return _sent(world, chat, content, parameters)


async def send_chat_action(world: World, parameters: Json) -> bool:
    """SendChatAction; it is validated, and not shown on the page."""
    require_writable(world, parameters["chat_id"], parameters.get("message_thread_id"))
    if parameters["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _sent(world: World, chat: Chat, content: Json, parameters: Json) -> Json:
    """Adds the message to the chat, with the options that all kinds of messages have."""
    markup = parameters.get("reply_markup")
    if markup:
        check_keyboard(markup, chat.type)
    keyboard = shown_keyboard(markup)
    fields = content | _marks(chat, parameters) | ({"reply_markup": keyboard} if keyboard else {})
    reply_to = _answered(chat, parameters.get("reply_parameters"))
    if reply_to and "quote" in parameters["reply_parameters"]:
        fields["quote"] = _quote(reply_to, parameters["reply_parameters"])
    sender = None if chat.type == "channel" else world.bot
    message = world.add_message(chat, sender, fields, reply_to=reply_to, interface=reply_interface(markup))
    return message.as_json()


def _marks(chat: Chat, parameters: Json) -> Json:
    marks: Json = {}
    if parameters.get("protect_content"):
        marks["has_protected_content"] = True
    if "message_effect_id" in parameters:
        if chat.type != "private":
            raise bad_request("message effects can be used only in private chats")
        marks["effect_id"] = parameters["message_effect_id"]
    if "message_thread_id" in parameters:
        marks |= {"message_thread_id": parameters["message_thread_id"], "is_topic_message": True}
    return marks


def _answered(chat: Chat, reply: Json | None) -> Message | None:
    """The message that is replied to; replies to another chat are not emulated."""
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
