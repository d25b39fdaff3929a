"""What one process has in hand of the ledger: deliveries waiting for their slot, on the way, and come back."""

import asyncio
from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from news.model import Delivery, DeliveryState, Settlement
from news.pacing import Pace
from news.ports import Push

# A crash is taken over after it. What is in hand is renewed at an age of a third of it, however long an answer takes;
# where that fails (the database is away), nothing leaves in the last third, for others may be claiming it.
LEASE = timedelta(seconds=12)
RENEWED_AT_AGE = LEASE / 3
MARGIN = LEASE / 3
MOST_ON_THE_WAY = 200


class Turn(NamedTuple):
    """A delivery that leaves in its slot."""

    delivery: Delivery
    push: Push
    slot: datetime


class Hand:
    """All that a crash would leave in doubt, and the events by which the three loops wait for each other.

    `fed` tells that turns came in, `hungry` that more are wanted, `moved` that something landed or was written down,
    `came_back` that there are results, `enough` that they are worth a commit.
    """

    def __init__(self, pace: Pace, now: datetime) -> None:
        self._pace = pace
        # Everything in hand is leased at least until `LEASE` after this moment.
        self.renewed_at = now
        self.turns: deque[Turn] = deque()
        self.on_the_way: dict[int, Delivery] = {}
        self.results: list[Settlement] = []
        self.behind = False
        self.fed = asyncio.Event()
        self.hungry = asyncio.Event()
        self.moved = asyncio.Event()
        self.came_back = asyncio.Event()
        self.enough = asyncio.Event()

    @property
    def wants_more(self) -> bool:
        """Whether to claim. Results that the database would not take come first: their leases may be over."""
        return not self.behind and len(self.turns) <= self._pace.block // 2

    @property
    def has_room(self) -> bool:
        """Whether one more may leave: what is on the way, and what is not written down, is bounded."""
        on_the_way = len(self.on_the_way)
        return on_the_way < MOST_ON_THE_WAY and on_the_way + len(self.results) < self._pace.most_in_doubt

    @property
    def lapses_at(self) -> datetime:
        """When nothing may leave any more unless the leases are renewed before."""
        return self.renewed_at + LEASE - MARGIN

    def feed(self, turns: Sequence[Turn]) -> None:
        """Take turns in, behind those that wait."""
        self.turns += turns
        self.fed.set()

    def leaves(self, delivery: Delivery) -> None:
        """Note that a delivery is on the way."""
        self.on_the_way[id(delivery)] = delivery

    def lands(self, delivery: Delivery, settlement: Settlement) -> None:
        """Take it back, with what became of it."""
        del self.on_the_way[id(delivery)]
        self.record(settlement)
        self.moved.set()

    def record(self, settlement: Settlement) -> None:
        """Keep a result until it is written down."""
        self.results.append(settlement)
        self.came_back.set()
        if len(self.results) >= self._pace.few:
            self.enough.set()

    def written(self, count: int) -> None:
        """Let go of the oldest results."""
        del self.results[:count]
        self.behind = False
        self.moved.set()
        if self.wants_more:
            self.hungry.set()

    def give_back(self, next_try_at: datetime) -> None:
        """Let what has not left wait in the ledger instead."""
        for turn in self.turns:
            self.record(settled(turn.delivery, DeliveryState.PENDING, next_try_at=next_try_at))
        self.turns.clear()

    def leased(self) -> list[tuple[int, int, int]]:
        """Return edition, chat and try of all in hand, in the ledger's order."""
        waiting = (turn.delivery for turn in self.turns)
        held = {(each.edition, each.chat_id, each.tries) for each in (*waiting, *self.on_the_way.values())}
        return sorted(held | {(each.edition, each.chat_id, each.tries) for each in self.results})

    def wake(self) -> None:
        """Let every loop look again: something was opened, or all is to stop."""
        for event in (self.fed, self.hungry, self.moved, self.came_back, self.enough):
            event.set()

    async def movement(self) -> None:
        """Wait until something has landed or was written down, or for `wake`."""
        self.moved.clear()
        await self.moved.wait()


def settled(
    delivery: Delivery, state: DeliveryState, *, next_try_at: datetime | None = None, error: str | None = None
) -> Settlement:
    """Return the settlement of a delivery that has not left."""
    return Settlement(delivery.edition, delivery.chat_id, delivery.tries, state, next_try_at=next_try_at, error=error)


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, but not longer than that."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
