"""The visitor: visits the sources that are due, a few at a time, as long as the newspaper runs.

Due times and leases are rows, so any number of processes may do this: each source is visited by one of them.
"""

import asyncio
import logging

from news.errors import StorageError
from news.newsroom import Newsroom
from news.sources.records import Source

logger = logging.getLogger(__name__)

# How often the database is asked for due sources. One query of an index.
POLL_SECONDS = 1.0
# A slow site may take 20 seconds, and one with a costly content a minute: the others do not wait for them. Each visit
# may have 2 MiB in memory.
MAX_VISITS = 64
# When many are due at once, as after a pause, the newspaper's other work goes on beside them.
MAX_CLAIMED, PAUSE_SECONDS = 4, 0.25


class SourceVisitor:
    """Visits sources under the name `holder`, up to `MAX_VISITS` at the same time."""

    def __init__(self, news: Newsroom, holder: str) -> None:
        self._news = news
        self._holder = holder
        self._visits = 0

    async def run(self) -> None:
        """Visit until cancelled. A visit that is broken off is done again by the next process, item by item."""
        async with asyncio.TaskGroup() as group:
            while True:
                claimed = await self._claim()
                for source in claimed:
                    self._visits += 1
                    group.create_task(self._visit(source))
                await asyncio.sleep(PAUSE_SECONDS if claimed else POLL_SECONDS)

    async def _claim(self) -> list[Source]:
        free = min(MAX_VISITS - self._visits, MAX_CLAIMED)
        try:
            return list(await self._news.source_visits.claim(self._holder, free)) if free else []
        except StorageError as error:
            logger.warning("no source is visited, the database is tried again: %s", error)
            return []

    async def _visit(self, source: Source) -> None:
        """Visit a source. Whatever goes wrong with one, the others are visited."""
        try:
            await self._news.source_visits.visit(source, self._holder)
        except StorageError as error:
            logger.warning("the visit of source %s broke off and is done again: %s", source.id, error)
        except Exception:
            logger.exception("the visit of source %s failed; it is done again in some minutes", source.id)
        finally:
            self._visits -= 1
