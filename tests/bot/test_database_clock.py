"""The program's clock: the database's time on PostgreSQL, the machine's on SQLite."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.database_clock import DatabaseClock
from bot.timings import ClockTimes
from news.errors import StorageError
from storage import Database, open_storage
from storage.database import TimeReading
from tests.clocks import START, HandClock, RunningClock
from tests.news.delivering import until

SECOND = timedelta(seconds=1)
TEN_MINUTES = timedelta(minutes=10)
QUICK = ClockTimes(measure_seconds=0.04, watch_seconds=0.02, timeout_seconds=0.2)


class Server:
    """A database whose clock can be set, which takes `seconds` to answer, on a machine with `clock`."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.shift = timedelta()
        self.seconds = 0.0
        self.readings = 0
        self.fails = False

    async def read_time(self, stopwatch: Callable[[], float]) -> TimeReading:
        self.readings += 1
        if self.fails:
            raise StorageError("gone")
        before = stopwatch()
        self.clock.advance(seconds=self.seconds / 2)
        moment = START + self.shift + timedelta(seconds=self.clock.monotonic() - 1000.0)
        self.clock.advance(seconds=self.seconds / 2)
        return TimeReading(moment, before, stopwatch())


@pytest.fixture
async def server_url(postgres_url: str) -> str:
    return postgres_url


@asynccontextmanager
async def measuring(clock: DatabaseClock) -> AsyncIterator[None]:
    task = asyncio.get_running_loop().create_task(clock.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def follow(clock: HandClock, server: Server, times: ClockTimes = QUICK) -> DatabaseClock:
    followed = DatabaseClock(clock, times)
    await followed.follow(server)  # type: ignore[arg-type]
    return followed


@pytest.mark.parametrize("minutes", [10, -10, 60 * 24 * 365 * 30])
async def test_on_postgresql_a_machine_with_a_wrong_clock_has_the_time_of_the_server(
    server_url: str, minutes: float, caplog: pytest.LogCaptureFixture
) -> None:
    clock = DatabaseClock(RunningClock(datetime.now(UTC) + timedelta(minutes=minutes)))  # noqa: TID251 - the truth
    assert abs(clock.now() - SystemClock().now()) >= TEN_MINUTES - SECOND
    async with open_storage(server_url) as database:
        await clock.follow(database)
    assert abs(clock.now() - SystemClock().now()) < SECOND
    assert "off the database's" in caplog.text


async def test_on_sqlite_the_time_is_the_machines(sqlite_url: str) -> None:
    machine = HandClock()
    clock = DatabaseClock(machine)
    async with open_storage(sqlite_url) as database:
        await clock.follow(database)
        machine.step(hours=1)
        assert clock.now() == START + timedelta(hours=1)


async def test_the_machines_clock_is_not_followed_when_it_is_set() -> None:
    machine = HandClock()
    clock = await follow(machine, Server(machine))
    machine.step(hours=1)
    machine.advance(seconds=5)
    assert clock.now() == START + timedelta(seconds=5)
    machine.step(hours=-9)
    assert clock.now() == START + timedelta(seconds=5)


async def test_half_of_the_round_trip_counts() -> None:
    machine = HandClock()
    server = Server(machine)
    server.seconds = 4.0
    clock = await follow(machine, server)
    assert clock.now() == START + timedelta(seconds=4)


async def test_a_reading_that_took_long_changes_nothing_that_it_does_not_contradict() -> None:
    machine = HandClock()
    server = Server(machine)
    server.seconds = 0.01
    clock = await follow(machine, server)
    before = clock.now() - timedelta(seconds=machine.monotonic())
    server.seconds, server.shift = 3600.0, timedelta(minutes=20)  # the process was stopped while it waited
    await follow_again(clock, server)
    assert clock.now() - timedelta(seconds=machine.monotonic()) == before


async def test_a_drift_is_corrected_and_a_step_of_the_database_is_followed_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    machine = HandClock()
    server = Server(machine)
    server.seconds = 0.01
    clock = await follow(machine, server)
    server.shift = timedelta(seconds=0.02)
    await follow_again(clock, server)
    assert clock.now() == START + timedelta(seconds=machine.monotonic() - 1000.0) + server.shift
    assert caplog.records == []
    server.shift = -TEN_MINUTES
    await follow_again(clock, server)
    assert clock.now() == START + timedelta(seconds=machine.monotonic() - 1000.0) - TEN_MINUTES
    assert "the database's clock was set by -600.0 s" in caplog.text


async def follow_again(clock: DatabaseClock, server: Server) -> None:
    """Run the clock until it has measured once more."""
    machine, before = server.clock, server.readings
    machine.advance(seconds=QUICK.measure_seconds)
    async with measuring(clock):
        await until(lambda: _measured(machine, server, before))


async def _measured(machine: HandClock, server: Server, before: int) -> bool:
    if server.readings == before:
        machine.advance(seconds=QUICK.measure_seconds)
    return server.readings > before


async def test_a_machine_that_was_suspended_or_set_measures_at_once() -> None:
    machine = HandClock()
    server = Server(machine)
    clock = await follow(machine, server, replace(QUICK, measure_seconds=3600))
    async with measuring(clock):
        await asyncio.sleep(0.1)
        assert server.readings == 1
        machine.advance(hours=8)  # suspended
        await until(lambda: server.readings == 2)
        machine.step(hours=8)  # suspended, where the monotonic clock stands still meanwhile
        await until(lambda: server.readings == 3)


async def test_time_goes_on_while_the_database_does_not_answer() -> None:
    machine = HandClock()
    server = Server(machine)
    clock = await follow(machine, server)
    server.fails, server.shift = True, TEN_MINUTES
    async with measuring(clock):
        machine.advance(seconds=60)
        machine.step(hours=1)
        await until(lambda: server.readings == 2)
        assert clock.now() == START + timedelta(seconds=60)
        server.fails = False
        machine.advance(seconds=60)
        await until(lambda: server.readings == 3)
        assert clock.now() == START + timedelta(seconds=120) + TEN_MINUTES


async def test_a_database_that_hangs_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    class HangingServer(Server):
        async def read_time(self, stopwatch: Callable[[], float]) -> TimeReading:
            if self.readings:
                await asyncio.sleep(60)
            return await super().read_time(stopwatch)

    machine = HandClock()
    server = HangingServer(machine)
    clock = await follow(machine, server)
    with caplog.at_level(logging.INFO):
        async with measuring(clock):
            machine.advance(seconds=60)
            await until(lambda: "could not be read" in caplog.text)


async def test_both_engines_say_whose_clock_they_share(database: Database, database_url: str) -> None:
    reading: Any = await database.read_time(SystemClock().monotonic)
    if database_url.startswith("sqlite"):
        assert reading is None
    else:
        assert abs(reading.moment - SystemClock().now()) < SECOND
        assert 0 <= reading.after - reading.before < SECOND.total_seconds()
