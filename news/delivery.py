"""The delivery desk: opens editions on the timer's tick and carries them to the subscribers, through the ledger."""

import asyncio
import contextlib
import json
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

from news.errors import ArticleUnknown, StorageError
from news.model import Delivery, DeliveryState, Edition, EditionKind, Settlement, Status
from news.outcomes import Outcome, closes_gate, judge
from news.pacing import Courtesy, Pace
from news.ports import Clock, Courier, Push, Storage, Unit

logger = logging.getLogger(__name__)

SHOWN_IN_EDITION = 20
PLAN_BLOCK = 500
IDLE_SECONDS = 1.0
# A crash is taken over after it. It outlasts the longest wait for a slot with the longest send behind it: 10 s in line
# for a connection and 30 s for the answer.
LEASE = timedelta(seconds=60)
LONGEST_WAIT = LEASE / 4
# A budget that begins later than this is not worth claiming for: others are sending, or Telegram asked for a pause.
AHEAD = timedelta(seconds=2)
# An edition's articles are read again at this age, so that a retraction reaches the copies still to be sent.
PUSH_FRESH = timedelta(seconds=1)
KEPT_PUSHES = 8
MOST_ON_THE_WAY = 200
# At a stop, what is on the way has so long to land. A database that is away is waited for less, because SQLite needs
# five seconds more to give up a locked file; what has just landed gets its commit in any case.
STOP_SECONDS = 10.0
DATABASE_SECONDS = 6.0
LAST_COMMIT_SECONDS = 1.0


class _Turn(NamedTuple):
    """A delivery in hand: it leaves in its slot, but not after `latest`, lest its lease run out on the way."""

    delivery: Delivery
    push: Push
    slot: datetime
    latest: datetime


