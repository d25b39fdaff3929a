"""A clock that is set, and a machine that sleeps: no update is lost, handled twice, or left standing."""

import json
from collections.abc import AsyncIterator

import pytest

from bot.intake import Intake
from storage import Database, open_storage
from tests.bot.intakes import RecordingHandler, SilentSource, all_done, open_intake, running
from tests.bot.raw_updates import message
from tests.bot.test_intake_leases import LEASE, LEASE_SECONDS, LIMITS
from tests.clocks import RunningClock
from tests.news.delivering import until

pytestmark = pytest.mark.slow

HOLDER = "a process that is dead"


@pytest.fixture
async def other(database: Database, database_url: str) -> AsyncIterator[Database]:
    async with open_storage(database_url) as opened:
        yield opened


@pytest.fixture
def clock() -> RunningClock:
    """The wall clock that all processes share."""
    return RunningClock()


async def leave_behind(database: Database, clock: RunningClock, *texts: str) -> None:
    """Store updates as a process does that dies at once."""
    async with database.writing() as unit:
        rows = [(number, 7, json.dumps(message(number, text))) for number, text in enumerate(texts, 1)]
        await unit.inbox.store(rows, clock.now(), HOLDER, LEASE)


async def accept(intake: Intake, *texts: str) -> None:
    await intake.wait_for_capacity()
    await intake.accept([message(number, text) for number, text in enumerate(texts, 1)])


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_step_of_the_clock_takes_no_update_from_its_living_holder(
    database: Database, other: Database, clock: RunningClock, hours: int
) -> None:
    slow, idle = RecordingHandler(), RecordingHandler()
    release = slow.block("раз")
    async with (
        open_intake(database, slow.handle, limits=LIMITS, clock=clock) as first,
        open_intake(other, idle.handle, limits=LIMITS, clock=clock) as second,
        running(first, SilentSource()),
        running(second, SilentSource()),
    ):
        await accept(first, "раз", "два")
        await until(lambda: slow.begun == ["раз"])
        for _ in range(3):
            clock.step(hours=hours)
            begun = clock.monotonic()
            await until(lambda: clock.monotonic() > begun + LEASE_SECONDS / 2)  # noqa: B023 - awaited before it changes
        release.set()
        await until(lambda: all_done(database, 2))
    assert (slow.begun, slow.done, idle.begun) == (["раз", "два"], ["раз", "два"], [])


@pytest.mark.parametrize("hours", [1, -1])
async def test_a_dead_process_is_replaced_although_the_clock_is_set_meanwhile(
    database: Database, clock: RunningClock, hours: int, caplog: pytest.LogCaptureFixture
) -> None:
    handler = RecordingHandler()
    async with (
        open_intake(database, handler.handle, limits=LIMITS, clock=clock) as intake,
        running(intake, SilentSource()),
    ):
        await intake.wait_for_capacity()
        await leave_behind(database, clock, "раз", "два")
        clock.step(hours=hours)
        stepped = clock.monotonic()
        await until(lambda: handler.done == ["раз", "два"])
        assert clock.monotonic() - stepped > LEASE_SECONDS * 0.9, "its holder had the time to renew its leases"
    assert f"the clock was set by {hours * 3600:+}.0 s" in caplog.text


async def test_leases_written_by_a_fast_clock_are_corrected_at_the_start(
    database: Database, clock: RunningClock, caplog: pytest.LogCaptureFixture
) -> None:
    clock.step(hours=1)
    await leave_behind(database, clock, "раз", "два")
    clock.step(hours=-1)
    handler = RecordingHandler()
    async with (
        open_intake(database, handler.handle, limits=LIMITS, clock=clock) as intake,
        running(intake, SilentSource()),
    ):
        await until(lambda: handler.done == ["раз", "два"])
    assert "the leases of 2 updates ended further in the future than any lease can" in caplog.text


async def test_a_machine_that_slept_beyond_its_leases_goes_on_and_takes_no_further_step(
    database: Database, other: Database, clock: RunningClock
) -> None:
    slow, quick = RecordingHandler(), RecordingHandler()
    release = slow.block("раз")
    async with (
        open_intake(database, slow.handle, limits=LIMITS, clock=clock) as first,
        running(first, SilentSource()),
    ):
        await accept(first, "раз", "два")
        await until(lambda: slow.begun == ["раз"])
        clock.advance(hours=1)
        release.set()  # what the handler waited for has come meanwhile
        async with (
            open_intake(other, quick.handle, limits=LIMITS, clock=clock) as second,
            running(second, SilentSource()),
        ):
            slow.blocked.clear()
            await until(lambda: all_done(database, 2))
    assert slow.done + quick.done == ["раз", "два"]
    assert (slow.begun + quick.begun).count("раз") == 2, "the handler that slept was cancelled"
