"""The publisher: lets scheduled articles appear on time, and publications whose seconds of undo are over.

Times of publication are rows, so any number of processes may do this: each article is published by one of them.
"""

import asyncio
import logging
from collections.abc import Callable

from news.errors import StorageError
from news.newsroom import Newsroom

logger = logging.getLogger(__name__)

# How often the database is asked, at least: another process may have scheduled something, or the clock was set.
POLL_SECONDS = 1.0
# The pause before an article is tried again that another process is publishing just now.
MIN_PAUSE_SECONDS = 0.1


class Publisher:
    """Publishes what is due; `on_published` is called after each publication."""

    def __init__(self, news: Newsroom, on_published: Callable[[], None]) -> None:
        self._news = news
        self._on_published = on_published

    async def run(self) -> None:
        """Publish until cancelled. What was missed while the program was down is published at once."""
        pause = 0.0
        while True:
            await asyncio.sleep(pause)
            pause = await self.turn()

    async def turn(self) -> float:
        """Publish what is due; return the pause until something is due again, in seconds."""
        try:
            published = await self._news.scheduling.publish_due()
            for article in published:
                logger.info("article %s is published at its time", article.number)
                self._on_published()
            return (
                0.0
                if published
                else max(MIN_PAUSE_SECONDS, await self._news.scheduling.seconds_until_due(POLL_SECONDS))
            )
        except StorageError as error:
            logger.warning("scheduled articles were not published, the database is tried again: %s", error)
            return POLL_SECONDS
