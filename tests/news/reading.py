"""Sites for tests: a reader of feeds that answers from memory, and short calls to visit sources and read results."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from news.errors import StorageError
from news.model import Article
from news.richtext import from_plain
from news.source_visits import SourceVisitDesk
from news.sources.found import (
    Discovery,
    FoundFeed,
    FoundItem,
    FoundPicture,
    LoadedPicture,
    Outline,
    SourceKind,
    Trouble,
    Validators,
    Visit,
    VisitFailedError,
)
from news.sources.items import KnownItem
from news.sources.records import Source, SourceRules, SourceState, Visits
from news.sources.timing import DEFAULT_RHYTHM, DEFAULT_VISIT_RULES, VisitRules
from storage import Database
from storage.source_items import item_of
from tests.news.conftest import ADMIN_ID, START, HandClock

FEED = "https://site.test/feed.xml"
HOLDER = "process"
# Words of texts that have little in common.
_TEXT = """
    мост город река театр школа завод музей вокзал рынок парк стадион больница цирк дума
    порт лес поле шахта банк клуб выставка концерт матч ремонт пожар дождь снег выборы
    бюджет тариф дорога трамвай автобус метро лифт газ свет вода
"""
_WORDS = tuple(_TEXT.split())


@dataclass
class FakeSites:
    """Keeps the contract of `news.ports.feeds.FeedReader`. An address that is not in memory cannot be reached.

    `troubles` are raised in place of answers. `visits`, `read` and `loaded` say which feeds, pages and pictures were
    asked for, in order.
    """

    feeds: dict[str, Sequence[FoundItem]] = field(default_factory=dict)
    pages: dict[str, FoundItem] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    troubles: dict[str, VisitFailedError] = field(default_factory=dict)
    opml: Sequence[Outline] = ()
    site: str = ""
    cut: Collection[str] = ()
    rest: timedelta | None = None
    moved_to: str = ""
    visits: list[tuple[str, Validators]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)

    async def visit(self, address: str, kind: SourceKind, validators: Validators) -> Visit:
        """Return the feed at an address, nothing new if it is as the validators say."""
        self.visits.append((address, validators))
        feed = self._feed(address)
        now = Validators(etag=str(hash(feed.items)))
        return Visit(now, None if validators == now else feed, self.rest, self.moved_to)

    async def discover(self, address: str) -> Discovery:
        """Return the feed at an address."""
        return Discovery(address, SourceKind.FEED, self._feed(address))

    async def page(self, address: str) -> FoundItem:
        """Return a page."""
        self.read.append(address)
        self._fail(address)
        if address not in self.pages:
            raise VisitFailedError(Trouble.UNREACHABLE)
        return self.pages[address]

    async def picture(self, address: str) -> LoadedPicture:
        """Return the bytes of a picture."""
        self.loaded.append(address)
        self._fail(address)
        if address not in self.pictures:
            raise VisitFailedError(Trouble.EMPTY)
        return LoadedPicture(self.pictures[address], 640, 480)

    async def outlines(self, content: bytes) -> Sequence[Outline]:
        """Return the outlines in memory."""
        self._fail(content.decode())
        return self.opml

    def _feed(self, address: str) -> FoundFeed:
        self._fail(address)
        if address not in self.feeds:
            raise VisitFailedError(Trouble.UNREACHABLE)
        return FoundFeed("Сайт города", tuple(self.feeds[address]), self.site, is_cut=address in self.cut)

    def _fail(self, address: str) -> None:
        if address in self.troubles:
            raise self.troubles[address]


def text(number: int) -> str:
    """Return a text that is long enough to be compared, and like that of no other number."""
    words = [_WORDS[(number * 7 + step * (number + 3)) % len(_WORDS)] for step in range(45)]
    return f"Сообщение {number}: {' '.join(words)} {number}."


def item(number: int, *, title: str = "", body: str = "", **fields: Any) -> FoundItem:
    """Return an item with its whole text, so many minutes old as its number says."""
    usual: dict[str, Any] = {
        "guid": f"g{number}",
        "address": f"https://site.test/{number}",
        "body": from_plain(body or text(number)),
        "is_full": True,
        "published_at": START - timedelta(minutes=number),
    }
    return FoundItem(title or f"Новость номер {number}", **(usual | fields))


def picture(name: str, caption: str = "") -> FoundPicture:
    """Return a picture on the site."""
    return FoundPicture(f"https://site.test/{name}.jpg", caption)


class Visitor:
    """One process that visits the sources of a database; another one has another `holder`."""

    def __init__(
        self,
        storage: Any,
        sites: FakeSites,
        clock: HandClock,
        *,
        holder: str = HOLDER,
        rules: VisitRules = DEFAULT_VISIT_RULES,
    ) -> None:
        self.holder = holder
        self.clock = clock
        self.desk = SourceVisitDesk(storage, sites, clock, lambda: 0.0, admins={ADMIN_ID}, rules=rules)

    async def round(self, limit: int = 50) -> int:
        """Visit each source that is due once; return how many there were."""
        claimed = await self.desk.claim(self.holder, limit)
        for source in claimed:
            await self.desk.visit(source, self.holder)
        return len(claimed)

    async def rounds(self) -> int:
        """Visit sources until none is due within a minute; return the number of visits."""
        visits = 0
        for _ in range(100):
            done = await self.round()
            visits += done
            self.clock.passes(seconds=6)
            if not done:
                return visits
        raise AssertionError("the sources are always due")

    async def round_through_failures(self) -> None:
        """Visit what is due, as a process does that goes on after the database has failed."""
        with suppress(StorageError):
            await self.round()


async def add_source(
    database: Database, address: str = FEED, rules: SourceRules | None = None, *, begun: bool = False, **fields: Any
) -> Source:
    """Store an active source that is due; one that has `begun` was visited just before."""
    visited = START - timedelta(minutes=10) if begun else None
    visits = Visits(START, DEFAULT_RHYTHM.usual, visited, visited, begun=begun)
    new = Source(
        0, address, SourceKind.FEED, "Сайт города", SourceState.ACTIVE, rules or SourceRules(), visits, **fields
    )
    async with database.writing() as unit:
        number = await unit.sources.add(new)
        assert number is not None
        await unit.sources.lease(new.host, "before", START, START, timedelta(minutes=1))
        assert await unit.sources.visited(number, visits, "before", START)
        await unit.sources.release(new.host, "before")
    return await stored(database, number)


async def stored(database: Database, number: int = 1) -> Source:
    """Return a source as it is stored."""
    async with database.reading() as unit:
        source = await unit.sources.get(number)
    assert source is not None
    return source


async def articles(database: Database) -> list[Article]:
    """Return every article by its number, drafts and retracted ones included."""
    async with database.reading() as unit:
        connection = unit.fsm._connection  # type: ignore[attr-defined]
        rows = await connection.fetch("SELECT number FROM articles ORDER BY number")
        found = [await unit.articles.get(row["number"]) for row in rows]
    return [article for article in found if article is not None]


async def pushed(database: Database) -> list[int]:
    """Return the numbers of the articles that wait for a push."""
    async with database.reading() as unit:
        connection = unit.fsm._connection  # type: ignore[attr-defined]
        rows = await connection.fetch("SELECT number FROM articles WHERE to_push = 1 ORDER BY published_at, number")
    return [row["number"] for row in rows]


async def corrected(database: Database) -> list[int]:
    """Return the numbers of the articles whose sent copies are to be corrected."""
    async with database.reading() as unit:
        connection = unit.fsm._connection  # type: ignore[attr-defined]
        rows = await connection.fetch("SELECT number FROM articles WHERE to_correct = 1 ORDER BY number")
    return [row["number"] for row in rows]


async def rows_of(database: Database) -> list[KnownItem]:
    """Return the rows of all items."""
    async with database.reading() as unit:
        connection = unit.fsm._connection  # type: ignore[attr-defined]
        rows = await connection.fetch("SELECT * FROM source_items ORDER BY source_id, key")
    return [item_of(row) for row in rows]
