"""A database that is away for a while: the real one behind a door that can be shut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from news.errors import StorageError
from storage import Database, Unit


class Faulty:
    """Keeps the laws of `news.ports.Storage`, except while it is made to fail; every unit takes `seconds` to open.

    `longest` is how long the longest unit for writing took from there on, in seconds, its commit included.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._failures = self._served = 0
        self.failed = 0
        self.seconds = 0.0
        self.opening = 0
        self.longest = 0.0

    def fails(self, times: int, *, after: int = 0) -> None:
        """Refuse so many units, for reading and for writing, once `after` more have been served."""
        self._failures, self._served = times, after

    def recovers(self) -> None:
        """Serve again."""
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
            raise StorageError("The database is away, as the test wants it.")
