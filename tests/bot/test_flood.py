"""Floods: whoever is far over a human pace is told so once a minute and costs the database nothing; others go on."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

import bot.flood
from bot.api_session import ApiSession
from bot.clock import SystemClock
from bot.flood import MOST_REMEMBERED, PERSON_BURST, QUERY_BURST, QUERY_PER_SECOND, FloodGuard
from bot.metrics import Metrics
from emulator import Emulator, Group, Person
from storage import Database, open_storage
from tests.bot.desks import Desk, inquiry, intake_of, message, press, running
from tests.journeys.steps import close_at_once
from tests.news.delivering import until
from tests.newspaper import Newspaper, open_newspaper

TOO_FAST = "Слишком быстро"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class HealthSite:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        """Return the moment."""
        return self.moment

    def go(self, seconds: float) -> int:
        """Move on; return the moment as Telegram dates messages."""
        self.moment += timedelta(seconds=seconds)
        return int(self.moment.timestamp())


@pytest.fixture
def health() -> HealthSite:
    return HealthSite()


@pytest.fixture
def guard(health: HealthSite) -> FloodGuard:
    """A guard whose words reach nobody."""
    return FloodGuard(None, None, None, health, Metrics())  # type: ignore[arg-type]


def admitted(guard: FloodGuard, updates: Any) -> int:
    return sum(guard.admits(each) for each in updates)


def group_message(update_id: int, person: int, group: int = -500, **fields: Any) -> dict[str, Any]:
    return message(update_id, "x", person=person, chat={"id": group, "type": "supergroup"}, **fields)


def test_a_burst_of_twenty_is_a_person_and_the_twenty_first_is_not(guard: FloodGuard) -> None:
    assert admitted(guard, (message(each, "x") for each in range(30))) == PERSON_BURST


def test_two_a_second_may_go_on_for_ever(guard: FloodGuard, health: HealthSite) -> None:
    for each in range(600):
        assert guard.admits(message(each, "x", date=health.go(0.5)))


def test_while_a_flood_goes_on_nothing_of_it_comes_through_and_ten_seconds_make_good_for_it(
    guard: FloodGuard, health: HealthSite
) -> None:
    come = [guard.admits(message(each, "x", date=health.go(0.1))) for each in range(600)]
    assert sum(come) < 30
    assert not any(come[30:])
    assert not guard.admits(message(1000, "x", date=health.go(8)))
    assert guard.admits(message(1001, "x", date=health.go(3)))


def test_others_do_not_notice(guard: FloodGuard) -> None:
    for each in range(0, 2000, 2):
        guard.admits(message(each, "x", person=7))
        assert guard.admits(message(each + 1, "x", person=1000 + each))


def test_what_waited_with_telegram_meanwhile_is_no_flood(guard: FloodGuard, health: HealthSite) -> None:
    written = health.go(0)
    health.go(7200)
    assert admitted(guard, (message(each, "x", date=written + 60 * each) for each in range(100))) == 100


def test_an_update_that_comes_again_counts_once(guard: FloodGuard) -> None:
    for _ in range(50):
        assert admitted(guard, (message(each, "x") for each in range(10))) == 10
    assert admitted(guard, (message(each, "x") for each in range(10, 30))) == 10


def test_presses_are_counted_by_when_they_come_and_apart_from_messages(guard: FloodGuard, health: HealthSite) -> None:
    assert admitted(guard, (press(each) for each in range(30))) == PERSON_BURST
    assert guard.admits(message(100, "x"))
    health.go(15)
    assert guard.admits(press(101))


def test_letters_typed_in_inline_mode_are_counted_apart_and_ten_a_second_are_a_person(
    guard: FloodGuard, health: HealthSite
) -> None:
    for each in range(150):
        assert guard.admits(inquiry(each))
        health.go(0.1)
    assert guard.admits(message(1000, "x"))
    assert guard.admits(press(1001))


def test_inline_queries_are_bounded_too_and_nobody_is_told(guard: FloodGuard, health: HealthSite) -> None:
    assert admitted(guard, (inquiry(each) for each in range(1000))) == QUERY_BURST
    assert guard._warnings.empty()
    assert guard.admits(inquiry(2000, person=8))
    health.go(bot.flood.OVERFLOW * QUERY_BURST / QUERY_PER_SECOND)
    assert guard.admits(inquiry(2001))


def test_one_who_floods_a_group_silences_nobody_else_there(guard: FloodGuard) -> None:
    assert admitted(guard, (group_message(each, 7) for each in range(2000))) == PERSON_BURST
    assert guard.admits(group_message(3000, 8))


def test_a_whole_group_has_a_pace_of_its_own(guard: FloodGuard) -> None:
    assert admitted(guard, (group_message(each, 1000 + each) for each in range(300))) == bot.flood.CHAT_BURST
    assert guard.admits(message(4000, "x", person=1001))


def test_those_who_share_an_id_are_not_one_person(guard: FloodGuard) -> None:
    anonymous = (group_message(each, 1087968824, group=-each, sender_chat={"id": -each}) for each in range(1, 100))
    assert admitted(guard, anonymous) == 99
    assert admitted(guard, (group_message(200 + each, 777000, group=-each) for each in range(1, 100))) == 99


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"message": 5},
        {"message": {"from": 5, "chat": []}},
        {"message": {"from": {"id": "7"}, "chat": {"id": None}, "date": "now"}},
        {"message": {"from": {"id": 7}, "chat": {"id": 7}, "date": 10**30}},
        {"callback_query": {"from": {"id": True}, "message": "gone"}},
        {"poll": {"id": "5"}},
    ],
)
def test_an_odd_update_is_no_mishap(guard: FloodGuard, odd: dict[str, Any]) -> None:
    for each in range(100):
        guard.admits({"update_id": each, **odd})


def test_a_flood_by_very_many_takes_a_bounded_memory(guard: FloodGuard) -> None:
    for each in range(2 * MOST_REMEMBERED):
        guard.admits(group_message(each, each, group=-each))
    assert len(guard._levels) == MOST_REMEMBERED


async def test_a_flood_costs_no_write_and_what_came_before_it_is_handled(sqlite_url: str) -> None:
    desk = Desk()

    class Counting:
        """Counts the units for writing."""

        def __init__(self, database: Database) -> None:
            self.database, self.written = database, 0

        def reading(self) -> Any:
            return self.database.reading()

        def writing(self) -> Any:
            self.written += 1
            return self.database.writing()

    class Silent:
        async def run(self, intake: Any) -> None:
            await asyncio.Event().wait()

    async with open_storage(sqlite_url) as database:
        counting = Counting(database)
        guard = FloodGuard(None, None, None, SystemClock(), Metrics())  # type: ignore[arg-type]
        async with intake_of(counting, desk, guard) as intake, running(intake, Silent()):
            await intake.room()
            await intake.take([message(each, str(each)) for each in range(50)])
            await until(lambda: len(desk.done) == PERSON_BURST)
            await asyncio.sleep(0.2)
            before = counting.written
            for each in range(100, 600):
                await intake.take([message(each, "x")])
            assert counting.written == before


@pytest.fixture
async def newspaper(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newspaper]:
    monkeypatch.setattr(ApiSession, "close", close_at_once)
    async with open_newspaper(sqlite_url) as opened:
        yield opened


def told(person: Person | Group) -> list[str]:
    return [
        one["text"] for one in person.messages if one["from"]["is_bot"] and one["text"].startswith("Слишком быстро")
    ]


async def test_whoever_floods_is_told_once_and_others_are_answered(newspaper: Newspaper) -> None:
    emulator: Emulator = newspaper.emulator
    flooder, other = emulator.person("Пётр"), emulator.person("Анна")
    english = emulator.person("Ann", language="en")
    for each in range(60):
        await flooder.says(f"/read {each}")
        if each < 40:
            await english.says("hello")
    await other.says("/help")
    await until(lambda: any("/latest" in one["text"] for one in other.messages if one["from"]["is_bot"]))
    await until(lambda: bool(told(flooder)))
    assert len(told(flooder)) == 1
    assert told(other) == []
    await until(lambda: any("Too fast" in one["text"] for one in english.messages if one["from"]["is_bot"]))
    assert newspaper.app is not None
    assert newspaper.app.metrics.floods._value.get() >= 40


async def test_presses_of_a_flood_are_not_answered(newspaper: Newspaper) -> None:
    emulator = newspaper.emulator
    person = emulator.person("Пётр")
    await person.says("/help")
    await until(lambda: any(one["from"]["is_bot"] for one in person.messages))
    presses = [press(200_000_000 + each, person=person.id) for each in range(60)]
    for each in presses:
        emulator.world.updates.put(each)
    await until(lambda: bool(told(person)))
    assert len(emulator.calls.of("answerCallbackQuery")) <= PERSON_BURST
    assert len(told(person)) == 1
