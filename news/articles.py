"""The reading desk: the newest headlines, the archive by pages and by months, and one article in full."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from news.errors import ArticleRetracted, ArticleUnknown, StorageError
from news.model import Article, ArticlePage, Calendar, Headline, HeadlinePage, Keyset, Status
from news.ports import Storage, Unit

PAGE_SIZE = 10
LARGEST_NUMBER = 2**62


class ArticleDesk:
    """Everything a reader may read. Lists go by keyset: a page stays where it is while new articles come in."""

    def __init__(self, storage: Storage, zone: ZoneInfo) -> None:
        self._storage = storage
        self._zone = zone
        self._reads: Counter[int] = Counter()

    async def latest(self, limit: int = PAGE_SIZE) -> HeadlinePage:
        """Return the newest headlines."""
        async with self._storage.reading() as unit:
            return _page(await unit.articles.older(None, limit + 1), limit, newest=True)

    async def page(self, start: int) -> HeadlinePage:
        """Return the page whose first article is `start`, or the newest page where there is no such number."""
        async with self._storage.reading() as unit:
            edge = await unit.articles.keyset(_checked(start))
            return await _page_from(unit, edge)

    async def in_full(self, start: int = 0, limit: int = PAGE_SIZE) -> ArticlePage:
        """Return the articles themselves, the newest or from `start` on, newest first; that is no read."""
        async with self._storage.reading() as unit:
            edge = await unit.articles.keyset(_checked(start)) if start else None
            found = await unit.articles.older(edge, limit + 1)
            articles = await unit.search.articles([headline.number for headline in found[:limit]])
        shown = tuple(articles[headline.number] for headline in found[:limit] if headline.number in articles)
        return ArticlePage(shown, found[limit].number if len(found) > limit else None)

    async def glance(self, number: int) -> Article | None:
        """Return a published article, or None; that is no read."""
        async with self._storage.reading() as unit:
            return (await unit.search.articles([_checked(number)])).get(number)

    async def page_newer(self, than: int) -> HeadlinePage:
        """Return the page just above the article `than`: the newest page when fewer than a page are above it."""
        async with self._storage.reading() as unit:
            edge = await unit.articles.keyset(_checked(than))
            above = await unit.articles.newer(edge, PAGE_SIZE) if edge is not None else ()
            if len(above) < PAGE_SIZE:
                return _page(await unit.articles.older(None, PAGE_SIZE + 1), PAGE_SIZE, newest=True)
            return await _page_from(unit, _edge(above[-1]))

    async def page_of_month(self, year: int, month: int) -> HeadlinePage:
        """Return the page that begins with the newest article of a month (1 to 12), local time."""
        if not 1 <= month <= 12:
            return await self.latest()
        async with self._storage.reading() as unit:
            return await _page_from(unit, Keyset(self._month_start(year, month + 1), 0))

    async def calendar(self, year: int | None = None) -> Calendar | None:
        """Return the months of a local year that hold articles, by default the newest such year; None if none do."""
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

    async def read(self, number: int) -> Article:
        """Return a published article and count the read. Raises ArticleUnknown or ArticleRetracted."""
        async with self._storage.reading() as unit:
            article = await unit.articles.get(_checked(number))
        if article is None or article.status is Status.DRAFT:
            raise ArticleUnknown(number=number)
        if article.status is Status.RETRACTED:
            if article.published_at is None:
                raise ArticleUnknown(number=number)
            raise ArticleRetracted(number=number, reason=article.retract_reason or "")
        self._reads[number] += 1
        return article

    async def save_reads(self) -> None:
        """Write the counted reads down; they are kept in memory between calls, for a read must not cost a write."""
        reads, self._reads = self._reads, Counter()
        if not reads:
            return
        try:
            async with self._storage.writing() as unit:
                await unit.articles.count_reads(dict(reads))
        except StorageError:
            self._reads.update(reads)
            raise

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
    """Keep a stranger's number within what a database can hold; one outside names no article."""
    if 0 < number <= LARGEST_NUMBER:
        return number
    raise ArticleUnknown(number=number)


def _edge(headline: Headline) -> Keyset:
    if headline.published_at is None:
        raise ArticleUnknown(number=headline.number)
    return Keyset(headline.published_at, headline.number)


async def _page_from(unit: Unit, edge: Keyset | None) -> HeadlinePage:
    if edge is None:
        return _page(await unit.articles.older(None, PAGE_SIZE + 1), PAGE_SIZE, newest=True)
    headlines = await unit.articles.older(edge, PAGE_SIZE + 1)
    newest = not headlines or not await unit.articles.newer(_edge(headlines[0]), 1)
    return _page(headlines, PAGE_SIZE, newest=newest)


def _page(found: Sequence[Headline], limit: int, *, newest: bool) -> HeadlinePage:
    """Make a page of `limit` headlines out of one more than that; the one more begins the older page."""
    shown = tuple(found[:limit])
    older = found[limit].number if len(found) > limit else None
    return HeadlinePage(shown, None if newest or not shown else shown[0].number, older)
