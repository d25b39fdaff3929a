"""What the sink notes and counts, all of it on one clock: messages, presses of buttons, and what answered them."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

WINDOW_SECONDS = 1.0
FIRST_UPDATE = 1_000_000
FIRST_CHAT = 10_000
LARGEST_BATCH = 100


@dataclass(frozen=True, slots=True)
class Order:
    """How the sink is to behave until it is told otherwise.

    `latency` is how many seconds an answer takes; `limit` how many messages a strict second takes, 0 for any number;
    `taps` how many people press `press`, the callback data of a button, `taps_per_second` how fast: 0 is all at once.
    """

    latency: float = 0.0
    limit: int = 0
    taps: int = 0
    taps_per_second: float = 0.0
    press: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What arrived; moments are on the monotonic clock, which all processes of a machine share.

    Of messages: how many, when the first, from it to the last how long, the fullest second of all, how many refused.
    Of presses: how many were answered by an edited message, from the first press to the last such answer how long; how
    long an answer took, and the end of the button's progress (`ends`), in seconds from the press, ascending.
    """

    count: int
    first: float
    seconds: float
    worst: int
    refused: int
    answered: int
    answering_seconds: float
    answers: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Messages a second; the first marks the beginning."""
        return (self.count - 1) / self.seconds

    @property
    def answering_rate(self) -> float:
        """Presses answered a second."""
        return self.answered / self.answering_seconds


class Messages:
    """When messages arrived, and whether one more may."""

    def __init__(self, limit: int = 0) -> None:
        self._limit = limit
        self._window: deque[float] = deque()
        self.times: list[float] = []
        self.refused = 0

    def take(self, at: float) -> bool:
        """Note one; False where the second that ends now is full already, and then it has not arrived."""
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
    """People who press a button once each, in the order of their chats, and when they were answered."""

    def __init__(self, count: int = 0, per_second: float = 0.0) -> None:
        self._count = count
        self._per_second = per_second
        self._begun: float | None = None
        self._confirmed = 0
        self._edited: dict[int, float] = {}
        self._ended: dict[int, float] = {}

    def begin(self, at: float) -> None:
        """Let the first press now, if nobody has yet: somebody has asked for updates."""
        if self._begun is None:
            self._begun = at

    def batch(self, offset: int, at: float) -> range:
        """Return which presses, counted from 0, an asker for updates from `offset` on gets now."""
        self._confirmed = max(self._confirmed, offset - FIRST_UPDATE)
        return range(self._confirmed, min(self._pressed(at), self._confirmed + LARGEST_BATCH))

    def next_at(self, at: float) -> float | None:
        """Return when the next will press, None when all have."""
        pressed = self._pressed(at)
        return None if self._begun is None or pressed == self._count else self._pressed_at(pressed)

    def edited(self, chat: int, at: float) -> None:
        """Note that a chat's message was edited; the first time counts."""
        self._edited.setdefault(chat - FIRST_CHAT, at)

    def ended(self, chat: int, at: float) -> None:
        """Note that a button's progress was ended."""
        self._ended.setdefault(chat - FIRST_CHAT, at)

    @property
    def answered(self) -> int:
        """How many were answered altogether: message and button."""
        return min(len(self._edited), len(self._ended))

    @property
    def answering_seconds(self) -> float:
        """From the first press to the last edited message."""
        return max(self._edited.values()) - (self._begun or 0.0) if self._edited else 0.0

    def waits(self, *, ends: bool = False) -> list[float]:
        """Return how long answers took, ascending."""
        times = self._ended if ends else self._edited
        return sorted(at - self._pressed_at(number) for number, at in times.items())

    def _pressed(self, at: float) -> int:
        if self._begun is None:
            return 0
        return min(self._count, int((at - self._begun) * self._per_second) + 1 if self._per_second else self._count)

    def _pressed_at(self, number: int) -> float:
        return (self._begun or 0.0) + (number / self._per_second if self._per_second else 0.0)


def report(messages: Messages, taps: Taps) -> Report:
    """Return what has arrived up to now."""
    times = messages.times
    return Report(
        count=len(times),
        first=times[0] if times else 0.0,
        seconds=times[-1] - times[0] if times else 0.0,
        worst=worst_window(times),
        refused=messages.refused,
        answered=taps.answered,
        answering_seconds=taps.answering_seconds,
        answers=taps.waits(),
        ends=taps.waits(ends=True),
    )


def worst_window(arrivals: Sequence[float]) -> int:
    """Return the most arrivals that any window of a second holds, wherever it begins."""
    worst = first = 0
    for last, at in enumerate(arrivals):
        while at - arrivals[first] >= WINDOW_SECONDS:
            first += 1
        worst = max(worst, last - first + 1)
    return worst


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that this share (0 to 1) of ascending values does not exceed."""
    return values[max(0, -(-len(values) * round(share * 1000) // 1000) - 1)]
