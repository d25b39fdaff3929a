"""Pressed buttons: the callback query, answers in time, late or missing, and forged data."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from emulator import CallbackAnswer, Emulator, Person
from emulator.world import now
from tests.emulator.api_client import Api

OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


class CallbackBot:
    """A bot that takes one callback query after another."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.offset = 0

    async def query(self) -> dict[str, Any]:
        (update,) = await self.api.ok("getUpdates", offset=self.offset, timeout=5)
        self.offset = update["update_id"] + 1
        query: dict[str, Any] = update["callback_query"]
        return query

    async def answers(self, **answer: Any) -> dict[str, Any]:
        query = await self.query()
        await self.api.ok("answerCallbackQuery", callback_query_id=query["id"], **answer)
        return query


@pytest.fixture
def callback_bot(api: Api) -> CallbackBot:
    return CallbackBot(api)


@pytest.fixture
async def card(api: Api, anna: Person) -> dict[str, Any]:
    rows = [
        [{"text": "Читать", "callback_data": "read:5"}, {"text": "Ещё", "callback_data": "more"}],
        [
            {"text": "В чат", "url": "https://t.me/vestnik_bot?start=a_5"},
            {"text": "Сайт", "url": "https://example.com"},
        ],
    ]
    message: dict[str, Any] = await api.ok(
        "sendMessage", chat_id=anna.id, text="Новость", reply_markup={"inline_keyboard": rows}
    )
    return message


async def test_the_bot_gets_the_callback_query_and_the_person_sees_the_answer(
    callback_bot: CallbackBot, anna: Person, card: dict[str, Any]
) -> None:
    query, answer = await asyncio.gather(callback_bot.answers(text="Готово", show_alert=True), anna.presses("Читать"))
    assert answer == CallbackAnswer("Готово", show_alert=True)
    assert query["from"]["id"] == anna.id
    assert query["data"] == "read:5"
    assert query["message"] == card


async def test_a_button_is_searched_on_the_newest_message_unless_one_is_named(
    api: Api, callback_bot: CallbackBot, anna: Person, card: dict[str, Any]
) -> None:
    newer = {"inline_keyboard": [[{"text": "Читать", "callback_data": "read:6"}]]}
    await api.ok("sendMessage", chat_id=anna.id, text="Ещё новость", reply_markup=newer)
    query, _ = await asyncio.gather(callback_bot.answers(), anna.presses("Читать"))
    assert query["data"] == "read:6"
    query, _ = await asyncio.gather(callback_bot.answers(), anna.presses("Читать", message=card["message_id"]))
    assert query["data"] == "read:5"
    query, _ = await asyncio.gather(callback_bot.answers(), anna.presses("Ещё"))
    assert query["data"] == "more"


async def test_a_press_returns_none_if_the_bot_does_not_answer_in_time(anna: Person, card: dict[str, Any]) -> None:
    assert await anna.presses("Читать", timeout=0.02) is None


async def test_a_missing_button_cannot_be_pressed(anna: Person, card: dict[str, Any]) -> None:
    with pytest.raises(AssertionError, match=r"no button 'Купить' in:(.|\n)*Новость\n    \[Читать\] \[Ещё\]"):
        await anna.presses("Купить")


async def test_a_button_with_a_deep_link_sends_start_and_another_link_is_refused(
    api: Api, anna: Person, card: dict[str, Any]
) -> None:
    assert await anna.presses("В чат") is None
    (update,) = await api.ok("getUpdates")
    assert update["message"]["text"] == "/start a_5"
    with pytest.raises(AssertionError, match=r"opens https://example\.com"):
        await anna.presses("Сайт")


async def test_a_modified_client_can_forge_callback_data(
    callback_bot: CallbackBot, anna: Person, card: dict[str, Any]
) -> None:
    query, _ = await asyncio.gather(
        callback_bot.answers(), anna.presses(data="admin:ban:1", message=card["message_id"])
    )
    assert query["data"] == "admin:ban:1"
    with pytest.raises(ValueError, match="needs the message"):
        await anna.presses(data="admin:ban:1")


async def test_the_first_answer_counts(api: Api, callback_bot: CallbackBot, anna: Person, card: dict[str, Any]) -> None:
    async def answers_twice() -> None:
        query = await callback_bot.answers(text="first")
        await api.ok("answerCallbackQuery", callback_query_id=query["id"], text="second")

    _, answer = await asyncio.gather(answers_twice(), anna.presses("Читать"))
    assert answer == CallbackAnswer("first")


async def test_an_answer_to_an_unknown_query_is_refused(api: Api) -> None:
    assert await api.refusal("answerCallbackQuery", callback_query_id="5") == (400, OLD)


async def test_an_answer_that_comes_late_is_refused(
    api: Api, emulator: Emulator, callback_bot: CallbackBot, anna: Person, card: dict[str, Any]
) -> None:
    await anna.presses("Читать", timeout=0)
    query = await callback_bot.query()
    emulator.world.clock = lambda: now() + timedelta(seconds=16)
    assert await api.refusal("answerCallbackQuery", callback_query_id=query["id"]) == (400, OLD)


async def test_an_answer_has_at_most_200_characters_and_no_url_of_another_site(
    api: Api, callback_bot: CallbackBot, anna: Person, card: dict[str, Any]
) -> None:
    await anna.presses("Читать", timeout=0)
    query = await callback_bot.query()
    too_long = await api.refusal("answerCallbackQuery", callback_query_id=query["id"], text="я" * 201)
    assert too_long == (400, "Bad Request: MESSAGE_TOO_LONG")
    foreign = await api.refusal("answerCallbackQuery", callback_query_id=query["id"], url="https://example.com")
    assert foreign == (400, "Bad Request: URL_INVALID")
    await api.ok("answerCallbackQuery", callback_query_id=query["id"], text="я" * 200, cache_time=5)
