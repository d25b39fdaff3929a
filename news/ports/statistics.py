"""The interface of the statistics: counts over all tables, and what the counters tell of the past days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from news.model import NewspaperStatistics

# The reads of an article are early within this time after its publication.
EARLY = timedelta(hours=1)
# Changes and publications are counted by this span: a day of any time zone is made of quarters of an hour.
QUARTER = timedelta(minutes=15)


class SubscriptionChange(StrEnum):
    """What happened to a subscription: it began, it was ended there, or Telegram says that the chat is gone."""

    BEGUN = "begun"
    ENDED = "ended"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """How many subscriptions changed so within a quarter of an hour; negative if endings were taken back."""

    at: datetime
    change: SubscriptionChange
    count: int


@dataclass(frozen=True, slots=True)
class ReadCount:
    """A published article, how often it was opened since some day, and how often at all."""

    number: int
    title: str
    reads: int
    total: int


@dataclass(frozen=True, slots=True)
class EarlyReads:
    """The articles published within a quarter of an hour, and the reads of their first hour."""

    at: datetime
    publications: int
    reads: int


class Statistics(Protocol):
    """Counts for the staff. `read` may take long in a large archive."""

    async def read(self) -> NewspaperStatistics:
        """Return the present counts."""

    async def subscribers(self) -> int:
        """Return the number of active subscriptions."""

    async def changes(self, since: datetime) -> Sequence[ChangeCount]:
        """Return the changes of subscriptions since a time, by quarter of an hour and kind, oldest first."""

    async def most_read(self, since: date, limit: int) -> Sequence[ReadCount]:
        """Return up to `limit` published articles with most reads since a day, most first."""

    async def reads_by_hour(self, since: datetime) -> Sequence[tuple[datetime, int]]:
        """Return the hours since a time that had reads, and how many, oldest first."""

    async def pushes(self, since: datetime) -> Sequence[datetime]:
        """Return when pushes to subscribers were opened since a time, oldest first."""

    async def early_reads(self, since: datetime) -> Sequence[EarlyReads]:
        """Return the articles published since a time, by quarter of an hour, oldest first."""

    async def fold_changes(self, before: datetime, limit: int) -> bool:
        """Replace up to `limit` changes before a time by one for each quarter of an hour and kind; False if none."""

    async def delete_day(self, before: date) -> bool:
        """Delete the articles' counters of the oldest day, if it lies before another; False if there is none."""
