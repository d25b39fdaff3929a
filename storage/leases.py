"""Named leases: each permits one of the processes on the database to do a job, as polling."""

from datetime import datetime, timedelta
from typing import Any

from storage.times import from_micros, to_micros


class Leases:
    """A lease is valid until it expires; a process that dies loses its leases because it no longer extends them.

    Times come from the clock that the processes share: see docs/decisions/0024.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["leases"]

    async def acquire(
        self, name: str, holder: str, now: datetime, lease: timedelta, *, released_only: bool = False
    ) -> bool:
        """Take a lease, or extend the holder's own, until `now + lease`; False while another holder's is valid.

        With `released_only`, a lease counts as valid until it is released, although it has expired: after the clock was
        set, that says nothing about its holder.
        """
        expired_by, until = 0 if released_only else to_micros(now), to_micros(now + lease)
        taken = await self._queries.acquire(
            self._connection, name=name, holder=holder, expired_by=expired_by, until=until
        )
        return taken is not None

    async def correct(self, name: str, latest: datetime) -> bool:
        """Let a lease end at `latest`, the latest possible, if it ends later; return whether it did.

        Only a clock that was fast can have written such a time. The holder has the time to renew its lease.
        """
        return await self._queries.correct(self._connection, name=name, latest=to_micros(latest)) is not None

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
