"""Editions are held and ended by an admin or by refusals, by the laws of their port, on both engines."""

import pytest

from news.model import DeliveryState, Settlement
from storage import Database
from tests.storage.samples import (
    NOON,
    at,
    claim,
    counts,
    open_edition,
    plan,
    progress,
    raw,
    sent,
    settle,
    settled,
    subscribe,
)

SENT, FAILED, PENDING = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING


async def hold(database: Database, edition: int, *, paused: bool = True) -> bool:
    async with database.writing() as unit:
        return await unit.editions.pause(edition, paused=paused)


async def stop(database: Database, edition: int) -> bool:
    async with database.writing() as unit:
        return await unit.editions.stop(edition, NOON)


async def held(database: Database, *settlements: Settlement) -> list[int]:
    """Settle; the editions that are held for it."""
    async with database.writing() as unit:
        return list(await unit.deliveries.settle(settlements, at(30)))


async def test_a_held_edition_is_neither_planned_nor_claimed_until_it_goes_on(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database)
    assert await plan(database, 2) == 2
    assert await hold(other, edition)
    assert await claim(database) == []
    assert await plan(database) == 0
    assert (await progress(other, edition)).edition.paused
    assert await hold(other, edition, paused=False)
    assert await plan(database) == 1
    assert len(await claim(database)) == 3


async def test_what_is_on_the_wire_when_an_edition_is_held_comes_to_its_end(database: Database) -> None:
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    await plan(database)
    one, two = await claim(database, 20)
    await hold(database, edition)
    await settle(database, settled(one, SENT), settled(two, PENDING, next_try_at=at(40)))
    assert await claim(database, 9_999) == []
    assert await counts(database, edition) == {"sent": 1, "pending": 1}


async def test_an_ended_edition_cancels_what_waits_and_plans_no_more(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2, 3, 4)
    edition = await open_edition(database)
    await plan(database, 3)
    [one] = await claim(database, 20, 1)
    assert await stop(other, edition)
    assert await plan(database) == 0
    assert await claim(database, 21) == []
    await settle(database, settled(one, SENT))
    assert await claim(database, 22) == []
    found = await progress(other, edition)
    assert (found.counts, found.unplanned, found.left) == ({"sent": 1, "cancelled": 2}, 0, 0)
    assert (found.edition.stopped, found.edition.finished) == (True, True)


@pytest.mark.parametrize("comes_back", [True, False], ids=["to wait", "never"])
async def test_what_comes_back_after_the_end_is_not_tried_again(database: Database, comes_back: bool) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [delivery] = await claim(database, 20)
    await stop(database, edition)
    if comes_back:
        await settle(database, settled(delivery, PENDING, next_try_at=at(40), unknown=True))
    assert await claim(database, 9_999) == []
    assert await counts(database, edition) == {"cancelled": 1}
    async with database.reading() as unit:
        [row] = await raw(unit, "SELECT unknowns, error FROM deliveries")
    assert (row["unknowns"], row["error"]) == (1, "stopped")
    assert (await progress(database, edition)).edition.finished


async def test_a_held_edition_can_be_ended(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await hold(database, edition)
    assert await stop(database, edition)
    await claim(database)
    found = (await progress(database, edition)).edition
    assert (found.paused, found.stopped, found.finished) == (False, True, True)


async def test_nothing_is_left_to_hold_or_to_end_of_an_edition_that_is_over(database: Database) -> None:
    finished = await sent(database, 1)
    ended = await open_edition(database, "ended", 11)
    await plan(database)
    await claim(database)
    await stop(database, ended)
    for edition in (finished, ended, 404):
        assert not await hold(database, edition)
        assert not await stop(database, edition)


async def test_the_newest_editions_come_first_and_notices_are_none(database: Database) -> None:
    editions = [await open_edition(database, f"k{each}", each) for each in range(4)]
    async with database.writing() as unit:
        await unit.editions.notify([1], "{}", at(20))
        assert [each.id for each in await unit.editions.newest(3)] == editions[:0:-1]
        assert await unit.editions.progress(404) is None


async def test_the_fifth_refusal_holds_the_edition_once(database: Database, other: Database) -> None:
    await subscribe(database, *range(1, 10))
    edition = await open_edition(database)
    await plan(database)
    claimed = await claim(database, 20, 8)
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in claimed]
    assert await held(database, *refused[:4]) == []
    assert not (await progress(other, edition)).edition.paused
    assert await held(other, *refused[4:6]) == [edition]
    assert (await progress(other, edition)).edition.paused
    assert await held(database, refused[6]) == []
    assert await claim(database, 21) == []
    await hold(database, edition, paused=False)
    assert await held(database, refused[7]) == [], "an admin has let it go on"
    assert [each.chat_id for each in await claim(database, 22)] == [9]


async def test_five_refusals_at_once_hold_as_well_and_failures_of_chats_do_not(database: Database) -> None:
    await subscribe(database, *range(1, 11))
    edition = await open_edition(database)
    await plan(database)
    claimed = await claim(database, 20)
    assert await held(database, *(settled(each, FAILED, error="not enough rights") for each in claimed[:5])) == []
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in claimed[5:]]
    assert await held(database, *refused) == [edition]


async def test_a_notice_that_is_refused_is_not_worth_a_notice(database: Database) -> None:
    async with database.writing() as unit:
        await unit.editions.notify(range(1, 10), "{}", at(10))
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in await claim(database, 20)]
    assert await held(database, *refused) == []
    assert await claim(database, 21) == []


async def test_an_ended_edition_is_not_held_any_more(database: Database) -> None:
    await subscribe(database, *range(1, 7))
    edition = await open_edition(database)
    await plan(database)
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in await claim(database, 20)]
    await stop(database, edition)
    assert await held(database, *refused) == []
    assert await claim(database, 21) == []
    assert (await progress(database, edition)).edition.finished
