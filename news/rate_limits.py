"""The pace of sending: even slots from one budget, a strict second, and a gate that closes when Telegram says so."""

import math
from collections import OrderedDict, deque
from datetime import datetime, timedelta

# Answers to people are never delayed by the pace, they only push the next slot back: by this much at the most, so that
# a storm of taps cannot stop a push for long.
MOST_ANSWERS_SECONDS = 1.0
# Telegram counts on its own clock: what left a second and this much ago has left that second for sure.
MARGIN_SECONDS = 0.008
WIDEST_MARGIN_SECONDS = 0.1
# After Telegram has asked for a pause, the rate falls to this and climbs back over so many seconds of peace.
FALL = 0.8
SLOWEST = 0.2
RECOVERY_SECONDS = 60.0
SAME_REFUSAL = timedelta(seconds=1)
LARGEST_BLOCK = 500
# Answers that are worth a commit: few, for a crash leaves in doubt what is not written down; at the highest rates what
# comes back in so many seconds.
FEW = 4
FEW_SECONDS = 0.005
# How much may be known and not written down, before sending waits for the database: that is long for a commit.
UNWRITTEN_SECONDS = 0.009
# How much more may be on the way than answers come back for at the usual latency, which is that of the last few: where
# answers stop coming, a push soon stops too, and does not pile up what nobody knows the end of.
SLACK = 1.25
REMEMBERED_ANSWERS = 8
# How much leaves without a look at what has come back meanwhile, when something is to be caught up with.
BURST_SECONDS = 0.006

# One message a second to a person with short bursts, 20 a minute to a group; two below that leave room for answers.
# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
PRIVATE_CHAT_PAUSE = timedelta(seconds=1)
GROUP_PAUSE = timedelta(seconds=60 / 18)


class RateLimiter:
    """How fast one process may send unasked, in messages a second over all chats."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._most_answers = max(1, int(rate * MOST_ANSWERS_SECONDS))
        self._answers = 0
        self.closed_until: datetime | None = None
        self._fallen_at: datetime | None = None
        self._factor = 1.0
        self._margin_seconds = MARGIN_SECONDS
        self._latency_seconds = 0.0
        self._sent: deque[datetime] = deque(maxlen=math.ceil(rate))
        # A tenth of a second of sends: few enough to be given back at a stop, enough to share a commit.
        self.block = max(1, min(LARGEST_BLOCK, round(rate / 10)))
        self.few = max(FEW, min(self.block // 4, round(rate * FEW_SECONDS)))
        self._most_unwritten = max(2 * FEW, min(self.block, round(rate * UNWRITTEN_SECONDS)))
        self.burst = max(1, round(rate * BURST_SECONDS))

    def answered(self) -> None:
        """Count a message that answered somebody: Telegram's limit is over all messages."""
        self._answers += 1

    def span(self, count: int) -> timedelta:
        """Return the budget that `count` sends take, and the answers given since the last call with them."""
        answers, self._answers = min(self._answers, self._most_answers), 0
        return (count + answers) * self._interval

    def slots(self, start: datetime, count: int) -> list[datetime]:
        """Return the moments of `count` sends whose budget begins at `start`, spread evenly."""
        interval = self._interval
        return [start + index * interval for index in range(count)]

    def close(self, until: datetime, now: datetime) -> None:
        """Let nothing through before `until`, and less for a while afterwards.

        What was on the way when the first send was refused is refused with it: that is one refusal, not many.
        """
        if self._fallen_at is None or now >= self._fallen_at:
            self._factor = max(SLOWEST, self._recovered(now) * FALL)
            self._margin_seconds = min(self._margin_seconds * 2, WIDEST_MARGIN_SECONDS)
            self._fallen_at = now + SAME_REFUSAL
        self.closed_until = until if self.closed_until is None else max(self.closed_until, until)
        self._fallen_at = max(self._fallen_at, self.closed_until)

    def opens(self, slot: datetime) -> datetime:
        """Return when a send planned for `slot` may leave: then, when the gate opens, or when the second is over."""
        moment = slot if self.closed_until is None else max(slot, self.closed_until)
        if len(self._sent) == self._sent.maxlen:
            return max(moment, self._sent[0] + timedelta(seconds=1 + self._margin_seconds))
        return moment

    def sent(self, now: datetime) -> None:
        """Remember a send; once a calm minute the margin shrinks and the rate is whole again."""
        self._sent.append(now)
        if self._fallen_at is not None:
            self._factor = self._recovered(now)
            self._fallen_at = max(now, self._fallen_at)
            if self._factor == 1.0:
                self._fallen_at = None
                self._margin_seconds = MARGIN_SECONDS

    def landed(self, latency: timedelta) -> None:
        """Remember how long the answer to a send took; a clock that was put back says nothing."""
        taken = max(latency.total_seconds(), 0.0)
        self._latency_seconds += (taken - self._latency_seconds) / REMEMBERED_ANSWERS

    @property
    def most_in_doubt(self) -> int:
        """How much may be on the way or not written down, which a crash leaves in doubt."""
        return self._most_unwritten + int(self._rate * self._latency_seconds * SLACK)

    @property
    def _interval(self) -> timedelta:
        return timedelta(seconds=1 / (self._rate * self._factor))

    def _recovered(self, now: datetime) -> float:
        if self._fallen_at is None or now <= self._fallen_at:
            return self._factor
        return min(1.0, self._factor + (1 - FALL) * (now - self._fallen_at).total_seconds() / RECOVERY_SECONDS)


class ChatLimiter:
    """How soon the same chat may be written to again; forgets what no longer matters."""

    def __init__(self) -> None:
        # The oldest first. Of a plain dict the first is found by walking past all that were dropped before it.
        self._people: OrderedDict[int, datetime] = OrderedDict()
        self._groups: OrderedDict[int, datetime] = OrderedDict()

    def opens(self, chat_id: int, now: datetime) -> datetime | None:
        """Return when the chat may be written to, None for now."""
        latest, pause = self._kept(chat_id)
        last = latest.get(chat_id)
        if last is None:
            return None
        moment = last + pause
        return moment if moment > now else None

    def sent(self, chat_id: int, now: datetime) -> None:
        """Remember a send, and forget up to two that are too old to matter."""
        latest, pause = self._kept(chat_id)
        latest[chat_id] = now
        latest.move_to_end(chat_id)
        for _ in range(2):
            oldest = next(iter(latest))
            if now - latest[oldest] > pause:
                del latest[oldest]

    def _kept(self, chat_id: int) -> tuple[OrderedDict[int, datetime], timedelta]:
        return (self._people, PRIVATE_CHAT_PAUSE) if chat_id > 0 else (self._groups, GROUP_PAUSE)
