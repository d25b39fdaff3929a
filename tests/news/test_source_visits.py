"""The visits of sources: beginnings and silences without a storm, failures, moves, pauses and removals."""

from dataclasses import replace
from datetime import timedelta

import pytest

from news.delivery import DeliveryDesk
from news.model import Reader, Status
from news.newsroom import Newsroom, make_newsroom
from news.notices import NoticeKind, Remedy
from news.ports.audit import AuditAct, AuditFilter
from news.rate_limits import RateLimiter
from news.roles import Role
from news.source_visits import FORGOTTEN_AFTER, VisitRules
from news.sources.found import FoundItem, SourceKind, Trouble, Validators, Visit, VisitFailedError
from news.sources.records import SourceState
from news.sources.timing import LONGEST, SILENCE
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier
from tests.news.outlets import notices
from tests.news.reading import FEED, FakeSites, Visitor, add_source, articles, item, pushed, rows_of, stored

CHIEF = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)


@pytest.fixture
def sites() -> FakeSites:
    return FakeSites()


@pytest.fixture
def visitor(database: Database, sites: FakeSites, clock: HandClock) -> Visitor:
    return Visitor(database, sites, clock)


async def test_the_first_visit_pushes_the_newest_few_and_stores_the_rest_as_published(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database)
    sites.feeds[FEED] = [item(number) for number in range(10)]
    await visitor.rounds()
    taken = await articles(database)
    assert [article.status for article in taken] == [Status.PUBLISHED] * 10
    titles = {article.number: article.title for article in taken}
    assert [titles[number] for number in await pushed(database)] == [f"Новость номер {each}" for each in (2, 1, 0)]
    assert await notices(database) == []

    sites.feeds[FEED] = [item(-1), *sites.feeds[FEED]]
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert len(await pushed(database)) == 4, "after the beginning everything new is pushed"


async def test_a_first_answer_that_is_cut_pushes_the_newest_few_and_what_was_missing_is_stored_quietly(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database)
    sites.feeds[FEED], sites.cut = [item(number) for number in range(5)], [FEED]
    await visitor.rounds()
    sites.feeds[FEED], sites.cut = [item(number) for number in range(9)], ()
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert len(await articles(database)) == 9
    assert len(await pushed(database)) == 3
    sites.feeds[FEED] = [item(-1), *sites.feeds[FEED]]
    visitor.clock.passes(hours=1)
    await visitor.rounds()
    assert len(await pushed(database)) == 4, "what comes after that is news"


async def test_how_many_are_pushed_at_the_beginning_is_a_setting(
    database: Database, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database)
    sites.feeds[FEED] = [item(number) for number in range(4)]
    await Visitor(database, sites, clock, rules=VisitRules(pushed=0)).rounds()
    assert (len(await articles(database)), await pushed(database)) == (4, [])


async def test_a_source_that_comes_back_after_a_week_does_not_storm_and_the_staff_is_told_how_many_were_not_pushed(
    database: Database, visitor: Visitor, sites: FakeSites, clock: HandClock
) -> None:
    source = await add_source(database, begun=True)
    sites.troubles[FEED] = VisitFailedError(Trouble.UNREACHABLE)
    for _ in range(14):
        clock.passes(hours=12)
        await visitor.round()
    del sites.troubles[FEED]
    sites.feeds[FEED] = [item(number, published_at=None) for number in range(38)]
    clock.passes(days=1)
    await visitor.rounds()
    assert (len(await articles(database)), len(await pushed(database))) == (38, 3)
    back = [notice for notice in await notices(database) if notice.what is NoticeKind.SOURCE_BACK]
    assert [(notice.count, notice.number, notice.title) for notice in back] == [(35, source.id, source.name)]
    assert back[0].at == str(source.visits.succeeded_at).replace(" ", "T")


