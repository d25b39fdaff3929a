"""Sending: each scheduled delivery leaves in its slot, and its answer is judged."""

import asyncio
import logging
from datetime import timedelta
from functools import partial

from news.delivery.in_flight import InFlight, ScheduledSend, unsent_settlement, wait_at_most
from news.delivery.times import DeliveryTimes
from news.model import Delivery, DeliveryState
from news.outcomes import Outcome, RetryPolicy, judge, requested_pause
from news.ports import Clock, Courier, DeliveryObserver
from news.rate_limits import RateLimiter, Refusal, SentMessage

logger = logging.getLogger(__name__)

# Slots closer together than this share a wake-up: at 1,000 a second three sends leave at a time, at 29 each alone.
MIN_SLEEP_SECONDS = 0.003


class Sender:
    """Sends scheduled deliveries within the rate limits of the bot and of each chat."""

    def __init__(
        self,
        courier: Courier,
        limiter: RateLimiter,
        clock: Clock,
        in_flight: InFlight,
        *,
        times: DeliveryTimes,
        retries: RetryPolicy,
        resend_unknown: bool,
        observer: DeliveryObserver | None,
    ) -> None:
        self._courier = courier
        self._limiter = limiter
        self._clock = clock
        self._in_flight = in_flight
        self._max_slot_wait = times.max_slot_wait.total_seconds()
        self._retries = retries
        self._resend_unknown = resend_unknown
        self._observer = observer

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`, then return the rest to the ledger."""
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
        """Send what may leave now, then wait for the next slot or for `stopping`."""
        allowed_at, sent = self._send_due(stopping)
        if sent and self._observer is not None:
            self._observer.sent(sent)
        if self._in_flight.needs_claim:
            self._in_flight.wants_work.set()
        if self._in_flight.scheduled and self._in_flight.has_room:
            await wait_at_most(stopping, max(allowed_at - self._clock.monotonic(), MIN_SLEEP_SECONDS))

    def _send_due(self, stopping: asyncio.Event) -> tuple[float, int]:
        """Send every delivery whose slot has come, while there is room; return the next slot and the number sent."""
        in_flight, sent = self._in_flight, 0
        now = allowed_at = self._clock.monotonic()
        while in_flight.scheduled and in_flight.has_room and sent < in_flight.window.burst and not stopping.is_set():
            allowed_at = self._limiter.allowed_at(in_flight.scheduled[0].slot)
            if self._clock.now() > in_flight.sends_until or allowed_at > now + self._max_slot_wait:
                in_flight.return_unsent(self._clock.now() + timedelta(seconds=max(0.0, allowed_at - now)))
            elif allowed_at > now:
                break
            elif left_at := self._send(in_flight.scheduled.popleft(), now):
                sent, now = sent + 1, left_at
        return allowed_at, sent

    def _send(self, scheduled_send: ScheduledSend, now: float) -> float | None:
        """Send one delivery and return when it left; None when it is postponed, because its chat had a message."""
        delivery, chats = scheduled_send.delivery, self._limiter.chats
        later = chats.allowed_at(delivery.chat_id, now)
        if later is not None:
            next_try_at = self._clock.now() + timedelta(seconds=later - now)
            self._in_flight.record(unsent_settlement(delivery, DeliveryState.PENDING, next_try_at=next_try_at))
            return None
        chats.record_send(delivery.chat_id, now)
        self._in_flight.mark_sent(delivery)
        sent = self._limiter.record_send(now)
        self._courier.carry(scheduled_send.content, delivery, partial(self._receive, delivery, sent))
        # `carry` renders an edition's first copy, and the strict second counts when a message left.
        sent.left_at = self._clock.monotonic()
        return sent.left_at

    def _receive(self, delivery: Delivery, sent: SentMessage, outcome: Outcome) -> None:
        """Judge the outcome of a send."""
        now = self._clock.now()
        self._note_answer(delivery, sent, outcome)
        settlement = judge(delivery, outcome, now, self._resend_unknown, self._retries)
        self._in_flight.mark_answered(delivery, settlement)

    def _note_answer(self, delivery: Delivery, sent: SentMessage, outcome: Outcome) -> None:
        """Tell the rate limiter of an answer: how long it took, and whether it was a refusal."""
        now, chat_id = self._clock.monotonic(), delivery.chat_id
        self._in_flight.window.record_latency(timedelta(seconds=now - sent.left_at))
        pause = requested_pause(outcome, self._retries)
        if pause is not None:
            refusal = self._limiter.refused(chat_id, pause.total_seconds(), now, sent)
            words = "all chats" if refusal is Refusal.ALL else f"chat {chat_id}"
            logger.warning("Telegram asks for a pause of %s for %s", pause, words, extra={"edition": delivery.edition})
        elif outcome.may_have_arrived and outcome.status is not None and outcome.status < 500:
            self._limiter.answered(chat_id, sent, now)
