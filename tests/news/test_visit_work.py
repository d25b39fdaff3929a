"""The work of one visit: pages that fail, pictures, and how much a visit does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from news.files import with_content
from news.limits import CAPTION_LIMIT
from news.source_visits import VisitRules
from news.sources.found import FoundItem, Trouble, VisitFailedError
from news.sources.timing import SOON
from news.visit_work import MAX_PICTURES, READ_AGAIN_WITHIN
from news.words import units
from storage import Database
from tests.news.conftest import HandClock
from tests.news.reading import FEED, FakeSites, Visitor, add_source, articles, corrected, item, picture, pushed, stored

SLOW = VisitFailedError(Trouble.SLOW)


@pytest.fixture
def sites() -> FakeSites:
    return FakeSites()


@pytest.fixture
def visitor(database: Database, sites: FakeSites, clock: HandClock) -> Visitor:
    return Visitor(database, sites, clock)


def shortened(*numbers: int, **fields: object) -> list[FoundItem]:
    """Return items with a summary in the feed; their pages have the text."""
    return [item(number, body="Коротко.", is_full=False, **fields) for number in numbers]


async def test_the_text_is_read_from_the_page_once(database: Database, visitor: Visitor, sites: FakeSites) -> None:
    await add_source(database)
    sites.feeds[FEED] = shortened(1)
    sites.pages[item(1).address] = item(1, pictures=(picture("a"),))
    sites.pictures["https://site.test/a.jpg"] = b"a"
    await visitor.rounds()
    (article,) = await articles(database)
    assert article.body == item(1).body
    assert len(article.attachments) == 1
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert sites.read == [item(1).address]


async def test_a_page_that_cannot_be_read_completes_its_article_later_and_silently(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database)
    sites.feeds[FEED] = shortened(1)
    await visitor.rounds()
    (article,) = await articles(database)
    assert article.body == shortened(1)[0].body
    assert await pushed(database) == [article.number]

    sites.pages[item(1).address] = item(1)
    visitor.clock.passes(minutes=20)
    await visitor.rounds()
    (completed,) = await articles(database)
    assert (completed.body, completed.version, completed.updated_at) == (item(1).body, 2, None)
    assert await corrected(database) == []
    visitor.clock.passes(hours=2)
    await visitor.rounds()
    assert len(sites.read) == 2


@pytest.mark.parametrize("published", [True, False], ids=["dated", "undated"])
async def test_a_page_that_never_can_be_read_is_given_up(
    database: Database, visitor: Visitor, sites: FakeSites, published: bool
) -> None:
    await add_source(database)
    sites.feeds[FEED] = shortened(1) if published else shortened(1, published_at=None)
    spent = timedelta()
    while spent < READ_AGAIN_WITHIN + timedelta(hours=3):
        await visitor.round()
        visitor.clock.passes(minutes=30)
        spent += timedelta(minutes=30)
    tries = len(sites.read)
    assert 5 < tries < 20
    await visitor.round()
    assert len(sites.read) == tries
    (article,) = await articles(database)
    assert (article.body, article.version) == (shortened(1)[0].body, 1)


@pytest.mark.parametrize("trouble", [Trouble.EMPTY, Trouble.FORBIDDEN, Trouble.UNREADABLE, Trouble.LARGE])
async def test_a_page_that_will_not_get_better_is_not_read_again(
    database: Database, visitor: Visitor, sites: FakeSites, trouble: Trouble
) -> None:
    await add_source(database)
    sites.feeds[FEED] = shortened(1)
    sites.troubles[item(1).address] = VisitFailedError(trouble)
    for _ in range(3):
        await visitor.rounds()
        visitor.clock.passes(hours=1)
    assert len(sites.read) == 1


async def test_a_visit_reads_so_many_pages_and_the_next_ones_read_the_rest_soon(
    database: Database, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database)
    sites.feeds[FEED] = shortened(*range(9))
    sites.pages = {item(number).address: item(number) for number in range(9)}
    visitor = Visitor(database, sites, clock, rules=VisitRules(pages=4))
    assert await visitor.round() == 1
    assert (len(sites.read), len(await articles(database))) == (4, 4)
    assert (await stored(database)).visits.next_at - clock.now() == SOON
    clock.passes(seconds=6)
    assert await visitor.rounds() == 2
    assert sorted(article.body == item(0).body for article in await articles(database)) == [False] * 8 + [True]
    assert len(sites.read) == len(set(sites.read)) == len(await articles(database)) == 9
    assert len(await pushed(database)) == 3


async def test_a_site_that_refuses_its_pages_is_not_asked_for_them_every_few_seconds(
    database: Database, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database)
    sites.feeds[FEED] = shortened(*range(9))
    visitor = Visitor(database, sites, clock, rules=VisitRules(pages=4))
    assert await visitor.rounds() == 3
    assert len(await articles(database)) == 9, "every item is an article, with the text of the feed"
    assert (await stored(database)).visits.next_at - clock.now() > timedelta(minutes=1)
    assert len(sites.read) == 4 + 4 + 4


async def test_pictures_are_stored_with_the_article_and_those_that_cannot_be_loaded_are_left_out(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database)
    pictures = (picture("gone"), picture("a", "Вид на мост " * 200), picture("same"), picture("b"))
    sites.pictures = {f"https://site.test/{name}.jpg": name[:1].encode() for name in ("a", "b")}
    sites.pictures["https://site.test/same.jpg"] = b"a"
    sites.feeds[FEED] = [item(1, pictures=pictures)]
    await visitor.rounds()
    (article,) = await articles(database)
    async with database.reading() as unit:
        content = [each.content for each in (await with_content(unit, article)).attachments]
    assert content == [b"a"], f"the first {MAX_PICTURES}, each once"
    assert 0 < units(article.attachments[0].caption) <= CAPTION_LIMIT


async def test_a_long_item_of_a_feed_that_shares_one_address_is_many_articles(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database)
    page = "https://site.test/changes"
    sites.feeds[FEED] = [item(number, address=page) for number in range(3)]
    await visitor.rounds()
    sites.feeds[FEED] = [item(-1, address=page), *sites.feeds[FEED]]
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    taken = await articles(database)
    assert len(taken) == 4
    assert all((article.version, article.source_url) == (1, None) for article in taken)


async def test_items_that_share_one_id_are_many_articles(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database)
    sites.feeds[FEED] = [replace(item(number), guid="site") for number in range(3)]
    await visitor.rounds()
    sites.feeds[FEED] = [replace(item(-1), guid="site"), *sites.feeds[FEED]]
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert [article.version for article in await articles(database)] == [1] * 4
