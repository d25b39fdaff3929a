"""Sending: each scheduled delivery leaves in its slot, and its answer is judged."""

import asyncio
import logging
from datetime import timedelta
from functools import partial

from news.delivery.in_flight import InFlight, ScheduledSend, unsent_settlement, wait_at_most
from news.delivery.times import DeliveryTimes
from news.ledger import DeliveryState, Settlement
from news.outcomes import UNAUTHORIZED, Outcome, RetryPolicy, arrived, judge, requested_pause
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
        observer: DeliveryObserver | None,
    ) -> None:
        self._courier = courier
        self._limiter = limiter
        self._clock = clock
        self._in_flight = in_flight
        self._max_slot_wait = times.max_slot_wait.total_seconds()
        self._retries = retries
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
        """Send every delivery whose slot has come, while there is room; return the next slot and the messages sent."""
        in_flight, sent = self._in_flight, 0
        now = allowed_at = self._clock.monotonic()
        while in_flight.scheduled and in_flight.has_room and sent < in_flight.window.burst and not stopping.is_set():
            first = in_flight.scheduled[0]
            allowed_at = self._limiter.allowed_at(first.slot, first.size)
            if now > in_flight.sends_until or allowed_at > now + self._max_slot_wait:
                wait = timedelta(seconds=max(0.0, allowed_at - now))
                in_flight.return_unsent(self._clock.now() + wait)
            elif allowed_at > now:
                break
            else:
                left_at = self._send(in_flight.scheduled.popleft(), now)
                if left_at is not None:
                    sent, now = sent + first.size, left_at
        return allowed_at, sent

    def _send(self, send: ScheduledSend, now: float) -> float | None:
        """Send one delivery and return when it left; None when it is postponed, because its chat had a message."""
        later = self._limiter.chats.take(send.delivery.address.chat_id, now, send.size)
        if later is not None:
            next_try_at = self._clock.now() + timedelta(seconds=later - now)
            self._in_flight.record(unsent_settlement(send.delivery, DeliveryState.PENDING, next_try_at=next_try_at))
            return None
        self._in_flight.mark_sent(send)
        sent = self._limiter.record_send(now, send.size)
        self._courier.carry(send.content, send.delivery, partial(self._receive, send, sent))
        # `carry` renders an edition's first copy, and the strict second counts when a message left.
        sent.left_at = self._clock.monotonic()
        return sent.left_at

    def _receive(self, send: ScheduledSend, sent: SentMessage, outcome: Outcome) -> None:
        """Judge the outcome of a send."""
        now = self._clock.monotonic()
        self._in_flight.window.record_latency(now - sent.left_at)
        if outcome.status == 200:  # nearly every answer
            self._limiter.answered(send.delivery.address.chat_id, sent, now)
            settlement = arrived(send.delivery, outcome)
        else:
            settlement = self._judge(send, outcome, self._note_refusal(send, sent, outcome, now))
        if outcome.files:
            self._in_flight.files += outcome.files
        self._in_flight.mark_answered(send, settlement)

    def _judge(self, send: ScheduledSend, outcome: Outcome, put_off: float | None) -> Settlement:
        """Judge an outcome, of a chat that is perhaps put off for some seconds."""
        now = self._clock.now()
        settlement = judge(send.delivery, outcome, now, self._retries)
        if put_off is not None and settlement.state is DeliveryState.PENDING:
            settlement = settlement._replace(next_try_at=now + timedelta(seconds=put_off))
        return settlement

    def _note_refusal(self, send: ScheduledSend, sent: SentMessage, outcome: Outcome, now: float) -> float | None:
        """Tell the rate limiter of an answer; return for how many seconds its chat is put off, None if it is not."""
        chat = send.delivery.address.chat_id
        pause = requested_pause(outcome, self._retries)
        if pause is not None:
            refusal = self._limiter.refused(chat, pause.total_seconds(), now, sent)
            words, edition = "all chats" if refusal is Refusal.ALL else f"chat {chat}", send.delivery.edition
            logger.warning("Telegram asks for a pause of %s for %s", pause, words, extra={"edition": edition})
            allowed_at = self._limiter.chats.allowed_at(chat, now)
            return None if allowed_at is None else allowed_at - now
        if outcome.status == UNAUTHORIZED:
            if self._limiter.paused_until is None or self._limiter.paused_until <= now:
                logger.error("Telegram refuses BOT_TOKEN (401): nothing is sent. Set the new token and start again")
            self._limiter.close(now + self._retries.default_pause.total_seconds())
        elif outcome.may_have_arrived and outcome.status is not None and outcome.status < 500:
            self._limiter.answered(chat, sent, now)
        return None
