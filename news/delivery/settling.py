"""Settling: the results of deliveries are written in batches, and kept until the database accepts them."""

import asyncio
import logging
from collections.abc import Set
from datetime import datetime, timedelta

from news.delivery.in_flight import InFlight, wait_at_most
from news.delivery.times import DeliveryTimes
from news.errors import StorageError
from news.ledger import DeliveryState, Settled
from news.notices import Notice, NoticeKind, tell_staff, tell_topic_lost
from news.outlets import follow_posts
from news.ports import Clock, DeliveryObserver, Storage, Unit
from news.rate_limits import RateLimiter
from news.roles import Deed

logger = logging.getLogger(__name__)

# How long a result waits for others to share its commit, unless a batch is ready before.
BATCH_WAIT_SECONDS = 0.05
_FAILURES = (DeliveryState.FAILED, DeliveryState.GONE)


class Settler:
    """Writes results to the ledger. `observer` gets every result. Staff may be in the settings: `admins`."""

    def __init__(
        self,
        storage: Storage,
        limiter: RateLimiter,
        clock: Clock,
        in_flight: InFlight,
        *,
        times: DeliveryTimes,
        admins: Set[int],
        observer: DeliveryObserver | None,
    ) -> None:
        self._storage = storage
        self._limiter = limiter
        self._clock = clock
        self._in_flight = in_flight
        self._commit_retry = times.commit_retry
        self._admins = admins
        self._observer = observer

    async def run(self) -> None:
        """Write results as they arrive, until cancelled. Only this process knows them."""
        while True:
            await self._in_flight.has_results.wait()
            await wait_at_most(self._in_flight.batch_ready, BATCH_WAIT_SECONDS)
            self._in_flight.has_results.clear()
            self._in_flight.batch_ready.clear()
            try:
                await self.settle()
            except StorageError as error:
                self._in_flight.results_delayed = True
                logger.warning(
                    "%s delivery results could not be written and will be tried again: %s",
                    len(self._in_flight.results),
                    error,
                )
                await asyncio.sleep(self._commit_retry.total_seconds())
                self._in_flight.has_results.set()

    async def settle(self) -> None:
        """Write all results in one commit. After a failure they are kept; writing them twice is harmless."""
        results, files = self._in_flight.results.copy(), self._in_flight.files
        now, seconds, paused_until = self._clock.now(), self._clock.monotonic(), self._limiter.paused_until
        if not results:
            return
        written_pause = self._in_flight.written_pause
        async with self._storage.writing() as unit:
            settled = await unit.deliveries.settle(results, now)
            await self._follow(unit, settled, now)
            failed = [(each.edition, each.place) for each in results if each.state in _FAILURES]
            await follow_posts(unit, failed, self._admins, now)
            await unit.files.keep(files, now)
            if paused_until is not None and paused_until > seconds:
                await unit.budget.close(now, now + timedelta(seconds=paused_until - seconds))
                written_pause = paused_until
        self._in_flight.files = self._in_flight.files[len(files) :]
        self._in_flight.written_pause = written_pause
        self._in_flight.mark_written(len(results))
        if self._observer is not None:
            self._observer.settled(results)

    async def _follow(self, unit: Unit, settled: Settled, now: datetime) -> None:
        """Hold editions and tell the people concerned."""
        for edition in settled.refused:
            logger.error(
                "edition %s is paused: Telegram refuses its message. An admin can resume or end it in /queue",
                edition,
                extra={"edition": edition},
            )
            await self._tell_staff(unit, Notice(NoticeKind.REFUSED, edition), now)
        for edition in settled.gone:
            if not await unit.editions.hold_gone(edition, now):
                continue  # the staff knows of the pause
            logger.error(
                "edition %s is paused: Telegram says of too many chats that they are gone. Their subscriptions go on. "
                "Check BOT_TOKEN and the network; an admin can resume or end the edition in /queue",
                edition,
                extra={"edition": edition},
            )
            await self._tell_staff(unit, Notice(NoticeKind.GONE, edition), now)
        for subscription in settled.lost_topics:
            await tell_topic_lost(unit, subscription, now)

    async def _tell_staff(self, unit: Unit, notice: Notice, now: datetime) -> None:
        await tell_staff(unit, notice, Deed.MANAGE_EDITIONS, self._admins, now)
