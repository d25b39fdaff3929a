"""Comments by article, in order of their ids."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import Comment, NewComment
from storage.numbers import MAX_INT64, clamp
from storage.times import from_micros, to_micros


class Comments:
    """Implements `news.ports.Comments`. The article must exist; texts must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["comments"]
        self._articles = queries["articles"]

    async def add(self, comment: NewComment) -> tuple[int, bool]:
        """Store a comment and add it to its article's count; return its id, and False if its message was stored."""
        number = await self._queries.add(
            self._connection,
            article=comment.article,
            author_id=comment.author_id,
            text=comment.text,
            at=to_micros(comment.at),
            chat_id=comment.chat_id,
            message_id=comment.message_id,
        )
        if number is None:
            row = await self._by_message(comment.chat_id, comment.message_id)
            return row["id"], False
        await self._articles.count_comment(self._connection, number=comment.article)
        return number, True

    async def get(self, comment_id: int) -> Comment | None:
        """Return the comment, or None."""
        row = await self._queries.get(self._connection, id=clamp(comment_id))
        return None if row is None else _comment(row)

    async def by_message(self, chat_id: int, message_id: int) -> Comment | None:
        """Return the comment that came in this message, or None."""
        row = await self._by_message(chat_id, message_id)
        return None if row is None else _comment(row)

    async def revise(self, comment_id: int, text: str, at: datetime) -> None:
        """Change a comment's text."""
        await self._queries.revise(self._connection, id=clamp(comment_id), text=text, at=to_micros(at))

    async def since(self, author_id: int, at: datetime) -> Sequence[datetime]:
        """Return when the author commented since `at`, oldest first."""
        rows = self._queries.since(self._connection, author_id=author_id, at=to_micros(at))
        return [from_micros(row["at"]) async for row in rows]

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return up to `limit` comments with smaller ids, the largest first; None starts at the newest."""
        below = MAX_INT64 if comment_id is None else clamp(comment_id)
        rows = self._queries.before(self._connection, article=clamp(article), id=below, limit=limit)
        return [_comment(row) async for row in rows]

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` comments with larger ids, the smallest first."""
        rows = self._queries.after(self._connection, article=clamp(article), id=clamp(comment_id), limit=limit)
        return [_comment(row) async for row in rows]

    async def _by_message(self, chat_id: int, message_id: int) -> Any:
        return await self._queries.by_message(self._connection, chat_id=chat_id, message_id=message_id)


def _comment(row: Any) -> Comment:
    return Comment(
        row["id"],
        row["article"],
        row["author_id"],
        row["author"],
        row["text"],
        from_micros(row["at"]),
        from_micros(row["edited_at"]),
    )
