"""The results of handled updates, written to the inbox a few times a second, many in one commit."""

import asyncio
import logging
from collections.abc import Sequence

from bot.metrics import Metrics
from news.errors import StorageError
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 0.05
MAX_ERROR_LENGTH = 1000


class UpdateResults:
    """Takes the result of each update, done or dead, and writes it.

    `remembered` is how many of the last updates are known as finished: until they are marked, they could be claimed
    again as unfinished. `retry_seconds` is the pause while the database is unavailable.
    """

    def __init__(
        self, database: Database, clock: Clock, metrics: Metrics, *, remembered: int, retry_seconds: float
    ) -> None:
        self._database = database
        self._clock = clock
        self._metrics = metrics
        self._max_remembered = remembered
        self._retry_seconds = retry_seconds
        self._finished: dict[int, None] = {}
        self._done: list[int] = []
        self._dead: dict[int, str] = {}
        self._is_changed = asyncio.Event()

    def __contains__(self, number: int) -> bool:
        """Return whether the update is one of the last that were finished."""
        return number in self._finished

    @property
    def unwritten(self) -> set[int]:
        """The updates whose result is not written yet."""
        return set(self._done) | set(self._dead)

    def done(self, numbers: Sequence[int]) -> None:
        """Note that the updates of one act were handled. They are marked in one commit."""
        self._done.extend(numbers)
        self._finish(numbers, "done")

    def dead(self, numbers: Sequence[int], error: Exception) -> None:
        """Note that the updates of one act cannot be handled."""
        for number in numbers:
            logger.error(
                "update %s is a dead letter: %s; it stays in the inbox for 30 days and is not handled again",
                number,
                type(error).__name__,
            )
            self._dead[number] = str(error)[:MAX_ERROR_LENGTH]
        self._finish(numbers, "dead")

    async def run(self) -> None:
        """Write results as they come, until cancelled."""
        while True:
            await self._is_changed.wait()
            await asyncio.sleep(FLUSH_SECONDS)
            self._is_changed.clear()
            if not await self.write():
                await asyncio.sleep(self._retry_seconds)

    async def write(self) -> bool:
        """Write the results that are not written yet; return False if the database is unavailable."""
        done, dead = self._done[:], dict(self._dead)
        if not done and not dead:
            return True
        try:
            async with self._database.writing() as unit:
                await unit.inbox.mark_done(done)
                for number, error in dead.items():
                    await unit.inbox.mark_dead(number, error, self._clock.now())
        except StorageError as error:
            logger.warning(
                "%s handled updates could not be marked done; this is retried: %s", len(done) + len(dead), error
            )
            self._is_changed.set()
            return False
        # Results that came meanwhile were appended behind these.
        del self._done[: len(done)]
        for number in dead:
            del self._dead[number]
        return True

    def _finish(self, numbers: Sequence[int], result: str) -> None:
        for number in numbers:
            self._finished[number] = None
            if len(self._finished) > self._max_remembered:
                del self._finished[next(iter(self._finished))]
        self._metrics.updates.labels(result).inc(len(numbers))
        self._is_changed.set()
