"""Looking again at the pages of young articles: a correction that the feed does not show is followed."""

from datetime import timedelta

import pytest

from news.sources.found import FoundItem, Trouble, VisitFailedError
from news.sources.records import FullText, SourceRules
from news.sources.timing import LOOK_WITHIN, LOOKS
from storage import Database
from tests.news.conftest import START, HandClock
from tests.news.reading import FEED, FakeSites, Visitor, add_source, articles, item, rows_of, text

ADDRESS = item(0).address
SUMMARY = item(0, body="Коротко.", is_full=False)
CORRECTED = f"{text(0)} Этого предложения раньше не было."


@pytest.fixture
def sites() -> FakeSites:
    return FakeSites(feeds={FEED: [SUMMARY]}, pages={ADDRESS: item(0)})


@pytest.fixture
async def visitor(database: Database, sites: FakeSites, clock: HandClock) -> Visitor:
    """A visitor that has taken the item in."""
    await add_source(database)
    visitor = Visitor(database, sites, clock)
    await visitor.rounds()
    return visitor


def updated(after: timedelta, body: str = CORRECTED) -> FoundItem:
    """Return the page as it names a change so long after the start."""
    return item(0, body=body, updated_at=START + after)


async def passes(visitor: Visitor, span: timedelta) -> None:
    """Let time pass, with the visits of a process that is always there."""
    until = visitor.clock.now() + span
    while visitor.clock.now() < until:
        await visitor.rounds()
        visitor.clock.passes(minutes=5)
    await visitor.rounds()


async def test_a_page_that_names_a_change_is_followed_although_the_feed_is_the_same(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    sites.pages[ADDRESS] = updated(timedelta(minutes=30))
    await passes(visitor, LOOKS[0] - timedelta(minutes=10))
    (article,) = await articles(database)
    assert (article.version, sites.read) == (1, [ADDRESS])
    await passes(visitor, timedelta(minutes=30))
    (article,) = await articles(database)
    assert (article.version, article.updated_at is not None) == (2, True)
    assert "раньше не было" in article.body[0].text


async def test_a_page_is_looked_at_twice_and_then_never_again(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await passes(visitor, LOOKS[1] + timedelta(hours=2))
    assert sites.read == [ADDRESS] * 3
    await passes(visitor, timedelta(hours=20))
    assert len(sites.read) == 3
    (article,) = await articles(database)
    assert article.version == 1


async def test_a_change_that_the_page_does_not_name_is_its_furniture(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    sites.pages[ADDRESS] = item(0, body=CORRECTED)
    await passes(visitor, LOOKS[0] + timedelta(minutes=30))
    sites.pages[ADDRESS] = updated(timedelta(minutes=-5))
    await passes(visitor, LOOKS[1])
    (article,) = await articles(database)
    assert (article.version, article.body) == (1, item(0).body)


async def test_each_change_is_followed_once(database: Database, visitor: Visitor, sites: FakeSites) -> None:
    sites.pages[ADDRESS] = updated(timedelta(minutes=30))
    await passes(visitor, LOOKS[0] + timedelta(minutes=30))
    sites.pages[ADDRESS] = updated(timedelta(minutes=30), CORRECTED + " И это лишь оформление.")
    await passes(visitor, LOOKS[1])
    (article,) = await articles(database)
    assert article.version == 2, "the page has named no later change"


async def test_a_page_that_cannot_be_looked_at_leaves_its_article_as_it_is(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    sites.troubles[ADDRESS] = VisitFailedError(Trouble.REFUSED, "404")
    await passes(visitor, LOOKS[1] + timedelta(hours=2))
    (article,) = await articles(database)
    assert (article.version, article.body) == (1, item(0).body)
    assert len(sites.read) == 3


async def test_an_item_that_has_left_the_feed_is_not_looked_at_and_costs_no_whole_answer_for_long(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    sites.feeds[FEED] = [item(7)]
    await passes(visitor, LOOKS[0] + LOOK_WITHIN + timedelta(hours=1))
    sites.visits.clear()
    await passes(visitor, timedelta(hours=2))
    assert sites.read == [ADDRESS]
    assert sites.visits
    assert all(validators.etag for _, validators in sites.visits)


async def test_a_text_of_the_feed_itself_needs_no_look(database: Database, sites: FakeSites, clock: HandClock) -> None:
    await add_source(database, rules=SourceRules(full_text=FullText.FEED))
    sites.feeds[FEED] = [SUMMARY, item(1)]
    await Visitor(database, sites, clock).rounds()
    assert [row.look_at for row in await rows_of(database)] == [None, None]
    assert sites.read == []
