"""What Telegram's words mean when it rejects a message."""

import pytest

from news.rejections import Rejection, rejection

MEANINGS = {
    Rejection.SAME: [(400, "Bad Request: message is not modified: specified new message content …")],
    Rejection.LOST: [
        (400, "Bad Request: message to edit not found"),
        (400, "Bad Request: message can't be edited"),
        (400, "Bad Request: MESSAGE_ID_INVALID"),
        (400, "Bad Request: query is too old and response timeout expired or query ID is invalid"),
        (400, "Bad Request: QUERY_ID_INVALID"),
    ],
    Rejection.CLOSED: [
        (400, "Bad Request: not enough rights to send text messages to the chat"),
        (400, "Bad Request: have no rights to send a message"),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
        (400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"),
        (400, "Bad Request: need administrator rights in the channel chat"),
        (400, "Bad Request: group chat was upgraded to a supergroup chat"),
    ],
    Rejection.GONE: [
        (400, "Bad Request: chat not found"),
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: something new"),
    ],
    Rejection.TOPIC_GONE: [(400, "Bad Request: message thread not found"), (400, "Bad Request: TOPIC_CLOSED")],
    Rejection.MEDIA: [
        (400, "Bad Request: wrong file identifier/HTTP URL specified"),
        (400, "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (400, "Bad Request: failed to get HTTP URL content"),
        (400, "Bad Request: WEBPAGE_CURL_FAILED"),
    ],
    Rejection.INVALID: [
        (400, "Bad Request: message is too long"),
        (400, "Bad Request: BUTTON_DATA_INVALID"),
        (413, "Request Entity Too Large"),
    ],
}


@pytest.mark.parametrize(
    ("status", "description", "meaning"),
    [(*given, meaning) for meaning, samples in MEANINGS.items() for given in samples],
)
def test_each_description_has_one_meaning(status: int, description: str, meaning: Rejection) -> None:
    assert rejection(status, description) is meaning
