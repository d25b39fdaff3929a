"""The calls the bot made, and how many of them fell into one second."""

from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from emulator.wire import Json

REMEMBERED = 50_000


@dataclass
class Call:
    """One request as it arrived. `at` is in seconds of a clock that only runs forward; `code` is what was answered.

    `parameters` are in their own types where the request was well-formed, and as they came where it was not. A call
    that is still being answered, or whose connection was dropped, has the code 0.
    """

    method: str
    parameters: Json
    at: float
    code: int = 0


class Calls(deque[Call]):
    """The last calls, the oldest first."""

    def __init__(self, stopwatch: Callable[[], float] = monotonic) -> None:
        super().__init__(maxlen=REMEMBERED)
        self._stopwatch = stopwatch

    def record(self, method: str, parameters: Json) -> Call:
        """A call has arrived."""
        call = Call(method, parameters, self._stopwatch())
        self.append(call)
        return call

    def of(self, *methods: str) -> list[Call]:
        """The calls of these methods."""
        return [call for call in self if call.method in methods]

    def per_second(self, method: str) -> Counter[int]:
        """How many calls of a method fell into each whole second."""
        return Counter(int(call.at) for call in self.of(method))

    def worst_window(self, seconds: float = 1.0) -> int:
        """The most messages sent within any span of so many seconds, wherever it begins."""
        window: deque[float] = deque()
        worst = 0
        for call in self:
            if is_sending(call.method):
                window.append(call.at)
                while window[0] <= call.at - seconds:
                    window.popleft()
                worst = max(worst, len(window))
        return worst


def is_sending(method: str) -> bool:
    """Whether a method puts a message in a chat, as Telegram's limits count."""
    return method.startswith("send") and method != "sendChatAction"
