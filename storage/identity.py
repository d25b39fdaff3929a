"""The database's memory of where it was last served from: a copy of it is noticed by that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.identity import Identity
from storage.times import to_micros

# The fingerprint of a database that `vestnik restore` has put in its place: no file and no table has it.
RESTORED = "restored"
STORE_FINGERPRINT = "UPDATE identity SET fingerprint = ? WHERE id = 1"


class Identities:
    """Implements `news.ports.identity.Identities`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["identity"]

    async def stored(self) -> Identity:
        """Return the identity that the database last had; its fingerprint is empty before it was first served."""
        row = await self._queries.stored(self._connection)
        return Identity(row["fingerprint"], row["beat"])

    async def replace(self, old: str, new: str) -> bool:
        """Store the fingerprint from which the database is served now; False if it is not the old one any more."""
        return await self._queries.replace(self._connection, old=old, new=new) is not None

    async def beat(self) -> int:
        """Count one more beat and return its number."""
        number: int = await self._queries.beat(self._connection)
        return number

    async def hold_unfinished(self, at: datetime) -> Sequence[int]:
        """Pause every unfinished push, end every unfinished notice; return the ids of the paused.

        What waits for digests is forgotten: it may have been sent since the copy was made.
        """
        await self._queries.forget_waiting(self._connection)
        held = sorted([row["id"] async for row in self._queries.hold_pushes(self._connection)])
        ended = sorted([row["id"] async for row in self._queries.stop_unlisted(self._connection)])
        for edition in sorted([*held, *ended]):
            await self._queries.requeue(self._connection, edition_id=edition, at=to_micros(at))
        await self._queries.forget_later(self._connection)
        return held
