"""The counters of the sink, on one monotonic clock: messages, taps on a button, and the answers to them."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

WINDOW_SECONDS = 1.0
FIRST_UPDATE = 1_000_000
FIRST_CHAT = 10_000
MAX_BATCH = 100


@dataclass(frozen=True, slots=True)
class SinkSettings:
    """The behaviour of the sink until the next reset.

    `latency` is the delay of every answer, in seconds. `limit` is the maximum number of messages in any second, 0 for
    no limit. `stall_every` seconds on average the sink stands still for 30 to 60 ms, as a network does; 0 for never.
    `taps` people press a button with the callback data `press`, `taps_per_second`; 0 means all at once.
    """

    latency: float = 0.0
    limit: int = 0
    stall_every: float = 0.0
    taps: int = 0
    taps_per_second: float = 0.0
    press: str = ""


@dataclass(frozen=True, slots=True)
class SinkReport:
    """All counters. Times are on the monotonic clock, which all processes of a machine share.

    Messages: `count`, the time of the `first`, `seconds` from the first to the last, the maximum in any window of one
    second (`fullest_second`), and how many were `refused`.
    Taps: `answered` by an edited message, `answering_seconds` from the first tap to the last such answer; `answers` are
    the seconds from a tap to the edited message, `ends` to answerCallbackQuery, both ascending.
    """

    count: int
    first: float
    seconds: float
    fullest_second: int
    refused: int
    answered: int
    answering_seconds: float
    answers: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Messages a second. The first message starts the clock and is not counted."""
        return (self.count - 1) / self.seconds

    @property
    def answering_rate(self) -> float:
        """Taps answered a second."""
        return self.answered / self.answering_seconds


class Messages:
    """The times of the messages, and the limit per second."""

    def __init__(self, limit: int = 0) -> None:
        self._limit = limit
        self._window: deque[float] = deque()
        self.times: list[float] = []
        self.refused = 0

    def take(self, at: float) -> bool:
        """Record a message; False, and not recorded, if the second that ends now already has `limit` messages."""
        if self._limit:
            while self._window and at - self._window[0] >= WINDOW_SECONDS:
                self._window.popleft()
            if len(self._window) >= self._limit:
                self.refused += 1
                return False
            self._window.append(at)
        self.times.append(at)
        return True


class Taps:
    """People who press a button once each, in the order of their chat ids, and the times of the answers."""

    def __init__(self, count: int = 0, per_second: float = 0.0) -> None:
        self._count = count
        self._per_second = per_second
        self._begun: float | None = None
        self._confirmed = 0
        self._edited: dict[int, float] = {}
        self._ended: dict[int, float] = {}

    def begin(self, at: float) -> None:
        """Start the taps at the first getUpdates; later calls change nothing."""
        if self._begun is None:
            self._begun = at

    def batch(self, offset: int, at: float) -> range:
        """Return the taps, counted from 0, that getUpdates with this `offset` returns now."""
        self._confirmed = max(self._confirmed, offset - FIRST_UPDATE)
        return range(self._confirmed, min(self._pressed(at), self._confirmed + MAX_BATCH))

    def next_at(self, at: float) -> float | None:
        """Return the time of the next tap, None after the last."""
        pressed = self._pressed(at)
        return None if self._begun is None or pressed == self._count else self._pressed_at(pressed)

    def edited(self, chat: int, at: float) -> None:
        """Record that the chat's message was edited; only the first edit counts."""
        self._edited.setdefault(chat - FIRST_CHAT, at)

    def ended(self, chat: int, at: float) -> None:
        """Record an answerCallbackQuery; only the first one of a chat counts."""
        self._ended.setdefault(chat - FIRST_CHAT, at)

    @property
    def answered(self) -> int:
        """How many taps have both answers: the edited message and answerCallbackQuery."""
        return min(len(self._edited), len(self._ended))

    @property
    def answering_seconds(self) -> float:
        """Seconds from the first tap to the last edited message."""
        return max(self._edited.values()) - (self._begun or 0.0) if self._edited else 0.0

    def waits(self, *, ends: bool = False) -> list[float]:
        """Return the seconds from each tap to the edited message, or to answerCallbackQuery; ascending."""
        times = self._ended if ends else self._edited
        return sorted(at - self._pressed_at(number) for number, at in times.items())

    def _pressed(self, at: float) -> int:
        if self._begun is None:
            return 0
        return min(self._count, int((at - self._begun) * self._per_second) + 1 if self._per_second else self._count)

    def _pressed_at(self, number: int) -> float:
        return (self._begun or 0.0) + (number / self._per_second if self._per_second else 0.0)


def report(messages: Messages, taps: Taps) -> SinkReport:
    """Return all counters up to now."""
    times = messages.times
    return SinkReport(
        count=len(times),
        first=times[0] if times else 0.0,
        seconds=times[-1] - times[0] if times else 0.0,
        fullest_second=max_in_window(times),
        refused=messages.refused,
        answered=taps.answered,
        answering_seconds=taps.answering_seconds,
        answers=taps.waits(),
        ends=taps.waits(ends=True),
    )


def max_in_window(arrivals: Sequence[float]) -> int:
    """Return the maximum number of arrivals in any window of one second."""
    highest = first = 0
    for last, at in enumerate(arrivals):
        while at - arrivals[first] >= WINDOW_SECONDS:
            first += 1
        highest = max(highest, last - first + 1)
    return highest


def percentile(values: Sequence[float], share: float) -> float:
    """Return the percentile of ascending values; `share` is between 0 and 1."""
    return values[max(0, -(-len(values) * round(share * 1000) // 1000) - 1)]
