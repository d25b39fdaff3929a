"""The visitor: visits the sources that are due, a few at a time, as long as the newspaper runs.

Due times and leases are rows, so any number of processes may do this: each source is visited by one of them.
"""

import asyncio
import logging
from collections.abc import Coroutine
from itertools import count
from typing import Any

from news.errors import StorageError
from news.newsroom import Newsroom
from news.sources.found import Trouble, VisitFailedError
from news.sources.records import Source

logger = logging.getLogger(__name__)

# How often the database is asked for due sources. One query of an index.
POLL_SECONDS = 1.0
# A slow site may take 20 seconds, and one with a costly content a minute: the others do not wait for them. Each visit
# may have 2 MiB in memory.
MAX_VISITS = 64
# When many are due at once, as after a pause, the newspaper's other work goes on beside them.
MAX_CLAIMED, PAUSE_SECONDS = 2, 0.25


class SourceVisitor:
    """Visits sources under the name `holder`, up to `MAX_VISITS` at the same time."""

    def __init__(self, news: Newsroom, holder: str) -> None:
        self._news = news
        self._holder = holder
        self._visits = 0
        self._claims = count()

    async def run(self) -> None:
        """Visit until cancelled. A visit that is broken off is done again by the next process, item by item."""
        async with asyncio.TaskGroup() as group:
            while True:
                # A name for each claim: a visit that outlives its lease must not end a later one of this process.
                holder = f"{self._holder}:{next(self._claims)}"
                claimed = await self._claim(holder)
                for source in claimed:
                    self._visits += 1
                    group.create_task(self._visit(source, holder))
                await asyncio.sleep(PAUSE_SECONDS if claimed else POLL_SECONDS)

    async def _claim(self, holder: str) -> list[Source]:
        free = min(MAX_VISITS - self._visits, MAX_CLAIMED)
        try:
            return list(await self._news.source_visits.claim(holder, free)) if free else []
        except StorageError as error:
            logger.warning("no source is visited, the database is tried again: %s", error)
            return []

    async def _visit(self, source: Source, holder: str) -> None:
        """Visit a source. A failure of any kind ends this visit only."""
        desk = self._news.source_visits
        try:
            await desk.visit(source, holder)
        except StorageError as error:
            logger.warning("the visit of source %s broke off and is done again: %s", source.id, error)
        except asyncio.CancelledError:  # the newspaper stops: another process may go on at once
            await self._end(source, desk.give_up(source, holder))
            raise
        except Exception:
            logger.exception("the visit of source %s failed; the source rests like one that cannot be read", source.id)
            await self._end(source, desk.fail(source, VisitFailedError(Trouble.UNREADABLE), holder))
        finally:
            self._visits -= 1

    @staticmethod
    async def _end(source: Source, ending: Coroutine[Any, Any, None]) -> None:
        try:
            await ending
        except StorageError as error:
            logger.warning("source %s is visited again when its lease is over: %s", source.id, error)
