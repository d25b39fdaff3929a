"""Subscriptions fulfil the promises of their port, on both engines."""

from news.model import DeliveryState, Subscription
from storage import Database
from tests.storage.samples import (
    NOON,
    at,
    claim,
    counts,
    open_edition,
    plan,
    settle,
    settled,
    subscribe,
)

GROUP, SUPERGROUP = -50, -1001234567890


async def get(database: Database, chat: int) -> Subscription | None:
    async with database.reading() as unit:
        return await unit.subscriptions.get(chat)


async def test_a_chat_subscribes_once_and_later_only_changes_its_language(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert await unit.subscriptions.get(1) is None
        assert await unit.subscriptions.start(1, "ru", NOON)
        assert not await unit.subscriptions.start(1, "en", at(5))
    assert await get(other, 1) == Subscription(1, "en", NOON)


async def test_a_subscription_ends_once_and_is_kept(database: Database, other: Database) -> None:
    await subscribe(database, 1)
    async with database.writing() as unit:
        assert await unit.subscriptions.end(1, at(5), "asked")
        assert not await unit.subscriptions.end(1, at(6), "asked")
        assert not await unit.subscriptions.end(2, at(6), "asked")
    found = await get(other, 1)
    assert found == Subscription(1, "ru", NOON, at(5))
    assert not found.active


async def test_a_chat_that_comes_back_starts_anew(database: Database, other: Database) -> None:
    await subscribe(database, 1)
    async with database.writing() as unit:
        await unit.subscriptions.end(1, at(5), "asked")
        assert await unit.subscriptions.start(1, "en", at(9))
    assert await get(other, 1) == Subscription(1, "en", at(9))


async def test_the_language_changes_only_where_there_is_a_subscription(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2)
    async with database.writing() as unit:
        await unit.subscriptions.end(2, at(1), "asked")
        for chat in (1, 2, 3):
            await unit.subscriptions.set_language(chat, "en")
    assert await get(other, 1) == Subscription(1, "en", NOON)
    assert await get(other, 2) == Subscription(2, "ru", NOON, at(1))
    assert await get(other, 3) is None


async def test_ending_cancels_pending_deliveries_but_not_those_in_flight(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2)
    first = await open_edition(database, "first")
    await plan(database)
    in_flight = await claim(database)
    second = await open_edition(database, "second", 20)
    await plan(database)
    async with database.writing() as unit:
        await unit.subscriptions.end(1, at(25), "asked")
    assert await counts(other, second) == {"pending": 1, "cancelled": 1}
    await settle(database, *(settled(each, DeliveryState.SENT, message_id=9) for each in in_flight))
    assert await counts(other, first) == {"sent": 2}


async def test_a_group_takes_its_subscription_along(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, language="en")
    async with database.writing() as unit:
        await unit.subscriptions.move(GROUP, SUPERGROUP, NOON)
        await unit.subscriptions.move(-404, -405, NOON)
        await unit.subscriptions.move(SUPERGROUP, SUPERGROUP, NOON)
    assert await get(other, SUPERGROUP) == Subscription(SUPERGROUP, "en", NOON)
    assert await get(other, GROUP) is None
    assert await get(other, -405) is None


async def test_a_supergroup_s_own_subscription_outweighs_the_group_s(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, language="ru")
    async with database.writing() as unit:
        await unit.subscriptions.start(SUPERGROUP, "en", at(5))
        await unit.subscriptions.move(GROUP, SUPERGROUP, NOON)
    assert await get(other, SUPERGROUP) == Subscription(SUPERGROUP, "en", at(5))
    assert await get(other, GROUP) is None


async def test_pending_deliveries_of_a_group_move_to_the_supergroup(database: Database) -> None:
    await subscribe(database, GROUP, 1)
    edition = await open_edition(database)
    await plan(database)
    async with database.writing() as unit:
        await unit.subscriptions.move(GROUP, SUPERGROUP, NOON)
    assert [each.chat_id for each in await claim(database)] == [SUPERGROUP, 1]
    assert await counts(database, edition) == {"sending": 2, "cancelled": 1}


async def test_a_group_that_moves_behind_the_cursor_is_not_missed(database: Database) -> None:
    await subscribe(database, -60, GROUP, 1)
    await open_edition(database)
    assert await plan(database, limit=1) == 1
    async with database.writing() as unit:
        await unit.subscriptions.move(GROUP, SUPERGROUP, NOON)
    while await plan(database):
        pass
    assert [each.chat_id for each in await claim(database)] == [SUPERGROUP, -60, 1]


async def test_a_group_that_was_served_before_it_moved_is_not_served_twice(database: Database) -> None:
    await subscribe(database, GROUP, 1)
    await open_edition(database)
    assert await plan(database, limit=1) == 1
    [delivery] = await claim(database)
    await settle(database, settled(delivery, DeliveryState.SENT))
    async with database.writing() as unit:
        await unit.subscriptions.move(GROUP, SUPERGROUP, NOON)
    while await plan(database):
        pass
    assert [each.chat_id for each in await claim(database)] == [1]
