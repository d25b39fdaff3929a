"""The timers: APScheduler's tick does whatever is due in the database, and nothing is remembered outside it."""

import asyncio
import logging
from datetime import timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from news.errors import StorageError
from news.newsroom import Newsroom
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

TIDY_SECONDS = 600
# Telegram hands out an update for a day at most; what was handled two days ago cannot come again.
INBOX_KEPT = timedelta(days=2)


class Timers:
    """The headline timer, every `interval` seconds, the first time at once: what was missed while down is due now."""

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
        self._scheduler.add_job(self._tidy, "interval", seconds=TIDY_SECONDS, next_run_time=clock.now())

    def start(self) -> None:
        """Begin ticking."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Tick no more; a tick under way is finished first, which APScheduler's own shutdown would cancel."""
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
                logger.warning("the tick waits for the database: %s", error)

    async def _tidy(self) -> None:
        """Expire headlines, fold deliveries, relate anew, forget handled updates; a stop waits for one block only."""
        async with self._tidying:
            try:
                while await self._news.editions.clean_up() and not self._stopping:
                    pass
                while await self._news.editing.recompute_related() and not self._stopping:
                    pass
                async with self._database.writing() as unit:
                    await unit.inbox.delete_done(self._clock.now() - INBOX_KEPT)
            except StorageError as error:
                logger.warning("tidying waits for the database: %s", error)
