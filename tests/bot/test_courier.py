"""The courier: how an edition looks in the chat, and what becomes of Telegram's answers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import bot.courier
from bot.clock import SystemClock
from bot.courier import Courier
from bot.wire import SEND_TIMEOUT_SECONDS, Wire
from emulator import (
    BLOCKED,
    CANNOT_INITIATE,
    CHAT_NOT_FOUND,
    DEACTIVATED,
    KICKED,
    Broken,
    Dropped,
    Emulator,
    Fault,
    Person,
    Strange,
    migrated,
    too_many_requests,
)
from handlers.texts import Catalogs
from news.delivery import LEASE, LONGEST_WAIT
from news.model import Article, Delivery, Status
from news.outcomes import Outcome
from news.ports import Push
from news.richtext import from_plain
from tests.bot.conftest import opened
from tests.newspaper import TOKEN

MOMENT = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)


def article(number: int, title: str = "", text: str = "Движение пошло с утра. Пробок нет.") -> Article:
    title = title or f"Новость {number}"
    return Article(number, title, from_plain(text), Status.PUBLISHED, MOMENT, published_at=MOMENT)


ONE = Push(1, (article(12, "Мост открыт"),), 1)
THREE = Push(2, (article(14), article(13), article(12)), 3)


@pytest.fixture
async def wire(emulator: Emulator) -> AsyncIterator[Wire]:
    async with opened(Wire(emulator.url, TOKEN)) as wire:
        yield wire


@pytest.fixture
def courier(wire: Wire) -> Courier:
    return Courier(wire, Catalogs(ZoneInfo("Europe/Moscow")), SystemClock(), "vestnik_bot")


def to(chat_id: int, language: str = "ru") -> Delivery:
    return Delivery(1, chat_id, language, 1)


async def test_one_article_comes_with_its_first_words_and_a_way_to_the_rest(courier: Courier, anna: Person) -> None:
    outcome = await courier.carry(ONE, to(anna.id))
    seen = await anna.sees("Движение пошло с утра.")
    assert (outcome.status, outcome.message_id) == (200, seen["message_id"])
    assert "Мост открыт" in seen["text"]
    assert {"type": "bold", "offset": 0, "length": len("Мост открыт")} in seen["entities"]
    ((read,),) = anna.buttons()
    assert read.startswith("Читать")
    assert "callback_data" in seen["reply_markup"]["inline_keyboard"][0][0]


async def test_several_articles_are_a_numbered_list_with_a_button_each(courier: Courier, anna: Person) -> None:
    await courier.carry(THREE, to(anna.id))
    seen = await anna.sees("Новость 12")
    assert seen["text"].index("14. ") < seen["text"].index("13. ") < seen["text"].index("12. ")
    assert anna.buttons() == [["14", "13", "12"]]


async def test_each_chat_is_spoken_to_in_its_language(courier: Courier, anna: Person) -> None:
    await courier.carry(THREE, to(anna.id, "en"))
    assert "New publications" in (await anna.sees("Новость 12"))["text"]


async def test_a_group_gets_links_that_open_the_private_chat(
    courier: Courier, emulator: Emulator, anna: Person
) -> None:
    group = emulator.group("Редакция", admins=[anna])
    for push in (ONE, THREE):
        assert (await courier.carry(push, to(group.id))).status == 200
    buttons = [
        button for message in group.messages for row in message["reply_markup"]["inline_keyboard"] for button in row
    ]
    links = [button["url"] for button in buttons]
    assert links == [f"https://t.me/vestnik_bot?start=a_{number}" for number in (12, 14, 13, 12)]


async def test_the_largest_edition_with_the_longest_headlines_fits_a_message(courier: Courier, anna: Person) -> None:
    push = Push(3, tuple(article(10**6 + number, "Ж" * 250) for number in range(20)), 10**6)
    assert (await courier.carry(push, to(anna.id))).status == 200


@pytest.mark.parametrize(
    ("effect", "status", "details"),
    [
        (BLOCKED, 403, {"description": "Forbidden: bot was blocked by the user"}),
        (DEACTIVATED, 403, {"description": "Forbidden: user is deactivated"}),
        (KICKED, 403, {"description": "Forbidden: bot was kicked from the supergroup chat"}),
        (CANNOT_INITIATE, 403, {"description": "Forbidden: bot can't initiate conversation with a user"}),
        (CHAT_NOT_FOUND, 400, {"description": "Bad Request: chat not found", "moved_to": None}),
        (migrated(-1009), 400, {"moved_to": -1009}),
        (too_many_requests(7), 429, {"retry_after": 7}),
        (too_many_requests(), 429, {"retry_after": None}),
        (Broken(), 502, {"description": "HTTP 502", "may_have_arrived": True}),
        (Broken(200), None, {"description": "HTTP 200", "may_have_arrived": True}),
        (Dropped(), None, {"may_have_arrived": True}),
        (Strange(replace=True), 200, {"message_id": None}),
    ],
    ids=lambda value: repr(value)[:30],
)
async def test_an_answer_is_the_outcome_it_tells(
    courier: Courier, emulator: Emulator, anna: Person, effect: Any, status: int | None, details: dict[str, Any]
) -> None:
    emulator.faults.add(Fault(effect, method="sendMessage"))
    outcome = await courier.carry(ONE, to(anna.id))
    assert outcome.status == status
    assert {name: getattr(outcome, name) for name in details} == details


@pytest.mark.parametrize(("effect", "status"), [(Dropped(after_effect=True), None), (Strange(), 200)])
async def test_a_message_that_did_arrive_is_never_told_to_have_stayed(
    courier: Courier, emulator: Emulator, anna: Person, effect: Any, status: int | None
) -> None:
    emulator.faults.add(Fault(effect, method="sendMessage"))
    outcome = await courier.carry(ONE, to(anna.id))
    assert (outcome.status, outcome.may_have_arrived) == (status, True)
    assert len(emulator.calls.of("sendMessage")) == 1
    assert "Мост открыт" in (anna.last or {})["text"]


async def test_a_request_that_never_left_is_told_so() -> None:
    async with opened(Wire("http://127.0.0.1:9", TOKEN)) as nowhere:
        courier = Courier(nowhere, Catalogs(ZoneInfo("UTC")), SystemClock(), "vestnik_bot")
        outcome = await courier.carry(ONE, to(7))
    assert (outcome.status, outcome.may_have_arrived) == (None, False)
    assert outcome.description.startswith("ClientConnectorError")


async def test_an_edition_that_cannot_be_drawn_fails_alone(
    courier: Courier, emulator: Emulator, anna: Person, caplog: pytest.LogCaptureFixture
) -> None:
    undrawable = Push(9, (), 1)
    outcome = await courier.carry(undrawable, to(anna.id))
    assert outcome == Outcome(400, description=outcome.description, may_have_arrived=False)
    assert outcome.description.startswith("cannot be drawn: ")
    assert emulator.calls.of("sendMessage") == []
    assert "edition 9 cannot be drawn" in caplog.text
    assert (await courier.carry(ONE, to(anna.id))).status == 200


async def test_an_edition_is_drawn_once_for_each_language_and_kind_of_chat(
    courier: Courier, emulator: Emulator, anna: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = []
    draw = bot.courier.push_card
    monkeypatch.setattr(bot.courier, "push_card", lambda *given: drawn.append(given) or draw(*given))
    group = emulator.group("Редакция", admins=[anna])
    for chat in (to(anna.id), to(anna.id), to(anna.id, "en"), to(group.id), to(group.id), to(anna.id)):
        await courier.carry(ONE, chat)
    assert len(drawn) == 3
    corrected = Push(ONE.edition, (article(12, "Мост закрыт"),), 1)
    await courier.carry(corrected, to(anna.id))
    assert len(drawn) == 4
    assert "Мост закрыт" in (anna.last or {})["text"]


def test_a_lease_outlasts_the_wait_for_a_slot_and_the_longest_send() -> None:
    assert timedelta(seconds=SEND_TIMEOUT_SECONDS) + LONGEST_WAIT <= LEASE
