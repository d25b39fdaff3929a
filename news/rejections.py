"""What Telegram means when it rejects a message, by its own words. Pure."""

from enum import StrEnum


class Rejection(StrEnum):
    """Why Telegram does not take a message."""

    # The edit changes nothing: the message shows the card already.
    SAME = "same"
    # The message to be edited, or the query to be answered, is gone or too old.
    LOST = "lost"
    # The chat is no more, or the bot was blocked or removed.
    GONE = "gone"
    # The topic of a forum was closed or deleted; the chat is still there.
    TOPIC_GONE = "topic gone"
    # The chat's administrators restrict writing. They may lift the restriction later.
    CLOSED = "closed"
    # Telegram does not take a picture or another file: the same message without it may be sent.
    MEDIA = "media"
    # Telegram refuses the message itself: our mistake.
    INVALID = "invalid"


# A copy that a correction cannot be shown in: the new text does not fit under its picture.
DOES_NOT_FIT = "the text does not fit under the picture"
# Every article that a place gets of an edition was withdrawn after the delivery was claimed.
NOTHING_LEFT = "nothing is left of the edition for this place"

# https://github.com/tdlib/telegram-bot-api, https://core.telegram.org/method/messages.sendMessage#possible-errors
_PHRASES = {
    Rejection.SAME: ("message is not modified",),
    Rejection.LOST: (
        "message to edit not found",
        "message can't be edited",
        "message_id_invalid",
        "query is too old",
        "query id is invalid",
        "query_id_invalid",
        DOES_NOT_FIT,
        NOTHING_LEFT,
    ),
    Rejection.MEDIA: (
        "wrong file identifier",
        "wrong remote file identifier",
        "wrong file_id",
        "failed to get http url content",
        "wrong type of the web page content",
        "file is too big",
        "photo_",  # PHOTO_INVALID_DIMENSIONS, PHOTO_EXT_INVALID, PHOTO_SAVE_FILE_INVALID
        "image_process_failed",
        "media_empty",
        "media_invalid",
        "video_file_invalid",
        "webpage_",  # WEBPAGE_CURL_FAILED, WEBPAGE_MEDIA_EMPTY
        "file_reference_",
        "can't use file of type",
    ),
    Rejection.GONE: (
        "chat not found",
        "user not found",
        "peer_id_invalid",
        "group chat was deactivated",
    ),
    Rejection.TOPIC_GONE: ("message thread not found", "topic_closed", "topic_deleted", "topic_id_invalid"),
    Rejection.CLOSED: (
        "not enough rights",
        "have no rights",
        "need administrator rights",
        "chat_admin_required",
        "chat_guest_send_forbidden",
        "chat_restricted",
        "chat_send_",
        "chat_write_forbidden",
        "group chat was upgraded",  # without the new id, which Telegram tells separately too
    ),
}


def rejection(status: int, description: str) -> Rejection:
    """Return the meaning of an error of the Bot API (a 4xx that is no 429) with this description."""
    if status == 403:
        return Rejection.GONE
    words = description.lower()
    for meaning, phrases in _PHRASES.items():
        if any(phrase in words for phrase in phrases):
            return meaning
    return Rejection.INVALID
