"""Likes of comments."""

from datetime import datetime
from typing import Any

from storage.numbers import clamp
from storage.times import to_micros


class Likes:
    """Implements `news.ports.threads.Likes`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["likes"]

    async def add(self, comment_id: int, reader_id: int, at: datetime) -> bool:
        """Store a like, and count it; False if the person has given it already."""
        like = {"comment": clamp(comment_id), "reader_id": reader_id, "at": to_micros(at)}
        return await self._count(await self._queries.add(self._connection, **like), 1)

    async def remove(self, comment_id: int, reader_id: int) -> bool:
        """Take a like back, and count that; False if there is none."""
        like = {"comment": clamp(comment_id), "reader_id": reader_id}
        return await self._count(await self._queries.remove(self._connection, **like), -1)

    async def has(self, comment_id: int, reader_id: int) -> bool:
        """Return whether the person likes the comment."""
        like = {"comment": clamp(comment_id), "reader_id": reader_id}
        return await self._queries.has(self._connection, **like) is not None

    async def _count(self, comment_id: int | None, change: int) -> bool:
        if comment_id is not None:
            await self._queries.count(self._connection, comment=comment_id, change=change)
        return comment_id is not None
