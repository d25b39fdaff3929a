"""The interface of threads, likes, and the rules of comments that an article has of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from news.comment_rules import ArticleRules
from news.model import Comment


class Threads(Protocol):
    """Comments by threads. A thread is listed if its first comment is visible, or any of its answers.

    The order by worth has the best first, and the newest first among equals. A comment's worth is two for each like and
    one for each of the first ten answers in its thread.
    """

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return the first comments of up to `limit` threads, largest id first, below an id; None: from the newest."""

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return the first comments of up to `limit` threads with larger ids, smallest id first."""

    async def best(self, article: int, start: int | None, limit: int) -> Sequence[Comment]:
        """Return the first comments of up to `limit` threads by worth, from the thread `start` on; None: the best."""

    async def better(self, article: int, start: int, limit: int) -> Sequence[Comment]:
        """Return the first comments of up to `limit` threads that stand before `start` by worth, the nearest first."""

    async def first_answers(self, roots: Sequence[int], limit: int) -> Sequence[Comment]:
        """Return the first visible answers of threads, up to `limit` in each, by ascending id."""

    async def answers_after(self, root: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible answers in a thread with larger ids, smallest id first."""

    async def answers_before(self, root: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible answers in a thread with smaller ids, largest id first."""

    async def waiting(self, author_id: int, article: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` held comments of an author on an article, the newest first."""


class Likes(Protocol):
    """Likes: one a person and comment, counted with the comment."""

    async def add(self, comment_id: int, reader_id: int, at: datetime) -> bool:
        """Store a like; False if the person has given it already."""

    async def remove(self, comment_id: int, reader_id: int) -> bool:
        """Take a like back; False if there is none."""

    async def has(self, comment_id: int, reader_id: int) -> bool:
        """Return whether the person likes the comment."""


class CommentRuleTable(Protocol):
    """What articles have of their own of the rules of comments."""

    async def get(self, article: int) -> ArticleRules:
        """Return what the article has of its own."""

    async def put(self, article: int, rules: ArticleRules) -> None:
        """Store what the article has of its own."""
