"""Whom a reader ignores."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.answers import Ignored
from storage.numbers import MAX_INT64, clamp
from storage.times import to_micros


class Ignores:
    """Implements `news.ports.Ignores`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["ignores"]

    async def add(self, reader_id: int, ignored_id: int, at: datetime) -> int:
        """Ignore somebody, and return the id of the entry, also of one that was there."""
        pair = {"reader_id": reader_id, "ignored_id": ignored_id}
        await self._queries.add(self._connection, **pair, at=to_micros(at))
        entry: int = await self._queries.find(self._connection, **pair)
        return entry

    async def remove(self, reader_id: int, entry: int) -> None:
        """Delete an entry of this reader's."""
        await self._queries.remove(self._connection, reader_id=reader_id, id=clamp(entry))

    async def count(self, reader_id: int) -> int:
        """Return how many the reader ignores."""
        count: int = await self._queries.count(self._connection, reader_id=reader_id)
        return count

    async def of(self, reader_id: int) -> frozenset[int]:
        """Return the Telegram ids of all whom the reader ignores."""
        rows = self._queries.of(self._connection, reader_id=reader_id)
        return frozenset([row["ignored_id"] async for row in rows])

    async def page(self, reader_id: int, before: int | None, limit: int) -> Sequence[Ignored]:
        """Return up to `limit` entries with smaller ids, the largest first; None starts at the latest."""
        below = MAX_INT64 if before is None else clamp(before)
        rows = self._queries.page(self._connection, reader_id=reader_id, before=below, limit=limit)
        return [Ignored(row["id"], row["name"]) async for row in rows]
