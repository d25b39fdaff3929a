"""A real database that a test can make fail or respond slowly."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from time import monotonic

from news.errors import StorageError
from news.ports.identity import Identity
from storage import Database, Unit
from storage.database import TimeReading


class Faulty:
    """Keeps the contract of `news.ports.Storage`, except while it is made to fail. Opening a unit takes `seconds`.

    `longest` is the duration of the longest writing unit after its opening, commit included, in seconds.
    """

    damage: str | None = None

    def __init__(self, database: Database) -> None:
        self._database = database
        self._failures = self._served = 0
        self.failed = 0
        self.seconds = 0.0
        self.opening = 0
        self.longest = 0.0

    def fails(self, times: int, *, after: int = 0) -> None:
        """Fail `times` units, for reading and for writing, after `after` more successful ones."""
        self._failures, self._served = times, after

    def recovers(self) -> None:
        """Stop failing."""
        self._failures = 0

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        await self._open()
        async with self._database.reading() as unit:
            yield unit

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Unit]:
        await self._open()
        async with self._database.writing() as unit:
            begun = monotonic()
            yield unit
        self.longest = max(self.longest, monotonic() - begun)

    @asynccontextmanager
    async def begin_serving(self) -> AsyncIterator[bool]:
        async with self._database.begin_serving() as alone:
            yield alone

    async def read_time(self, stopwatch: Callable[[], float]) -> TimeReading | None:
        return await self._database.read_time(stopwatch)

    async def identify(self) -> Identity:
        return await self._database.identify()

    async def beat(self) -> None:
        await self._open()
        await self._database.beat()

    async def _open(self) -> None:
        self.opening += 1
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.opening -= 1
        if self._served:
            self._served -= 1
        elif self._failures:
            self._failures -= 1
            self.failed += 1
            raise StorageError("The test has made the database fail.")
