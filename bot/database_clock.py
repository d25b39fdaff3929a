"""The clock of the program: the database's, which all processes share, so that no machine's wrong clock matters."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.timings import ClockTimes
from news.clock_watch import TOLERANCE, ClockWatch
from news.errors import StorageError
from news.ports import Clock
from storage import Database
from storage.database import TimeReading

logger = logging.getLogger(__name__)


class DatabaseClock:
    """A clock that is measured, and carried on by the machine's monotonic time: see docs/decisions/0024.

    Before `follow`, and on SQLite, whose processes are on one machine, its wall time is the machine's.
    """

    def __init__(self, machine: Clock, times: ClockTimes = ClockTimes()) -> None:
        self._machine = machine
        # The machine's monotonic seconds, read several times for each message.
        self.monotonic = machine.monotonic
        self._times = times
        self._database: Database | None = None
        # The database's time at an instant of the monotonic clock, and by how much it may be wrong.
        self._measured: datetime | None = None
        self._measured_at = machine.monotonic()
        self._error = timedelta()
        self._tried_at = self._measured_at

    def now(self) -> datetime:
        """Return the database's time, aware, in UTC. It follows no change of the machine's wall clock."""
        if self._measured is None:
            return self._machine.now()
        return self._measured + timedelta(seconds=self._machine.monotonic() - self._measured_at)

    async def follow(self, database: Database) -> None:
        """Measure this database's clock and use it from now on. Raises StorageError if it does not answer."""
        self._database = database
        await self._measure(database)
        ahead = self._machine.now() - self.now()
        if abs(ahead) >= TOLERANCE:
            logger.warning(
                "this machine's clock is %+.1f s off the database's, which is used; synchronise both (NTP)",
                ahead.total_seconds(),
            )

    async def run(self) -> None:
        """Measure again every few seconds, and at once when the machine was suspended or set; until cancelled."""
        watch = ClockWatch(self._machine)
        while self._database is not None:
            await asyncio.sleep(self._times.watch_seconds)
            # The loop's sleep may stand still while the machine is suspended; the clock's monotonic time does not.
            is_due = self._machine.monotonic() >= self._tried_at + self._times.measure_seconds
            if watch.step() or is_due:
                await self._try_to_measure(self._database)

    async def _try_to_measure(self, database: Database) -> None:
        try:
            async with asyncio.timeout(self._times.timeout_seconds):
                await self._measure(database)
        except (StorageError, TimeoutError) as error:
            # The time goes on meanwhile, by the monotonic clock.
            logger.info("the database's clock could not be read; this is retried: %s", str(error) or "no answer")

    async def _measure(self, database: Database) -> None:
        self._tried_at = self._machine.monotonic()
        reading = await database.read_time(self._machine.monotonic)
        if reading is not None:
            self._take(reading)

    def _take(self, reading: TimeReading) -> None:
        """Use a reading that is exacter than the one in use, or that contradicts it.

        The database's clock was read somewhere between the two readings of the stopwatch: half of that is the error.
        A reading that agrees within its error changes nothing, so time seldom jumps, and then by milliseconds.
        """
        error = timedelta(seconds=reading.after - reading.before) / 2
        at = reading.after - error.total_seconds()
        if self._measured is None:
            self._measured, self._measured_at, self._error = reading.moment, at, error
            return
        step = reading.moment - self._measured - timedelta(seconds=at - self._measured_at)
        if error < self._error or abs(step) > error:
            self._measured, self._measured_at, self._error = reading.moment, at, error
        if abs(step) >= max(TOLERANCE, error):
            logger.warning("the database's clock was set by %+.1f s: times are the new ones", step.total_seconds())
