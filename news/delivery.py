"""The delivery desk: opens editions on the timer's tick and carries them to the subscribers, through the ledger."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from news.errors import ArticleUnknown, StorageError
from news.model import Delivery, DeliveryState, Edition, Settlement, Status
from news.outcomes import closes_gate, judge
from news.pacing import Pace
from news.ports import Clock, Courier, Push, Storage, Unit

logger = logging.getLogger(__name__)

HEADLINES = "headlines"
SHOWN_IN_EDITION = 20
PLAN_BLOCK = 500
LANES = 4
IDLE_SECONDS = 1.0
# Longer than the longest send (30 s) behind the longest queue for a slot; a crash is taken over after it.
LEASE = timedelta(seconds=60)
# What may be waited for with a claim in hand; the rest of the lease is for the send itself.
LONGEST_WAIT = LEASE / 2
# An edition's articles are read again at this age, so that a retraction reaches the copies still to be sent.
PUSH_FRESH = timedelta(seconds=1)


class DeliveryDesk:
    """Plan, claim, pace, send, settle. Any number of processes may do it on one database.

    A delivery is on the wire, committed, before its request leaves, and settled after the answer: a crash between the
    two leaves at most `LANES` blocks in doubt, which are sent again when their leases run out.
    """

    def __init__(self, storage: Storage, courier: Courier, pace: Pace, clock: Clock) -> None:
        self._storage = storage
        self._courier = courier
        self._pace = pace
        self._clock = clock
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self._pushes: dict[int, tuple[datetime, Push]] = {}

    async def tick(self) -> Edition | None:
        """Make one edition of everything published since the last; None when there is nothing new."""
        async with self._storage.writing() as unit:
            edition = await unit.deliveries.open_edition(HEADLINES, self._clock.now(), SHOWN_IN_EDITION)
        if edition is not None:
            logger.info("edition %s opened with %s articles", edition.id, edition.total)
            self._wake.set()
        return edition

    async def edition(self, edition_id: int) -> Push:
        """Return what an edition says now. Raises ArticleUnknown when nothing is left of it."""
        async with self._storage.reading() as unit:
            push = await self._push(unit, edition_id)
        if not push.articles:
            raise ArticleUnknown(number=edition_id)
        return push

    async def run(self) -> None:
        """Carry deliveries until `stop`; returns when those in flight are settled."""
        async with asyncio.TaskGroup() as group:
            for _ in range(LANES):
                group.create_task(self._lane())

    def stop(self) -> None:
        """Let nothing more leave; what is claimed but not sent goes back to the ledger."""
        self._stopping.set()
        self._wake.set()

    async def carry_block(self) -> int:
        """Carry one block of due deliveries; return how many were claimed."""
        now = self._clock.now()
        try:
            async with self._storage.writing() as unit:
                deliveries = await unit.deliveries.claim(now, LEASE, self._pace.block)
                if not deliveries and await unit.deliveries.plan(PLAN_BLOCK):
                    deliveries = await unit.deliveries.claim(now, LEASE, self._pace.block)
                if not deliveries:
                    return 0
                start = await self._reserve(unit, len(deliveries))
                pushes = {edition: await self._push(unit, edition) for edition in {d.edition for d in deliveries}}
        except _TooEarly:
            return 0
        settlements = await self._send(deliveries, self._pace.slots(start, len(deliveries)), pushes)
        await self._settle(settlements)
        return len(deliveries)

    async def _reserve(self, unit: Unit, count: int) -> datetime:
        """Take the budget of `count` sends and return when it begins.

        Raises _TooEarly, which undoes the claim and the reservation, when that is so far off that the lease could run
        out first: others would send the same. The time is asked anew, for the database may have kept us waiting.
        """
        now = self._clock.now()
        start = await unit.deliveries.reserve(now, self._pace.span(count))
        if self._pace.opens(start) - now > LONGEST_WAIT:
            raise _TooEarly
        return start

    async def _lane(self) -> None:
        while not self._stopping.is_set():
            try:
                carried = await self.carry_block()
            except StorageError as error:
                logger.warning("sending waits for the database: %s", error)
                carried = 0
            if not carried:
                await self._idle()

    async def _idle(self) -> None:
        """Wait for the next tick of this process, or a little while: another process may have opened an edition."""
        self._wake.clear()
        if self._stopping.is_set():
            return
        await _wait(self._wake, IDLE_SECONDS)

    async def _push(self, unit: Unit, edition_id: int) -> Push:
        now = self._clock.now()
        kept = self._pushes.get(edition_id)
        if kept is not None and now - kept[0] < PUSH_FRESH:
            return kept[1]
        edition = await unit.deliveries.edition(edition_id)
        numbers = edition.shown if edition is not None else ()
        articles = [article for number in numbers if (article := await unit.articles.get(number)) is not None]
        published = tuple(article for article in articles if article.status is Status.PUBLISHED)
        retracted = len(numbers) - len(published)
        push = Push(edition_id, published, edition.total - retracted if edition is not None else 0)
        self._pushes = {edition_id: (now, push)}
        return push

    async def _send(
        self, deliveries: Sequence[Delivery], slots: Sequence[datetime], pushes: dict[int, Push]
    ) -> list[Settlement]:
        async with asyncio.TaskGroup() as group:
            tasks = [
                group.create_task(self._send_one(delivery, slot, pushes[delivery.edition]))
                for delivery, slot in zip(deliveries, slots, strict=True)
            ]
        return [task.result() for task in tasks]

    async def _send_one(self, delivery: Delivery, slot: datetime, push: Push) -> Settlement:
        if not push.articles:
            return Settlement(delivery.edition, delivery.chat_id, DeliveryState.CANCELLED, error="retracted")
        put_off_to = await self._turn(slot)
        if put_off_to is not None:
            return Settlement(delivery.edition, delivery.chat_id, DeliveryState.PENDING, next_try_at=put_off_to)
        outcome = await self._courier.carry(push, delivery)
        now = self._clock.now()
        pause = closes_gate(outcome)
        if pause is not None:
            logger.warning("Telegram asks for a pause of %s", pause)
            self._pace.close(now + pause)
        return judge(delivery, outcome, now)

    async def _turn(self, slot: datetime) -> datetime | None:
        """Wait for a slot and an open gate; return None when it is the delivery's turn.

        Return the time of its next try when it must not leave now: the desk is stopping, or the gate stays closed for
        longer than the lease would last.
        """
        while not self._stopping.is_set():
            opens = self._pace.opens(slot)
            seconds = (opens - self._clock.now()).total_seconds()
            if seconds <= 0:
                return None
            if opens - slot > LONGEST_WAIT:
                return opens
            await _wait(self._stopping, seconds)
        return self._clock.now()

    async def _settle(self, settlements: Sequence[Settlement]) -> None:
        """Write the results, however long the database is away: they are known only here."""
        while True:
            now = self._clock.now()
            try:
                async with self._storage.writing() as unit:
                    await unit.deliveries.settle(settlements, now)
                    if self._pace.opens(now) > now:
                        await unit.deliveries.hold(self._pace.opens(now))
                return
            except StorageError as error:
                if self._stopping.is_set():
                    raise
                logger.warning("results wait for the database: %s", error)
                await _wait(self._stopping, IDLE_SECONDS)


class _TooEarly(Exception):
    """The send budget begins too late for a claim made now."""


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
