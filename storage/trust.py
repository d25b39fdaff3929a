"""Trust: what a reader's published comments show, and when trust was lost."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.trust import Evidence
from storage.numbers import clamp
from storage.times import from_micros, to_micros

_NO_COMMENT = 0


class Trust:
    """Implements `news.ports.trust.Trust`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["trust"]

    async def count_published(self, author_id: int, limit: int, *, but: int | None = None) -> int:
        """Return how many published comments a reader has since trust was lost, `limit` at most."""
        count: int = await self._queries.published(
            self._connection, author_id=clamp(author_id), but=but or _NO_COMMENT, limit=limit
        )
        return count

    async def evidence(self, author_id: int, limit: int) -> Sequence[Evidence]:
        """Return the newest published comments of a reader that have a fingerprint, since trust was lost."""
        rows = self._queries.evidence(self._connection, author_id=clamp(author_id), limit=limit)
        return [
            Evidence(
                row["fingerprint"],
                from_micros(row["published_at"]),
                from_micros(row["edited_at"]),
                bool(row["approved"]),
                bool(row["copied"]),
            )
            async for row in rows
        ]

    async def is_said(self, fingerprint: int, author_id: int) -> bool:
        """Whether a comment of another person has this fingerprint."""
        found = await self._queries.is_said(self._connection, fingerprint=fingerprint, author_id=author_id)
        return found is not None

    async def mark(self, comment_id: int, fingerprint: int | None, hook_reason: str) -> None:
        """Store the fingerprint of a comment's present text, and the hook's reason to hold it."""
        await self._queries.mark(self._connection, id=comment_id, fingerprint=fingerprint, hook_reason=hook_reason)

    async def lose(self, author_id: int, at: datetime) -> None:
        """Count only comments from `at` on."""
        await self._queries.lose(self._connection, id=clamp(author_id), at=to_micros(at))

    async def restore(self, author_id: int, at: datetime) -> None:
        """Take back that trust was lost at a moment."""
        await self._queries.restore(self._connection, id=clamp(author_id), at=to_micros(at))
