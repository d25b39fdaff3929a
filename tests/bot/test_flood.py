"""Floods: a sender far above human speed is warned once a minute and costs the database nothing; others go on."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.api_session import ApiSession
from bot.clock import SystemClock
from bot.flood import MAX_REMEMBERED, OVERFLOW, FloodGuard
from bot.metrics import Metrics
from bot.timings import FloodLimits
from emulator import Emulator, Group, Person
from storage import Database, open_storage
from tests.bot.intakes import RecordingHandler, SilentSource, open_intake, running
from tests.bot.raw_updates import inline_query, message, press
from tests.clocks import HandClock
from tests.news.delivering import until
from tests.newspaper import Newspaper, close_at_once, open_newspaper

TOO_FAST = "Слишком быстро"
LIMITS = FloodLimits()
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class ManualClock(HandClock):
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        super().__init__(NOON)

    def go(self, seconds: float) -> int:
        """Move on; return the moment as a date of Telegram's."""
        return int(self.advance(seconds=seconds).timestamp())


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def guard(clock: ManualClock) -> FloodGuard:
    """A guard that cannot send its warnings."""
    return FloodGuard(None, None, None, clock, Metrics())  # type: ignore[arg-type]


def admitted(guard: FloodGuard, updates: Any) -> int:
    return sum(guard.admits(each) for each in updates)


def group_message(update_id: int, person: int, group: int = -500, **fields: Any) -> dict[str, Any]:
    return message(update_id, "x", person=person, chat={"id": group, "type": "supergroup"}, **fields)


def test_a_burst_of_twenty_is_a_person_and_the_twenty_first_is_not(guard: FloodGuard) -> None:
    assert admitted(guard, (message(each, "x") for each in range(30))) == LIMITS.person_burst


def test_two_updates_a_second_may_go_on_without_end(guard: FloodGuard, clock: ManualClock) -> None:
    for each in range(600):
        assert guard.admits(message(each, "x", date=clock.go(0.5)))


def test_nothing_of_a_flood_is_admitted_until_ten_seconds_of_silence_have_passed(
    guard: FloodGuard, clock: ManualClock
) -> None:
    results = [guard.admits(message(each, "x", date=clock.go(0.1))) for each in range(600)]
    assert sum(results) < 30
    assert not any(results[30:])
    assert not guard.admits(message(1000, "x", date=clock.go(8)))
    assert guard.admits(message(1001, "x", date=clock.go(3)))


def test_a_flood_does_not_affect_other_people(guard: FloodGuard) -> None:
    for each in range(0, 2000, 2):
        guard.admits(message(each, "x", person=7))
        assert guard.admits(message(each + 1, "x", person=1000 + each))


def test_messages_that_waited_with_telegram_are_no_flood(guard: FloodGuard, clock: ManualClock) -> None:
    written = clock.go(0)
    clock.go(7200)
    assert admitted(guard, (message(each, "x", date=written + 60 * each) for each in range(100))) == 100


def test_an_update_that_comes_again_counts_once(guard: FloodGuard) -> None:
    for _ in range(50):
        assert admitted(guard, (message(each, "x") for each in range(10))) == 10
    assert admitted(guard, (message(each, "x") for each in range(10, 30))) == 10


def test_a_text_of_100_000_characters_and_an_album_are_no_flood(guard: FloodGuard) -> None:
    """A lost part would be lost text. Whoever sends parts without end is a flood all the same."""
    pieces = (message(each, "ы" * 3600) for each in range(28))
    assert admitted(guard, pieces) == 28
    assert admitted(guard, (message(each, "", media_group_id="a") for each in range(100, 110))) == 10
    assert admitted(guard, (message(each, "ы" * 3600) for each in range(200, 400))) < 4 * LIMITS.person_burst


def test_presses_are_counted_by_when_they_come_and_apart_from_messages(guard: FloodGuard, clock: ManualClock) -> None:
    assert admitted(guard, (press(each) for each in range(30))) == LIMITS.person_burst
    assert guard.admits(message(100, "x"))
    clock.go(15)
    assert guard.admits(press(101))


@pytest.mark.parametrize("years", [30, -30])
def test_a_clock_that_is_set_neither_locks_a_person_out_nor_lets_a_flood_in(
    guard: FloodGuard, clock: ManualClock, years: int
) -> None:
    for update in (press, inline_query):
        assert guard.admits(update(0))
        clock.step(days=365 * years)
        burst = LIMITS.query_burst if update is inline_query else LIMITS.person_burst
        assert admitted(guard, (update(each) for each in range(1, 1000))) == burst - 1
        clock.go(OVERFLOW * burst / LIMITS.person_per_second)
        assert guard.admits(update(1000))