async def test_the_notice_of_a_silence_comes_once_though_the_visit_takes_several_turns(
    database: Database, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database, begun=True)
    clock.passes(days=7)
    items = [item(number, is_full=False, published_at=None) for number in range(9)]
    sites.feeds[FEED] = items
    sites.pages = {each.address: replace(each, is_full=True) for each in items}
    visits = await Visitor(database, sites, clock, rules=VisitRules(pages=2)).rounds()
    assert visits == 5
    assert (len(await articles(database)), len(await pushed(database))) == (9, 3)
    assert [notice.count for notice in await notices(database)] == [6]


async def test_a_source_that_is_begun_again_after_a_long_pause_does_not_storm(
    database: Database, visitor: Visitor, sites: FakeSites, news: Newsroom, clock: HandClock
) -> None:
    await add_source(database, begun=True)
    await news.sources.pause(CHIEF, 1)
    sites.feeds[FEED] = [item(number, published_at=None) for number in range(10)]
    clock.passes(seconds=SILENCE.total_seconds())
    assert await visitor.round() == 0
    await news.sources.begin(CHIEF, 1)
    await visitor.rounds()
    assert len(await pushed(database)) == 3


async def test_what_has_not_changed_is_not_looked_at(
    database: Database, visitor: Visitor, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database)
    sites.feeds[FEED] = [item(1)]
    await visitor.rounds()
    clock.passes(hours=1)
    await visitor.rounds()
    first, second = [validators for _, validators in sites.visits]
    assert (first, bool(second.etag)) == (Validators(), True)
    assert (await stored(database)).visits.succeeded_at is not None


async def test_a_failing_source_is_told_once_and_recovers(
    database: Database, visitor: Visitor, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database, begun=True)
    sites.troubles[FEED] = VisitFailedError(Trouble.REFUSED, "503")
    rests = list[timedelta]()
    for _ in range(20):
        clock.moment = max(clock.moment, (await stored(database)).visits.next_at)
        assert await visitor.round() == 1
        visits = (await stored(database)).visits
        rests.append(visits.next_at - clock.now())
    assert rests == sorted(rests)
    assert rests[-1] == timedelta(hours=12)
    assert (visits.failures, visits.failing_since, visits.trouble, visits.detail) == (20, START, Trouble.REFUSED, "503")
    (notice,) = await notices(database)
    assert (notice.what, notice.number, notice.title) == (NoticeKind.SOURCE_FAILING, 1, "Сайт города")
    assert (notice.at, notice.reason, notice.details) == (START.isoformat(), "refused", "503")

    del sites.troubles[FEED]
    sites.feeds[FEED] = []
    clock.passes(hours=13)
    assert await visitor.round() == 1
    assert (await stored(database)).visits.failures == 0
    assert [notice.remedy for notice in await notices(database)] == [Remedy.RECOVERED] * 2, "the notice and its change"


async def test_a_source_that_moves_for_good_is_visited_at_its_new_address(
    database: Database, visitor: Visitor, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database)
    new = "https://new.test/feed.xml"
    sites.feeds = {FEED: [item(1)], new: [item(1), item(2)]}
    sites.moved_to = new
    await visitor.rounds()
    assert ((await stored(database)).address, (await stored(database)).host) == (new, "new.test")
    sites.moved_to = ""
    clock.passes(hours=1)
    assert await visitor.rounds() == 1
    assert sites.visits[-1][0] == new
    assert len(await articles(database)) == 2


@pytest.mark.parametrize("new", ["https://taken.test/feed.xml", f"https://new.test/{'a' * 5000}", "tg://resolve?x"])
async def test_a_source_does_not_move_to_an_address_of_another_or_one_that_cannot_be(
    database: Database, visitor: Visitor, sites: FakeSites, new: str
) -> None:
    await add_source(database)
    await add_source(database, "https://taken.test/feed.xml", begun=True)
    sites.feeds = {FEED: [item(1)], "https://taken.test/feed.xml": []}
    sites.moved_to = new
    await visitor.round()
    assert (await stored(database, 1)).address == FEED
    assert len(await articles(database)) == 1


async def test_a_source_of_the_operators_file_moves_there(
    database: Database, visitor: Visitor, sites: FakeSites, caplog: pytest.LogCaptureFixture
) -> None:
    await add_source(database, by_file=True)
    sites.feeds[FEED], sites.moved_to = [], "https://new.test/feed.xml"
    await visitor.round()
    assert (await stored(database)).address == FEED
    assert "https://new.test/feed.xml into the file of sources" in caplog.text


