"""A reader's own comments, in every state."""

from collections.abc import Sequence
from typing import Any

from news.model import Status
from news.ports.answers import OwnComment
from storage.comments import comment_of
from storage.numbers import MAX_INT64, clamp


class OwnComments:
    """Implements `news.ports.OwnComments`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["own_comments"]

    async def before(self, author_id: int, comment_id: int | None, limit: int) -> Sequence[OwnComment]:
        """Return up to `limit` comments with smaller ids, the largest first; None starts at the newest."""
        below = MAX_INT64 if comment_id is None else clamp(comment_id)
        rows = self._queries.before(self._connection, author_id=author_id, id=below, limit=limit)
        return [_own(row) async for row in rows]

    async def after(self, author_id: int, comment_id: int, limit: int) -> Sequence[OwnComment]:
        """Return up to `limit` comments with larger ids, the smallest first."""
        rows = self._queries.after(self._connection, author_id=author_id, id=clamp(comment_id), limit=limit)
        return [_own(row) async for row in rows]


def _own(row: Any) -> OwnComment:
    is_readable = row["article_status"] == Status.PUBLISHED
    return OwnComment(comment_of(row), row["title"], is_readable, row["reason"] or "")
