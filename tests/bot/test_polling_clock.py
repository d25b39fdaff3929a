"""Polling by a clock that is set, and after the machine slept: somebody polls, and one process only."""

from collections.abc import AsyncIterator

import pytest

from bot.leases import POLLING_LEASE
from bot.polling import Polling
from emulator import Emulator, Person
from storage import Database, open_storage
from tests.bot.conftest import open_session
from tests.bot.intakes import RecordingHandler
from tests.bot.test_polling import LEASE_SECONDS, TIMES, holder, polls, process
from tests.clocks import RunningClock
from tests.news.delivering import until

pytestmark = pytest.mark.slow


@pytest.fixture
async def other(database: Database, database_url: str) -> AsyncIterator[Database]:
    async with open_storage(database_url) as opened:
        yield opened


@pytest.fixture
def clock() -> RunningClock:
    """The wall clock that all processes share."""
    return RunningClock()


async def leave_behind(database: Database, clock: RunningClock) -> None:
    """Hold the polling lease as a process does that dies at once."""
    async with database.writing() as unit:
        assert await unit.leases.acquire(POLLING_LEASE, "a process that is dead", clock.now(), TIMES.lease)


async def passes(clock: RunningClock, seconds: float) -> None:
    begun = clock.monotonic()
    await until(lambda: clock.monotonic() > begun + seconds)


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_step_of_the_clock_takes_the_lease_from_no_living_poller(
    emulator: Emulator, anna: Person, database: Database, other: Database, clock: RunningClock, hours: int
) -> None:
    one, two = RecordingHandler(), RecordingHandler()
    async with process(emulator.url, database, one, clock=clock):
        await until(lambda: polls(emulator) > 0)
        poller = await holder(database)
        async with process(emulator.url, other, two, clock=clock):
            for _ in range(3):
                clock.step(hours=hours)
                await passes(clock, LEASE_SECONDS / 2)
            assert await holder(database) == poller
            await anna.says("раз")
            await until(lambda: one.done == ["раз"])
    assert all(call.code != 409 for call in emulator.calls.of("getUpdates"))


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_dead_poller_is_replaced_although_the_clock_is_set_meanwhile(
    emulator: Emulator, anna: Person, database: Database, clock: RunningClock, hours: int
) -> None:
    await leave_behind(database, clock)
    handler = RecordingHandler()
    await anna.says("раз")
    async with process(emulator.url, database, handler, clock=clock):
        await passes(clock, LEASE_SECONDS / 3)
        clock.step(hours=hours)
        stepped = clock.monotonic()
        await until(lambda: handler.done == ["раз"])
        assert clock.monotonic() - stepped < 3 * LEASE_SECONDS


async def test_a_lease_written_by_a_fast_clock_is_corrected(
    emulator: Emulator, anna: Person, database: Database, clock: RunningClock, caplog: pytest.LogCaptureFixture
) -> None:
    clock.step(hours=1)
    await leave_behind(database, clock)
    clock.step(hours=-1)
    handler = RecordingHandler()
    await anna.says("раз")
    async with process(emulator.url, database, handler, clock=clock):
        await until(lambda: handler.done == ["раз"])
    assert "the polling lease ended further in the future than it can" in caplog.text


async def test_a_poller_that_slept_beyond_its_lease_asks_who_holds_it_before_it_polls(
    emulator: Emulator, anna: Person, database: Database, other: Database, clock: RunningClock
) -> None:
    one = RecordingHandler()
    async with process(emulator.url, database, one, clock=clock):
        await until(lambda: polls(emulator) == 1)
        clock.advance(hours=1)
        async with other.writing() as unit:
            assert await unit.leases.acquire(POLLING_LEASE, "awake", clock.now(), 100 * TIMES.lease)
        await anna.says("раз")  # ends the poll that was open while the machine slept
        await until(lambda: one.done == ["раз"])
        await passes(clock, LEASE_SECONDS)
        assert (polls(emulator), await holder(database)) == (1, "awake")


@pytest.mark.parametrize("years", [30, -30])
async def test_a_step_of_decades_does_not_end_the_own_lease(
    emulator: Emulator, database: Database, clock: RunningClock, years: int
) -> None:
    async with open_session(emulator.url) as session:
        polling = Polling(session, database, clock, ["message"], TIMES)
        assert await polling._acquire_lease()
        clock.step(days=365 * years)
        assert polling.is_leased()
        assert await polling._acquire_lease()