class Interrupted(FakeSites):
    """Sites that the newsroom does something to while they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.then = None

    async def visit(self, address: str, kind: SourceKind, validators: Validators) -> Visit:
        """Answer after `then`."""
        visit = await super().visit(address, kind, validators)
        if callable(self.then):
            await self.then()
        return visit

    async def page(self, address: str) -> FoundItem:
        """Answer after `then`."""
        page = await super().page(address)
        if callable(self.then):
            await self.then()
        return page


@pytest.mark.parametrize("verb", ["pause", "remove"])
@pytest.mark.parametrize("place", ["feed", "page"])
async def test_a_source_that_is_paused_or_removed_while_it_is_visited_changes_nothing_more(
    database: Database, news: Newsroom, clock: HandClock, verb: str, place: str
) -> None:
    sites = Interrupted()
    await add_source(database)
    await add_source(database, "https://site.test/other.xml", begun=True)
    sites.feeds = {FEED: [item(1, is_full=place == "feed")], "https://site.test/other.xml": []}
    sites.pages[item(1).address] = item(1)

    async def interrupt() -> None:
        if (place == "page") == bool(sites.read):
            sites.then = None
            await getattr(news.sources, verb)(CHIEF, 1)

    sites.then = interrupt  # type: ignore[assignment]
    visitor = Visitor(database, sites, clock)
    assert await visitor.round() == 1
    assert await articles(database) == []
    assert await visitor.round() == 1, "the host is free for the other source at once"
    assert {row.source_id for row in await rows_of(database)} == ({1} if (verb, place) == ("pause", "page") else set())

    if verb == "pause":
        await news.sources.begin(CHIEF, 1)
        await visitor.rounds()
        assert [article.title for article in await articles(database)] == ["Новость номер 1"]


async def test_a_paused_source_and_one_on_trial_are_not_visited(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    source = await add_source(database)
    for state in (SourceState.PAUSED, SourceState.TRIAL):
        async with database.writing() as unit:
            await unit.sources.update(replace(source, state=state))
        assert await visitor.round() == 0
    assert sites.visits == []


async def test_the_log_of_deeds_says_how_many_were_taken(
    database: Database, visitor: Visitor, sites: FakeSites
) -> None:
    await add_source(database)
    sites.feeds[FEED] = [item(1), item(2)]
    await visitor.rounds()
    async with database.reading() as unit:
        rows = await unit.audit.rows(AuditFilter(), None, 10)
    assert [(row.deed.act, row.deed.number, row.deed.note) for row in rows] == [
        (AuditAct.SOURCE_TAKEN, 2, "Сайт города")
    ]


async def test_items_that_no_feed_has_had_for_months_are_forgotten_and_others_are_not(
    database: Database, visitor: Visitor, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database)
    sites.feeds[FEED] = [item(1), item(2)]
    await visitor.rounds()
    days = FORGOTTEN_AFTER.days
    for day in range(0, days + 8, 8):
        sites.feeds[FEED] = [item(1), item(9, title=f"Новое {day}", body=f"Текст {day}")]
        clock.passes(days=8)
        await visitor.rounds()
    gone = {row.article for row in await rows_of(database)}
    assert await visitor.desk.clean_up()
    gone -= {row.article for row in await rows_of(database)}
    titles = {article.number: article.title for article in await articles(database)}
    assert [titles[number] for number in gone if number] == ["Новость номер 2"]
    assert not await visitor.desk.clean_up()


async def test_a_newsroom_without_a_network_goes_on(database: Database, clock: HandClock) -> None:
    news = make_newsroom(database, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE)
    await add_source(database)
    (source,) = await news.source_visits.claim("p", 5)
    await news.source_visits.visit(source, "p")
    assert (await stored(database)).visits.trouble is Trouble.UNREACHABLE
    assert (await stored(database)).visits.next_at <= clock.now() + LONGEST
    assert isinstance(news.delivery, DeliveryDesk)
