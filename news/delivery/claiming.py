"""Claiming: a block of due deliveries becomes turns in hand, on the wire and committed before anything leaves."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from news.delivery.contents import Contents
from news.delivery.in_flight import LEASE, RENEWED_AT_AGE, InFlight, ScheduledSend, unsent_settlement, wait_at_most
from news.errors import StorageError
from news.model import Delivery, DeliveryState
from news.ports import Clock, Storage, Unit
from news.rate_limits import RateLimiter

logger = logging.getLogger(__name__)

PLAN_BLOCK = 500
# What is planned comes before what a dead process held, whose leases end later: so plan for half a second, no further.
BLOCKS_PLANNED = 5
IDLE_SECONDS = 1.0
# A budget that begins later than this is not worth claiming for: others are sending, or Telegram asked for a pause.
AHEAD = timedelta(seconds=2)


class Claimer:
    """Keeps a block in hand, and keeps the leases on all in hand; `language` is for chats that never chose one."""

    def __init__(
        self,
        storage: Storage,
        limiter: RateLimiter,
        clock: Clock,
        in_flight: InFlight,
        contents: Contents,
        *,
        language: str,
        resend_unknown: bool,
    ) -> None:
        self._storage = storage
        self._limiter = limiter
        self._clock = clock
        self._in_flight = in_flight
        self._contents = contents
        self._language = language
        self._resend_unknown = resend_unknown

    async def run(self, stopping: asyncio.Event) -> None:
        """Claim until `stopping`; look again now and then, for another process may have opened an edition."""
        while not stopping.is_set():
            self._in_flight.wants_work.clear()
            claimed = 0
            try:
                if self._in_flight.needs_claim:
                    claimed = await self.claim()
                elif self._is_renewal_due():
                    await self._renew()
            except StorageError as error:
                logger.warning("sending waits for the database: %s", error)
            if not claimed and not stopping.is_set():
                await wait_at_most(self._in_flight.wants_work, IDLE_SECONDS)

    async def claim(self) -> int:
        """Claim a block and its time on the wire, in one commit; 0 when nothing is due, or its time is far.

        Where nothing is due a block is planned. That, like the renewing, is a transaction which holds no deliveries yet
        when it waits for what others hold: two that claim must not wait for each other.
        """
        if self._is_renewal_due():
            await self._renew()
        try:
            return await self._claim() or await self._claim(plan=True)
        except _TooEarly:
            return 0

    async def _claim(self, *, plan: bool = False) -> int:
        """Claim what is due, corrections of what has changed included; or plan a block and claim of that."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            if not plan:
                await unit.editions.open_corrections(now)
            elif not await unit.deliveries.plan(now, min(PLAN_BLOCK, BLOCKS_PLANNED * self._in_flight.window.block)):
                return 0
            deliveries = await self._due(unit, now)
            contents = {one: await self._contents.read(unit, one) for one in {each.edition for each in deliveries}}
            sendable = [delivery for delivery in deliveries if not contents[delivery.edition].empty]
            start = await self._reserve(unit, len(sendable)) if sendable else now
        for delivery in deliveries:
            if contents[delivery.edition].empty:
                self._in_flight.record(unsent_settlement(delivery, DeliveryState.CANCELLED, error="retracted"))
        slots = self._limiter.slots(start, len(sendable))
        self._in_flight.schedule(
            [ScheduledSend(each, contents[each.edition], slot) for each, slot in zip(sendable, slots, strict=True)]
        )
        return len(deliveries)

    async def _due(self, unit: Unit, now: datetime) -> Sequence[Delivery]:
        """Put what is due on the wire; who never chose a language is spoken to in the newspaper's."""
        deliveries = await unit.deliveries.claim(now, LEASE, self._in_flight.window.block, resend=self._resend_unknown)
        return [one if one.language else one._replace(language=self._language) for one in deliveries]

    async def _reserve(self, unit: Unit, count: int) -> datetime:
        """Take the time of so many sends and return when it begins. Raises _TooEarly to undo the claim.

        The clock is asked anew: the database may have kept us waiting, and what is late would leave in a burst.
        """
        now = self._clock.now()
        if await unit.deliveries.reserve(now, timedelta()) > now + AHEAD:
            raise _TooEarly
        return await unit.deliveries.reserve(now, self._limiter.take_span(count))

    def _is_renewal_due(self) -> bool:
        return self._clock.now() >= self._in_flight.renewed_at + RENEWED_AT_AGE

    async def _renew(self) -> None:
        """Prolong the leases on all in hand, before anything is claimed: one's own must not look like the dead's."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.deliveries.renew(self._in_flight.leased(), now + LEASE)
        self._in_flight.renewed_at = now


class _TooEarly(Exception):
    """The send budget begins too late for a claim made now."""
