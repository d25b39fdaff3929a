"""Sending: each delivery in hand leaves in its slot, and what comes back is judged."""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from news.delivery.hand import Hand, Turn, settled, wait
from news.model import Delivery, DeliveryState
from news.outcomes import Outcome, closes_gate, judge
from news.pacing import Courtesy, Pace
from news.ports import Clock, Courier, Witness

logger = logging.getLogger(__name__)

# Slots closer together than this share a wake-up: at 1,000 a second three leave at a time, at 29 each leaves alone.
SHORTEST_REST_SECONDS = 0.003
# What cannot leave within this time waits better in the ledger: Telegram asked for a long pause.
LONGEST_WAIT = timedelta(seconds=5)


class Sender:
    """Lets out what is in hand, no faster than the pace allows, and to nobody more often than is polite."""

    def __init__(
        self,
        courier: Courier,
        pace: Pace,
        clock: Clock,
        hand: Hand,
        *,
        resend_unknown: bool,
        witness: Witness | None,
    ) -> None:
        self._courier = courier
        self._pace = pace
        self._clock = clock
        self._hand = hand
        self._resend_unknown = resend_unknown
        self._witness = witness
        self._courtesy = Courtesy()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`, then give back what has not left."""
        while not stopping.is_set():
            if not self._hand.turns:
                self._hand.fed.clear()
                await self._hand.fed.wait()
            elif not self._hand.has_room:
                await self._hand.movement()
            else:
                await self.step(stopping)
        self._hand.give_back(self._clock.now())

    async def step(self, stopping: asyncio.Event) -> None:
        """Send what may leave now, then wait until the next slot opens, or for `stopping`."""
        opens, sent = self._send_due(stopping)
        if sent and self._witness is not None:
            self._witness.sent(sent)
        if self._hand.wants_more:
            self._hand.hungry.set()
        if self._hand.turns and self._hand.has_room:
            await wait(stopping, max((opens - self._clock.now()).total_seconds(), SHORTEST_REST_SECONDS))

    def _send_due(self, stopping: asyncio.Event) -> tuple[datetime, int]:
        """Send those whose slots have come, as far as there is room; return when the next one's comes, and how many."""
        hand, sent = self._hand, 0
        now = opens = self._clock.now()
        while hand.turns and hand.has_room and sent < self._pace.burst and not stopping.is_set():
            opens = self._pace.opens(hand.turns[0].slot)
            if now > hand.lapses_at or opens > now + LONGEST_WAIT:
                hand.give_back(max(now, opens))
            elif opens > now:
                break
            elif left_at := self._send(hand.turns.popleft(), now):
                sent, now = sent + 1, left_at
        return opens, sent

    def _send(self, turn: Turn, now: datetime) -> datetime | None:
        """Send one delivery and return when it left; None where its chat was written to a moment ago: it is put off."""
        delivery = turn.delivery
        later = self._courtesy.opens(delivery.chat_id, now)
        if later is not None:
            self._hand.record(settled(delivery, DeliveryState.PENDING, next_try_at=later))
            return None
        self._courtesy.sent(delivery.chat_id, now)
        self._hand.leaves(delivery)
        self._courier.carry(turn.push, delivery, partial(self._landed, delivery, now))
        # Not before: an edition's first copy is drawn on the way out, and the strict second is about what has left.
        left_at = self._clock.now()
        self._pace.sent(left_at)
        return left_at

    def _landed(self, delivery: Delivery, left_at: datetime, outcome: Outcome) -> None:
        """Judge what came back."""
        now = self._clock.now()
        self._pace.landed(now - left_at)
        pause = closes_gate(outcome)
        if pause is not None:
            logger.warning("Telegram asks for a pause of %s", pause, extra={"edition": delivery.edition})
            self._pace.close(now + pause, now)
        self._hand.lands(delivery, judge(delivery, outcome, now, self._resend_unknown))
