"""The search desk: articles with the words of a query, newest or best match first, and suggestions."""

from asyncio import timeout
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from news.completing import completed, unfinished
from news.indexing import BORDER, NEVER_AFTER, NEVER_BEFORE, doc_id_of, moment_of, number_of, topic_token
from news.model import Article, ArticlePage, Calendar, Keyset
from news.ports import Storage, Unit
from news.ports.search import IndexQuery, TopicCount
from news.queries import Query, parse, unphrased
from news.ranking import best_first
from news.richtext import RichText, plain
from news.snippets import snippet
from news.stems import Word
from news.suggesting import Suggestion, suggest

PAGE_SIZE = 10
# The newest matches that are ranked: a bounded number, so that the cost does not grow with the archive.
RANKED = 200
# How many candidates of a page are checked for an exact phrase. After these a page may be shown with fewer hits.
PHRASE_CANDIDATES = 100
# A suggestion takes a few milliseconds. This bounds what a query costs when the database is slow.
SUGGESTING_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Narrow:
    """A filter of a search: a local month (`month_of`), and the topic of the article `topic`; 0 is all."""

    month: int = 0
    topic: int = 0


EVERYTHING = Narrow()


def month_of(year: int, month: int) -> int:
    """Return a month (1 to 12) of a year as one number."""
    return year * 12 + month - 1


