"""Comments by article, in order of their ids."""

from collections import Counter
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
        await self._count({comment.article: 1})
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

    async def move(self, comment: Comment, article: int) -> None:
        """Put a visible comment under another article, and count it there."""
        await self._queries.move(self._connection, id=comment.id, article=article)
        await self._count({comment.article: -1, article: 1})

    async def remove(self, comment_id: int, by: int, at: datetime) -> bool:
        """Remove a comment; False if it is removed or unknown."""
        row = await self._queries.remove(self._connection, id=clamp(comment_id), by=by, at=to_micros(at))
        return await self._count_changed(row, -1)

    async def restore(self, comment_id: int) -> bool:
        """Take the removal of a comment back; False if it is not removed."""
        return await self._count_changed(await self._queries.restore(self._connection, id=clamp(comment_id)), 1)

    async def hide_author(self, author_id: int, *, hidden: bool) -> None:
        """Hide all comments of an author, or show them again, and correct the counts of their articles."""
        rows = self._queries.set_hidden(self._connection, author_id=clamp(author_id), hidden=int(hidden))
        articles = Counter([row["article"] async for row in rows if row["removed_at"] is None])
        sign = -1 if hidden else 1
        await self._count({article: sign * articles[article] for article in articles})

    async def since(self, author_id: int, at: datetime) -> Sequence[datetime]:
        """Return when the author commented since `at`, oldest first."""
        rows = self._queries.since(self._connection, author_id=author_id, at=to_micros(at))
        return [from_micros(row["at"]) async for row in rows]

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible comments with smaller ids, the largest first; None starts at the newest."""
        below = MAX_INT64 if comment_id is None else clamp(comment_id)
        rows = self._queries.before(self._connection, article=clamp(article), id=below, limit=limit)
        return [_comment(row) async for row in rows]

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible comments with larger ids, the smallest first."""
        rows = self._queries.after(self._connection, article=clamp(article), id=clamp(comment_id), limit=limit)
        return [_comment(row) async for row in rows]

    async def _count(self, changes: dict[int, int]) -> None:
        """Change the counts of articles, by ascending number, so that two processes cannot deadlock."""
        rows = [{"number": article, "change": change} for article, change in sorted(changes.items())]
        await self._articles.count_comments(self._connection, rows)

    async def _count_changed(self, row: Any, change: int) -> bool:
        """Count a comment that was removed or restored, unless its author is banned: then it was not counted."""
        if row is not None and not row["hidden"]:
            await self._count({row["article"]: change})
        return row is not None

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
        from_micros(row["removed_at"]),
        row["removed_by"],
    )
