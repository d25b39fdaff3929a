"""The visitor on a real newsroom; only the sites are in memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

import pytest

from bot import visiting
from bot.visiting import SourceVisitor
from news.newsroom import Newsroom, make_newsroom
from news.rate_limits import RateLimiter
from news.sources.found import SourceKind, Trouble, Validators, Visit
from storage import Database
from tests.news.conftest import ZONE, HandClock, NoCourier
from tests.news.reading import FakeSites, add_source, articles, item, stored

ONE, TWO = "https://one.test/feed", "https://two.test/feed"


@dataclass
class Sites(FakeSites):
    """Sites of which one may have a reader that fails, or that does not answer until `released` is set."""

    broken: str = ""
    slow: str = ""
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def visit(self, address: str, kind: SourceKind, validators: Validators) -> Visit:
        """Return the feed at an address."""
        if address == self.broken:
            raise ZeroDivisionError("a defect")
        if address == self.slow:
            self.asked.set()
            await self.released.wait()
        return await super().visit(address, kind, validators)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def sites() -> Sites:
    return Sites(feeds={ONE: [item(1, address="https://one.test/1")], TWO: [item(2, address="https://two.test/2")]})


@pytest.fixture
async def news(database: Database, clock: HandClock, sites: Sites) -> Newsroom:
    await add_source(database, ONE)
    await add_source(database, TWO)
    return make_newsroom(database, NoCourier(), RateLimiter(29), clock, zone=ZONE, feeds=sites)


@asynccontextmanager
async def visited(news: Newsroom, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[asyncio.Task[None]]:
    """Run a visitor, which looks often, until the end of the block."""
    monkeypatch.setattr(visiting, "POLL_SECONDS", 0.01)
    running = asyncio.get_running_loop().create_task(SourceVisitor(news, "p").run())
    try:
        yield running
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    """Wait until the database says that something is so, for ten seconds at most."""
    for _ in range(1000):
        if await is_so():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it has not come to that")


async def test_sources_are_visited_side_by_side(
    database: Database, news: Newsroom, sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites.slow = ONE

    async def has_two() -> bool:
        return (await stored(database, 2)).visits.begun

    async with visited(news, monkeypatch):
        await until(has_two)
        assert not (await stored(database, 1)).visits.begun
        sites.released.set()

        async def has_all() -> bool:
            return len(await articles(database)) == 2

        await until(has_all)


async def test_a_defect_in_the_visit_of_one_source_lets_it_rest_and_the_others_go_on(
    database: Database, news: Newsroom, sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites.broken = ONE

    async def has_failed() -> bool:
        return (await stored(database, 1)).visits.failures > 0 and (await stored(database, 2)).visits.begun

    async with visited(news, monkeypatch) as running:
        await until(has_failed)
        assert not running.done()
    source = await stored(database, 1)
    assert (source.visits.failures, source.visits.trouble) == (1, Trouble.UNREADABLE)
    assert source.visits.next_at > news.source_visits._clock.now()


async def test_a_visitor_that_stops_leaves_its_sources_to_others_at_once(
    database: Database, news: Newsroom, sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites.slow = ONE
    async with visited(news, monkeypatch):
        await sites.asked.wait()
    assert [source.address for source in await news.source_visits.claim("another", 5)][:1] == [ONE]


async def test_the_visits_of_a_process_have_different_holders(
    database: Database, news: Newsroom, sites: Sites, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visit that outlives its lease cannot end the lease of a later one."""
    holders = list[str]()
    claim = news.source_visits.claim

    async def noted(holder: str, limit: int) -> object:
        holders.append(holder)
        return await claim(holder, limit)

    monkeypatch.setattr(news.source_visits, "claim", noted)

    async def has_some() -> bool:
        return len(holders) > 3

    async with visited(news, monkeypatch):
        await until(has_some)
    assert len(set(holders)) == len(holders)
