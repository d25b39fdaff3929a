"""What Telegram means when it rejects a message, by its own words. Pure."""

from enum import StrEnum

# https://github.com/tdlib/telegram-bot-api, https://core.telegram.org/method/messages.sendMessage#possible-errors
_SAME = ("message is not modified",)
_LOST = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "query is too old",
    "query id is invalid",
    "query_id_invalid",
)
_CLOSED = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "group chat was upgraded",
    "not enough rights",
    "have no rights",
    "need administrator rights",
    "chat_admin_required",
    "chat_guest_send_forbidden",
    "chat_restricted",
    "chat_send_",
    "chat_write_forbidden",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
)


class Rejection(StrEnum):
    """Why Telegram does not take a message."""

    # The edit changes nothing: the message shows the card already.
    SAME = "same"
    # The message to be edited, or the query to be answered, is gone or too old.
    LOST = "lost"
    # The bot may not write in the chat: it was blocked or removed, its rights were restricted, the topic was closed.
    CLOSED = "closed"
    # Telegram refuses the message itself: our mistake.
    INVALID = "invalid"


def rejection(status: int, description: str) -> Rejection:
    """Return the meaning of an error of the Bot API (a 4xx that is no 429) with this description."""
    words = description.lower()
    for meaning, phrases in ((Rejection.SAME, _SAME), (Rejection.LOST, _LOST), (Rejection.CLOSED, _CLOSED)):
        if any(phrase in words for phrase in phrases):
            return meaning
    return Rejection.CLOSED if status == 403 else Rejection.INVALID
