"""The desk of choice: a change is stored and taken back once; what waits is looked at anew; anew begins anew."""

from dataclasses import replace
from datetime import timedelta

import pytest

from news.choice.errors import NothingToUndo, TooManyWords
from news.choice.preferences import Pace, Preferences, Timetable
from news.choice.tracking import Served
from news.ledger import Address
from news.newsroom import Newsroom
from news.ports.choices import Choice, Chosen
from storage import Database
from tests.clocks import HandClock
from tests.storage.samples import open_edition

ANNA = Address(7)


def capped(chosen: Preferences) -> Preferences:
    return replace(chosen, daily_cap=3)


def loud(chosen: Preferences) -> Preferences:
    return replace(chosen, sound=True)


async def choice_of(database: Database) -> Choice:
    async with database.reading() as unit:
        place = await unit.places.get(ANNA)
        assert place is not None
        choice = await unit.choices.get(place.id)
    assert choice is not None
    return choice


async def test_who_has_chosen_nothing_has_the_default(news: Newsroom) -> None:
    chosen = await news.choice.get(ANNA)
    assert (chosen.preferences, chosen.subscribed, chosen.previous) == (Preferences(), False, None)


async def test_a_group_and_a_topic_in_it_choose_each_for_itself(news: Newsroom) -> None:
    group, topic = Address(-5), Address(-5, 9)
    changed = await news.choice.change(topic, "", capped)
    assert (changed.preferences.daily_cap, changed.group) == (3, topic)
    assert await news.choice.get(group) == Chosen(Preferences(), subscribed=False, group=group)
    assert (await news.choice.undo(topic)).group == topic
    assert (await news.choice.get(ANNA)).group is None


async def test_a_change_is_stored_and_taken_back_once(news: Newsroom, other: Database) -> None:
    await news.subscriptions.start(ANNA, "ru")
    changed = await news.choice.change(ANNA, "ru", capped)
    assert (changed.preferences.daily_cap, changed.subscribed, changed.previous) == (3, True, Preferences())
    assert (await choice_of(other)).preferences.daily_cap == 3
    assert (await news.choice.undo(ANNA)).preferences == Preferences()
    with pytest.raises(NothingToUndo):
        await news.choice.undo(ANNA)


async def test_who_has_changed_nothing_has_nothing_to_take_back(news: Newsroom) -> None:
    with pytest.raises(NothingToUndo):
        await news.choice.undo(ANNA)
    await news.choice.change(ANNA, "ru", capped)
    assert (await news.choice.change(ANNA, "ru", loud)).previous == Preferences(), "this one changed nothing"


async def test_a_refused_change_changes_nothing(news: Newsroom, database: Database) -> None:
    def refused(chosen: Preferences) -> Preferences:
        raise TooManyWords(most=50)

    await news.choice.change(ANNA, "ru", capped)
    with pytest.raises(TooManyWords):
        await news.choice.change(ANNA, "ru", refused)
    assert (await choice_of(database)).preferences.daily_cap == 3


async def test_the_first_choice_needs_no_push_from_before(news: Newsroom, database: Database) -> None:
    await news.subscriptions.start(ANNA, "ru")
    edition = await open_edition(database)
    async with database.writing() as unit:
        while await unit.planning.plan(news.choice._clock.now(), 10):
            pass
    await news.choice.change(ANNA, "ru", capped)
    assert (await choice_of(database)).tracking.served == Served(edition)


async def test_a_push_whose_plan_has_not_reached_the_place_is_still_to_come(news: Newsroom, database: Database) -> None:
    await news.subscriptions.start(ANNA, "ru")
    first, second = await open_edition(database, "a"), await open_edition(database, "b")
    await news.choice.change(ANNA, "ru", capped)
    served = (await choice_of(database)).tracking.served
    assert not served.has(first)
    assert not served.has(second)


async def test_what_waits_is_looked_at_anew_after_a_change(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    await news.subscriptions.start(ANNA, "ru")
    await news.choice.change(ANNA, "ru", capped)
    waiting = replace(await choice_of(database), wakes_at=clock.now() + timedelta(hours=9))
    async with database.writing() as unit:
        await unit.choices.track([waiting])
    await news.choice.change(ANNA, "ru", lambda chosen: replace(chosen, timetable=Timetable(Pace.HOURS, (480,))))
    assert (await choice_of(database)).wakes_at == clock.now()


async def test_who_subscribes_again_is_served_by_the_old_choices_and_gets_nothing_from_before(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    await news.subscriptions.start(ANNA, "ru")
    await news.choice.change(ANNA, "ru", capped)
    waiting = replace(await choice_of(database), wakes_at=clock.now())
    async with database.writing() as unit:
        await unit.choices.track([waiting])
    await news.subscriptions.end(ANNA)
    edition = await open_edition(database)
    await news.subscriptions.start(ANNA, "ru")
    choice = await choice_of(database)
    assert (choice.preferences.daily_cap, choice.wakes_at, choice.tracking.served) == (3, None, Served(edition))
    async with database.writing() as unit:
        assert [each.place for each in await unit.choices.in_block(edition + 1, 0, 99, waiting=False)] == [choice.place]


async def test_what_was_published_in_a_pause_does_not_come_when_it_is_ended_early(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    await news.subscriptions.start(ANNA, "ru")
    paused = replace(Preferences(), paused_until=clock.now() + timedelta(days=1))
    await news.choice.change(ANNA, "ru", lambda _: paused)
    waiting = replace(await choice_of(database), wakes_at=paused.paused_until)
    async with database.writing() as unit:
        await unit.choices.track([waiting])
    edition = await open_edition(database)
    await news.choice.change(ANNA, "ru", lambda chosen: replace(chosen, paused_until=None))
    choice = await choice_of(database)
    assert (choice.wakes_at, choice.tracking.served) == (None, Served(edition))
