"""Settling: the results of deliveries are written in batches, and kept until the database accepts them."""

import asyncio
import json
import logging
from collections.abc import Sequence
from datetime import timedelta

from news.delivery.in_flight import InFlight, wait_at_most
from news.delivery.times import DeliveryTimes
from news.errors import StorageError
from news.ports import Clock, DeliveryObserver, Storage
from news.rate_limits import RateLimiter

logger = logging.getLogger(__name__)

# How long a result waits for others to share its commit, unless a batch is ready before.
BATCH_WAIT_SECONDS = 0.05


class Settler:
    """Writes results to the ledger. `admins` get a notice when an edition is paused, `observer` gets every result."""

    def __init__(
        self,
        storage: Storage,
        limiter: RateLimiter,
        clock: Clock,
        in_flight: InFlight,
        *,
        times: DeliveryTimes,
        admins: Sequence[int],
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
        results, now = self._in_flight.results.copy(), self._clock.now()
        if not results:
            return
        async with self._storage.writing() as unit:
            for edition in await unit.deliveries.settle(results, now):
                logger.error(
                    "edition %s is paused: Telegram refuses its message. An admin can resume or end it in /queue",
                    edition,
                    extra={"edition": edition},
                )
                await unit.editions.notify(self._admins, json.dumps({"held": edition}), now)
            if self._limiter.paused_until is not None:
                paused = self._limiter.paused_until - self._clock.monotonic()
                if paused > 0:
                    await unit.deliveries.close_budget(self._clock.now() + timedelta(seconds=paused))
        self._in_flight.mark_written(len(results))
        if self._observer is not None:
            self._observer.settled(results)
