"""Places keep their key when a group becomes a supergroup, and two that turn out to be one are merged."""

from news.ledger import Address, DeliveryState, PlaceKind
from storage import Database
from tests.storage.samples import NOON, at, claim, counts, open_edition, plan, seen, settle, settled, subscribe

GROUP, SUPERGROUP = -50, -1001234567890
SENT = DeliveryState.SENT


async def move(database: Database) -> None:
    async with database.writing() as unit:
        await unit.places.move(GROUP, SUPERGROUP, at(40))


async def test_a_place_has_one_key_and_the_language_that_was_given_last(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        key = await unit.places.obtain(Address(GROUP, 5), "ru")
        assert await unit.places.obtain(Address(GROUP, 5)) == key
        assert await unit.places.obtain(Address(GROUP)) != key
        assert await unit.places.obtain(Address(7)) != key
    async with other.reading() as unit:
        topic, person = await unit.places.get(Address(GROUP, 5)), await unit.places.get(Address(7))
        assert await unit.places.get(Address(8)) is None
    assert topic is not None
    assert person is not None
    assert (topic.id, topic.kind, topic.language) == (key, PlaceKind.GROUP, "ru")
    assert (person.kind, person.language) == (PlaceKind.PERSON, "")


async def test_a_group_takes_its_subscription_along(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, language="en")
    for _ in range(2):
        await move(database)
    async with database.writing() as unit:
        await unit.places.move(-404, -405, NOON)
        await unit.places.move(SUPERGROUP, SUPERGROUP, NOON)
    assert await seen(other, SUPERGROUP) == (SUPERGROUP, "en", NOON, None)
    assert await seen(other, GROUP) is None
    assert await seen(other, -405) is None


async def test_a_supergroup_s_own_subscription_outweighs_the_group_s(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, language="ru")
    async with database.writing() as unit:
        await unit.subscriptions.start(Address(SUPERGROUP), "en", at(5))
    await move(database)
    assert await seen(other, SUPERGROUP) == (SUPERGROUP, "en", at(5), None)
    assert await seen(other, GROUP) is None


async def test_a_supergroup_that_is_known_and_not_subscribed_takes_the_subscription_over(
    database: Database, other: Database
) -> None:
    await subscribe(database, GROUP)
    async with database.writing() as unit:
        await unit.places.obtain(Address(SUPERGROUP))
    await move(database)
    assert await seen(other, SUPERGROUP) == (SUPERGROUP, "ru", NOON, None)


async def test_pending_deliveries_of_a_group_go_to_the_supergroup(database: Database) -> None:
    await subscribe(database, GROUP, 1)
    edition = await open_edition(database)
    await plan(database)
    await move(database)
    assert [each.chat_id for each in await claim(database)] == [SUPERGROUP, 1]
    assert await counts(database, edition) == {"sending": 2}


async def test_a_group_that_moves_while_it_is_planned_is_neither_missed_nor_served_twice(database: Database) -> None:
    await subscribe(database, -60, GROUP, 1)
    await open_edition(database)
    assert await plan(database, limit=2) == 2
    await settle(database, *(settled(each, SENT) for each in await claim(database)))
    await move(database)
    while await plan(database):
        pass
    assert [each.chat_id for each in await claim(database)] == [1]


async def test_of_two_places_that_are_merged_one_gets_the_pending_edition(database: Database) -> None:
    await subscribe(database, GROUP, SUPERGROUP)
    edition = await open_edition(database)
    await plan(database)
    await move(database)
    assert [each.chat_id for each in await claim(database)] == [SUPERGROUP]
    assert await counts(database, edition) == {"sending": 1, "cancelled": 1}


async def test_what_the_group_has_got_is_not_sent_to_the_supergroup_it_is_merged_with(database: Database) -> None:
    await subscribe(database, GROUP, SUPERGROUP)
    edition = await open_edition(database)
    assert await plan(database, limit=1) == 1
    [first] = await claim(database)
    await settle(database, settled(first, SENT, message_id=7))
    await move(database)
    while await plan(database):
        pass
    assert await claim(database, 500) == []
    assert await counts(database, edition) == {"sent": 1, "cancelled": 1}


async def test_what_was_in_flight_to_the_group_and_comes_back_goes_to_the_supergroup_it_is_merged_with(
    database: Database,
) -> None:
    await subscribe(database, GROUP)
    edition = await open_edition(database)
    await plan(database)
    [in_flight] = await claim(database)
    async with database.writing() as unit:
        await unit.places.obtain(Address(SUPERGROUP))
    await move(database)
    assert await claim(database, 30) == []
    result = settled(in_flight, DeliveryState.PENDING, moved_from=GROUP, moved_to=SUPERGROUP)
    await settle(database, result)
    assert [each.chat_id for each in await claim(database, 50)] == [SUPERGROUP]
    assert await counts(database, edition) == {"sending": 1, "cancelled": 1}
