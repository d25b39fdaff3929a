"""Rate limits: the budget over all chats with its backoff after a 429, and the pause between messages to one chat."""

import math
from collections import OrderedDict, deque
from datetime import datetime, timedelta

# Answers to people are never delayed. They only move the next slot back, by at most this much, so that many taps at
# once cannot stop a push for long.
MAX_ANSWERS_SECONDS = 1.0
# Telegram counts on its own clock: a send that left one second and this margin ago has left Telegram's second for sure.
MARGIN_SECONDS = 0.008
MAX_MARGIN_SECONDS = 0.1
# After a 429 the rate is multiplied by this factor. It returns to the full rate over the recovery time.
BACKOFF_FACTOR = 0.8
MIN_FACTOR = 0.2
RECOVERY_SECONDS = 60.0
SAME_REFUSAL = timedelta(seconds=1)

# One message a second to a person with short bursts, 20 a minute to a group; two below that leave room for answers.
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PRIVATE_CHAT_PAUSE = timedelta(seconds=1)
GROUP_PAUSE = timedelta(seconds=60 / 18)


class RateLimiter:
    """Limits the deliveries of one process over all chats: even slots, the strict second, backoff after a 429.

    `rate` is in messages a second. `paused_until` is the end of the last pause that Telegram asked for.
    """

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.paused_until: datetime | None = None
        self._max_answers = max(1, int(rate * MAX_ANSWERS_SECONDS))
        self._answers = 0
        self._backoff_at: datetime | None = None
        self._factor = 1.0
        self._margin_seconds = MARGIN_SECONDS
        self._sent: deque[datetime] = deque(maxlen=math.ceil(rate))

    def count_answer(self) -> None:
        """Count an answer to a person: Telegram's limit is over all messages."""
        self._answers += 1

    def take_span(self, count: int) -> timedelta:
        """Return the budget that `count` sends take, plus the budget of the answers since the last call."""
        answers, self._answers = min(self._answers, self._max_answers), 0
        return (count + answers) * self._interval

    def slots(self, start: datetime, count: int) -> list[datetime]:
        """Return the times of `count` sends whose budget begins at `start`, evenly spread."""
        interval = self._interval
        return [start + index * interval for index in range(count)]

    def pause(self, until: datetime, now: datetime) -> None:
        """Allow no send before `until`, and reduce the rate afterwards.

        Sends in flight when the first one was refused are refused too. That counts as one refusal.
        """
        if self._backoff_at is None or now >= self._backoff_at:
            self._factor = max(MIN_FACTOR, self._recovered(now) * BACKOFF_FACTOR)
            self._margin_seconds = min(self._margin_seconds * 2, MAX_MARGIN_SECONDS)
            self._backoff_at = now + SAME_REFUSAL
        self.paused_until = until if self.paused_until is None else max(self.paused_until, until)
        self._backoff_at = max(self._backoff_at, self.paused_until)

    def allowed_at(self, slot: datetime) -> datetime:
        """Return when a send planned for `slot` may leave: at its slot, after the pause, and after a full second."""
        moment = slot if self.paused_until is None else max(slot, self.paused_until)
        if len(self._sent) == self._sent.maxlen:
            return max(moment, self._sent[0] + timedelta(seconds=1 + self._margin_seconds))
        return moment

    def record_send(self, now: datetime) -> None:
        """Record a send. After the recovery time without a 429 the rate and the margin are back to normal."""
        self._sent.append(now)
        if self._backoff_at is not None:
            self._factor = self._recovered(now)
            self._backoff_at = max(now, self._backoff_at)
            if self._factor == 1.0:
                self._backoff_at = None
                self._margin_seconds = MARGIN_SECONDS

    @property
    def _interval(self) -> timedelta:
        return timedelta(seconds=1 / (self.rate * self._factor))

    def _recovered(self, now: datetime) -> float:
        if self._backoff_at is None or now <= self._backoff_at:
            return self._factor
        calm_seconds = (now - self._backoff_at).total_seconds()
        return min(1.0, self._factor + (1 - BACKOFF_FACTOR) * calm_seconds / RECOVERY_SECONDS)


class ChatLimiter:
    """Limits how often one chat gets a delivery. Sends older than the chat's pause are forgotten."""

    def __init__(self) -> None:
        # Oldest first. An OrderedDict, because finding the first key of a plain dict walks past the deleted ones.
        self._people: OrderedDict[int, datetime] = OrderedDict()
        self._groups: OrderedDict[int, datetime] = OrderedDict()

    def allowed_at(self, chat_id: int, now: datetime) -> datetime | None:
        """Return when the chat may get the next message, None for now."""
        latest, pause = self._sends(chat_id)
        last = latest.get(chat_id)
        if last is None:
            return None
        moment = last + pause
        return moment if moment > now else None

    def record_send(self, chat_id: int, now: datetime) -> None:
        """Record a send, and forget up to two sends that are older than the pause."""
        latest, pause = self._sends(chat_id)
        latest[chat_id] = now
        latest.move_to_end(chat_id)
        for _ in range(2):
            oldest = next(iter(latest))
            if now - latest[oldest] > pause:
                del latest[oldest]

    def _sends(self, chat_id: int) -> tuple[OrderedDict[int, datetime], timedelta]:
        return (self._people, PRIVATE_CHAT_PAUSE) if chat_id > 0 else (self._groups, GROUP_PAUSE)
