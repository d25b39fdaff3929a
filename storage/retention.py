"""Deleting what has been kept long enough, block by block."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ledger import DeliveryState
from storage.times import to_micros

_COUNTED = ("sent", "gone", "failed", "expired", "cancelled")


class Retention:
    """Implements `news.ports.privacy.Retention`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["retention"]
        self._editions = queries["editions"]

    async def waiting(self, before: datetime, limit: int) -> Sequence[int]:
        """Return comments that have waited for a moderator since before then, the longest first."""
        rows = self._queries.waiting_cases(self._connection, before=to_micros(before), limit=limit)
        return [row["comment"] async for row in rows]

    async def empty_ended(self, before: datetime, limit: int) -> int:
        """Empty comments that were removed or rejected before then."""
        return await self._count(self._queries.empty_ended, before=to_micros(before), limit=limit)

    async def delete_cases(self, before: datetime, limit: int) -> int:
        """Delete cases that were closed before then."""
        return await self._count(self._queries.delete_cases, before=to_micros(before), limit=limit)

    async def delete_complaints(self, before: datetime, limit: int) -> int:
        """Delete complaints that were settled before then."""
        return await self._count(self._queries.delete_complaints, before=to_micros(before), limit=limit)

    async def delete_appeals(self, before: datetime, limit: int) -> int:
        """Delete appeals that were made before then."""
        return await self._count(self._queries.delete_appeals, before=to_micros(before), limit=limit)

    async def delete_verdicts(self, before: datetime, limit: int) -> int:
        """Delete verdicts that were given before then."""
        return await self._count(self._queries.delete_verdicts, before=to_micros(before), limit=limit)

    async def delete_dialogues(self, before: datetime, limit: int) -> int:
        """Delete dialogues that nobody has gone on with since then."""
        return await self._count(self._queries.delete_dialogues, before=to_micros(before), limit=limit)

    async def delete_nameless(self, now: datetime, limit: int) -> int:
        """Delete persons of whom only a ban or a silence was left that is over by now."""
        return await self._count(self._queries.delete_nameless, now=to_micros(now), limit=limit)

    async def delete_marks(self, before: datetime, limit: int) -> int:
        """Delete from the ledger the places of persons who were forgotten before then; their deliveries are counted."""
        rows = self._queries.forgotten_places(self._connection, before=to_micros(before), limit=limit)
        places = [row["id"] async for row in rows]
        for place in places:
            await self._fold(place)
            await self._queries.delete_place(self._connection, place=place)
        return len(places)

    async def _fold(self, place: int) -> None:
        """Delete the deliveries of a place, and count them with their editions."""
        deliveries = [row async for row in self._queries.deliveries_of(self._connection, place=place)]
        for delivery in deliveries:
            states = Counter({DeliveryState(delivery["state"]).value: 1})
            counts = {state: states[state] for state in _COUNTED}
            await self._editions.fold(self._connection, id=delivery["edition_id"], **counts, unknowns=0, folded=0)
        keys = [{"edition_id": delivery["edition_id"], "place": place} for delivery in deliveries]
        await self._queries.delete_delivery(self._connection, keys)

    async def _count(self, query: Any, **parameters: int) -> int:
        return len([row async for row in query(self._connection, **parameters)])
