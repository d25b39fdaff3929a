"""Named leases: each permits one of the processes on the database to do a job, as polling."""

from datetime import datetime, timedelta
from typing import Any

from storage.times import from_micros, to_micros


class Leases:
    """A lease is valid until it expires; a process that dies loses its leases because it no longer extends them.

    Times come from the clocks of the processes, which must agree to a few seconds.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["leases"]

    async def acquire(self, name: str, holder: str, now: datetime, lease: timedelta) -> bool:
        """Take a lease, or extend the holder's own, until `now + lease`; False while another holder's is valid."""
        until = to_micros(now + lease)
        taken = await self._queries.acquire(self._connection, name=name, holder=holder, now=to_micros(now), until=until)
        return taken is not None

    async def get(self, name: str) -> tuple[str, datetime] | None:
        """Return a lease's holder and end, also of an expired one; None if there is no such lease."""
        row = await self._queries.get(self._connection, name=name)
        return None if row is None else (row["holder"], from_micros(row["until"]))

    async def release(self, name: str, holder: str) -> None:
        """End the holder's lease."""
        await self._queries.release(self._connection, name=name, holder=holder)

    async def release_all(self) -> None:
        """End every lease. Only for a process that knows that no other process serves this database."""
        await self._queries.release_all(self._connection)
