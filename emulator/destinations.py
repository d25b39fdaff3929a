"""Where a new message of the bot goes: the chat, the topic, and the message that is replied to."""

from dataclasses import dataclass

from emulator.access import check_content, require_writable
from emulator.chats import Chat, Message, Topic, User
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
    receiver: User | None = None


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
    return Destination(chat, topic, reply_to, _receiver(world, chat, parameters))


def _receiver(world: World, chat: Chat, parameters: Json) -> User | None:
    """Who alone sees an ephemeral message. An administrator may send one at any time, others to who pressed a button.

    The words of these refusals are the emulator's own.
    """
    ephemeral = parameters.get("ephemeral_message_parameters")
    if ephemeral is None:
        return None
    if chat.type not in {"group", "supergroup"}:
        raise bad_request("ephemeral messages can be sent only in groups and supergroups")
    number, query = ephemeral["receiver_user_id"], ephemeral.get("callback_query_id")
    if not chat.has(number):
        raise bad_request("PARTICIPANT_ID_INVALID")
    is_answer = query is not None and world.callback_queries.is_fresh(query, world.clock())
    if not is_answer and chat.statuses.get(world.bot.id) != "administrator":
        raise bad_request("not enough rights to send ephemeral messages")
    return world.users[number]


def _answered(chat: Chat, reply: Json | None) -> Message | None:
    """The message that is replied to; replies to another chat are not emulated."""
    if reply is None:
        return None
    if reply.get("chat_id", chat.id) != chat.id:
        raise bad_request("replies to another chat are not emulated")
    message = chat.find(reply.get("message_id", 0))
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return message
