"""What is told of a raw update before it is parsed, and what is left out of it."""

from typing import Any

from aiogram.types import Update

from bot.updates import without_ballast

CHAT = {"id": 7, "type": "private", "first_name": "Анна"}
MESSAGE: dict[str, Any] = {
    "message_id": 5,
    "date": 1767225600,
    "chat": CHAT,
    "from": {"id": 1, "is_bot": True, "first_name": "Вестник"},
    "text": "Новые публикации",
    "is_topic_message": True,
    "message_thread_id": 3,
    "entities": [{"type": "bold", "offset": 0, "length": 5}],
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
    }
    assert (query.data, query.from_user.id, query.from_user.language_code) == ("a:1:0:0:0", 7, "ru")


def test_the_update_itself_is_not_touched_for_it_is_what_the_inbox_holds() -> None:
    without_ballast(PRESS)
    assert PRESS["callback_query"]["message"] == MESSAGE
    assert "entities" in MESSAGE


def test_what_is_no_press_stays_as_it_is_whatever_it_holds() -> None:
    for update in ({"update_id": 1, "message": MESSAGE}, {"update_id": 1, "callback_query": 5}, {"update_id": 1}):
        assert without_ballast(update) is update
