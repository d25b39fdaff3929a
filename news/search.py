"""The search desk: what was published and holds the words, newest first or best first, with the piece that shows it."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from news.indexing import number_of, place_of
from news.model import Article
from news.ports import Storage, Unit
from news.ports.search import Wanted
from news.queries import Query, parse
from news.richtext import RichText, plain
from news.snippets import snippet

PAGE_SIZE = 10
# How many are looked at for an exact phrase before a page is shown with fewer than it could hold.
PHRASE_CANDIDATES = 100

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


@dataclass(frozen=True, slots=True)
class Narrow:
    """A search narrowed down: to a month (`year * 100 + month`, local) and to the topic of an article; 0 is all."""

    month: int = 0
    topic: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found, and the piece of it that shows why."""

    article: Article
    snippet: RichText


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page of what was found, newest first; `newer` and `older` are as in `news.model.HeadlinePage`."""

    query: Query
    hits: tuple[Hit, ...]
    newer: int | None = None
    older: int | None = None


class SearchDesk:
    """Looks things up. Lists go by keyset: a page stays where it is while new articles come in."""

    def __init__(self, storage: Storage, zone: ZoneInfo) -> None:
        self._storage = storage
        self._zone = zone

    async def find(self, typed: str, start: int = 0, *, narrow: Narrow = Narrow(), limit: int = PAGE_SIZE) -> FoundPage:
        """Return the page of up to `limit` hits from the article `start` on (0: from the newest), newest first.

        `typed` may be anything. Every word must be in the article, in whatever form; "in quotes" word for word.
        """
        query = parse(typed)
        if not query.stems:
            return FoundPage(query, ())
        async with self._storage.reading() as unit:
            wanted = await self._wanted(unit, query, narrow)
            edge = await unit.articles.edge(start) if start else None
            if edge is not None:
                wanted = replace(wanted, end=min(wanted.end, place_of(edge.at, start) + 1))
            found, older = await _found(unit, query, wanted, limit)
        return FoundPage(query, tuple(_hit(article, query) for article in found), None, older)

    async def _wanted(self, unit: Unit, query: Query, narrow: Narrow) -> Wanted:
        wanted = Wanted(query.stems, query.adjoining, _LOWEST, _HIGHEST)
        if narrow.month:
            year, month = divmod(narrow.month, 100)
            wanted = replace(
                wanted, start=place_of(self._month(year, month), 0), end=place_of(self._month(year, month + 1), 0)
            )
        return wanted

    def _month(self, year: int, month: int) -> datetime:
        year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
        return datetime(year, month, 1, tzinfo=self._zone).astimezone(UTC)


async def _found(unit: Unit, query: Query, wanted: Wanted, limit: int) -> tuple[list[Article], int | None]:
    """What holds the words, phrases verified, and the number of the one from which the next page goes on."""
    places = await unit.search.places(wanted, limit + 1)
    articles = await unit.search.articles([number_of(place) for place in places[:limit]])
    found = [articles[number] for number in map(number_of, places[:limit]) if number in articles]
    return found, number_of(places[limit]) if len(places) > limit else None


def _hit(article: Article, query: Query) -> Hit:
    return Hit(article, snippet(plain(article.body), query.stems))
