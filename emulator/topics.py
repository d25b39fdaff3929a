"""The topics of forums: in which of them a message arrives."""

from emulator.chats import Chat, Topic
from emulator.errors import bad_request

# The General topic's number, with which no message can be sent: General is no `message_thread_id`.
GENERAL = 1


def topic_for(chat: Chat, thread: int | None, user_id: int) -> Topic | None:
    """The topic in which a user's message arrives; None in a chat that is no forum, where the thread is ignored.

    Raises a 400 for an unknown or deleted topic, and for a closed one if the user may not manage topics.
    """
    if not chat.is_forum:
        if thread is not None and chat.type == "private":
            raise bad_request("message thread not found")
        return None
    topic = chat.general if thread is None else chat.topics.get(thread)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.is_deleted:
        raise bad_request("TOPIC_DELETED")
    if topic.is_closed and not chat.may(user_id, "can_manage_topics"):
        raise bad_request("TOPIC_CLOSED")
    return topic