class DeliveryDesk:
    """Plan, claim, pace, send, settle. Any number of processes may do it on one database.

    `admins` are told what holds an edition; `language` is for chats that never chose one.

    Three loops work side by side: one claims blocks of deliveries (on the wire, committed, before their requests
    leave), one lets each out in its slot, one writes down what became of them, all that came since its last commit in
    one. So a crash leaves in doubt only what is on the way and what came back during one commit. What is in doubt is
    sent again with `resend_unknown`, and skipped without.
    """

    def __init__(
        self,
        storage: Storage,
        courier: Courier,
        pace: Pace,
        clock: Clock,
        *,
        admins: Sequence[int] = (),
        language: str = "ru",
        resend_unknown: bool = True,
    ) -> None:
        self._storage = storage
        self._courier = courier
        self._pace = pace
        self._admins = admins
        self._language = language
        self._courtesy = Courtesy()
        self._clock = clock
        self._resend_unknown = resend_unknown
        self._stopping = asyncio.Event()
        self._wake = asyncio.Event()
        self._moved = asyncio.Event()
        self._came_back = asyncio.Event()
        self._in_hand: deque[_Turn] = deque()
        self._on_the_way = 0
        self._results: list[Settlement] = []
        self._behind = False
        self._pushes: dict[tuple[int, bool], tuple[datetime, Push]] = {}

    async def tick(self) -> Edition | None:
        """Make one edition of everything published since the last; None when there is nothing new."""
        async with self._storage.writing() as unit:
            edition = await unit.deliveries.open_edition(EditionKind.HEADLINES, self._clock.now(), SHOWN_IN_EDITION)
        if edition is not None:
            logger.info("edition %s opened with %s articles", edition.id, edition.total)
            self._wake.set()
        return edition

    async def edition(self, edition_id: int) -> Push:
        """Return what the copies of an edition say now. Raises ArticleUnknown when there is no such edition."""
        async with self._storage.reading() as unit:
            push = await self._push(unit, edition_id, copies=True)
        if not push.articles:
            raise ArticleUnknown(number=edition_id)
        return push

    async def run(self) -> None:
        """Carry deliveries until `stop`; returns when all is written down, or has had its time."""
        async with asyncio.TaskGroup() as group:
            claiming = group.create_task(self._claim_for_ever())
            settling = group.create_task(self._settle_for_ever())
            await self._send_for_ever()
            await self._wind_up(claiming)
            claiming.cancel()
            settling.cancel()

    def stop(self) -> None:
        """Let nothing more leave; what is claimed but not sent goes back to the ledger."""
        self._stopping.set()
        for event in (self._wake, self._moved, self._came_back):
            event.set()

    async def carry_block(self) -> int:
        """Carry one block of due deliveries from claim to settlement; return how many were claimed."""
        claimed = await self._claim()
        while self._in_hand and not self._stopping.is_set():
            await self._send_next()
        self._hand_back(self._clock.now())
        while self._on_the_way:
            await self._movement()
        await self._settle()
        return claimed

    async def _claim_for_ever(self) -> None:
        """Keep a block in hand; look again now and then, for another process may have opened an edition."""
        while not self._stopping.is_set():
            # Results that the database would not take come first: the leases of what they are about may be over.
            if self._behind or len(self._in_hand) > self._pace.block // 2:
                await self._movement()
                continue
            self._wake.clear()
            try:
                claimed = await self._claim()
            except StorageError as error:
                logger.warning("sending waits for the database: %s", error)
                claimed = 0
            if not claimed and not self._stopping.is_set():
                await _wait(self._wake, IDLE_SECONDS)

    async def _claim(self) -> int:
        """Claim a block and its time on the wire, in one commit; 0 when nothing is due, or its time is far."""
        now = self._clock.now()
        try:
            async with self._storage.writing() as unit:
                deliveries = await self._due(unit, now)
                pushes = {edition: await self._push(unit, edition) for edition in {d.edition for d in deliveries}}
                sendable = [delivery for delivery in deliveries if not pushes[delivery.edition].empty]
                start = await self._reserve(unit, len(sendable)) if sendable else now
        except _TooEarly:
            return 0
        for delivery in deliveries:
            if pushes[delivery.edition].empty:
                self._record(_settled(delivery, DeliveryState.CANCELLED, error="retracted"))
        slots, latest = self._pace.slots(start, len(sendable)), now + LONGEST_WAIT
        self._in_hand += [_Turn(d, pushes[d.edition], slot, latest) for d, slot in zip(sendable, slots, strict=True)]
        self._moved.set()
        return len(deliveries)

    async def _due(self, unit: Unit, now: datetime) -> Sequence[Delivery]:
        """Claim what is due, corrections of what has changed included; plan a block first where nothing is."""
        await unit.editions.open_corrections(now)
        claim = partial(unit.deliveries.claim, now, LEASE, self._pace.block, resend=self._resend_unknown)
        deliveries = await claim()
        if not deliveries and await unit.deliveries.plan(now, LEASE, PLAN_BLOCK):
            deliveries = await claim()
        return [one if one.language else replace(one, language=self._language) for one in deliveries]

    async def _reserve(self, unit: Unit, count: int) -> datetime:
        """Take the time of so many sends and return when it begins. Raises _TooEarly to undo the claim.

        The clock is asked anew: the database may have kept us waiting, and what is late would leave in a burst.
        """
        now = self._clock.now()
        if await unit.deliveries.reserve(now, timedelta()) > now + AHEAD:
            raise _TooEarly
        return await unit.deliveries.reserve(now, self._pace.span(count))

    async def _push(self, unit: Unit, edition_id: int, *, copies: bool = False) -> Push:
        """Return what an edition says; the same object as long as it says the same, for the courier draws it once."""
        now = self._clock.now()
        kept = self._pushes.get((edition_id, copies))
        if kept is not None and now - kept[0] < PUSH_FRESH:
            return kept[1]
        push = await _said(unit, edition_id, copies)
        if kept is not None and kept[1] == push:
            push = kept[1]
        self._pushes[edition_id, copies] = (now, push)
        if len(self._pushes) > KEPT_PUSHES:
            del self._pushes[next(iter(self._pushes))]
        return push

    async def _send_for_ever(self) -> None:
        """Let each delivery out in its slot; at a stop, hand back what has not left."""
        while not self._stopping.is_set():
            if self._in_hand:
                await self._send_next()
            else:
                await self._movement()
        self._hand_back(self._clock.now())

    async def _send_next(self) -> None:
        """Send the first delivery in hand if it is its turn, else wait for that, or for a stop."""
        turn = self._in_hand[0]
        now = self._clock.now()
        opens = self._pace.opens(turn.slot)
        if max(now, opens) > turn.latest:
            self._hand_back(opens)
        elif self._on_the_way >= MOST_ON_THE_WAY:
            await self._movement()
        elif opens <= now:
            self._in_hand.popleft()
            self._send(turn.delivery, turn.push, now)
            self._moved.set()
        else:
            await _wait(self._stopping, (opens - now).total_seconds())

    def _send(self, delivery: Delivery, push: Push, now: datetime) -> None:
        later = self._courtesy.opens(delivery.chat_id, now)
        if later is not None:
            self._record(_settled(delivery, DeliveryState.PENDING, next_try_at=later))
            return
        self._pace.sent(now)
        self._courtesy.sent(delivery.chat_id, now)
        self._on_the_way += 1
        self._courier.carry(push, delivery, partial(self._landed, delivery))

    def _landed(self, delivery: Delivery, outcome: Outcome) -> None:
        """Judge what came back."""
        now = self._clock.now()
        self._on_the_way -= 1
        pause = closes_gate(outcome)
        if pause is not None:
            logger.warning("Telegram asks for a pause of %s", pause)
            self._pace.close(now + pause, now)
        self._record(judge(delivery, outcome, now, self._resend_unknown))
        self._moved.set()

    def _record(self, settlement: Settlement) -> None:
        self._results.append(settlement)
        self._came_back.set()

    def _hand_back(self, next_try_at: datetime) -> None:
        for turn in self._in_hand:
            self._record(_settled(turn.delivery, DeliveryState.PENDING, next_try_at=next_try_at))
        self._in_hand.clear()

    async def _wind_up(self, claiming: asyncio.Task[None]) -> None:
        """Wait until what is on the way has landed and all is written down; the rest comes again after its lease."""
        time = asyncio.get_running_loop().time
        stopped = time()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(stopped + STOP_SECONDS):
                while self._on_the_way:
                    await self._movement()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout_at(max(stopped + DATABASE_SECONDS, time() + LAST_COMMIT_SECONDS)):
                await asyncio.wait([claiming])
                self._hand_back(self._clock.now())
                while self._results:
                    await self._movement()
        if self._on_the_way or self._results:
            logger.warning(
                "stopped with %s deliveries on the way and %s results not written down: they wait for their leases",
                self._on_the_way,
                len(self._results),
            )

    async def _movement(self) -> None:
        """Wait until something was claimed, sent, landed or written down, or for a stop."""
        self._moved.clear()
        await self._moved.wait()

    async def _settle_for_ever(self) -> None:
        """Write the results down as they come, however long the database is away: they are known only here."""
        while True:
            await self._came_back.wait()
            self._came_back.clear()
            try:
                await self._settle()
            except StorageError as error:
                self._behind = True
                logger.warning("results wait for the database: %s", error)
                await asyncio.sleep(IDLE_SECONDS)
                self._came_back.set()

    async def _settle(self) -> None:
        """Write down in one commit what has come back; if that fails it stays, and settling twice does no harm."""
        results, now = self._results.copy(), self._clock.now()
        if not results:
            return
        async with self._storage.writing() as unit:
            for edition in await unit.deliveries.settle(results, now):
                logger.error("edition %s is refused by Telegram and waits for an admin", edition)
                await unit.editions.notify(self._admins, json.dumps({"held": edition}), now)
            if self._pace.closed_until is not None and self._pace.closed_until > now:
                await unit.deliveries.hold(self._pace.closed_until)
        del self._results[: len(results)]
        self._behind = False
        self._moved.set()


async def _said(unit: Unit, edition_id: int, copies: bool) -> Push:
    """Return what an edition says at this moment, or what its copies do once they are corrected."""
    edition = await unit.deliveries.edition(edition_id)
    if edition is None:
        return Push(edition_id, (), 0)
    articles = [article for number in edition.shown if (article := await unit.articles.get(number)) is not None]
    if copies or edition.kind is EditionKind.CORRECTION:
        # The copy is the source's: its buttons lead back to what readers were sent.
        return Push(edition.source or edition_id, tuple(articles), edition.total, EditionKind.CORRECTION)
    published = tuple(article for article in articles if article.status is Status.PUBLISHED)
    # What was retracted meanwhile is not announced and not counted either.
    left = edition.total - (len(articles) - len(published))
    return Push(edition_id, published, left, edition.kind, edition.notice)


def _settled(
    delivery: Delivery, state: DeliveryState, *, next_try_at: datetime | None = None, error: str | None = None
) -> Settlement:
    return Settlement(delivery.edition, delivery.chat_id, delivery.tries, state, next_try_at=next_try_at, error=error)


class _TooEarly(Exception):
    """The send budget begins too late for a claim made now."""


async def _wait(event: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
