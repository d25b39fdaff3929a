"""Facts about a raw update before it is parsed, and the fields that are dropped from it."""

from typing import Any

import pytest
from aiogram.types import Update

from bot.updates import drop_unused_fields, queue_key
from tests.bot.raw_updates import inline_query, message, press

LINK = {"type": "text_link", "offset": 6, "length": 10, "url": "https://news.example/"}
CHAT = {"id": 7, "type": "private", "first_name": "Анна"}
MESSAGE: dict[str, Any] = {
    "message_id": 5,
    "date": 1767225600,
    "chat": CHAT,
    "from": {"id": 1, "is_bot": True, "first_name": "Вестник"},
    "text": "Новые публикации",
    "is_topic_message": True,
    "message_thread_id": 3,
    "entities": [{"type": "bold", "offset": 0, "length": 5}, LINK],
    "reply_markup": {"inline_keyboard": [[{"text": "1", "callback_data": "a:1:0:0:0"}]]},
}
PRESS: dict[str, Any] = {
    "update_id": 11,
    "callback_query": {
        "id": "12",
        "from": {"id": 7, "is_bot": False, "first_name": "Анна", "language_code": "ru"},
        "message": MESSAGE,
        "chat_instance": "1",
        "data": "a:1:0:0:0",
    },
}


def test_of_the_message_under_a_button_only_the_fields_that_handlers_use_are_left() -> None:
    query = Update.model_validate(drop_unused_fields(PRESS)).callback_query
    assert query is not None
    assert query.message is not None
    assert query.message.model_dump(exclude_none=True, exclude_unset=True, mode="json") == {
        "message_id": 5,
        "date": 1767225600,
        "chat": CHAT,
        "text": "Новые публикации",
        "is_topic_message": True,
        "message_thread_id": 3,
        "entities": [LINK],
    }
    assert (query.data, query.from_user.id, query.from_user.language_code) == ("a:1:0:0:0", 7, "ru")


def test_the_update_itself_is_not_changed_because_the_inbox_stores_it() -> None:
    drop_unused_fields(PRESS)
    assert PRESS["callback_query"]["message"] == MESSAGE
    assert "entities" in MESSAGE


def test_an_update_that_is_no_press_stays_as_it_is() -> None:
    for update in ({"update_id": 1, "message": MESSAGE}, {"update_id": 1, "callback_query": 5}, {"update_id": 1}):
        assert drop_unused_fields(update) is update


def test_each_chat_has_one_queue() -> None:
    group = {"id": -500, "type": "supergroup"}
    assert queue_key(message(1, "x", person=7)) == queue_key(press(2, person=7)) == 7
    assert queue_key(message(3, "x", person=7, chat=group)) == -500
    assert queue_key({"update_id": 4, "poll": {"id": "5"}}) == 0


def test_a_persons_inline_queries_have_a_queue_apart_from_the_chat() -> None:
    keys = {
        queue_key(inline_query(1, person=7)),
        queue_key(inline_query(2, person=7)),
        queue_key(message(3, "x", person=7)),
    }
    assert len(keys) == 2
    assert queue_key(inline_query(4, person=8)) not in keys


@pytest.mark.parametrize(
    "sender", [None, {}, {"id": "7"}, {"id": True}, {"id": 2**62 - 1}, {"id": 1 - 2**62}, {"id": 2**62}]
)
def test_the_queue_key_of_a_forged_query_fits_a_column_of_64_bits(sender: Any) -> None:
    query = inline_query(1)
    query["inline_query"]["from"] = sender
    assert abs(queue_key(query)) < 2**63
