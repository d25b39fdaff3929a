"""The backlog as monitoring shows it; cheap enough to be read every few seconds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.times import from_micros, to_micros

MAX_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much work waits. Counts stop at `MAX_COUNTED`; the lag is in seconds, 0 if no delivery waits.

    `oldest_pending` is the first update that is not handled, and when it was stored.
    """

    pending: int
    dead: int
    open_deliveries: int
    push_lag: float
    oldest_pending: tuple[int, datetime] | None = None


class Metrics:
    """Bounded queries of the inbox and the deliveries."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["metrics"]

    async def read(self, now: datetime) -> Backlog:
        """Return the present backlog; each number is exact at some moment of the call, not all at the same."""
        pending = await self._queries.pending(self._connection, limit=MAX_COUNTED)
        dead = await self._queries.dead(self._connection, limit=MAX_COUNTED)
        open_deliveries = await self._queries.open_deliveries(self._connection, limit=MAX_COUNTED)
        oldest = await self._queries.oldest_due(self._connection, now=to_micros(now))
        due = from_micros(oldest)
        lag = 0.0 if due is None else max(0.0, (now - due).total_seconds())
        row = await self._queries.oldest_pending(self._connection)
        pending_since = None if row is None else (row["update_id"], from_micros(row["stored_at"]))
        return Backlog(pending, dead, open_deliveries, lag, pending_since)