def test_what_has_no_date_fills_no_bucket_of_messages(guard: FloodGuard) -> None:
    undated = [{**message(each, "x"), "message": {**message(each, "x")["message"], "date": 0}} for each in range(30)]
    assert admitted(guard, undated) == LIMITS.person_burst
    assert guard.admits(message(100, "x"))


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "/search мост"},
        {"text": "/Search@vestnik_bot мост"},
        {"text": "/start s_0LzQvtGB0YI"},
        {"text": None, "caption": "/search мост"},
        {"text": "мост", "reply_to_message": {"entities": [5, {"url": "https://t.me/vestnik_bot?start=s"}]}},
    ],
)
def test_searches_have_a_smaller_bucket_of_their_own(
    guard: FloodGuard, clock: ManualClock, fields: dict[str, Any]
) -> None:
    searches = [message(each, "x", date=clock.go(0)) for each in range(40)]
    for each in searches:
        each["message"] |= fields
    assert admitted(guard, searches) == LIMITS.search_burst < LIMITS.person_burst
    assert guard._warnings.qsize() == 1
    assert guard.admits(message(100, "/help", date=clock.go(0)))
    assert not guard.admits(message(101, "/search мост", date=clock.go(9)))
    assert guard.admits(message(102, "/search мост", date=clock.go(3)))


def test_inline_queries_are_counted_apart_and_ten_a_second_are_admitted(guard: FloodGuard, clock: ManualClock) -> None:
    for each in range(150):
        assert guard.admits(inline_query(each))
        clock.go(0.1)
    assert guard.admits(message(1000, "x"))
    assert guard.admits(press(1001))


def test_inline_queries_are_limited_too_and_cause_no_warning(guard: FloodGuard, clock: ManualClock) -> None:
    assert admitted(guard, (inline_query(each) for each in range(1000))) == LIMITS.query_burst
    assert guard._warnings.empty()
    assert guard.admits(inline_query(2000, person=8))
    clock.go(OVERFLOW * LIMITS.query_burst / LIMITS.query_per_second)
    assert guard.admits(inline_query(2001))


def test_a_person_who_floods_a_group_does_not_affect_its_other_members(guard: FloodGuard) -> None:
    assert admitted(guard, (group_message(each, 7) for each in range(2000))) == LIMITS.person_burst
    assert guard.admits(group_message(3000, 8))


def test_a_whole_group_has_a_limit_too(guard: FloodGuard) -> None:
    assert admitted(guard, (group_message(each, 1000 + each) for each in range(300))) == LIMITS.chat_burst
    assert guard.admits(message(4000, "x", person=1001))


def test_senders_with_a_shared_id_are_not_counted_as_one_person(guard: FloodGuard) -> None:
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
def test_a_malformed_update_is_admitted_and_counts_for_no_other_sender(guard: FloodGuard, odd: dict[str, Any]) -> None:
    assert guard.admits({"update_id": 0, **odd})
    for each in range(1, 100):
        guard.admits({"update_id": each, **odd})
    assert guard.admits(message(100, "x", person=8))


def test_the_memory_for_a_flood_from_many_people_is_bounded(guard: FloodGuard) -> None:
    for each in range(2 * MAX_REMEMBERED):
        guard.admits(group_message(each, each, group=-each))
    assert len(guard._buckets) == MAX_REMEMBERED


async def test_a_flood_costs_no_write_and_the_updates_before_it_are_handled(sqlite_url: str) -> None:
    handler = RecordingHandler()

    class Counting:
        """Counts the write transactions."""

        def __init__(self, database: Database) -> None:
            self.database, self.written = database, 0

        def reading(self) -> Any:
            return self.database.reading()

        def writing(self) -> Any:
            self.written += 1
            return self.database.writing()

    async with open_storage(sqlite_url) as database:
        counting = Counting(database)
        guard = FloodGuard(None, None, None, SystemClock(), Metrics())  # type: ignore[arg-type]
        async with open_intake(counting, handler.handle, guard) as intake, running(intake, SilentSource()):
            await intake.wait_for_capacity()
            await intake.accept([message(each, str(each)) for each in range(50)])
            await until(lambda: len(handler.done) == LIMITS.person_burst)
            await asyncio.sleep(0.2)
            before = counting.written
            for each in range(100, 600):
                await intake.accept([message(each, "x")])
            assert counting.written == before


@pytest.fixture
async def newspaper(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Newspaper]:
    monkeypatch.setattr(ApiSession, "close", close_at_once)
    async with open_newspaper(sqlite_url) as opened:
        yield opened


def warnings_to(person: Person | Group) -> list[str]:
    return [one["text"] for one in person.messages if one["from"]["is_bot"] and one["text"].startswith(TOO_FAST)]


@pytest.mark.slow
async def test_a_flooder_is_warned_once_and_others_are_answered(newspaper: Newspaper) -> None:
    emulator: Emulator = newspaper.emulator
    flooder, other = emulator.person("Пётр"), emulator.person("Анна")
    english = emulator.person("Ann", language="en")
    for each in range(60):
        await flooder.says(f"/read {each}")
        if each < 40:
            await english.says("hello")
    await other.says("/help")
    await until(lambda: any("/latest" in one["text"] for one in other.messages if one["from"]["is_bot"]))
    await until(lambda: bool(warnings_to(flooder)))
    assert len(warnings_to(flooder)) == 1
    assert warnings_to(other) == []
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
    await until(lambda: bool(warnings_to(person)))
    await until(lambda: bool(emulator.calls.of("answerCallbackQuery")))
    assert len(emulator.calls.of("answerCallbackQuery")) <= LIMITS.person_burst
    assert len(warnings_to(person)) == 1
