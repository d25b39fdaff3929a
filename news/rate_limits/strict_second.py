"""The strict second: no second of the receiver's clock holds more messages than allowed, though the network stalls.

The receiver counts a message when it arrives, and the sender knows only when it left and when its answer came. A
message whose answer was late may have arrived late, together with later ones. So it counts for that much longer.
"""

from collections import deque
from dataclasses import dataclass

SECOND = 1.0
# A delay longer than so many margins (100 ms without a refusal) is Telegram's time to handle a message, which follows
# its arrival.
MAX_DELAY_MARGINS = 20
# The usual latency falls quickly to a shorter one, and rises slowly, so that a stall does not become usual.
_FALL, _RISE = 1 / 8, 1 / 64


@dataclass(slots=True, eq=False)
class SentMessage:
    """A message, or an album of `count`, that left at `left_at`, which may be corrected until it is answered.

    `delay` is how much later than usual it was answered, None while it is in flight.
    """

    left_at: float
    count: int
    delay: float | None = None


class StrictSecond:
    """The sends that may still count in the receiver's present second."""

    def __init__(self) -> None:
        self._sent: deque[SentMessage] = deque()
        self._count = 0
        self._latency: float | None = None

    def record(self, now: float, count: int, margin: float) -> SentMessage:
        """Record that `count` messages leave now, and forget those that have left the second."""
        while self._sent and self._sent[0].left_at < now - SECOND and self._leaves_at(self._sent[0], margin) <= now:
            self._count -= self._sent.popleft().count
        sent = SentMessage(now, count)
        self._sent.append(sent)
        self._count += count
        return sent

    def record_answer(self, sent: SentMessage, now: float) -> None:
        """Record that a send was answered, however."""
        latency = max(now - sent.left_at, 0.0)
        if self._latency is None:
            self._latency = latency
        sent.delay = max(latency - self._latency, 0.0)
        self._latency += (latency - self._latency) * (_FALL if latency < self._latency else _RISE)

    def free_at(self, limit: int, count: int, margin: float) -> float | None:
        """Return when `count` messages more are within `limit`; None if they are already.

        More than `limit` messages at once may leave when all others have left the second.
        """
        excess, free_at = self._count + count - limit, None
        if excess <= 0:
            return None
        for sent in self._sent:
            if excess <= 0:
                break
            excess -= sent.count
            free_at = max(free_at or 0.0, self._leaves_at(sent, margin))
        return free_at

    def _leaves_at(self, sent: SentMessage, margin: float) -> float:
        """Return when a send has left the second. One that was not answered yet is delayed until then, at least."""
        delay = max(SECOND - (self._latency or 0.0), 0.0) if sent.delay is None else sent.delay
        return sent.left_at + SECOND + margin + min(delay, margin * MAX_DELAY_MARGINS)
