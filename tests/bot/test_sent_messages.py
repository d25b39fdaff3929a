"""What a response says about files: which ones Telegram has stored, under which ids."""

import json
from typing import Any

import pytest

from bot.http_pool import HttpResponse
from bot.sent_messages import outcome_of, stored_files
from news.ledger import Message, MessageKind, SentFile

PHOTO, VIDEO, DOCUMENT = MessageKind.PHOTO, MessageKind.VIDEO, MessageKind.DOCUMENT


def taken(result: Any) -> HttpResponse:
    return HttpResponse(200, json.dumps({"ok": True, "result": result}).encode())


def test_the_largest_size_of_a_photo_is_its_file() -> None:
    sizes = [{"file_id": "small"}, {"file_id": "large"}]
    assert stored_files(taken({"message_id": 5, "photo": sizes}), [("url", PHOTO)]) == (
        SentFile("url", PHOTO, "large"),
    )


def test_a_file_that_was_made_for_one_message_is_not_kept() -> None:
    response = taken([{"message_id": 5, "document": {"file_id": "a"}}, {"message_id": 6, "document": {"file_id": "b"}}])
    assert stored_files(response, [("", DOCUMENT), ("two", DOCUMENT)]) == (SentFile("two", DOCUMENT, "b"),)


def test_each_item_of_an_album_has_its_own_file() -> None:
    response = taken([{"message_id": 5, "video": {"file_id": "v"}}, {"message_id": 6, "document": {"file_id": "d"}}])
    found = stored_files(response, [("one", VIDEO), ("two", DOCUMENT)])
    assert found == (SentFile("one", VIDEO, "v"), SentFile("two", DOCUMENT, "d"))
    copy = outcome_of(response, VIDEO, is_album=True).copy
    assert copy == (Message(5, VIDEO), Message(6, DOCUMENT))


@pytest.mark.parametrize(
    "result",
    [
        True,
        None,
        {},
        [],
        [None],
        {"photo": []},
        {"photo": "x"},
        {"photo": [{"file_id": 5}]},
        {"video": {"file_id": "v"}},
    ],
)
def test_a_result_without_the_file_stores_none(result: Any) -> None:
    assert stored_files(taken(result), [("url", PHOTO)]) == ()


@pytest.mark.parametrize("result", [[{"message_id": 5}, {"message_id": "six"}], [{"message_id": 5}, None]])
def test_an_album_whose_ids_cannot_all_be_read_was_sent_and_has_no_copy(result: Any) -> None:
    outcome = outcome_of(taken(result), PHOTO, is_album=True)
    assert (outcome.status, outcome.copy) == (200, ())


@pytest.mark.parametrize(
    ("words", "retry_after"),
    [
        ('failed to send message #2 with the error message "WEBPAGE_CURL_FAILED"', None),
        ('Failed to send message #3 with the error message "Too Many Requests: retry after 8"', 8),
    ],
)
def test_an_album_that_broke_off_is_half_sent_and_its_inner_pause_is_read(words: str, retry_after: int | None) -> None:
    body = json.dumps({"ok": False, "error_code": 400, "description": f"Bad Request: {words}"}).encode()
    outcome = outcome_of(HttpResponse(400, body), PHOTO, is_album=True)
    assert (outcome.half_sent, outcome.retry_after) == (True, retry_after)
    assert not outcome_of(HttpResponse(400, body), PHOTO).half_sent, "a single message is sent or not"


def test_an_album_without_an_answer_is_half_sent_unless_it_never_left() -> None:
    assert outcome_of(HttpResponse(None, reason="closed"), PHOTO, is_album=True).half_sent
    never = HttpResponse(None, reason="refused", may_have_arrived=False)
    assert not outcome_of(never, PHOTO, is_album=True).half_sent
