"""The statistics' desk: the newspaper's counts, its subscribers by day, its most read articles, its hours.

Reads are openings by people, counted by article and by hour; nobody's reading is stored.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from news.model import NewspaperStatistics, Reader
from news.ports import Clock, Storage
from news.ports.statistics import QUARTER, ChangeCount, ReadCount, SubscriptionChange
from news.roles import Deed, require

TOP = 10
# The articles' daily counters are deleted when no figure needs them any more.
READS_DAYS = 30
FOLD_BLOCK = 5000


@dataclass(frozen=True, slots=True)
class SubscriberDay:
    """A day of the newspaper's zone: subscriptions that began, were ended, were lost; and all at the day's end."""

    day: date
    begun: int
    ended: int
    lost: int
    total: int


@dataclass(frozen=True, slots=True)
class HourFigures:
    """An hour of the day in the newspaper's zone, over some days: pushes, reads, publications, and early reads.

    `early` are the reads of the publications of this hour within their first hour.
    """

    hour: int
    pushes: int = 0
    reads: int = 0
    publications: int = 0
    early: int = 0

    @property
    def early_mean(self) -> float:
        """The early reads of one publication in the mean, 0 without any."""
        return self.early / self.publications if self.publications else 0.0


class StatisticsDesk:
    """Figures for the staff. Every verb with a reader raises NotAllowed. Days and hours are of the newspaper's zone."""

    def __init__(self, storage: Storage, clock: Clock, zone: ZoneInfo) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone

    async def totals(self, reader: Reader) -> NewspaperStatistics:
        """Return the newspaper's counts."""
        require(reader, Deed.SEE_STATISTICS)
        async with self._storage.reading() as unit:
            return await unit.statistics.read()

    async def subscribers(self, reader: Reader, days: int) -> tuple[SubscriberDay, ...]:
        """Return the last days, today included, oldest first."""
        require(reader, Deed.SEE_STATISTICS)
        since = self._midnight(days - 1)
        async with self._storage.reading() as unit:
            changes = await unit.statistics.changes(since)
            present = await unit.statistics.subscribers()
        return subscriber_days(changes, present, since.astimezone(self._zone).date(), days, self._zone)

    async def most_read(self, reader: Reader, days: int) -> Sequence[ReadCount]:
        """Return the ten articles with most reads in the last days (at most READS_DAYS), today included, most first."""
        require(reader, Deed.SEE_STATISTICS)
        async with self._storage.reading() as unit:
            return await unit.statistics.most_read(self._today() - timedelta(days=days - 1), TOP)

    async def hours(self, reader: Reader, days: int = READS_DAYS) -> tuple[HourFigures, ...]:
        """Return the 24 hours of the day over the last days.

        Publications from before the first counted read are left out: their early reads are not known.
        """
        require(reader, Deed.SEE_STATISTICS)
        since = self._clock.now() - timedelta(days=days)
        async with self._storage.reading() as unit:
            pushes = Counter(self._hour(at) for at in await unit.statistics.pushes(since))
            reads, publications, early = Counter[int](), Counter[int](), Counter[int]()
            counted = await unit.statistics.reads_by_hour(since)
            for at, count in counted:
                reads[self._hour(at)] += count
            for each in await unit.statistics.early_reads(max(since, counted[0][0])) if counted else ():
                publications[self._hour(each.at)] += each.publications
                early[self._hour(each.at)] += each.reads
        return tuple(
            HourFigures(hour, pushes[hour], reads[hour], publications[hour], early[hour]) for hour in range(24)
        )

    async def clean_up(self) -> bool:
        """Fold a block of past changes of subscriptions, and delete an old day of reads; False when none was left."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            folded = await unit.statistics.fold_changes(now - (now - _BEGINNING) % QUARTER, FOLD_BLOCK)
            deleted = await unit.statistics.delete_day(self._today() - timedelta(days=READS_DAYS))
        return folded or deleted

    def _midnight(self, days_ago: int) -> datetime:
        return datetime.combine(self._today() - timedelta(days=days_ago), time(), self._zone).astimezone(UTC)

    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()

    def _hour(self, moment: datetime) -> int:
        return moment.astimezone(self._zone).hour


_BEGINNING = datetime.fromtimestamp(0, UTC)


def subscriber_days(
    changes: Sequence[ChangeCount], present: int, first: date, days: int, zone: ZoneInfo
) -> tuple[SubscriberDay, ...]:
    """Return the days from `first` on; the totals are counted back from the subscriptions of the present."""
    counts = Counter[tuple[date, SubscriptionChange]]()
    for each in changes:
        counts[each.at.astimezone(zone).date(), each.change] += each.count
    found = list[SubscriberDay]()
    total = present
    for offset in range(days - 1, -1, -1):
        day = first + timedelta(days=offset)
        begun, ended, lost = (counts[day, change] for change in SubscriptionChange)
        found.append(SubscriberDay(day, begun, ended, lost, total))
        total -= begun - ended - lost
    return tuple(reversed(found))


def best_hours(hours: Sequence[HourFigures], limit: int = 3) -> Sequence[HourFigures]:
    """Return the hours whose publications were read most within their first hour, best first."""
    found = [each for each in hours if each.early]
    return sorted(found, key=lambda each: (-each.early_mean, each.hour))[:limit]
