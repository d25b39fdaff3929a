"""What an operator's monitoring wants to know, cheap enough to be asked every few seconds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.times import from_micros

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Readings:
    """The state of the work; counts stop at `MOST_COUNTED`, the lag is in seconds."""

    pending: int
    dead: int
    open_deliveries: int
    push_lag: float


class Metrics:
    """Bounded questions about the inbox and the ledger."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["metrics"]

    async def read(self, now: datetime) -> Readings:
        """Return what there is now; each number is exact at some moment of the call, not all at the same."""
        pending = await self._queries.pending(self._connection, limit=MOST_COUNTED)
        dead = await self._queries.dead(self._connection, limit=MOST_COUNTED)
        open_deliveries = await self._queries.open_deliveries(self._connection, limit=MOST_COUNTED)
        oldest = await self._queries.oldest_due(self._connection)
        due = from_micros(oldest)
        lag = 0.0 if due is None else max(0.0, (now - due).total_seconds())
        return Readings(pending, dead, open_deliveries, lag)
