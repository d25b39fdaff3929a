"""Claiming: a block of due deliveries is leased and committed before any of it is sent."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from news.delivery.contents import Contents
from news.delivery.in_flight import InFlight, ScheduledSend, unsent_settlement, wait_at_most
from news.delivery.times import DeliveryTimes
from news.errors import StorageError
from news.model import Delivery, DeliveryState
from news.ports import Clock, Storage, Unit
from news.rate_limits import RateLimiter

logger = logging.getLogger(__name__)

PLAN_BLOCK = 500
# Plan for half a second of sends, no further: an edition that must go first, or a stop, then waits for few deliveries.
MAX_PLANNED_BLOCKS = 5


class Claimer:
    """Keeps a block of deliveries scheduled, and renews the leases of all claimed ones.

    `language` is for chats that chose none.
    """

    def __init__(
        self,
        storage: Storage,
        limiter: RateLimiter,
        clock: Clock,
        in_flight: InFlight,
        contents: Contents,
        *,
        times: DeliveryTimes,
        language: str,
        resend_unknown: bool,
    ) -> None:
        self._storage = storage
        self._limiter = limiter
        self._clock = clock
        self._in_flight = in_flight
        self._contents = contents
        self._times = times
        self._language = language
        self._resend_unknown = resend_unknown

    async def run(self, stopping: asyncio.Event) -> None:
        """Claim until `stopping`; check at every `claim_interval`, because another process may open an edition."""
        while not stopping.is_set():
            self._in_flight.wants_work.clear()
            claimed = 0
            try:
                if self._in_flight.needs_claim:
                    claimed = await self.claim()
                elif self._is_renewal_due():
                    await self._renew()
            except StorageError as error:
                logger.warning("claiming deliveries failed, the database is tried again: %s", error)
            if not claimed and not stopping.is_set():
                await wait_at_most(self._in_flight.wants_work, self._times.claim_interval.total_seconds())

    async def claim(self) -> int:
        """Claim a block and its share of the send budget in one commit; 0 when nothing is due or the budget is far.

        When nothing is due, a block is planned. Planning and renewing are transactions that lock no delivery before
        they wait for rows locked by another process. So two claiming processes cannot deadlock.
        """
        if self._is_renewal_due():
            await self._renew()
        try:
            return await self._claim() or await self._claim(plan=True)
        except _TooEarly:
            return 0

    async def _claim(self, *, plan: bool = False) -> int:
        """Claim due deliveries, after opening due corrections; or plan a block and claim from it."""
        now, block = self._clock.now(), self._in_flight.window.block
        async with self._storage.writing() as unit:
            if not plan:
                await unit.editions.open_corrections(now)
            elif not await unit.deliveries.plan(now, min(PLAN_BLOCK, MAX_PLANNED_BLOCKS * block)):
                return 0
            deliveries = await self._claim_due(unit, now, block)
            contents = {one: await self._contents.read(unit, one) for one in {each.edition for each in deliveries}}
            sendable = [delivery for delivery in deliveries if not contents[delivery.edition].empty]
            start = await self._reserve(unit, len(sendable)) if sendable else now
        for delivery in deliveries:
            if contents[delivery.edition].empty:
                self._in_flight.record(unsent_settlement(delivery, DeliveryState.CANCELLED, error="retracted"))
        begins_at = self._clock.monotonic() + (start - self._clock.now()).total_seconds()
        slots = self._limiter.slots(begins_at, len(sendable))
        self._in_flight.schedule(
            [ScheduledSend(each, contents[each.edition], slot) for each, slot in zip(sendable, slots, strict=True)]
        )
        return len(deliveries)

    async def _claim_due(self, unit: Unit, now: datetime, block: int) -> Sequence[Delivery]:
        """Lease due deliveries; a chat that chose no language gets the newspaper's."""
        deliveries = await unit.deliveries.claim(now, self._times.lease, block, resend=self._resend_unknown)
        return [one if one.language else one._replace(language=self._language) for one in deliveries]

    async def _reserve(self, unit: Unit, count: int) -> datetime:
        """Take the budget of `count` sends and return when it begins. Raises _TooEarly to undo the claim.

        Read the clock again: the database may have taken long, and late slots would leave in a burst.
        """
        now = self._clock.now()
        if await unit.deliveries.reserve(now, timedelta()) > now + self._times.max_claim_ahead:
            raise _TooEarly
        return await unit.deliveries.reserve(now, self._limiter.take_span(count))

    def _is_renewal_due(self) -> bool:
        return self._clock.now() >= self._in_flight.renewed_at + self._times.renew_after

    async def _renew(self) -> None:
        """Renew every lease before the next claim, or this process would claim its own deliveries as expired ones."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.deliveries.renew(self._in_flight.leased(), now + self._times.lease)
        self._in_flight.renewed_at = now


class _TooEarly(Exception):
    """The send budget begins too late for a claim made now."""
