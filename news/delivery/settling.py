"""Settling: what became of deliveries is written down, several in one commit, however long the database is away."""

import asyncio
import json
import logging
from collections.abc import Sequence

from news.delivery.in_flight import InFlight, wait_at_most
from news.errors import StorageError
from news.ports import Clock, DeliveryObserver, Storage
from news.rate_limits import RateLimiter

logger = logging.getLogger(__name__)

# Results wait so long for others to share their commit, or until there are a few.
GATHER_SECONDS = 0.05
RETRY_SECONDS = 1.0


class Settler:
    """Writes results to the ledger; `admins` are told what holds an edition, the `witness` of every result."""

    def __init__(
        self,
        storage: Storage,
        limiter: RateLimiter,
        clock: Clock,
        in_flight: InFlight,
        *,
        admins: Sequence[int],
        observer: DeliveryObserver | None,
    ) -> None:
        self._storage = storage
        self._limiter = limiter
        self._clock = clock
        self._in_flight = in_flight
        self._admins = admins
        self._observer = observer

    async def run(self) -> None:
        """Write the results down as they come, until cancelled: they are known only here."""
        while True:
            await self._in_flight.has_results.wait()
            await wait_at_most(self._in_flight.batch_ready, GATHER_SECONDS)
            self._in_flight.has_results.clear()
            self._in_flight.batch_ready.clear()
            try:
                await self.settle()
            except StorageError as error:
                self._in_flight.results_delayed = True
                logger.warning("results wait for the database: %s", error)
                await asyncio.sleep(RETRY_SECONDS)
                self._in_flight.has_results.set()

    async def settle(self) -> None:
        """Write down in one commit what has come back; if that fails it stays, and settling twice does no harm."""
        results, now = self._in_flight.results.copy(), self._clock.now()
        if not results:
            return
        async with self._storage.writing() as unit:
            for edition in await unit.deliveries.settle(results, now):
                logger.error(
                    "edition %s is refused by Telegram and waits for an admin", edition, extra={"edition": edition}
                )
                await unit.editions.notify(self._admins, json.dumps({"held": edition}), now)
            if self._limiter.paused_until is not None and self._limiter.paused_until > now:
                await unit.deliveries.close_budget(self._limiter.paused_until)
        self._in_flight.mark_written(len(results))
        if self._observer is not None:
            self._observer.settled(results)
