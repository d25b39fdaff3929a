"""Threads of comments, in their two orders."""

import json
from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from news.model import Comment
from storage.comments import comment_of
from storage.numbers import MAX_INT64, clamp


class Threads:
    """Implements `news.ports.threads.Threads`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["threads"]

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return the first comments of up to `limit` threads, largest id first, below an id; None: from the newest."""
        below = MAX_INT64 if comment_id is None else clamp(comment_id)
        rows = self._queries.before(self._connection, article=clamp(article), id=below, limit=limit)
        return [comment_of(row) async for row in rows]

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return the first comments of up to `limit` threads with larger ids, smallest id first."""
        rows = self._queries.after(self._connection, article=clamp(article), id=clamp(comment_id), limit=limit)
        return [comment_of(row) async for row in rows]

    async def best(self, article: int, start: int | None, limit: int) -> Sequence[Comment]:
        """Return the first comments of up to `limit` threads by worth, from the thread `start` on; None: the best."""
        place = MAX_INT64 if start is None else await self._place(start)
        return await self._by_worth(self._queries.best, article, place, limit)

    async def better(self, article: int, start: int, limit: int) -> Sequence[Comment]:
        """Return the first comments of up to `limit` threads that stand before `start` by worth, the nearest first."""
        return await self._by_worth(self._queries.better, article, await self._place(start), limit)

    async def first_answers(self, roots: Sequence[int], limit: int) -> Sequence[Comment]:
        """Return the first visible answers of threads, up to `limit` in each, by ascending id."""
        rows = self._queries.first_answers(self._connection, roots=json.dumps(list(roots)), limit=limit)
        return sorted([_answer(row) async for row in rows], key=attrgetter("id"))

    async def answers_after(self, root: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible answers in a thread with larger ids, smallest id first."""
        rows = self._queries.answers_after(self._connection, root=clamp(root), id=clamp(comment_id), limit=limit)
        return [_answer(row) async for row in rows]

    async def answers_before(self, root: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible answers in a thread with smaller ids, largest id first."""
        rows = self._queries.answers_before(self._connection, root=clamp(root), id=clamp(comment_id), limit=limit)
        return [_answer(row) async for row in rows]

    async def waiting(self, author_id: int, article: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` held comments of an author on an article, the newest first."""
        rows = self._queries.waiting(self._connection, author_id=author_id, article=clamp(article), limit=limit)
        return [_answer(row) async for row in rows]

    async def _place(self, comment_id: int) -> int:
        """Return the place of a thread in the order by worth, also of one that is not listed any more."""
        place: int | None = await self._queries.place(self._connection, id=clamp(comment_id))
        return MAX_INT64 if place is None else place

    async def _by_worth(self, query: Any, article: int, place: int, limit: int) -> Sequence[Comment]:
        rows = query(self._connection, article=clamp(article), place=place, limit=limit)
        return [comment_of(row) async for row in rows]


def _answer(row: Any) -> Comment:
    return replace(comment_of(row), addressee=row["addressee"] or "")
