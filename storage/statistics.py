"""Totals of the newspaper and counters of its days, for the staff."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from news.model import NewspaperStatistics
from news.ports.statistics import QUARTER, ChangeCount, EarlyReads, ReadCount, SubscriptionChange
from storage.editions import Editions
from storage.times import from_hours, from_micros, span_micros, to_hours, to_micros

_QUARTER_MICROS = span_micros(QUARTER)


class Statistics:
    """Implements `news.ports.statistics.Statistics`."""

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

    async def subscribers(self) -> int:
        """Return the number of active subscriptions."""
        count: int = await self._queries.subscribers(self._connection)
        return count

    async def changes(self, since: datetime) -> Sequence[ChangeCount]:
        """Return the changes of subscriptions since a time, by quarter of an hour and kind, oldest first."""
        rows = self._queries.changes(self._connection, since=to_micros(since), span=_QUARTER_MICROS)
        return [
            ChangeCount(_quarter(row["quarter"]), SubscriptionChange(row["change"]), row["count"]) async for row in rows
        ]

    async def most_read(self, since: date, limit: int) -> Sequence[ReadCount]:
        """Return up to `limit` published articles with most reads since a day, most first."""
        rows = self._queries.most_read(self._connection, since=since.toordinal(), limit=limit)
        return [ReadCount(row["number"], row["title"], row["reads"], row["total"]) async for row in rows]

    async def reads_by_hour(self, since: datetime) -> Sequence[tuple[datetime, int]]:
        """Return the hours since a time that had reads, and how many, oldest first."""
        rows = self._queries.reads_by_hour(self._connection, since=to_hours(since))
        return [(from_hours(row["hour"]), row["reads"]) async for row in rows]

    async def pushes(self, since: datetime) -> Sequence[datetime]:
        """Return when pushes to subscribers were opened since a time, oldest first."""
        rows = self._queries.pushes(self._connection, since=to_micros(since))
        return [from_micros(row["created_at"]) async for row in rows]

    async def early_reads(self, since: datetime) -> Sequence[EarlyReads]:
        """Return the articles published since a time and their early reads, by quarter of an hour, oldest first."""
        rows = self._queries.early_reads(self._connection, since=to_micros(since), span=_QUARTER_MICROS)
        return [EarlyReads(_quarter(row["quarter"]), row["publications"], row["reads"]) async for row in rows]

    async def fold_changes(self, before: datetime, limit: int) -> bool:
        """Replace up to `limit` changes before a time by one for each quarter of an hour and kind; False if none."""
        taken = self._queries.take_unfolded(self._connection, before=to_micros(before), limit=limit)
        sums = Counter[tuple[int, str]]()
        async for row in taken:
            sums[row["at"] - row["at"] % _QUARTER_MICROS, row["change"]] += row["count"]
        rows = [{"at": at, "change": change, "count": count} for (at, change), count in sums.items()]
        await self._queries.add_folded(self._connection, rows)
        return bool(rows)

    async def delete_day(self, before: date) -> bool:
        """Delete the articles' counters of the oldest day, if it lies before another; False if there is none."""
        return await self._queries.delete_day(self._connection, before=before.toordinal()) is not None


def _quarter(number: int) -> datetime:
    """Return the beginning of the quarter of an hour with that number since 1970."""
    return from_micros(number * _QUARTER_MICROS)
