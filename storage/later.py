"""The articles that persons have put aside for an evening."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from storage.numbers import clamp
from storage.times import to_micros


class Later:
    """Implements `news.ports.Later`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["later"]

    async def add(self, reader_id: int, article: int, at: datetime, due_at: datetime) -> bool:
        """Put an article aside until then; False if it is aside already."""
        times = {"at": to_micros(at), "due_at": to_micros(due_at)}
        added = await self._queries.add(self._connection, reader_id=reader_id, article=clamp(article), **times)
        return added is not None

    async def remove(self, reader_id: int, article: int) -> bool:
        """Put an article aside no more; False if it was not."""
        removed = await self._queries.remove(self._connection, reader_id=reader_id, article=clamp(article))
        return removed is not None

    async def count(self, reader_id: int) -> int:
        """Return how many articles a person has put aside."""
        count: int = await self._queries.count(self._connection, reader_id=reader_id)
        return count

    async def move(self, reader_id: int, now: datetime, due_at: datetime) -> None:
        """Let everything that a person has put aside, and that is not due yet, be due at another time."""
        times = {"now": to_micros(now), "due_at": to_micros(due_at)}
        await self._queries.move(self._connection, reader_id=reader_id, **times)

    async def has_due(self, now: datetime) -> bool:
        """Whether something is due."""
        return await self._queries.has_due(self._connection, now=to_micros(now)) is not None

    async def take(self, now: datetime, limit: int) -> Mapping[int, Sequence[int]]:
        """Delete what is due of up to `limit` persons; return the articles of each, the newest number first."""
        taken = defaultdict[int, list[int]](list)
        async for row in self._queries.take(self._connection, now=to_micros(now), limit=limit):
            taken[row["reader_id"]].append(row["article"])
        return {reader: sorted(articles, reverse=True) for reader, articles in sorted(taken.items())}

    async def correct_due(self, now: datetime, latest: datetime) -> None:
        """Let be due now what is due after `latest`: a clock that was ahead has put it off."""
        await self._queries.correct_due(self._connection, now=to_micros(now), latest=to_micros(latest))
