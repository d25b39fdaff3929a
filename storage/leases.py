"""Named leases: what only one of all processes on the database may do at a time, as polling."""

from datetime import datetime, timedelta
from typing import Any

from storage.times import from_micros, to_micros


class Leases:
    """A lease belongs to its holder until it runs out; whoever dies gives it up by no longer prolonging it.

    Times come from the processes' own clocks, so these must agree to a few seconds.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["leases"]

    async def acquire(self, name: str, holder: str, now: datetime, lease: timedelta) -> bool:
        """Take a lease, or prolong one's own, until `now + lease`; False while somebody else holds it."""
        until = to_micros(now + lease)
        taken = await self._queries.acquire(self._connection, name=name, holder=holder, now=to_micros(now), until=until)
        return taken is not None

    async def get(self, name: str) -> tuple[str, datetime] | None:
        """Return who holds a lease and until when, also when it has run out; None when nobody does."""
        row = await self._queries.get(self._connection, name=name)
        return None if row is None else (row["holder"], from_micros(row["until"]))

    async def release(self, name: str, holder: str) -> None:
        """End one's own lease before its time."""
        await self._queries.release(self._connection, name=name, holder=holder)

    async def release_all(self) -> None:
        """End every lease. Only for a process that knows that no other serves this database."""
        await self._queries.release_all(self._connection)
