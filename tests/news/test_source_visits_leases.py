"""Several processes, several sources of one host, and clocks that jump."""

import asyncio
from datetime import timedelta

import pytest

from news.source_visits import CLOCKS_DIFFER
from news.sources.timing import DEFAULT_RHYTHM, DEFAULT_VISIT_RULES, VisitRules
from storage import Database
from tests.news.conftest import HandClock
from tests.news.reading import FEED, FakeSites, Visitor, add_source, articles, item, pushed, rows_of, stored

SECOND = "https://www.site.test/second.xml"
ELSEWHERE = "https://elsewhere.test/feed.xml"


@pytest.fixture
def sites() -> FakeSites:
    return FakeSites({FEED: [item(1)], SECOND: [item(2)], ELSEWHERE: [item(3)]})


@pytest.fixture
def first(database: Database, sites: FakeSites, clock: HandClock) -> Visitor:
    return Visitor(database, sites, clock, holder="first")


@pytest.fixture
def second(other: Database, sites: FakeSites, clock: HandClock) -> Visitor:
    return Visitor(other, sites, clock, holder="second")


async def test_a_host_has_one_visit_at_a_time(database: Database, first: Visitor, second: Visitor) -> None:
    for address in (FEED, SECOND, ELSEWHERE):
        await add_source(database, address)
    claimed = await first.desk.claim("first", 10)
    assert [source.address for source in claimed] == [FEED, ELSEWHERE]
    assert await second.desk.claim("second", 10) == []
    assert await first.desk.claim("first", 10) == [], "not even by the process that visits it"

    await first.desk.visit(claimed[0], "first")
    assert [source.address for source in await second.desk.claim("second", 10)] == [SECOND]


async def test_of_processes_that_claim_at_once_each_source_goes_to_one(
    database: Database, first: Visitor, second: Visitor
) -> None:
    for number in range(6):
        await add_source(database, f"https://site{number}.test/feed.xml")
    claims = await asyncio.gather(*(each.desk.claim(each.holder, 10) for each in (first, second, first, second)))
    ids = [source.id for claimed in claims for source in claimed]
    assert sorted(ids) == [1, 2, 3, 4, 5, 6]


async def test_a_source_that_another_process_has_visited_meanwhile_is_not_claimed_again(
    database: Database, first: Visitor, second: Visitor
) -> None:
    for address in (FEED, ELSEWHERE):
        await add_source(database, address)
    assert await second.rounds() == 2
    assert await first.round() == 0


async def test_a_second_process_takes_over_when_the_lease_is_over_and_the_late_end_of_the_first_changes_nothing(
    database: Database, sites: FakeSites, first: Visitor, second: Visitor, clock: HandClock
) -> None:
    await add_source(database)
    (late,) = await first.desk.claim("first", 10)
    clock.passes(seconds=DEFAULT_VISIT_RULES.lease.total_seconds() - 1)
    assert await second.desk.claim("second", 10) == []
    clock.passes(seconds=1)
    (taken_over,) = await second.desk.claim("second", 10)

    sites.feeds[FEED] = [item(8), item(9)]
    await first.desk.visit(late, "first")
    assert await articles(database) == []
    assert await rows_of(database) == []
    assert (await stored(database)).visits == late.visits

    sites.feeds[FEED] = [item(1)]
    await second.desk.visit(taken_over, "second")
    assert [article.title for article in await articles(database)] == ["Новость номер 1"]
    after = await stored(database)
    await first.desk.visit(late, "first")
    assert await stored(database) == after
    assert len(await pushed(database)) == 1


async def test_a_process_that_loses_its_lease_between_two_items_takes_no_further_one(
    database: Database, sites: FakeSites, first: Visitor, second: Visitor, clock: HandClock
) -> None:
    await add_source(database)
    items = [item(number, is_full=False) for number in (1, 2)]
    sites.feeds[FEED] = items
    sites.pages = {each.address: item(number) for number, each in enumerate(items, 1)}
    (late,) = await first.desk.claim("first", 10)
    read = sites.page

    async def slow(address: str) -> object:
        page = await read(address)
        if len(sites.read) == 2:
            clock.step(hours=1)
            assert await second.round() == 1
        return page

    sites.page = slow  # type: ignore[method-assign, assignment]
    await first.desk.visit(late, "first")
    taken = await articles(database)
    assert sorted(article.title for article in taken) == ["Новость номер 1", "Новость номер 2"]
    assert all(row.done and row.own for row in await rows_of(database))
    assert len(await pushed(database)) == 2
    assert (await stored(database)).taken == 2, "each is counted with its article"


async def test_a_clock_that_jumps_forward_by_a_day_and_back_delays_no_visit(
    database: Database, sites: FakeSites, first: Visitor, clock: HandClock
) -> None:
    for address in (FEED, ELSEWHERE):
        await add_source(database, address)
    assert await first.rounds() == 2
    clock.step(days=1)
    assert await first.rounds() == 2
    clock.step(days=-1)
    await first.desk.correct_times()
    assert await first.rounds() == 2, "both have been visited in the future"
    await first.desk.correct_times()
    assert await first.rounds() == 0


async def test_a_clock_that_jumps_back_by_an_hour_delays_no_visit_for_longer_than_usual(
    database: Database, first: Visitor, clock: HandClock
) -> None:
    await add_source(database)
    await first.rounds()
    clock.step(hours=-1)
    usual = DEFAULT_RHYTHM.usual * 1.25 + CLOCKS_DIFFER
    waited = timedelta()
    while not await first.round():
        clock.passes(minutes=1)
        waited += timedelta(minutes=1)
        await first.desk.correct_times()
        assert waited <= usual


async def test_a_source_that_was_added_by_a_clock_that_was_ahead_is_visited(
    database: Database, first: Visitor, clock: HandClock
) -> None:
    await add_source(database)
    clock.step(hours=-5)
    assert await first.round() == 0
    await first.desk.correct_times()
    assert await first.round() == 1


async def test_a_lease_of_a_clock_that_was_ahead_is_over(database: Database, first: Visitor, second: Visitor) -> None:
    await add_source(database)
    assert len(await first.desk.claim("first", 10)) == 1
    second.clock.step(days=-1)
    await second.desk.correct_times()
    assert len(await second.desk.claim("second", 10)) == 1


async def test_a_visit_that_reads_for_too_long_leaves_the_rest_to_the_next(
    database: Database, sites: FakeSites, clock: HandClock
) -> None:
    await add_source(database, begun=True)
    items = [item(number, is_full=False) for number in range(5)]
    sites.feeds[FEED] = items
    sites.pages = {each.address: item(number) for number, each in enumerate(items)}
    read = sites.page

    async def slow(address: str) -> object:
        clock.passes(seconds=40)
        return await read(address)

    sites.page = slow  # type: ignore[method-assign, assignment]
    visitor = Visitor(database, sites, clock, rules=VisitRules(work=timedelta(minutes=1)))
    assert await visitor.round() == 1
    assert len(await articles(database)) == 2
    clock.passes(seconds=6)
    assert await visitor.rounds() == 2
    assert len(await articles(database)) == len(await pushed(database)) == 5


async def test_many_sources_of_one_host_do_not_keep_the_others_waiting(database: Database, first: Visitor) -> None:
    for number in range(9):
        await add_source(database, f"https://site.test/{number}.xml")
    await add_source(database, ELSEWHERE)
    claimed = await first.desk.claim("first", 3)
    assert [source.address for source in claimed] == ["https://site.test/0.xml", ELSEWHERE]
