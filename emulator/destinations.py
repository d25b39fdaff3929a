"""Where a new message of the bot goes: the chat, the topic, and the message that is replied to."""

from dataclasses import dataclass

from emulator.access import check_content, require_writable
from emulator.chats import Chat, Message, Topic
from emulator.errors import bad_request
from emulator.json_types import Json
from emulator.topics import topic_for
from emulator.world import World


@dataclass(frozen=True)
class Destination:
    """A place in which the bot may write. `topic` is None in a chat that is no forum."""

    chat: Chat
    topic: Topic | None
    reply_to: Message | None


def destination(world: World, parameters: Json, kind: str) -> Destination:
    """The destination that the parameters name. Raises a 400 or 403 if the bot may not send this kind there.

    Without `message_thread_id` a reply goes to the topic of the message that it answers.
    """
    chat = require_writable(world, parameters["chat_id"])
    reply_to = _answered(chat, parameters.get("reply_parameters"))
    thread = parameters.get("message_thread_id")
    if thread is None and reply_to is not None:
        thread = reply_to.thread
    topic = topic_for(chat, thread, world.bot.id)
    check_content(world, chat, kind)
    return Destination(chat, topic, reply_to)


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
