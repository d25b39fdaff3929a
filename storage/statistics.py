"""Totals of the newspaper, for the staff."""

from typing import Any

from news.model import NewspaperStatistics
from storage.editions import Editions


class Statistics:
    """Implements `news.ports.Statistics`."""

    def __init__(self, connection: Any, queries: dict[str, Any], editions: Editions) -> None:
        self._connection = connection
        self._queries = queries["statistics"]
        self._editions = editions

    async def read(self) -> NewspaperStatistics:
        """Return the present totals; each number is exact at some moment of the call, not all at the same."""
        row = await self._queries.totals(self._connection)
        last = row["last_edition"]
        return NewspaperStatistics(
            published=row["published"],
            drafts=row["drafts"],
            comments=row["comments"],
            registered=row["registered"],
            subscribers=row["subscribers"],
            last_edition=None if last is None else await self._editions.get(last),
            last_counts={} if last is None else await self._editions.counts(last),
        )
