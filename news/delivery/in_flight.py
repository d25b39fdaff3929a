"""What one process has in hand of the ledger: deliveries waiting for their slot, on the way, and come back."""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from news.delivery.window import InFlightWindow
from news.model import Delivery, DeliveryState, Settlement
from news.ports import EditionContent

# A crash is taken over after it. What is in hand is renewed at an age of a third of it, however long an answer takes;
# where that fails (the database is away), nothing leaves in the last third, for others may be claiming it.
LEASE = timedelta(seconds=12)
RENEWED_AT_AGE = LEASE / 3
LEASE_MARGIN = LEASE / 3


class ScheduledSend(NamedTuple):
    """A delivery that leaves in its slot."""

    delivery: Delivery
    content: EditionContent
    slot: datetime


class InFlight:
    """All that a crash would leave in doubt, and the events by which the three loops wait for each other.

    `fed` tells that turns came in, `hungry` that more are wanted, `moved` that something landed or was written down,
    `came_back` that there are results, `enough` that they are worth a commit.
    """

    def __init__(self, window: InFlightWindow, now: datetime) -> None:
        self.window = window
        # Everything in hand is leased at least until `LEASE` after this moment.
        self.renewed_at = now
        self.scheduled: deque[ScheduledSend] = deque()
        self.awaiting: dict[int, Delivery] = {}
        self.results: list[Settlement] = []
        self.results_delayed = False
        self.has_work = asyncio.Event()
        self.wants_work = asyncio.Event()
        self.progress = asyncio.Event()
        self.has_results = asyncio.Event()
        self.batch_ready = asyncio.Event()

    @property
    def needs_claim(self) -> bool:
        """Whether to claim. Results that the database would not take come first: their leases may be over."""
        return not self.results_delayed and len(self.scheduled) <= self.window.block // 2

    @property
    def has_room(self) -> bool:
        """Whether one more may leave: what is on the way, and what is not written down, is bounded."""
        awaiting, window = len(self.awaiting), self.window
        return awaiting < window.max_in_flight and awaiting + len(self.results) < window.max_in_doubt

    @property
    def sends_until(self) -> datetime:
        """When nothing may leave any more unless the leases are renewed before."""
        return self.renewed_at + LEASE - LEASE_MARGIN

    def schedule(self, scheduled: Sequence[ScheduledSend]) -> None:
        """Take turns in, behind those that wait."""
        self.scheduled += scheduled
        self.has_work.set()

    def mark_sent(self, delivery: Delivery) -> None:
        """Note that a delivery is on the way."""
        self.awaiting[id(delivery)] = delivery

    def mark_answered(self, delivery: Delivery, settlement: Settlement) -> None:
        """Take it back, with what became of it."""
        del self.awaiting[id(delivery)]
        self.record(settlement)
        self.progress.set()

    def record(self, settlement: Settlement) -> None:
        """Keep a result until it is written down."""
        self.results.append(settlement)
        self.has_results.set()
        if len(self.results) >= self.window.commit_batch:
            self.batch_ready.set()

    def mark_written(self, count: int) -> None:
        """Let go of the oldest results."""
        del self.results[:count]
        self.results_delayed = False
        self.progress.set()
        if self.needs_claim:
            self.wants_work.set()

    def return_unsent(self, next_try_at: datetime) -> None:
        """Let what has not left wait in the ledger instead."""
        for scheduled_send in self.scheduled:
            self.record(unsent_settlement(scheduled_send.delivery, DeliveryState.PENDING, next_try_at=next_try_at))
        self.scheduled.clear()

    def leased(self) -> list[tuple[int, int, int]]:
        """Return edition, chat and try of all in hand, in the ledger's order."""
        waiting = (scheduled_send.delivery for scheduled_send in self.scheduled)
        held = {(each.edition, each.chat_id, each.tries) for each in (*waiting, *self.awaiting.values())}
        return sorted(held | {(each.edition, each.chat_id, each.tries) for each in self.results})

    def wake(self) -> None:
        """Let every loop look again: something was opened, or all is to stop."""
        for event in (self.has_work, self.wants_work, self.progress, self.has_results, self.batch_ready):
            event.set()

    async def wait_for_progress(self) -> None:
        """Wait until something has landed or was written down, or for `wake`."""
        self.progress.clear()
        await self.progress.wait()


def unsent_settlement(
    delivery: Delivery, state: DeliveryState, *, next_try_at: datetime | None = None, error: str | None = None
) -> Settlement:
    """Return the settlement of a delivery that has not left."""
    return Settlement(delivery.edition, delivery.chat_id, delivery.tries, state, next_try_at=next_try_at, error=error)


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but not longer than that."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
