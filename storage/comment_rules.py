"""What articles have of their own of the rules of comments."""

from typing import Any

from news.comment_rules import ArticleRules
from storage.numbers import clamp


class CommentRuleTable:
    """Implements `news.ports.threads.CommentRuleTable`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["comment_rules"]

    async def get(self, article: int) -> ArticleRules:
        """Return what the article has of its own."""
        row = await self._queries.get(self._connection, article=clamp(article))
        return ArticleRules() if row is None else ArticleRules(row["days"], row["night"], row["slow_seconds"])

    async def put(self, article: int, rules: ArticleRules) -> None:
        """Store what the article has of its own."""
        await self._queries.put(
            self._connection,
            article=clamp(article),
            days=rules.days,
            night=rules.night,
            slow_seconds=rules.slow_seconds,
        )
