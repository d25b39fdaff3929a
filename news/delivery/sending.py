"""Sending: each delivery in hand leaves in its slot, and what comes back is judged."""

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial

from news.delivery.in_flight import InFlight, ScheduledSend, unsent_settlement, wait_at_most
from news.model import Delivery, DeliveryState
from news.outcomes import Outcome, closes_gate, judge
from news.ports import Clock, Courier, DeliveryObserver
from news.rate_limits import ChatLimiter, RateLimiter

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
        limiter: RateLimiter,
        clock: Clock,
        in_flight: InFlight,
        *,
        resend_unknown: bool,
        observer: DeliveryObserver | None,
    ) -> None:
        self._courier = courier
        self._limiter = limiter
        self._clock = clock
        self._in_flight = in_flight
        self._resend_unknown = resend_unknown
        self._observer = observer
        self._chat_limiter = ChatLimiter()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`, then give back what has not left."""
        while not stopping.is_set():
            if not self._in_flight.scheduled:
                self._in_flight.has_work.clear()
                await self._in_flight.has_work.wait()
            elif not self._in_flight.has_room:
                await self._in_flight.wait_for_progress()
            else:
                await self.step(stopping)
        self._in_flight.return_unsent(self._clock.now())

    async def step(self, stopping: asyncio.Event) -> None:
        """Send what may leave now, then wait until the next slot opens, or for `stopping`."""
        opens, sent = self._send_due(stopping)
        if sent and self._observer is not None:
            self._observer.sent(sent)
        if self._in_flight.needs_claim:
            self._in_flight.wants_work.set()
        if self._in_flight.scheduled and self._in_flight.has_room:
            await wait_at_most(stopping, max((opens - self._clock.now()).total_seconds(), SHORTEST_REST_SECONDS))

    def _send_due(self, stopping: asyncio.Event) -> tuple[datetime, int]:
        """Send those whose slots have come, as far as there is room; return when the next one's comes, and how many."""
        in_flight, sent = self._in_flight, 0
        now = opens = self._clock.now()
        while in_flight.scheduled and in_flight.has_room and sent < in_flight.window.burst and not stopping.is_set():
            opens = self._limiter.allowed_at(in_flight.scheduled[0].slot)
            if now > in_flight.sends_until or opens > now + LONGEST_WAIT:
                in_flight.return_unsent(max(now, opens))
            elif opens > now:
                break
            elif left_at := self._send(in_flight.scheduled.popleft(), now):
                sent, now = sent + 1, left_at
        return opens, sent

    def _send(self, scheduled_send: ScheduledSend, now: datetime) -> datetime | None:
        """Send one delivery and return when it left; None where its chat was written to a moment ago: it is put off."""
        delivery = scheduled_send.delivery
        later = self._chat_limiter.allowed_at(delivery.chat_id, now)
        if later is not None:
            self._in_flight.record(unsent_settlement(delivery, DeliveryState.PENDING, next_try_at=later))
            return None
        self._chat_limiter.record_send(delivery.chat_id, now)
        self._in_flight.mark_sent(delivery)
        self._courier.carry(scheduled_send.content, delivery, partial(self._landed, delivery, now))
        # Not before: an edition's first copy is drawn on the way out, and the strict second is about what has left.
        left_at = self._clock.now()
        self._limiter.record_send(left_at)
        return left_at

    def _landed(self, delivery: Delivery, left_at: datetime, outcome: Outcome) -> None:
        """Judge what came back."""
        now = self._clock.now()
        self._in_flight.window.record_latency(now - left_at)
        pause = closes_gate(outcome)
        if pause is not None:
            logger.warning("Telegram asks for a pause of %s", pause, extra={"edition": delivery.edition})
            self._limiter.pause(now + pause, now)
        self._in_flight.mark_answered(delivery, judge(delivery, outcome, now, self._resend_unknown))
