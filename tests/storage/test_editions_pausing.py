"""Editions are paused and stopped by an admin, and paused by refusals, on both engines."""

import pytest

from news.ledger import DeliveryState
from storage import Database
from tests.storage.samples import (
    NOON,
    at,
    claim,
    correct,
    counts,
    notify,
    open_edition,
    plan,
    progress,
    raw,
    sent,
    settle,
    settle_pausing,
    settled,
    subscribe,
    update,
)

SENT, FAILED, PENDING = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING


async def pause(database: Database, edition: int, *, paused: bool = True) -> bool:
    async with database.writing() as unit:
        return await (unit.editions.pause(edition) if paused else unit.editions.resume(edition, at(21)))


async def stop(database: Database, edition: int) -> bool:
    async with database.writing() as unit:
        return await unit.editions.stop(edition, NOON)


async def test_a_paused_edition_is_neither_planned_nor_claimed_until_it_is_resumed(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database)
    assert await plan(database, 2) == 2
    assert await pause(other, edition)
    assert await claim(database) == []
    assert await plan(database) == 0
    assert (await progress(other, edition)).edition.paused
    assert await pause(other, edition, paused=False)
    assert await plan(database) == 1
    assert len(await claim(database)) == 3


async def test_deliveries_in_flight_are_settled_while_their_edition_is_paused(database: Database) -> None:
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    await plan(database)
    one, two = await claim(database, 20)
    await pause(database, edition)
    await settle(database, settled(one, SENT), settled(two, PENDING, next_try_at=at(40)))
    assert await claim(database, 9_999) == []
    assert await counts(database, edition) == {"sent": 1, "pending": 1}


async def test_a_lapsed_delivery_of_a_paused_edition_is_taken_back_so_that_corrections_need_not_wait_for_it(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    await plan(database)
    one, _ = await claim(database, 20)
    await settle(database, settled(one, SENT, message_id=7))
    await pause(database, edition)
    await update(database, edition, 40)
    [correction] = await correct(other, 50)
    assert await claim(other, 200) == []
    assert await counts(other, edition) == {"sent": 1, "pending": 1}
    await plan(other, seconds=200)
    assert [(each.edition, each.chat_id) for each in await claim(other, 200)] == [(correction, 1)]


async def test_a_stopped_edition_cancels_pending_deliveries_and_plans_no_more(
    database: Database, other: Database
) -> None:
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
async def test_a_delivery_of_a_stopped_edition_is_not_retried(database: Database, comes_back: bool) -> None:
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
    assert (row["unknowns"], row["error"]) == (1, "stopped" if comes_back else "lapsed")
    assert (await progress(database, edition)).edition.finished


async def test_a_paused_edition_can_be_stopped(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await pause(database, edition)
    assert await stop(database, edition)
    await claim(database)
    found = (await progress(database, edition)).edition
    assert (found.paused, found.stopped, found.finished) == (False, True, True)


async def test_a_finished_edition_can_be_neither_paused_nor_stopped(database: Database) -> None:
    finished = await sent(database, 1)
    ended = await open_edition(database, "ended", 11)
    await plan(database)
    await claim(database)
    await stop(database, ended)
    for edition in (finished, ended, 404):
        assert not await pause(database, edition)
        assert not await stop(database, edition)


async def test_the_newest_editions_come_first_without_notices(database: Database) -> None:
    editions = [await open_edition(database, f"k{each}", each) for each in range(4)]
    await notify(database, 1)
    async with database.writing() as unit:
        assert [each.id for each in await unit.editions.newest(3)] == editions[:0:-1]
        assert await unit.editions.progress(404) is None


async def test_the_fifth_refusal_pauses_the_edition_and_what_was_refused_is_tried_again_when_it_is_resumed(
    database: Database, other: Database
) -> None:
    await subscribe(database, *range(1, 10))
    edition = await open_edition(database)
    await plan(database)
    claimed = await claim(database, 20, 8)
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in claimed]
    assert await settle_pausing(database, *refused[:4]) == []
    assert not (await progress(other, edition)).edition.paused
    assert await settle_pausing(other, *refused[4:6]) == [edition]
    assert (await progress(other, edition)).edition.paused
    assert await settle_pausing(database, *refused[6:]) == []
    assert await claim(database, 20.5) == []
    await pause(database, edition, paused=False)
    again = await claim(database, 21)
    assert [each.chat_id for each in again] == list(range(1, 10)), "the failed ones too"
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in again]
    assert await settle_pausing(database, *refused[:4]) == [], "the counter begins anew"
    assert await settle_pausing(database, *refused[4:]) == [edition]
    assert not (await progress(database, edition)).edition.finished, "it can be resumed again"


async def test_what_may_have_arrived_is_not_tried_again_when_an_edition_is_resumed(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [claimed] = await claim(database, 20)
    await pause(database, edition)
    await settle(database, settled(claimed, FAILED, error="failed to send message #2", unknown=True))
    await pause(database, edition, paused=False)
    assert await claim(database, 21) == []


async def test_five_refusals_at_once_pause_the_edition_and_failures_of_chats_do_not(database: Database) -> None:
    await subscribe(database, *range(1, 11))
    edition = await open_edition(database)
    await plan(database)
    claimed = await claim(database, 20)
    assert (
        await settle_pausing(database, *(settled(each, FAILED, error="not enough rights") for each in claimed[:5]))
        == []
    )
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in claimed[5:]]
    assert await settle_pausing(database, *refused) == [edition]


async def test_refusals_of_a_notice_do_not_pause_it(database: Database) -> None:
    await notify(database, *range(1, 10), seconds=10)
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in await claim(database, 20)]
    assert await settle_pausing(database, *refused) == []
    assert await claim(database, 21) == []


async def test_a_stopped_edition_is_not_paused_by_refusals(database: Database) -> None:
    await subscribe(database, *range(1, 7))
    edition = await open_edition(database)
    await plan(database)
    refused = [settled(each, FAILED, error="Bad Request", refused=True) for each in await claim(database, 20)]
    await stop(database, edition)
    assert await settle_pausing(database, *refused) == []
    assert await claim(database, 21) == []
    assert (await progress(database, edition)).edition.finished
