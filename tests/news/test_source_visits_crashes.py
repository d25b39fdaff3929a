"""A process that ends between any two commits: the next visit makes each item one article, pushed as decided first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from news.errors import StorageError
from news.model import Status
from news.notices import NoticeKind
from news.sources.found import FoundItem
from news.sources.records import SourceRules
from news.sources.timing import DEFAULT_VISIT_RULES, VisitRules
from storage import Database, Unit
from tests.news.conftest import HandClock
from tests.news.outlets import notices
from tests.news.reading import FEED, FakeSites, Visitor, add_source, articles, item, picture, pushed, rows_of, stored

PUSHED = 2
# The units of the first visit that write.
COMMITS = 10


class Crashing:
    """Serves so many writing units, and fails then: before a unit's commit (the work is lost), or behind it."""

    def __init__(self, database: Database, commits: int, *, behind: bool) -> None:
        self._database = database
        self._left = commits
        self._is_behind = behind
        self.has_failed = False

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """Serve a reading unit."""
        async with self._database.reading() as unit:
            yield unit

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Unit]:
        """Serve a writing unit, or fail as a process does that is killed."""
        async with self._database.writing() as unit:
            yield unit
            self._left -= 1
            if self._left < 0 and not self._is_behind:
                self._fail()
        if self._left < 0:
            self._fail()

    def _fail(self) -> None:
        self.has_failed = True
        raise StorageError("The test ends the process here.")


@pytest.fixture
def sites() -> FakeSites:
    items = [item(number) for number in range(5)]
    items[1] = replace(items[1], pictures=(picture("a"),))
    items[2] = replace(items[2], is_full=False)
    items[4] = item(4, published_at=None, title="Суд вынес решение")
    pages = {items[2].address: replace(items[2], is_full=True)}
    return FakeSites({FEED: [*items, FoundItem("", "empty")]}, pages, {"https://site.test/a.jpg": b"a"})


async def visit_through_a_crash(
    database: Database, sites: FakeSites, clock: HandClock, commits: int, *, behind: bool
) -> bool:
    """Visit with a process that ends after so many commits, and then with another one; return whether it ended so."""
    rules = VisitRules(pushed=PUSHED)
    crashing = Crashing(database, commits, behind=behind)
    await Visitor(crashing, sites, clock, holder="first", rules=rules).round_through_failures()
    clock.passes(seconds=DEFAULT_VISIT_RULES.lease.total_seconds())
    await Visitor(database, sites, clock, holder="second", rules=rules).rounds()
    return crashing.has_failed


@pytest.mark.parametrize("behind", [False, True], ids=["before the commit", "behind the commit"])
@pytest.mark.parametrize("commits", range(COMMITS))
async def test_a_first_visit_goes_on_after_a_crash_anywhere(
    database: Database, sites: FakeSites, clock: HandClock, commits: int, behind: bool
) -> None:
    await add_source(database, rules=SourceRules(hold_words=("суд",)))
    await visit_through_a_crash(database, sites, clock, commits, behind=behind)

    taken = await articles(database)
    assert sorted(article.title for article in taken) == [
        *(f"Новость номер {each}" for each in range(4)),
        "Суд вынес решение",
    ]
    titles = {article.number: article.title for article in taken}
    assert [titles[number] for number in await pushed(database)] == ["Новость номер 1", "Новость номер 0"]
    assert [article.title for article in taken if article.status is Status.DRAFT] == ["Суд вынес решение"]
    assert [len(article.attachments) for article in taken if article.title.endswith("1")] == [1]
    assert [notice.what for notice in await notices(database)] == [NoticeKind.SOURCE_HELD]
    assert all(row.done for row in await rows_of(database))
    assert {row.article for row in await rows_of(database) if row.own} == set(titles)
    source = await stored(database)
    assert source.visits.begun
    assert source.visits.succeeded_at is not None


@pytest.mark.parametrize(("commits", "fails"), [(COMMITS - 1, True), (COMMITS, False)])
async def test_the_last_crash_is_that_of_the_last_commit(
    database: Database, sites: FakeSites, clock: HandClock, commits: int, fails: bool
) -> None:
    await add_source(database)
    assert await visit_through_a_crash(database, sites, clock, commits, behind=True) is fails


@pytest.mark.parametrize("commits", range(8))
async def test_the_notice_of_a_silence_comes_once_through_a_crash_anywhere(
    database: Database, clock: HandClock, commits: int
) -> None:
    sites = FakeSites({FEED: [item(number, published_at=None) for number in range(5)]})
    await add_source(database, begun=True)
    clock.passes(days=7)
    await visit_through_a_crash(database, sites, clock, commits, behind=True)
    assert (len(await articles(database)), len(await pushed(database))) == (5, PUSHED)
    assert [(notice.what, notice.count) for notice in await notices(database)] == [(NoticeKind.SOURCE_BACK, 3)]


@pytest.mark.parametrize("commits", range(5))
async def test_a_change_is_one_version_through_a_crash_anywhere(
    database: Database, clock: HandClock, commits: int
) -> None:
    sites = FakeSites({FEED: [item(1)]})
    await add_source(database, begun=True)
    await Visitor(database, sites, clock).rounds()
    sites.feeds[FEED] = [item(1, title="Мост закрыт")]
    clock.passes(hours=1)
    await visit_through_a_crash(database, sites, clock, commits, behind=True)
    (article,) = await articles(database)
    assert (article.title, article.version) == ("Мост закрыт", 2)


async def test_news_after_the_items_of_a_broken_first_visit_are_pushed(database: Database, clock: HandClock) -> None:
    sites = FakeSites({FEED: [item(number) for number in range(5)]})
    await add_source(database)
    rules = VisitRules(pushed=PUSHED)
    crashing = Crashing(database, 3, behind=True)
    await Visitor(crashing, sites, clock, holder="first", rules=rules).round_through_failures()
    assert crashing.has_failed
    clock.passes(seconds=DEFAULT_VISIT_RULES.lease.total_seconds())
    news = [item(number, published_at=clock.now()) for number in range(5, 5 + PUSHED + 1)]
    sites.feeds[FEED] = [*news, *sites.feeds[FEED]]
    await Visitor(database, sites, clock, holder="second", rules=rules).rounds()
    assert len(await articles(database)) == 5 + len(news)
    assert len(await pushed(database)) == PUSHED + len(news)
