"""Choices: who is found in a block, who is woken, how far a place is served, and what happens when a group moves."""

from dataclasses import replace

from news.choice.preferences import Preferences
from news.choice.tracking import Served, Tracking
from news.ledger import Address
from news.ports.choices import Choice
from storage import Database
from tests.planning import planned
from tests.storage.samples import NOON, at, open_edition, publish, subscribe

CAPPED = Preferences(daily_cap=3)


async def choose(database: Database, *chats: int, **fields: object) -> list[int]:
    """Store a choice of subscribed chats; return their places."""
    places = []
    async with database.writing() as unit:
        for chat in chats:
            place = await unit.places.obtain(Address(chat), "ru")
            await unit.choices.store(replace(Choice(place, CAPPED), **fields))  # type: ignore[arg-type]
            places.append(place)
    return places


async def test_a_choice_is_read_as_it_was_stored(database: Database, other: Database) -> None:
    await subscribe(database, 7)
    tracking = Tracking(since=at(5).replace(microsecond=0), slot=9, served=Served(3, frozenset({5})))
    (place,) = await choose(database, 7, previous=Preferences(), tracking=tracking, wakes_at=at(60))
    async with other.reading() as unit:
        assert await unit.choices.get(place) == Choice(place, CAPPED, Preferences(), tracking, at(60))
        assert await unit.choices.get(place + 1) is None


async def test_the_plain_plan_leaves_out_who_has_chosen_and_the_block_names_them(database: Database) -> None:
    await subscribe(database, 1, 2, 3, 4)
    awake, waiting = await choose(database, 2), await choose(database, 3, wakes_at=at(60))
    edition = await open_edition(database)
    async with database.writing() as unit:
        block = await unit.planning.plan(at(20), 10)
        assert block is not None
        assert (block.count, block.has_chosen) == (2, True)
        found = await unit.choices.in_block(edition, block.after, block.last, waiting=False)
        assert [choice.place for choice in found] == awake
        found = await unit.choices.in_block(edition, block.after, block.last, waiting=True)
        assert [choice.place for choice in found] == [*awake, *waiting]


async def test_who_subscribed_after_an_edition_is_not_in_its_blocks(database: Database) -> None:
    edition = await open_edition(database)
    await subscribe(database, 2)
    await choose(database, 2)
    async with database.writing() as unit:
        assert await unit.choices.in_block(edition, 0, 99, waiting=False) == []


async def test_those_are_woken_whose_time_has_come_the_longest_waiting_first(database: Database) -> None:
    await subscribe(database, 1, 2, 3, 4)
    places = [
        (await choose(database, chat, wakes_at=at(seconds)))[0]
        for chat, seconds in ((1, 30), (2, 10), (3, 20), (4, 40))
    ]
    async with database.writing() as unit:
        await unit.subscriptions.end(Address(3), NOON, "unsubscribed")
        assert await unit.choices.has_woken(at(9)) is False
        assert await unit.choices.has_woken(at(35)) is True
        assert [choice.place for choice in await unit.choices.woken(at(35), 9)] == [places[1], places[0]]
        assert len(await unit.choices.woken(at(35), 1)) == 1


async def test_a_place_is_served_with_every_push_whose_plan_has_passed_it(database: Database) -> None:
    await subscribe(database, 1, 2)
    editions = [await open_edition(database, key) for key in ("a", "b", "c")]
    async with database.writing() as unit:
        assert await unit.choices.served(1) == Served(editions[0] - 1)
        while await planned(unit, at(20), 1) and (await unit.editions.progress(editions[1])).unplanned:  # type: ignore[union-attr]
            pass
        served = await unit.choices.served(1)
    assert [served.has(edition) for edition in editions] == [True, True, False]


async def test_pushed_articles_are_those_of_the_pushes_between(database: Database) -> None:
    first, second = await open_edition(database, "a"), await open_edition(database, "b")
    quiet = await publish(database, "never pushed")
    async with database.writing() as unit:
        assert [each.push for each in await unit.choices.pushed(0, second, 9)] == [second, first]
        assert [each.push for each in await unit.choices.pushed(first, second, 9)] == [second]
        assert await unit.choices.newest_push() == second
        assert quiet not in {each.number for each in await unit.choices.pushed(0, 99, 9)}


async def test_a_group_that_moves_keeps_its_choices(database: Database) -> None:
    await subscribe(database, -5)
    await choose(database, -5)
    async with database.writing() as unit:
        known = await unit.places.obtain(Address(-1005), "ru")
        await unit.places.move(-5, -1005, NOON)
        choice = await unit.choices.get(known)
        assert choice is not None
        assert choice.preferences == CAPPED
        edition = await unit.choices.newest_push() + 1
        assert [each.place for each in await unit.choices.in_block(edition, 0, 99, waiting=False)] == [known]
