"""The last comment that a reader has seen under an article."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.answers import NewerComment
from storage.numbers import clamp
from storage.times import to_micros


class Seen:
    """Implements `news.ports.Seen`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["seen"]

    async def last(self, reader_id: int, article: int) -> int | None:
        """Return the last comment seen; None for a reader who has not commented there."""
        last: int | None = await self._queries.last(self._connection, reader_id=reader_id, article=clamp(article))
        return last

    async def newer(self, article: int, reader_id: int, after: int, limit: int) -> Sequence[NewerComment]:
        """Return up to `limit` visible comments of others with larger ids, the smallest first."""
        rows = self._queries.newer(
            self._connection, article=clamp(article), reader_id=reader_id, after=after, limit=limit
        )
        return [NewerComment(row["id"], row["author_id"], row["root"]) async for row in rows]

    async def newest(self, article: int) -> int | None:
        """Return the id of the article's newest comment, visible or not."""
        newest: int | None = await self._queries.newest(self._connection, article=clamp(article))
        return newest

    async def advance(self, reader_id: int, article: int, comment_id: int, at: datetime) -> None:
        """Remember that the reader has seen everything up to this comment, if there is a row."""
        await self._queries.advance(
            self._connection, reader_id=reader_id, article=clamp(article), comment_id=comment_id, at=to_micros(at)
        )

    async def delete_old(self, before: datetime) -> None:
        """Forget the discussions that their readers have not opened since then."""
        await self._queries.delete_old(self._connection, before=to_micros(before))
