"""Editions announce what is new and reach who was there, by the laws of their port, on both engines."""

import pytest

from news.model import DeliveryState, Edition, Revision
from storage import Database
from tests.storage.samples import (
    LEASE,
    article,
    at,
    claim,
    counts,
    open_edition,
    plan,
    publish,
    settle,
    settled,
    subscribe,
)


async def test_an_edition_announces_everything_to_be_pushed_and_shows_the_newest(
    database: Database, other: Database
) -> None:
    numbers = [await publish(database, f"k{second}", second, to_push=True) for second in (3, 1, 2)]
    await publish(database, "quiet", 9)
    async with database.writing() as unit:
        edition = await unit.deliveries.open_edition("headlines", at(10), 2)
    assert edition is not None
    assert edition == Edition(edition.id, "headlines", (numbers[0], numbers[2]), 3, at(10))
    async with other.writing() as unit:
        assert await unit.deliveries.edition(edition.id) == edition
        assert await unit.deliveries.edition(404) is None
        assert await unit.deliveries.open_edition("headlines", at(11), 2) is None


async def test_an_edition_that_was_not_committed_gives_its_articles_back(database: Database, other: Database) -> None:
    number = await publish(database, "k1", to_push=True)

    async def fail() -> None:
        async with database.writing() as unit:
            await unit.deliveries.open_edition("headlines", at(1), 9)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with other.writing() as unit:
        edition = await unit.deliveries.open_edition("headlines", at(2), 9)
    assert edition is not None
    assert edition.shown == (number,)


async def test_a_draft_published_for_push_is_announced(database: Database) -> None:
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article("k1"))
        await unit.articles.publish(number, at(1), to_push=True)
        edition = await unit.deliveries.open_edition("headlines", at(2), 9)
    assert edition is not None
    assert edition.shown == (number,)


async def test_planning_goes_in_blocks_and_meets_each_subscriber_once(database: Database, other: Database) -> None:
    chats = (-1001234567890, -5, 1, 2, 3, 2**40)
    await subscribe(database, *chats)
    edition = await open_edition(database)
    assert [await plan(database, 4), await plan(other, 4), await plan(database, 4)] == [4, 2, 0]
    assert [each.chat_id for each in await claim(other)] == list(chats)
    async with other.reading() as unit:
        found = await unit.deliveries.edition(edition)
    assert found is not None
    assert (found.cursor, found.planned) == (2**40, True)


async def test_a_block_that_fits_exactly_leaves_an_edition_to_be_closed(database: Database) -> None:
    await subscribe(database, 1, 2)
    await open_edition(database)
    assert [await plan(database, 2), await plan(database, 2)] == [2, 0]


async def test_only_who_was_subscribed_when_the_edition_opened_gets_it(database: Database) -> None:
    await subscribe(database, 1, 2)
    async with database.writing() as unit:
        await unit.subscriptions.end(2, at(5), "asked")
        await unit.subscriptions.start(3, "ru", at(10))
    await open_edition(database, seconds=10)
    async with database.writing() as unit:
        await unit.subscriptions.start(4, "ru", at(10.000001))
        await unit.subscriptions.start(2, "ru", at(11))
    assert await plan(database) == 2
    assert [each.chat_id for each in await claim(database)] == [1, 3]


async def test_an_edition_without_subscribers_is_planned_and_the_next_one_follows(database: Database) -> None:
    empty = await open_edition(database, "early", -10)
    await subscribe(database, 1)
    await open_edition(database, "late", 10)
    assert await plan(database) == 1
    async with database.reading() as unit:
        found = await unit.deliveries.edition(empty)
    assert found is not None
    assert found.planned
    assert await counts(database, empty) == {}


async def test_with_nothing_to_plan_nothing_is_planned(database: Database) -> None:
    assert await plan(database) == 0
    assert await claim(database) == []


async def test_a_retracted_article_leaves_the_edition_as_it_was_announced(database: Database) -> None:
    number = await publish(database, "k1", to_push=True)
    async with database.writing() as unit:
        edition = await unit.deliveries.open_edition("headlines", at(1), 9)
        await unit.articles.retract(number, Revision(1, at(2)))
        assert edition is not None
        found = await unit.deliveries.edition(edition.id)
    assert found is not None
    assert found.shown == (number,)


async def test_the_gauges_tell_how_long_the_oldest_due_delivery_waits(database: Database) -> None:
    async def lag(seconds: float) -> tuple[int, float]:
        async with database.reading() as unit:
            readings = await unit.gauges.read(at(seconds))
        return readings.open_deliveries, readings.push_lag

    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database, seconds=10)
    assert await lag(15) == (0, 5)
    while await plan(database):
        pass
    assert await lag(20) == (3, 10)
    claimed = await claim(database, 20)
    assert await lag(25) == (3, 0)
    assert await lag(20 + LEASE.total_seconds() + 7) == (3, 7)
    await settle(database, *(settled(each, DeliveryState.SENT) for each in claimed))
    await claim(database, 30)
    assert (await lag(99), edition) == ((0, 0), edition)
