"""The bot's new messages: the options that all kinds of messages have, and the message that is replied to."""

from emulator.chats import Chat, Message
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.keyboards import check_keyboard, reply_interface, shown_keyboard
from emulator.world import World


def send(world: World, chat: Chat, content: Json, parameters: Json) -> Message:
    """Adds the bot's message to the chat, with the options in the parameters. Raises a 400 for a bad option."""
    markup = parameters.get("reply_markup")
    if markup:
        check_keyboard(markup, chat.type)
    keyboard = shown_keyboard(markup)
    fields = content | _marks(chat, parameters) | ({"reply_markup": keyboard} if keyboard else {})
    reply_to = _answered(chat, parameters.get("reply_parameters"))
    if reply_to and "quote" in parameters["reply_parameters"]:
        fields["quote"] = _quote(reply_to, parameters["reply_parameters"])
    sender = None if chat.type == "channel" else world.bot
    return world.add_message(chat, sender, fields, reply_to=reply_to, interface=reply_interface(markup))


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
