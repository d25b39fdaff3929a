"""The replaced versions of articles. `storage.articles` keeps the one that it replaces."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from news.model import Article, Version
from storage.articles import article_of
from storage.files import Files
from storage.numbers import clamp
from storage.times import from_micros


class Versions:
    """Implements `news.ports.Versions`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["versions"]
        self._files = Files(connection, queries)

    async def before(self, number: int, version: int, limit: int) -> Sequence[Version]:
        """Return up to `limit` versions of an article below `version`, newest first."""
        rows = self._queries.before(self._connection, number=clamp(number), version=clamp(version), limit=limit)
        return [_version_of(row) async for row in rows]

    async def get(self, number: int, version: int) -> Article | None:
        """Return an article as it was in a replaced version; None if that was not kept."""
        row = await self._queries.get(self._connection, number=clamp(number), version=clamp(version))
        article = None if row is None else await article_of(row)
        if article is None or not article.attachments:
            return article
        return replace(article, attachments=await self._files.with_ids(article.attachments))


def _version_of(row: Any) -> Version:
    visible = bool(row["visible"])
    reason = row["reason"] if visible else None
    return Version(row["version"], from_micros(row["at"]), row["editor_id"], row["name"], visible, reason or "")
