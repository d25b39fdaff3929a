"""What is told of a raw update before it is parsed, and what is left out of it."""

from typing import Any

import pytest
from aiogram.types import Update

from bot.updates import chat_id, without_ballast
from tests.bot.desks import inquiry, message, press

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


def test_of_the_message_under_a_button_only_what_handlers_ask_for_is_left() -> None:
    query = Update.model_validate(without_ballast(PRESS)).callback_query
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


def test_the_update_itself_is_not_touched_for_it_is_what_the_inbox_holds() -> None:
    without_ballast(PRESS)
    assert PRESS["callback_query"]["message"] == MESSAGE
    assert "entities" in MESSAGE


def test_what_is_no_press_stays_as_it_is_whatever_it_holds() -> None:
    for update in ({"update_id": 1, "message": MESSAGE}, {"update_id": 1, "callback_query": 5}, {"update_id": 1}):
        assert without_ballast(update) is update


def test_a_chats_updates_stand_in_one_line_and_each_other_chat_in_another() -> None:
    group = {"id": -500, "type": "supergroup"}
    assert chat_id(message(1, "x", person=7)) == chat_id(press(2, person=7)) == 7
    assert chat_id(message(3, "x", person=7, chat=group)) == -500
    assert chat_id({"update_id": 4, "poll": {"id": "5"}}) == 0


def test_a_persons_inline_queries_stand_in_a_line_of_their_own() -> None:
    lines = {chat_id(inquiry(1, person=7)), chat_id(inquiry(2, person=7)), chat_id(message(3, "x", person=7))}
    assert len(lines) == 2
    assert chat_id(inquiry(4, person=8)) not in lines


@pytest.mark.parametrize(
    "sender", [None, {}, {"id": "7"}, {"id": True}, {"id": 2**62 - 1}, {"id": 1 - 2**62}, {"id": 2**62}]
)
def test_whatever_a_query_claims_its_line_fits_a_column_of_64_bits(sender: Any) -> None:
    query = inquiry(1)
    query["inline_query"]["from"] = sender
    assert abs(chat_id(query)) < 2**63
