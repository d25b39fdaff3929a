"""Choices: who is found in a block, who is woken, how far a place is served, and what happens when a group moves."""

from dataclasses import replace

from news.choice.forms import Form, positions
from news.choice.preferences import Preferences
from news.choice.tracking import Served, Tracking
from news.ledger import Address, DeliveryState
from news.ports.choices import Choice
from news.ports.ledger import PlannedPush
from storage import Database
from tests.planning import planned
from tests.storage.samples import NOON, RULES, at, claim, open_edition, publish, settle, settled, subscribe

CAPPED = Preferences(daily_cap=3)
SENT = DeliveryState.SENT


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


async def test_a_delivery_that_is_late_waits_for_the_end_of_quiet_hours(database: Database) -> None:
    await subscribe(database, 1, 2)
    places = await choose(database, 1, 2)
    edition = await open_edition(database)
    quiet = {"closes_at": at(100), "opens_at": at(200)}
    async with database.writing() as unit:
        assert await unit.planning.plan(at(20), 10) is not None
        pushes = [PlannedPush(places[0], reply_to=5, **quiet), PlannedPush(places[1])]
        await unit.planning.add(edition, pushes, at(10), None)
    assert [each.chat_id for each in await claim(database, 150)] == [2]
    assert await claim(database, 199) == []
    (late,) = await claim(database, 200)
    assert (late.chat_id, late.tries, late.reply_to) == (1, 1, 5), "waiting was no try"


async def test_a_correction_edits_only_the_copies_that_show_what_has_changed(database: Database) -> None:
    await subscribe(database, 1, 2, 3)
    numbers = [await publish(database, key, to_push=True) for key in ("a", "b")]
    async with database.writing() as unit:
        edition = await unit.editions.open_headlines(RULES, at(10), 20)
    assert edition is not None
    (place,), (other,) = await choose(database, 1), await choose(database, 2)
    async with database.writing() as unit:
        assert await unit.planning.plan(at(20), 10) is not None
        forms = [Form(mask=positions(edition.shown, [number])).dump() for number in numbers]
        pushes = [PlannedPush(place, forms[0]), PlannedPush(other, forms[1])]
        await unit.planning.add(edition.id, pushes, at(10), None)
    await settle(database, *(settled(each, SENT, message_id=7) for each in await claim(database)))
    async with database.writing() as unit:
        await unit.articles.mark_for_correction(numbers[1:])
        await unit.editions.open_corrections(at(30))
        while await planned(unit, at(60), 10):
            pass
    assert sorted(each.chat_id for each in await claim(database, 60)) == [2, 3]


async def test_a_correction_that_replaces_one_of_every_copy_edits_every_copy(database: Database) -> None:
    await subscribe(database, 1, 2)
    numbers = [await publish(database, key, to_push=True) for key in ("a", "b")]
    async with database.writing() as unit:
        edition = await unit.editions.open_headlines(RULES, at(10), 20)
    assert edition is not None
    (place,) = await choose(database, 1)
    async with database.writing() as unit:
        assert await unit.planning.plan(at(20), 10) is not None
        await unit.articles.mark_for_correction(numbers[:1])
        await unit.editions.open_corrections(at(21))
        form = Form(mask=positions(edition.shown, numbers[:1])).dump()
        await unit.planning.add(edition.id, [PlannedPush(place, form)], at(10), None)
    await settle(database, *(settled(each, SENT, message_id=7) for each in await claim(database)))
    async with database.writing() as unit:
        await unit.articles.mark_for_correction(numbers[1:])
        await unit.editions.open_corrections(at(30))
        while await planned(unit, at(60), 10):
            pass
    assert sorted(each.chat_id for each in await claim(database, 60)) == [1, 2]
