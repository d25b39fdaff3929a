"""The pace of sending: an even pacer whose slots come from one budget, and a gate that closes when Telegram says so."""

from datetime import datetime, timedelta

# Answers to people are never delayed by the pace, they only push the next slot back: by this much at the most, so that
# a storm of taps cannot stop a push for long.
MOST_ANSWERS_SECONDS = 1.0


class Pace:
    """How fast one process may send unasked, in messages a second over all chats."""

    def __init__(self, rate: float) -> None:
        self._interval = timedelta(seconds=1 / rate)
        self._most_answers = max(1, int(rate * MOST_ANSWERS_SECONDS))
        self._answers = 0
        self._closed_until: datetime | None = None
        # A tenth of a second of sends: small enough that a crash leaves few in doubt, large enough to share a commit.
        self.block = max(1, min(100, round(rate / 10)))

    def answered(self) -> None:
        """Count a message that answered somebody: Telegram's limit is over all messages."""
        self._answers += 1

    def span(self, count: int) -> timedelta:
        """Return the budget that `count` sends take, and the answers given since the last call with them."""
        answers, self._answers = min(self._answers, self._most_answers), 0
        return (count + answers) * self._interval

    def slots(self, start: datetime, count: int) -> list[datetime]:
        """Return the moments of `count` sends whose budget begins at `start`, spread evenly."""
        return [start + index * self._interval for index in range(count)]

    def close(self, until: datetime) -> None:
        """Let nothing through before `until`."""
        if self._closed_until is None or until > self._closed_until:
            self._closed_until = until

    def opens(self, slot: datetime) -> datetime:
        """Return when a send planned for `slot` may leave: then, or when the gate opens."""
        return slot if self._closed_until is None else max(slot, self._closed_until)