@dataclass(frozen=True, slots=True)
class Hit:
    """A matching article, and the part of its text that matches best."""

    article: Article
    snippet: RichText


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of hits; `topic` is the topic of the filter.

    Newest first, `newer` and `older` are as in `news.model.HeadlinePage`. Best first, they are indexes of pages.
    """

    query: Query
    hits: tuple[Hit, ...]
    newer: int | None = None
    older: int | None = None
    topic: str | None = None


class SearchDesk:
    """Search by any text that people type. Every word must be in the article, in any form; "in quotes" word for word.

    Results newest first are paged by keyset, so new articles do not move a page.
    """

    def __init__(self, storage: Storage, zone: ZoneInfo) -> None:
        self._storage = storage
        self._zone = zone

    async def find(
        self, typed: str, start: int = 0, *, narrow: Narrow = EVERYTHING, limit: int = PAGE_SIZE
    ) -> FoundPage:
        """Return a page of up to `limit` hits, newest first, from the article `start` on (0: from the newest).

        `older` is set if there may be a next page, also when a page of exact phrases is not full.
        """
        query = parse(typed)
        async with self._storage.reading() as unit:
            index_query, topic = await self._index_query(unit, query, narrow)
            if index_query is None:
                return FoundPage(query, (), topic=topic)
            keyset = await unit.articles.keyset(start) if start else None
            page = _from(index_query, keyset)
            articles, older = await _newest(unit, query, page, limit)
            newer = None
            if keyset is not None and await unit.search.find(replace(index_query, start=page.end), 1, oldest=True):
                newer = start
        return FoundPage(query, _hits(articles, query), newer, older, topic)

    async def find_while_typing(self, typed: str, start: int = 0, *, limit: int = PAGE_SIZE) -> ArticlePage:
        """Return the articles that `find` returns, and those with a word that begins with the last word of the query.

        There are no snippets, which would take longer than everything else.
        """
        query = parse(typed)
        word = unfinished(typed, query)
        query = unphrased(query) if word is not None else query
        async with self._storage.reading() as unit:
            index_query, _ = await self._index_query(unit, query, EVERYTHING)
            if index_query is None and word is None:
                return ArticlePage(())
            keyset = await unit.articles.keyset(start) if start else None
            page = _from(index_query or IndexQuery((), (), NEVER_BEFORE, NEVER_AFTER), keyset)
            articles, older = await _newest(unit, query, page, limit, word)
        return ArticlePage(tuple(articles), older)

    async def find_newer(self, typed: str, than: int, *, narrow: Narrow = EVERYTHING) -> FoundPage:
        """Return the page just above the article `than`; the newest page if fewer than a page are above it."""
        query, start = parse(typed), 0
        async with self._storage.reading() as unit:
            index_query, _ = await self._index_query(unit, query, narrow)
            keyset = await unit.articles.keyset(than)
            if index_query is not None and keyset is not None:
                above = replace(index_query, start=max(index_query.start, doc_id_of(keyset.at, than) + 1))
                doc_ids = await unit.search.find(above, PAGE_SIZE, oldest=True)
                start = number_of(doc_ids[-1]) if len(doc_ids) == PAGE_SIZE else 0
        return await self.find(typed, start, narrow=narrow)

    async def find_best(self, typed: str, page: int = 0, *, narrow: Narrow = EVERYTHING) -> FoundPage:
        """Return a page (from 0) of the newest `RANKED` matches, best match first."""
        query = parse(typed)
        async with self._storage.reading() as unit:
            index_query, topic = await self._index_query(unit, query, narrow)
            if index_query is None:
                return FoundPage(query, (), topic=topic)
            ranked = best_first(query.stems, await unit.search.tokens(await unit.search.find(index_query, RANKED)))
            if query.phrases:
                matching = {article.number for article in await _with_phrases(unit, query, ranked[:PHRASE_CANDIDATES])}
                ranked = [doc_id for doc_id in ranked if number_of(doc_id) in matching]
            page = min(page, max(len(ranked) - 1, 0) // PAGE_SIZE)
            end = (page + 1) * PAGE_SIZE
            articles = await _with_phrases(unit, query, ranked[end - PAGE_SIZE : end])
        older = page + 1 if len(ranked) > end else None
        return FoundPage(query, _hits(articles, query), page - 1 if page else None, older, topic)

    async def topics(self, typed: str, *, month: int = 0) -> Sequence[TopicCount]:
        """Return the topics of the newest `RANKED` matches, most frequent first."""
        query = parse(typed)
        async with self._storage.reading() as unit:
            index_query, _ = await self._index_query(unit, query, Narrow(month))
            doc_ids = [] if index_query is None else await unit.search.find(index_query, RANKED)
            return await unit.search.topics([number_of(doc_id) for doc_id in doc_ids])

    async def calendar(self, typed: str, year: int = 0, *, topic: int = 0) -> Calendar | None:
        """Return the months of a local year that have matches, by default of the newest such year, or None."""
        query = parse(typed)
        async with self._storage.reading() as unit:
            index_query, _ = await self._index_query(unit, query, Narrow(topic=topic))
            newest = [] if index_query is None else await unit.search.find(index_query, 1)
            if index_query is None or not newest:
                return None
            year = year if 1 < year < 9999 else self._year(newest[0])
            starts = [doc_id_of(self._start_of(month_of(year, month)), 0) for month in range(1, 14)]
            months = [
                month
                for month in range(1, 13)
                if await unit.search.find(replace(index_query, start=starts[month - 1], end=starts[month]), 1)
            ]
            before = await unit.search.find(replace(index_query, end=starts[0]), 1)
            after = await unit.search.find(replace(index_query, start=starts[12]), 1, oldest=True)
        return Calendar(year, tuple(months), *(self._year(ids[0]) if ids else None for ids in (before, after)))

    async def suggest(self, typed: str) -> Suggestion:
        """Return a change of the query after which something is found; for a query that finds nothing.

        After `SUGGESTING_SECONDS` nothing is suggested.
        """
        try:
            async with timeout(SUGGESTING_SECONDS), self._storage.reading() as unit:
                return await suggest(unit, parse(typed))
        except TimeoutError:
            return Suggestion()

    async def _index_query(self, unit: Unit, query: Query, narrow: Narrow) -> tuple[IndexQuery | None, str | None]:
        """Return the index query, None if the query has no word, and the topic of the filter."""
        article = await unit.articles.get(narrow.topic) if narrow.topic else None
        topic = article.topic if article is not None and article.published_at is not None else None
        if not query.has_words:
            return None, topic
        tokens = query.tokens or (BORDER,)  # every article has a border: the newest ones are read for the phrase
        if topic:
            tokens = (*tokens, topic_token(topic))
        index_query = IndexQuery(tokens, query.adjoining, NEVER_BEFORE, NEVER_AFTER)
        if narrow.month:
            start, end = (doc_id_of(self._start_of(month), 0) for month in (narrow.month, narrow.month + 1))
            index_query = replace(index_query, start=start, end=end)
        return index_query, topic

    def _start_of(self, month: int) -> datetime:
        year, month = divmod(month, 12)
        return datetime(min(max(year, 2), 9998), month + 1, 1, tzinfo=self._zone).astimezone(UTC)

    def _year(self, doc_id: int) -> int:
        return moment_of(doc_id).astimezone(self._zone).year


async def _newest(
    unit: Unit, query: Query, index_query: IndexQuery, limit: int, word: Word | None = None
) -> tuple[list[Article], int | None]:
    """Return a page of articles and the number of the first on the next page; `word` is the one still typed."""
    candidates = PHRASE_CANDIDATES if query.phrases else limit
    if word is None:
        doc_ids = await unit.search.find(index_query, candidates + 1)
    else:
        doc_ids = await completed(unit, index_query, word, candidates + 1)
    articles: list[Article] = []
    for start in range(0, candidates, limit):
        articles += await _with_phrases(unit, query, doc_ids[start : min(start + limit, candidates)])
        if len(articles) > limit:
            return articles[:limit], articles[limit].number
    return articles, number_of(doc_ids[candidates]) if len(doc_ids) > candidates else None


async def _with_phrases(unit: Unit, query: Query, doc_ids: Sequence[int]) -> list[Article]:
    """Return the articles with these document ids, in this order, that have every phrase word for word."""
    numbers = [number_of(doc_id) for doc_id in doc_ids]
    articles = await unit.search.articles(numbers)
    return [article for number in numbers if (article := articles.get(number)) and query.holds_phrases(article)]


def _from(index_query: IndexQuery, start: Keyset | None) -> IndexQuery:
    """Return the query for the articles from a position in the archive on (inclusive)."""
    if start is None:
        return index_query
    return replace(index_query, end=min(index_query.end, doc_id_of(start.at, start.number) + 1))


def _hits(articles: Sequence[Article], query: Query) -> tuple[Hit, ...]:
    return tuple(Hit(article, snippet(plain(article.body), query.stems)) for article in articles)
