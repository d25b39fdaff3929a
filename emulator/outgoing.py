"""The bot's new messages, with the options that all kinds of messages have."""

from emulator.chats import Chat, Message
from emulator.destinations import Destination
from emulator.discussions import forward_post
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.keyboards import check_keyboard, reply_interface, shown_keyboard
from emulator.world import World


def send(world: World, to: Destination, content: Json, parameters: Json) -> Message:
    """Adds the bot's message to its destination, with the options in the parameters. Raises a 400 for a bad option."""
    markup = parameters.get("reply_markup")
    if markup:
        check_keyboard(markup, to.chat.type)
    keyboard = shown_keyboard(markup)
    fields = content | _marks(to.chat, parameters) | ({"reply_markup": keyboard} if keyboard else {})
    if to.reply_to and "quote" in parameters["reply_parameters"]:
        fields["quote"] = _quote(to.reply_to, parameters["reply_parameters"])
    message = world.add_message(
        to.chat,
        None if to.chat.type == "channel" else world.bot,
        fields,
        reply_to=to.reply_to,
        topic=to.topic,
        author=world.bot,
        interface=reply_interface(markup),
        receiver=to.receiver,
    )
    forward_post(world, message)
    return message


def _marks(chat: Chat, parameters: Json) -> Json:
    marks: Json = {}
    if parameters.get("protect_content"):
        marks["has_protected_content"] = True
    if "message_effect_id" in parameters:
        if chat.type != "private":
            raise bad_request("message effects can be used only in private chats")
        marks["effect_id"] = parameters["message_effect_id"]
    return marks


def _quote(message: Message, reply: Json) -> Json:
    if reply["quote"] not in message.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    entities = {"entities": reply["quote_entities"]} if "quote_entities" in reply else {}
    return {"text": reply["quote"], "position": reply.get("quote_position", 0), "is_manual": True} | entities
