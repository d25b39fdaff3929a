"""The port of bookmarks: the articles that persons have saved for themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from news.model import Headline


class Bookmarks(Protocol):
    """Saved articles, by person."""

    async def add(self, reader_id: int, article: int, at: datetime) -> bool:
        """Save an article; False if it was saved before."""

    async def remove(self, reader_id: int, article: int) -> bool:
        """Save an article no more; False if it was not saved."""

    async def count(self, reader_id: int) -> int:
        """Return how many articles a person has saved, withdrawn ones too."""

    async def page(self, reader_id: int, skipped: int, limit: int) -> Sequence[Headline]:
        """Return up to `limit` saved articles that are published, the one saved last first, without the first ones."""
