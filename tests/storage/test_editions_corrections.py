"""Corrections of sent copies are opened once and claimed before headlines, on both engines."""

import asyncio
from typing import Any

import pytest

from news.ledger import Address, DeliveryState, EditionKind, Message
from storage import Database
from tests.storage.samples import (
    NOON,
    RULES,
    at,
    claim,
    correct,
    counts,
    notify,
    open_edition,
    plan,
    progress,
    publish,
    retract,
    seen,
    sent,
    settle,
    settle_all,
    settled,
    shown,
    subscribe,
    update,
)

SENT, FAILED, PENDING = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING
GROUP, SUPERGROUP = -50, -1001234567890


# Opening


@pytest.mark.parametrize("change", [update, retract])
async def test_a_visible_change_opens_a_correction_of_the_edition_that_sent_the_article(
    database: Database, other: Database, change: Any
) -> None:
    source = await sent(database, 1)
    await change(database, source, 50)
    [correction] = await correct(database, 60)
    async with other.reading() as unit:
        found = await unit.editions.get(correction)
    assert found is not None
    assert (found.kind, found.source, found.created_at) == (EditionKind.CORRECTION, source, at(60))
    assert (found.shown, found.total) == (await shown(other, source), 1)
    assert await correct(other, 61) == [], "once is enough"


async def test_a_silent_fix_opens_none_and_a_visible_update_without_words_does(database: Database) -> None:
    source = await sent(database, 1)
    await update(database, source, 50, None)
    assert await correct(database, 60) == []
    await update(database, source, 70, "")
    assert len(await correct(database, 80)) == 1


async def test_a_silent_fix_after_a_visible_update_does_not_take_it_back(database: Database) -> None:
    source = await sent(database, 1)
    await update(database, source, 50)
    await update(database, source, 51, None)
    assert len(await correct(database, 60)) == 1


async def test_an_article_that_was_never_sent_opens_no_correction(database: Database) -> None:
    quiet, waiting = await publish(database, "quiet"), await publish(database, "waiting", to_push=True)
    async with database.writing() as unit:
        await unit.articles.mark_for_correction([quiet, waiting])
    assert await correct(database, 60) == []


async def test_an_article_that_the_copies_only_count_has_nothing_to_correct(database: Database) -> None:
    await subscribe(database, 1)
    old, new = await publish(database, "old", 1, to_push=True), await publish(database, "new", 2, to_push=True)
    async with database.writing() as unit:
        edition = await unit.editions.open_headlines(RULES, at(10), 1)
    assert edition is not None
    assert edition.shown == (new,)
    async with database.writing() as unit:
        await unit.articles.mark_for_correction([old])
    assert await correct(database, 30) == []
    await update(database, edition.id, 40)
    assert len(await correct(database, 50)) == 1


async def test_several_changes_of_one_edition_are_one_correction_and_editions_have_their_own(
    database: Database,
) -> None:
    await subscribe(database, 1)
    for key in ("a", "b"):
        await publish(database, key, 1, to_push=True)
    both = await open_edition(database, "c", 10)
    alone = await open_edition(database, "d", 11)
    async with database.writing() as unit:
        await unit.articles.mark_for_correction([*await shown(database, both), *await shown(database, alone)])
    opened = await correct(database, 30)
    async with database.reading() as unit:
        found = [await unit.editions.get(each) for each in opened]
    assert [each.source for each in found if each] == [both, alone]


async def test_a_change_that_comes_twice_at_once_to_two_processes_opens_one(
    database: Database, other: Database
) -> None:
    source = await sent(database, 1)
    for round_ in range(5):
        await update(database, source, 50 + round_)
        opened = await asyncio.gather(*(correct(process, 60 + round_) for process in (database, other) * 3))
        assert len([one for each in opened for one in each]) == 1


async def test_a_newer_correction_ends_an_unfinished_one_and_leaves_a_finished_one_alone(database: Database) -> None:
    source = await sent(database, 1, 2)
    await update(database, source, 50)
    [first] = await correct(database, 60)
    await plan(database, seconds=60)
    await settle_all(database, await claim(database, 60), 61)
    assert await claim(database, 62) == []
    await update(database, source, 70)
    [second] = await correct(database, 80)
    await plan(database, seconds=80)
    [one, two] = await claim(database, 80)
    await settle(database, settled(one, SENT), settled(two, PENDING, next_try_at=at(90)), seconds=81)
    await retract(database, source, 85)
    [third] = await correct(database, 86)
    found = [(await progress(database, each)).edition for each in (first, second, third)]
    assert [(each.stopped, each.planned) for each in found] == [(False, True), (True, True), (False, False)]
    assert await counts(database, second) == {"sent": 1, "cancelled": 1}


# Claiming


async def test_notices_and_corrections_go_before_headlines(database: Database) -> None:
    source = await sent(database, 1)
    headlines = await open_edition(database, "older", 40)
    await plan(database, seconds=40)
    await update(database, source, 50)
    [correction] = await correct(database, 60)
    notice = await notify(database, 9, seconds=61)
    await plan(database, seconds=62)
    order = []
    for _ in range(3):
        [next_] = await claim(database, 62, limit=1)
        order.append(next_.edition)
    assert order == [correction, notice, headlines]


async def test_the_unsubscribed_keep_corrected_copies_while_headlines_for_them_are_cancelled(
    database: Database, other: Database
) -> None:
    source = await sent(database, 1, 2)
    headlines = await open_edition(database, "later", 40)
    await plan(database, seconds=40)
    await update(database, source, 50)
    [correction] = await correct(database, 60)
    await plan(database, seconds=60)
    async with other.writing() as unit:
        await unit.subscriptions.end(Address(1), at(61), "asked")
    claimed = [(each.edition, each.chat_id, each.language) for each in await claim(database, 62)]
    assert claimed == [(headlines, 2, "ru"), (correction, 1, "ru"), (correction, 2, "ru")]
    assert await counts(other, headlines) == {"cancelled": 1, "sending": 1}


async def test_a_chat_that_unsubscribed_before_the_correction_was_planned_gets_it_too(database: Database) -> None:
    source = await sent(database, 1)
    async with database.writing() as unit:
        await unit.subscriptions.end(Address(1), at(40), "asked")
    await update(database, source, 50)
    await correct(database, 60)
    assert await plan(database, seconds=60) == 1
    assert [(each.chat_id, each.copy) for each in await claim(database, 60)] == [(1, (Message(101),))]


async def test_a_copy_stays_behind_when_its_group_moves(database: Database, other: Database) -> None:
    source = await sent(database, GROUP)
    await update(database, source, 50)
    [first] = await correct(database, 60)
    await plan(database, seconds=60)
    [edit] = await claim(database, 60)
    await settle(database, settled(edit, FAILED, error="moved", moved_from=GROUP, moved_to=SUPERGROUP), seconds=61)
    assert await claim(database, 99_999) == [], "edited in the supergroup it would be a new message"
    assert await counts(other, first) == {"failed": 1}
    assert await seen(other, SUPERGROUP) == (SUPERGROUP, "ru", NOON, None)
    await update(database, source, 70)
    [second] = await correct(database, 80)
    assert await plan(database, seconds=80) == 0, "the copy in the old group cannot be found any more"
    assert await counts(other, second) == {}
