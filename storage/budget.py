"""The send budget that all processes share, and the gate that Telegram closes with a 429."""

from datetime import datetime, timedelta
from typing import Any

from news.ledger import Gate
from storage.times import from_micros, span_micros, to_micros

# A budget that begins later than this was written by a clock that was ahead: claims are undone long before.
MAX_AHEAD = timedelta(seconds=10)
# The longest pause that is believed.
MAX_PAUSE = timedelta(days=1)


class Budget:
    """Implements `news.ports.Budget`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["budget"]

    async def reserve(self, now: datetime, span: timedelta) -> datetime:
        """Take `span` of the budget and return when it begins, not before `now` and not before the gate opens."""
        row = await self._queries.reserve(self._connection, now=to_micros(now), span=span_micros(span))
        start: int = max(row["start"], row["closed_until"] or row["start"])
        return from_micros(start)

    async def gate(self, now: datetime) -> Gate | None:
        """Return the pause that Telegram asked for, None if it is over or nobody asked."""
        row = await self._queries.gate(self._connection)
        if row is None or row["closed_until"] <= to_micros(now):
            return None
        return Gate(from_micros(row["closed_at"]), from_micros(row["closed_until"]))

    async def close(self, now: datetime, until: datetime) -> None:
        """Close the gate until then: Telegram asked for a pause."""
        await self._queries.close(self._connection, now=to_micros(now), until=to_micros(until))

    async def open(self) -> None:
        """Open the gate before its time."""
        await self._queries.open(self._connection)

    async def correct(self, now: datetime) -> bool:
        """Undo what a clock that was ahead has written; whether there was something."""
        corrected = await self._queries.correct(
            self._connection,
            now=to_micros(now),
            latest=to_micros(now + MAX_AHEAD),
            longest=span_micros(MAX_PAUSE),
        )
        return corrected is not None
