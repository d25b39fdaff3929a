"""The recorded calls of the bot, and their number per second."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from emulator.json_types import Json

MAX_CALLS = 50_000


@dataclass
class Call:
    """One request. `at` is the time of arrival in seconds of the monotonic clock; `code` is the HTTP status.

    `parameters` have their own types if the request was valid, otherwise they are as received. The code is 0 while the
    call is being answered, and if its connection was dropped.
    """

    method: str
    parameters: Json
    at: float
    code: int = 0


class Calls(deque[Call]):
    """The last 50,000 calls, the oldest first."""

    def __init__(self, stopwatch: Callable[[], float] = monotonic) -> None:
        super().__init__(maxlen=MAX_CALLS)
        self._stopwatch = stopwatch

    def record(self, method: str, parameters: Json) -> Call:
        """Record a call and return it."""
        call = Call(method, parameters, self._stopwatch())
        self.append(call)
        return call

    def of(self, *methods: str) -> list[Call]:
        """The calls of these methods."""
        return [call for call in self if call.method in methods]

    def per_second(self, method: str) -> Counter[int]:
        """The number of calls of a method in each whole second of the clock."""
        return Counter(int(call.at) for call in self.of(method))

    def worst_window(self, seconds: float = 1.0) -> int:
        """The maximum number of messages sent in any window of this many seconds; an album is as many as its items."""
        window: deque[float] = deque()
        worst = 0
        for call in self:
            if is_sending(call.method):
                window.extend([call.at] * _messages(call))
                while window[0] <= call.at - seconds:
                    window.popleft()
                worst = max(worst, len(window))
        return worst


def _messages(call: Call) -> int:
    items = call.parameters.get("media")
    return len(items) if isinstance(items, list) and items else 1


def is_sending(method: str) -> bool:
    """Whether the method sends a message, and so counts for Telegram's rate limits."""
    return method.startswith("send") and method != "sendChatAction"
