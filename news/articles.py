"""The reading desk: the newest headlines, the archive by pages and by months, and single articles."""

from collections import Counter
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from news.errors import ArticleUnknown, StorageError
from news.files import with_content
from news.headline_pages import PAGE_SIZE, HeadlineList, page_above, page_from, page_of
from news.lifecycle import require_intact, require_readable
from news.model import Article, ArticlePage, Calendar, HeadlinePage, Keyset
from news.ports import Clock, Storage, Unit

MAX_NUMBER = 2**62


class ArticleDesk:
    """Everything a reader may read. Lists are paged by keyset, so new articles do not move a page."""

    def __init__(self, storage: Storage, clock: Clock, zone: ZoneInfo) -> None:
        self._storage = storage
        self._clock = clock
        self._zone = zone
        self._reads: Counter[int] = Counter()

    async def latest(self, limit: int = PAGE_SIZE) -> HeadlinePage:
        """Return the newest headlines."""
        async with self._storage.reading() as unit:
            return page_of(await unit.articles.older(None, limit + 1), limit, newest=True)

    async def page(self, start: int) -> HeadlinePage:
        """Return the page whose first article is `start`, or the newest page if the number is unknown."""
        async with self._storage.reading() as unit:
            return await page_from(_archive(unit), await unit.articles.keyset(_checked(start)))

    async def in_full(self, start: int = 0, limit: int = PAGE_SIZE) -> ArticlePage:
        """Return a page of whole articles, newest first, from `start` on (0: from the newest). Counts no read."""
        async with self._storage.reading() as unit:
            keyset = await unit.articles.keyset(_checked(start)) if start else None
            headlines = await unit.articles.older(keyset, limit + 1)
            articles = await unit.search.articles([headline.number for headline in headlines[:limit]])
        shown = tuple(articles[headline.number] for headline in headlines[:limit] if headline.number in articles)
        return ArticlePage(shown, headlines[limit].number if len(headlines) > limit else None)

    async def find(self, number: int) -> Article | None:
        """Return a published article, or None. Counts no read."""
        async with self._storage.reading() as unit:
            return (await unit.search.articles([_checked(number)])).get(number)

    async def page_newer(self, than: int) -> HeadlinePage:
        """Return the page just above the article `than`; the newest page if fewer than a page are above it."""
        async with self._storage.reading() as unit:
            return await page_above(_archive(unit), await unit.articles.keyset(_checked(than)))

    async def page_of_month(self, year: int, month: int) -> HeadlinePage:
        """Return the page that begins with the newest article of a month (1 to 12) in the newspaper's zone."""
        if not 1 <= month <= 12:
            return await self.latest()
        async with self._storage.reading() as unit:
            return await page_from(_archive(unit), Keyset(self._month_start(year, month + 1), 0))

    async def calendar(self, year: int | None = None) -> Calendar | None:
        """Return the months of a local year that have articles, by default of the newest such year, or None."""
        async with self._storage.reading() as unit:
            if year is None:
                newest = await unit.articles.closest_date(_BEGINNING, _END, latest=True)
                if newest is None:
                    return None
                year = newest.astimezone(self._zone).year
            starts = [self._month_start(year, month) for month in range(1, 14)]
            months = [
                month
                for month in range(1, 13)
                if await unit.articles.closest_date(starts[month - 1], starts[month], latest=True) is not None
            ]
            before = await unit.articles.closest_date(_BEGINNING, starts[0], latest=True)
            after = await unit.articles.closest_date(starts[12], _END, latest=False)
        return Calendar(year, tuple(months), self._year(before), self._year(after))

    async def read(self, number: int, *, opening: bool = True) -> Article:
        """Return a published article. Raises ArticleUnknown, ArticleRetracted, ArticleDamaged.

        A read is counted when a person opens the article. Pass `opening=False` when a person only turns its pages,
        returns to it, or looks at its picture. The counter is for the statistics of the staff.
        """
        async with self._storage.reading() as unit:
            article = await self._read(unit, number)
            article = await with_content(unit, article, 1)
        if opening:
            self._reads[number] += 1
        return article

    async def with_files(self, number: int) -> Article:
        """Return a published article with all its files, to be sent. Raises as `read` does; counts no read."""
        async with self._storage.reading() as unit:
            return await with_content(unit, await self._read(unit, number))

    async def save_reads(self) -> None:
        """Write the counted reads, as reads of this hour and day.

        Between calls they are kept in memory, because a read must not cost a write.
        """
        reads, self._reads = self._reads, Counter()
        if not reads:
            return
        try:
            now = self._clock.now()
            async with self._storage.writing() as unit:
                await unit.articles.count_reads(dict(reads), now, now.astimezone(self._zone).date())
        except StorageError:
            self._reads.update(reads)
            raise

    async def _read(self, unit: Unit, number: int) -> Article:
        return require_intact(require_readable(number, await unit.articles.get(_checked(number))))

    def _month_start(self, year: int, month: int) -> datetime:
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        if not 1 < year < 9999:  # outside what a datetime can hold in every time zone
            return _BEGINNING if year <= 1 else _END
        return datetime(year, month, 1, tzinfo=self._zone).astimezone(UTC)

    def _year(self, moment: datetime | None) -> int | None:
        return None if moment is None else moment.astimezone(self._zone).year


_BEGINNING = datetime(1, 1, 2, tzinfo=UTC)
_END = datetime(9999, 12, 30, tzinfo=UTC)


def _checked(number: int) -> int:
    """Return a number that the database can hold. Raises ArticleUnknown for any other: a person may type anything."""
    if 0 < number <= MAX_NUMBER:
        return number
    raise ArticleUnknown(number=number)


def _archive(unit: Unit) -> HeadlineList:
    return HeadlineList(unit.articles.older, unit.articles.newer)
