"""Old headlines expire, and old deliveries are folded into counters, on both engines."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from news.ledger import DeliveryState
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
    raw,
    retract,
    sent,
    settle,
    settled,
    subscribe,
    update,
)

SENT, FAILED, PENDING = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING
LATER = 9_999


LIFETIME_SECONDS = 100
SHORT = replace(RULES, lifetime=timedelta(seconds=LIFETIME_SECONDS))


async def expire(database: Database, opened_by: float) -> int:
    """Expire editions that were opened by then."""
    async with database.writing() as unit:
        return await unit.editions.expire(at(opened_by + LIFETIME_SECONDS))


async def fold(database: Database, before: float = LATER, limit: int = 100) -> bool:
    async with database.writing() as unit:
        return await unit.editions.fold(at(before), limit)


async def rows(database: Database, edition: int) -> int:
    """Return how many deliveries of the edition have rows."""
    async with database.reading() as unit:
        [row] = await raw(unit, f"SELECT COUNT(*) AS n FROM deliveries WHERE edition_id = {edition}")  # noqa: S608
    return int(row["n"])


async def unknowns(database: Database, edition: int) -> int:
    async with database.reading() as unit:
        [row] = await raw(unit, f"SELECT unknowns FROM editions WHERE id = {edition}")  # noqa: S608
    return int(row["unknowns"])


# Expiring


async def test_pending_and_unplanned_deliveries_of_old_headlines_expire(database: Database, other: Database) -> None:
    await subscribe(database, *range(1, 8))
    edition = await open_edition(database, seconds=10, rules=SHORT)
    await plan(database, 4)
    one, two = await claim(database, 20, 2)
    await settle(database, settled(one, SENT), seconds=21)
    assert await expire(other, 9.9) == 0, "it is not older than that"
    assert await expire(other, 10) == 2 + 3
    assert await plan(database) == 0
    assert await claim(database, 30) == []
    found = await progress(other, edition)
    assert (found.counts, found.unplanned) == ({"sent": 1, "sending": 1, "expired": 5}, 0)
    await settle(database, settled(two, SENT), seconds=31)
    assert await claim(database, 32) == []
    found = await progress(other, edition)
    assert (found.counts, found.left, found.done) == ({"sent": 2, "expired": 5}, 0, 7)
    assert (found.edition.finished, found.edition.stopped) == (True, False)
    assert await expire(other, LATER) == 0, "once is enough"


async def test_a_retry_of_expired_headlines_expires_the_next_time(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database, seconds=10, rules=SHORT)
    await plan(database)
    [delivery] = await claim(database, 20)
    assert await expire(database, 15) == 0
    await settle(database, settled(delivery, PENDING, next_try_at=at(500)), seconds=21)
    assert await expire(database, 15) == 1
    assert await counts(database, edition) == {"expired": 1}


async def test_paused_headlines_expire_too(database: Database) -> None:
    await subscribe(database, 1, 2)
    edition = await open_edition(database, seconds=10, rules=SHORT)
    await plan(database, 1)
    async with database.writing() as unit:
        await unit.editions.pause(edition)
    assert await expire(database, 15) == 2
    assert await claim(database, 20) == []
    assert (await progress(database, edition)).edition.finished


async def test_corrections_notices_and_stopped_editions_do_not_expire(database: Database) -> None:
    source = await sent(database, 1, 2)
    await update(database, source, 50)
    await correct(database, 60)
    ended = await open_edition(database, "ended", 61)
    async with database.writing() as unit:
        await unit.editions.stop(ended, NOON)
    await notify(database, 9, seconds=62)
    await plan(database, seconds=70)
    assert await expire(database, LATER) == 0
    assert len(await claim(database, 70)) == 3
    assert await counts(database, ended) == {}


async def test_deliveries_that_expire_in_two_processes_at_once_are_counted_once(
    database: Database, other: Database
) -> None:
    await subscribe(database, *range(1, 8))
    edition = await open_edition(database, seconds=10, rules=SHORT)
    await plan(database, 4)
    expired = await asyncio.gather(*(expire(process, LATER) for process in (database, other) * 2))
    assert sorted(expired) == [0, 0, 0, 7]
    assert await counts(database, edition) == {"expired": 7}


# Folding


async def test_old_deliveries_fold_in_blocks_and_are_counted_as_before(database: Database, other: Database) -> None:
    await subscribe(database, *range(1, 8))
    edition = await open_edition(database, seconds=10, rules=replace(RULES, lifetime=timedelta(seconds=1000)))
    await plan(database, 5)
    one, two, three, four, _five = await claim(database, 20)
    await settle(
        database,
        settled(one, SENT, message_id=1),
        settled(two, SENT, unknown=True),
        settled(three, FAILED, error="Bad", unknown=True),
        settled(four, DeliveryState.GONE, error="blocked"),
        seconds=21,
    )
    await claim(database, 20 + 60)  # the lease of the fifth expired, and expires again
    await claim(database, 20 + 120)
    assert not await fold(database), "it is not finished"
    [again] = await claim(database, 20 + 180)
    await settle(database, settled(again, SENT), seconds=201)
    assert await expire(database, 1000) == 2, "these were never planned"
    await claim(database, 202)
    before = await progress(other, edition)
    assert before.counts == {"sent": 3, "failed": 1, "gone": 1, "expired": 2}
    assert not await fold(database, 10), "it is not older than that"
    kept = [await rows(other, edition)]
    while await fold(database, limit=2):
        kept.append(await rows(other, edition))
        assert await progress(other, edition) == before
    assert kept == [5, 3, 1, 0]
    assert await unknowns(other, edition) == 5
    assert await counts(other, edition) == before.counts


async def test_editions_of_every_kind_fold_one_after_the_other_to_the_last(database: Database) -> None:
    empty = await open_edition(database, "empty", -10)
    source = await sent(database, 1, 2)
    await update(database, source, 50)
    [correction] = await correct(database, 60)
    await plan(database, seconds=60)
    await settle(database, *(settled(each, SENT) for each in await claim(database, 60)), seconds=61)
    notice = await notify(database, 9, seconds=62)
    await settle(database, *(settled(each, SENT) for each in await claim(database, 63)), seconds=64)
    await claim(database, 65)
    folds = 0
    while await fold(database):
        folds += 1
    assert folds == 4
    for edition, found in ((empty, {}), (source, {"sent": 2}), (correction, {"sent": 2}), (notice, {"sent": 1})):
        assert await counts(database, edition) == found
    async with database.reading() as unit:
        assert list(await raw(unit, "SELECT 1 FROM deliveries")) == []


async def test_copies_that_are_being_corrected_are_not_folded(database: Database) -> None:
    source = await sent(database, 1, 2, 3)
    await update(database, source, 50)
    assert not await fold(database), "a correction is due"
    await correct(database, 60)
    assert await plan(database, 2, 60) == 2
    assert not await fold(database), "a correction is open"
    assert await plan(database, 2, 60) == 1
    await settle(database, *(settled(each, SENT) for each in await claim(database, 60)), seconds=61)
    await claim(database, 62)
    assert await fold(database)
    assert await rows(database, source) == 0


async def test_an_edition_whose_copies_are_forgotten_is_not_corrected(database: Database) -> None:
    source = await sent(database, 1, 2)
    while await fold(database):
        pass
    await retract(database, source, 50)
    assert await correct(database, 60) == []
    assert await counts(database, source) == {"sent": 2}


async def test_several_processes_fold_an_edition_to_its_end(database: Database, other: Database) -> None:
    chats = range(1, 61)
    edition = await sent(database, *chats)

    async def fold_all(process: Database) -> None:
        while await fold(process, limit=7):
            pass

    await asyncio.gather(*map(fold_all, (database, other) * 3))
    await fold_all(database)
    assert await rows(other, edition) == 0
    assert await counts(other, edition) == {"sent": len(chats)}


async def test_folding_waits_for_another_process_that_has_not_committed(database: Database, other: Database) -> None:
    edition = await sent(database, *range(1, 21))
    async with asyncio.TaskGroup() as group, database.writing() as unit:
        assert await unit.editions.fold(at(LATER), 7)
        second = group.create_task(fold(other, limit=7))
        await asyncio.sleep(0.1)
    assert second.result()
    while await fold(database, limit=7):
        pass
    assert await rows(other, edition) == 0
    assert await counts(other, edition) == {"sent": 20}
