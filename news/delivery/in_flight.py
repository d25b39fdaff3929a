"""The deliveries that one process has claimed: scheduled for a slot, awaiting an answer, or not yet written."""

import asyncio
from collections import deque
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from news.delivery.times import DeliveryTimes
from news.delivery.window import InFlightWindow
from news.ledger import Delivery, DeliveryState, SentFile, Settlement
from news.ports import EditionContent

Lease = tuple[int, int, int]


@dataclass(slots=True, eq=False)
class ScheduledSend:
    """A claimed delivery, its content, how many messages it is, and when it may leave, in monotonic seconds."""

    delivery: Delivery
    content: EditionContent
    size: int = 1
    slot: float = 0.0


class InFlight:
    """All claimed deliveries of this process, and the events that connect the three loops.

    - `has_work`: sends were scheduled.
    - `wants_work`: set when the buffer has room for another claim.
    - `progress`: an answer arrived, or results were written.
    - `has_results`: there are results to write.
    - `batch_ready`: there are enough results for a commit.
    """

    def __init__(self, window: InFlightWindow, times: DeliveryTimes, now: float) -> None:
        self.window = window
        self._safe_seconds = (times.lease - times.margin).total_seconds()
        # Every lease here lasts at least until `lease` after this time.
        self.renewed_at = now
        self.scheduled: deque[ScheduledSend] = deque()
        self.awaiting: dict[int, ScheduledSend] = {}
        self._awaited_messages = 0
        self.results: list[Settlement] = []
        # Files that Telegram has stored: written with the next results, lost without harm by a crash.
        self.files: tuple[SentFile, ...] = ()
        self.results_delayed = False
        # The end of the pause that was last written to the ledger, in monotonic seconds.
        self.written_pause: float | None = None
        self.has_work = asyncio.Event()
        self.wants_work = asyncio.Event()
        self.progress = asyncio.Event()
        self.has_results = asyncio.Event()
        self.batch_ready = asyncio.Event()

    @property
    def needs_claim(self) -> bool:
        """Whether to claim. Results that the database refused come first, because their leases may expire."""
        return not self.results_delayed and len(self.scheduled) <= self.window.block // 2

    @property
    def has_room(self) -> bool:
        """Whether one more send may leave: the messages in flight and the unwritten results are bounded."""
        awaited, window = self._awaited_messages, self.window
        return awaited < window.max_in_flight and awaited + len(self.results) < window.max_in_doubt

    @property
    def sends_until(self) -> float:
        """The monotonic time after which nothing may leave unless the leases are renewed."""
        return self.renewed_at + self._safe_seconds

    def schedule(self, scheduled: Sequence[ScheduledSend]) -> None:
        """Add sends behind those already scheduled."""
        self.scheduled += scheduled
        self.has_work.set()

    def mark_sent(self, send: ScheduledSend) -> None:
        """Record that a delivery awaits its answer."""
        self.awaiting[id(send.delivery)] = send
        self._awaited_messages += send.size

    def mark_answered(self, send: ScheduledSend, settlement: Settlement) -> None:
        """Record the answer of a delivery."""
        del self.awaiting[id(send.delivery)]
        self._awaited_messages -= send.size
        self.record(settlement)
        self.progress.set()

    def record(self, settlement: Settlement) -> None:
        """Keep a result until it is written."""
        self.results.append(settlement)
        self.has_results.set()
        if len(self.results) >= self.window.commit_batch:
            self.batch_ready.set()

    def mark_written(self, count: int) -> None:
        """Forget the oldest `count` results: they are committed."""
        del self.results[:count]
        self.results_delayed = False
        self.progress.set()
        if self.needs_claim:
            self.wants_work.set()

    def return_unsent(self, next_try_at: datetime) -> None:
        """Turn every scheduled send into a pending result, so that it waits in the ledger instead."""
        for scheduled_send in self.scheduled:
            self.record(unsent_settlement(scheduled_send.delivery, DeliveryState.PENDING, next_try_at=next_try_at))
        self.scheduled.clear()

    def drop_unsent(self, lost: Set[Lease]) -> int:
        """Forget the scheduled sends whose lease is lost; return how many there were."""
        kept = [send for send in self.scheduled if _lease(send.delivery) not in lost]
        dropped = len(self.scheduled) - len(kept)
        if dropped:
            self.scheduled = deque(kept)
        return dropped

    def leased(self) -> list[Lease]:
        """Return edition, place and try of every claimed delivery, in the ledger's order."""
        claimed = {_lease(send.delivery) for send in (*self.scheduled, *self.awaiting.values())}
        return sorted(claimed | {_lease(result) for result in self.results})

    def wake(self) -> None:
        """Make every loop check again, after an edition was opened or a stop was requested."""
        for event in (self.has_work, self.wants_work, self.progress, self.has_results, self.batch_ready):
            event.set()

    async def wait_for_progress(self) -> None:
        """Wait until an answer arrives, results are written, or `wake` is called."""
        self.progress.clear()
        await self.progress.wait()


def _lease(claimed: Delivery | Settlement) -> Lease:
    return claimed.edition, claimed.place, claimed.tries


def unsent_settlement(
    delivery: Delivery, state: DeliveryState, *, next_try_at: datetime | None = None, error: str | None = None
) -> Settlement:
    """Return the settlement of a delivery that was claimed and not sent."""
    return Settlement(delivery.edition, delivery.place, delivery.tries, state, next_try_at=next_try_at, error=error)


async def wait_at_most(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event, at most for `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return
