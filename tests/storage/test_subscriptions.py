"""Subscriptions fulfil the promises of their port, on both engines."""

from news.ledger import Address, DeliveryState
from storage import Database
from tests.storage.samples import (
    NOON,
    at,
    claim,
    counts,
    open_edition,
    plan,
    seen,
    settle,
    settled,
    subscribe,
)

GROUP, SUPERGROUP = -50, -1001234567890


async def test_a_chat_subscribes_once_and_later_only_changes_its_language(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert await unit.subscriptions.get(Address(1)) is None
        assert await unit.subscriptions.start(Address(1), "ru", NOON)
        assert not await unit.subscriptions.start(Address(1), "en", at(5))
    assert await seen(other, 1) == (1, "en", NOON, None)


async def test_a_subscription_ends_once_and_is_kept(database: Database, other: Database) -> None:
    await subscribe(database, 1)
    async with database.writing() as unit:
        assert await unit.subscriptions.end(Address(1), at(5), "asked")
        assert not await unit.subscriptions.end(Address(1), at(6), "asked")
        assert not await unit.subscriptions.end(Address(2), at(6), "asked")
    assert await seen(other, 1) == (1, "ru", NOON, at(5))


async def test_a_chat_that_comes_back_starts_anew(database: Database, other: Database) -> None:
    await subscribe(database, 1)
    async with database.writing() as unit:
        await unit.subscriptions.end(Address(1), at(5), "asked")
        assert await unit.subscriptions.start(Address(1), "en", at(9))
    assert await seen(other, 1) == (1, "en", at(9), None)


async def test_a_chat_and_its_topics_subscribe_each_for_itself(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert await unit.subscriptions.start(Address(GROUP, 5), "ru", NOON, by=7)
        assert await unit.subscriptions.start(Address(GROUP), "ru", NOON)
        assert await unit.subscriptions.end(Address(GROUP, 5), at(5), "asked")
    async with other.reading() as unit:
        topic, general = [await unit.subscriptions.get(Address(GROUP, number)) for number in (5, 0)]
        assert await unit.subscriptions.active_in_chat(GROUP)
    assert topic is not None
    assert general is not None
    assert (topic.active, topic.started_by, general.active) == (False, 7, True)


async def test_a_subscription_begins_after_the_newest_edition_whatever_the_clock_says(database: Database) -> None:
    await open_edition(database, "before", 3600)
    await subscribe(database, 1)
    await open_edition(database, "after", 10)
    while await plan(database):
        pass
    claimed = await claim(database, 9999)
    assert [each.chat_id for each in claimed] == [1], "by a clock that was an hour fast, then put right"


async def test_ending_cancels_pending_deliveries_but_not_those_in_flight(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2)
    first = await open_edition(database, "first")
    await plan(database)
    in_flight = await claim(database)
    second = await open_edition(database, "second", 20)
    await plan(database)
    async with database.writing() as unit:
        await unit.subscriptions.end(Address(1), at(25), "asked")
    assert await counts(other, second) == {"pending": 1, "cancelled": 1}
    await settle(database, *(settled(each, DeliveryState.SENT, message_id=9) for each in in_flight))
    assert await counts(other, first) == {"sent": 2}
