"""The timers: each tick of APScheduler does the work that is due in the database; no state is kept outside it.

APScheduler computes the time of the next run by the machine's wall clock. If that is set back by an hour, the scheduler
stands still for an hour: the clock is watched, and after a step every job runs at once. If it is set forward by years,
as on a machine that starts in 1970, the scheduler computes each run that was missed: `_Interval` skips them.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from news.clock_watch import ClockWatch
from news.errors import StorageError
from news.files import FileSource
from news.model import Reader
from news.newsroom import Newsroom
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

CLEANUP_SECONDS = 600
RENEW_SECONDS = 10
FETCH_SECONDS = 30
FORGET_SECONDS = 30
MEMBERSHIP_SECONDS = 10
WATCH_SECONDS = 1.0
# Telegram keeps an update for a day at most; one that was handled two days ago cannot come again.
INBOX_RETENTION = timedelta(days=2)
DEAD_LETTER_RETENTION = timedelta(days=30)


class _Interval(IntervalTrigger):  # type: ignore[misc]
    """An interval between runs; the runs missed before now are one."""

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime | None:
        """Return the time of the next run, after `now`."""
        following: datetime | None = super().get_next_fire_time(previous_fire_time, now)
        return following if following is None or following > now else now + self.interval


class Timers:
    """The timers of headlines (every `interval` seconds), of the upkeep, and of what people wait for.

    The first tick comes at once: work that was missed while the program was down is due now. `clock` is the program's,
    `machine` the one that APScheduler reads. `on_membership_ended` is called with each reader who changed the group.
    """

    def __init__(
        self,
        news: Newsroom,
        database: Database,
        clock: Clock,
        machine: Clock,
        interval: float,
        files: FileSource | None = None,
        on_membership_ended: Callable[[Reader], Awaitable[None]] | None = None,
        announce_seconds: float = 1.0,
    ) -> None:
        self._news = news
        self._database = database
        self._clock = clock
        self._machine = machine
        self._files = files
        self._on_membership_ended = on_membership_ended
        self._fetching = asyncio.Lock()
        self._settling = asyncio.Lock()
        self._ticking = asyncio.Lock()
        self._tidying = asyncio.Lock()
        self._renewing = asyncio.Lock()
        self._forgetting = asyncio.Lock()
        self._answering = asyncio.Lock()
        self._reminding = asyncio.Lock()
        self._announcing = asyncio.Lock()
        self._stopping = False
        self._scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._scheduler.add_job(self._tick, _Interval(seconds=interval), next_run_time=machine.now())
        if files is not None:
            self._scheduler.add_job(self._fetch, _Interval(seconds=FETCH_SECONDS), next_run_time=machine.now())
        self._scheduler.add_job(self._tidy, _Interval(seconds=CLEANUP_SECONDS), next_run_time=machine.now())
        self._scheduler.add_job(self._renew, _Interval(seconds=RENEW_SECONDS))
        self._scheduler.add_job(self._forget, _Interval(seconds=FORGET_SECONDS))
        self._scheduler.add_job(self._answer, _Interval(seconds=announce_seconds))
        self._scheduler.add_job(self._remind, _Interval(seconds=announce_seconds))
        self._scheduler.add_job(
            self._end_memberships, _Interval(seconds=MEMBERSHIP_SECONDS), next_run_time=machine.now()
        )
        self._scheduler.add_job(self._announce, _Interval(seconds=announce_seconds))

    def start(self) -> None:
        """Start the timers."""
        self._scheduler.start()

    async def watch(self) -> None:
        """Let every job run at once whenever the machine's clock was set, until cancelled."""
        watch = ClockWatch(self._machine)
        while True:
            await asyncio.sleep(WATCH_SECONDS)
            if step := watch.step():
                logger.warning("this machine's clock was set by %+.1f s: the timers run now", step.total_seconds())
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=self._machine.now())

    async def stop(self) -> None:
        """Stop the timers after the running ticks, which APScheduler's own shutdown would cancel."""
        self._scheduler.pause()
        self._stopping = True
        running = (
            self._ticking,
            self._tidying,
            self._fetching,
            self._renewing,
            self._settling,
            self._announcing,
            self._answering,
            self._reminding,
            self._forgetting,
        )
        async with AsyncExitStack() as ended:
            for lock in running:
                await ended.enter_async_context(lock)
            self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        async with self._ticking:
            try:
                await self._news.delivery.tick()
                await self._news.articles.save_reads()
            except StorageError as error:
                logger.warning("a push tick failed; the next tick does its work: %s", error)

    async def _answer(self) -> None:
        """Tell readers who answered their comments. A stop waits for one block of this only."""
        async with self._answering:
            try:
                while await self._news.answers.tick() and not self._stopping:
                    pass
            except StorageError as error:
                logger.warning("answers to comments wait; they are told when the database serves: %s", error)

    async def _remind(self) -> None:
        """Tell readers what they have put aside for the evening. A stop waits for one block of this only."""
        async with self._reminding:
            try:
                while await self._news.later.tick() and not self._stopping:
                    pass
            except StorageError as error:
                logger.warning(
                    "the evening lists wait, because the database does not serve; the next tick sends them: %s", error
                )

    async def _renew(self) -> None:
        """Renew the articles of renamed and merged topics. A stop waits for one block of this only."""
        async with self._renewing:
            try:
                while await self._news.topics.renew() and not self._stopping:
                    pass
            except StorageError as error:
                logger.warning("articles of a renamed topic wait; the next tick renews them: %s", error)

    async def _forget(self) -> None:
        """Forget the persons whose time has come. A stop waits for one of them."""
        async with self._forgetting:
            try:
                while await self._news.forgetting.tick() and not self._stopping:
                    pass
            except StorageError as error:
                logger.warning("a person who asked to be forgotten waits; the next tick goes on: %s", error)

    async def _announce(self) -> None:
        """Tell the moderators of the comments that wait for them."""
        async with self._announcing:
            try:
                await self._news.cases.announce()
            except StorageError as error:
                logger.warning("the moderators were not told of new cases; the next tick tells them: %s", error)

    async def _fetch(self) -> None:
        """Fetch the bytes of pictures that are not stored. A stop waits for one picture."""
        async with self._fetching:
            try:
                while self._files and await self._news.files.fetch_missing(self._files, 1) and not self._stopping:
                    pass
            except StorageError as error:
                logger.warning("pictures could not be stored; this is tried again: %s", error)

    async def _end_memberships(self) -> None:
        """Settle the memberships that are over. A stop waits for one block of this only."""
        async with self._settling:
            try:
                while (ended := await self._news.memberships.end_memberships()) and not self._stopping:
                    for reader in ended:
                        if self._on_membership_ended is not None:
                            await self._on_membership_ended(reader)
            except StorageError as error:
                logger.warning("memberships that are over could not be settled; this is tried again: %s", error)

    async def _tidy(self) -> None:
        """Expire headlines, fold deliveries, recompute related articles, delete what is old.

        A stop waits for one block of this only.
        """
        async with self._tidying:
            try:
                while await self._news.editions.clean_up() and not self._stopping:
                    pass
                while await self._news.statistics.clean_up() and not self._stopping:
                    pass
                while await self._news.editing.recompute_related() and not self._stopping:
                    pass
                while await self._news.retention.clean_up() and not self._stopping:
                    pass
                await self._news.source_visits.correct_times()
                while await self._news.source_visits.clean_up() and not self._stopping:
                    pass
                await self._news.parts.clean_up()
                await self._news.answers.clean_up()
                await self._news.later.clean_up()
                async with self._database.writing() as unit:
                    await unit.inbox.delete_done(self._clock.now() - INBOX_RETENTION)
                    await unit.inbox.delete_dead(self._clock.now() - DEAD_LETTER_RETENTION)
            except StorageError as error:
                logger.warning("the cleanup failed; it is retried within %s s: %s", CLEANUP_SECONDS, error)
