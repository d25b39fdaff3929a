"""The articles that persons have saved for themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import Headline
from storage.headlines import headline_of
from storage.numbers import clamp
from storage.times import to_micros


class Bookmarks:
    """Implements `news.ports.Bookmarks`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["bookmarks"]

    async def add(self, reader_id: int, article: int, at: datetime) -> bool:
        """Save an article; False if it was saved before."""
        added = await self._queries.add(self._connection, reader_id=reader_id, article=clamp(article), at=to_micros(at))
        return added is not None

    async def remove(self, reader_id: int, article: int) -> bool:
        """Save an article no more; False if it was not saved."""
        removed = await self._queries.remove(self._connection, reader_id=reader_id, article=clamp(article))
        return removed is not None

    async def count(self, reader_id: int) -> int:
        """Return how many articles a person has saved, withdrawn ones too."""
        count: int = await self._queries.count(self._connection, reader_id=reader_id)
        return count

    async def page(self, reader_id: int, skipped: int, limit: int) -> Sequence[Headline]:
        """Return up to `limit` saved articles that are published, the one saved last first, without the first ones."""
        rows = self._queries.page(self._connection, reader_id=reader_id, skipped=skipped, limit=limit)
        return [headline_of(row) async for row in rows]
