"""The timers: each tick of APScheduler does the work that is due in the database; no state is kept outside it."""

import asyncio
import logging
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from news.errors import StorageError
from news.newsroom import Newsroom
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

CLEANUP_SECONDS = 600
# Telegram keeps an update for a day at most; one that was handled two days ago cannot come again.
INBOX_RETENTION = timedelta(days=2)


class Timers:
    """The headline timer, every `interval` seconds, and the cleanup timer.

    The first tick comes at once: work that was missed while the program was down is due now.
    """

    def __init__(self, news: Newsroom, database: Database, clock: Clock, interval: float) -> None:
        self._news = news
        self._database = database
        self._clock = clock
        self._ticking = asyncio.Lock()
        self._tidying = asyncio.Lock()
        self._stopping = False
        self._scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_job(self._tick, "interval", seconds=interval, next_run_time=clock.now())
        self._scheduler.add_job(self._tidy, "interval", seconds=CLEANUP_SECONDS, next_run_time=clock.now())

    def start(self) -> None:
        """Start both timers."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Stop both timers after the running tick, which APScheduler's own shutdown would cancel."""
        self._scheduler.pause()
        self._stopping = True
        async with self._ticking, self._tidying:
            self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        async with self._ticking:
            try:
                await self._news.delivery.tick()
                await self._news.articles.save_reads()
            except StorageError as error:
                logger.warning("a push tick failed; the next tick does its work: %s", error)

    async def _tidy(self) -> None:
        """Expire headlines, fold deliveries, recompute related articles, delete handled updates.

        A stop waits for one block of this only.
        """
        async with self._tidying:
            try:
                while await self._news.editions.clean_up() and not self._stopping:
                    pass
                while await self._news.editing.recompute_related() and not self._stopping:
                    pass
                async with self._database.writing() as unit:
                    await unit.inbox.delete_done(self._clock.now() - INBOX_RETENTION)
            except StorageError as error:
                logger.warning("the cleanup failed; it is retried within %s s: %s", CLEANUP_SECONDS, error)
