"""Methods that change ephemeral messages. Telegram does not promise that the receiver's client follows."""

from emulator.access import require_member
from emulator.chats import Message
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.keyboards import check_keyboard, shown_keyboard
from emulator.message_content import message_text
from emulator.world import World


async def edit_ephemeral_message_text(world: World, parameters: Json) -> bool:
    """EditEphemeralMessageText; without `reply_markup` the buttons are removed."""
    message = _ephemeral(world, parameters, "edit")
    if "text" not in parameters:
        raise bad_request("message text is empty")
    content = message_text(parameters["text"], parameters.get("entities", []))
    markup = parameters.get("reply_markup")
    if markup:
        check_keyboard(markup, message.chat.type)
    keyboard = shown_keyboard(markup)
    world.edit_message(message, content | ({"reply_markup": keyboard} if keyboard else {}))
    return True


async def delete_ephemeral_message(world: World, parameters: Json) -> bool:
    """DeleteEphemeralMessage."""
    world.delete_message(_ephemeral(world, parameters, "delete"))
    return True


def _ephemeral(world: World, parameters: Json, verb: str) -> Message:
    chat = require_member(world, parameters["chat_id"])
    message = chat.messages.get(-parameters["ephemeral_message_id"])
    if message is None or message.receiver is None or message.receiver.id != parameters["receiver_user_id"]:
        raise bad_request(f"message to {verb} not found")
    return message
