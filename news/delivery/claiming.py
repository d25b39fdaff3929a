"""Claiming: a block of due deliveries is leased and committed before any of it is sent."""

import asyncio
import logging
from collections.abc import Callable, Sequence, Set
from datetime import datetime, timedelta

from news.choice.forms import Form
from news.clock_watch import LeaseWatch
from news.delivery.contents import Contents
from news.delivery.in_flight import InFlight, ScheduledSend, unsent_settlement, wait_at_most
from news.delivery.planning import Planner
from news.delivery.times import DeliveryTimes
from news.errors import StorageError
from news.ledger import Delivery, DeliveryState
from news.outlets import follow_posts
from news.ports import Clock, EditionContent, Storage, Unit
from news.rate_limits import RateLimiter

logger = logging.getLogger(__name__)

PLAN_BLOCK = 500
# Plan for half a second of sends, no further: an edition that must go first, or a stop, then waits for few deliveries.
MAX_PLANNED_BLOCKS = 5


class Claimer:
    """Keeps a block of deliveries scheduled, and renews the leases of all claimed ones.

    `language` is for places that chose none. `size_of` tells as how many messages a delivery is sent. Times in the
    ledger are the clock's; inside the process everything waits by the monotonic clock.
    """

    def __init__(
        self,
        storage: Storage,
        limiter: RateLimiter,
        clock: Clock,
        in_flight: InFlight,
        contents: Contents,
        planner: Planner,
        *,
        times: DeliveryTimes,
        language: str,
        admins: Set[int],
        size_of: Callable[[EditionContent, Delivery], int],
    ) -> None:
        self._storage = storage
        self._limiter = limiter
        self._clock = clock
        self._in_flight = in_flight
        self._contents = contents
        self._planner = planner
        self._times = times
        self._language = language
        self._admins = admins
        self._size_of = size_of
        self._watch = LeaseWatch(clock, times.lease)
        self._keeps_up_from = clock.monotonic()
        self._has_corrected = False

    async def run(self, stopping: asyncio.Event) -> None:
        """Claim until `stopping`; check at every `claim_interval`, because another process may open an edition."""
        while not stopping.is_set():
            self._in_flight.wants_work.clear()
            claimed = 0
            try:
                await self.follow_clock()
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

        When nothing is due, a block is planned. Planning, renewing and the rest of the ledger's upkeep are transactions
        that lock no delivery before they wait for rows locked by another process. So two claiming processes cannot
        deadlock.
        """
        if self._is_renewal_due():
            await self._renew()
        if self._clock.monotonic() >= self._keeps_up_from:
            await self._keep_up()
        try:
            return (
                await self._claim() or await self._claim(plan=True) or (await self._keep_up() and await self._claim())
            )
        except _TooEarly:
            return 0

    async def follow_clock(self) -> None:
        """Correct the ledger at the start, and when the clock was set: what a clock that was ahead has written."""
        step = self._watch.step()
        if not step and self._has_corrected:
            return
        if step:
            logger.warning("the clock was set by %s: leases are renewed, and times in the ledger are corrected", step)
        await self._renew()
        now = self._clock.now()
        async with self._storage.writing() as unit:
            put_off = await unit.deliveries.correct_times(now, self._times.lease)
            if await unit.budget.correct(now) or put_off:
                logger.warning("times in the future were corrected; %s deliveries are due now", put_off)
        self._has_corrected = True

    async def _keep_up(self) -> int:
        """Cancel what is left of ended editions, finish editions, and take back lapsed deliveries: return how many."""
        now = self._clock.now()
        self._keeps_up_from = self._clock.monotonic() + self._times.claim_interval.total_seconds()
        async with self._storage.writing() as unit:
            lapsed = await unit.deliveries.release_lapsed(now) if self._watch.trusts_expiry() else ()
            await follow_posts(unit, lapsed, self._admins, now)
            await unit.editions.cancel_stopped(now)
            await unit.deliveries.finish()
        return len(lapsed)

    async def _claim(self, *, plan: bool = False) -> int:
        """Claim due deliveries, after opening due corrections; or plan a block and claim from it."""
        now, block = self._clock.now(), self._in_flight.window.block
        async with self._storage.writing() as unit:
            if not plan:
                await unit.editions.open_corrections(now)
            elif not await self._planner.plan(unit, now, min(PLAN_BLOCK, MAX_PLANNED_BLOCKS * block)):
                return self._plan_on()
            deliveries = await self._claim_due(unit, now, block)
            contents = {one: await self._contents.read(unit, one) for one in {each.edition for each in deliveries}}
            sends = [
                ScheduledSend(each, contents[each.edition], self._size_of(contents[each.edition], each))
                for each in deliveries
                if not _is_empty(contents[each.edition], each)
            ]
            await unit.deliveries.mark_albums([send.delivery for send in sends if send.size > 1])
            start = await self._reserve(unit, sum(send.size for send in sends)) if sends else 0.0
        for delivery in deliveries:
            if _is_empty(contents[delivery.edition], delivery):
                self._in_flight.record(unsent_settlement(delivery, DeliveryState.CANCELLED, error="retracted"))
        self._schedule(sends, start)
        return len(deliveries)

    def _plan_on(self) -> int:
        """Nothing was planned: if that was of many places that want none of it, the next block is planned at once."""
        if self._planner.more:
            self._in_flight.wants_work.set()
        return 0

    def _schedule(self, sends: Sequence[ScheduledSend], start: float) -> None:
        """Give each send a slot; an album takes one for each of its items."""
        slots = self._limiter.slots(start, sum(send.size for send in sends))
        taken = 0
        for send in sends:
            taken += send.size
            send.slot = slots[taken - 1]
        self._in_flight.schedule(sends)

    async def _claim_due(self, unit: Unit, now: datetime, block: int) -> Sequence[Delivery]:
        """Lease due deliveries; a place that chose no language gets the newspaper's."""
        deliveries = await unit.deliveries.claim(now, self._times.lease, block)
        return [one if one.language else one._replace(language=self._language) for one in deliveries]

    async def _reserve(self, unit: Unit, count: int) -> float:
        """Take the budget of `count` messages; return when it begins, in monotonic seconds. Raises _TooEarly.

        Read the clocks again: the database may have taken long, and late slots would leave in a burst. Read them
        together: slots that are later than the budget says would leave together with another process's.
        """
        now, seconds = self._clock.now(), self._clock.monotonic()
        if await unit.budget.reserve(now, timedelta()) > now + self._times.max_claim_ahead:
            raise _TooEarly
        if self._in_flight.written_pause is not None and await unit.budget.gate(now) is None:
            self._limiter.reopen(self._in_flight.written_pause)  # an admin has ended the pause
        start = await unit.budget.reserve(now, self._limiter.take_span(count))
        return seconds + (start - now).total_seconds()

    def _is_renewal_due(self) -> bool:
        return self._clock.monotonic() >= self._in_flight.renewed_at + self._times.renew_after.total_seconds()

    async def _renew(self) -> None:
        """Renew every lease before the next claim, or this process would claim its own deliveries as expired ones.

        A process that stood still for longer than its leases has lost them: what it has not sent is dropped.
        """
        renewed_at, held = self._clock.monotonic(), self._in_flight.leased()
        async with self._storage.writing() as unit:
            kept = await unit.deliveries.renew(held, self._clock.now() + self._times.lease)
        dropped = self._in_flight.drop_unsent(set(held) - kept)
        if dropped:
            logger.warning("the leases of %s deliveries had expired: other processes send them", dropped)
        self._in_flight.renewed_at = renewed_at


def _is_empty(content: EditionContent, delivery: Delivery) -> bool:
    """Whether nothing is left to send: every article that the place gets was retracted."""
    return content.empty or (delivery.variant is not None and content.part(Form.load(delivery.variant)).empty)


class _TooEarly(Exception):
    """The send budget begins too late for a claim made now."""
