"""What the counters tell of past days and hours, on both engines."""

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from news.ledger import NOTICE_RULES, Address, DeliveryState
from news.model import Revision
from news.ports.statistics import ChangeCount, EarlyReads, ReadCount, SubscriptionChange
from news.subscriptions import UNSUBSCRIBED
from storage import Database, migrate
from tests.storage.old_databases import migrate_to, run_sql
from tests.storage.samples import NOON, at, claim, open_edition, plan, publish, raw, settle, settled, subscribe

BEGUN, ENDED, LOST = SubscriptionChange
HOUR = 3600.0


async def changes(database: Database, since: datetime = NOON) -> list[ChangeCount]:
    async with database.reading() as unit:
        return list(await unit.statistics.changes(since))


async def test_a_chat_that_comes_goes_and_comes_back_is_counted_each_time(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        for seconds in (0, 2 * HOUR):
            assert await unit.subscriptions.start(Address(7), "ru", at(seconds))
            assert not await unit.subscriptions.start(Address(7), "ru", at(seconds)), "a second press"
            assert await unit.subscriptions.end(Address(7), at(seconds + HOUR), UNSUBSCRIBED)
            assert not await unit.subscriptions.end(Address(7), at(seconds + HOUR), UNSUBSCRIBED)
        await unit.subscriptions.start(Address(7), "ru", at(4 * HOUR))
        await unit.subscriptions.end_chat(7, at(4 * HOUR + 60), "blocked")

    found = [(each.at, each.change, each.count) for each in await changes(other)]

    assert found == [
        (at(0), BEGUN, 1), (at(HOUR), ENDED, 1), (at(2 * HOUR), BEGUN, 1), (at(3 * HOUR), ENDED, 1),
        (at(4 * HOUR), BEGUN, 1), (at(4 * HOUR), LOST, 1),
    ]  # fmt: skip
    assert await changes(other, at(4 * HOUR + 1)) == [ChangeCount(at(4 * HOUR), LOST, 1)]


async def test_endings_that_are_taken_back_are_taken_out_of_the_counts(database: Database) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database)
    await plan(database)
    gone = [settled(each, DeliveryState.GONE, error="blocked") for each in await claim(database)]
    await settle(database, *gone)
    async with database.writing() as unit:
        assert await unit.statistics.subscribers() == 0
        await unit.editions.hold_gone(edition, at(40))
        assert await unit.statistics.subscribers() == 3
        await unit.editions.hold_gone(edition, at(41))

    assert await changes(database) == [ChangeCount(NOON, BEGUN, 3), ChangeCount(NOON, LOST, 0)]


async def test_an_upgraded_database_begins_with_what_its_subscriptions_tell(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_to(empty_url, "0011", tmp_path / "older", monkeypatch)
    await run_sql(
        empty_url,
        "INSERT INTO subscriptions (place_id, after_edition, since, ended_at, end_reason) VALUES "
        "(1, 0, 5, NULL, NULL), (2, 0, 5, 7, 'unsubscribed'), (3, 0, 6, 7, 'Forbidden: bot was blocked by the user')",
    )

    await migrate(empty_url)

    [rows] = await run_sql(empty_url, "SELECT at, change, count FROM subscription_changes ORDER BY at, change")
    assert [tuple(row.values()) for row in rows] == [(5, "begun", 3), (7, "ended", 1), (7, "lost", 1)]


async def count(database: Database, reads: dict[int, int], seconds: float) -> None:
    moment = at(seconds)
    async with database.writing() as unit:
        await unit.articles.count_reads(reads, moment, moment.date())


async def test_the_most_read_articles_of_a_span_are_those_that_are_published(database: Database) -> None:
    one, two, three = [await publish(database, key) for key in ("one", "two", "three")]
    await count(database, {one: 100}, -24 * HOUR)
    await count(database, {one: 1, two: 2, three: 9}, 10)
    await count(database, {two: 3, 404: 50}, 20)
    async with database.writing() as unit:
        await unit.articles.retract(three, Revision(1, at(30)))

        top = await unit.statistics.most_read(NOON.date(), 10)

        assert top == [ReadCount(two, "Title of two", 5, 5), ReadCount(one, "Title of one", 1, 101)]
        assert await unit.statistics.most_read(NOON.date(), 1) == top[:1]
        assert await unit.statistics.reads_by_hour(at(-24 * HOUR)) == [(at(-24 * HOUR), 100), (NOON, 65)]


async def test_early_reads_are_those_of_the_first_hour(database: Database) -> None:
    number = await publish(database, "one", HOUR)
    for seconds, reads in ((HOUR, 1), (2 * HOUR - 1, 10), (2 * HOUR, 100), (2 * HOUR + 1, 1000)):
        await count(database, {number: reads}, seconds)
    async with database.reading() as unit:
        assert await unit.statistics.early_reads(NOON) == [EarlyReads(at(HOUR), 1, 111)]
        assert await unit.statistics.early_reads(at(HOUR + 1)) == []


async def test_pushes_are_told_and_corrections_and_notices_are_not(database: Database) -> None:
    await open_edition(database, "one", 10)
    async with database.writing() as unit:
        await unit.editions.notify([await unit.places.obtain(Address(1))], "{}", NOTICE_RULES, at(20))
        assert await unit.statistics.pushes(NOON) == [at(10)]
        assert await unit.statistics.pushes(at(11)) == []


async def test_old_days_are_deleted_one_at_a_time_and_the_hours_are_kept(database: Database) -> None:
    one, two = [await publish(database, key) for key in ("one", "two")]
    for days in range(3):
        await count(database, {one: 1, two: 1}, days * 24 * HOUR)
    before = at(2 * 24 * HOUR).date()

    async with database.writing() as unit:
        deleted = [await unit.statistics.delete_day(before) for _ in range(3)]
        left = await unit.statistics.most_read(NOON.date(), 9)
        assert len(await unit.statistics.reads_by_hour(NOON)) == 3

    assert deleted == [True, True, False]
    assert [each.reads for each in left] == [1, 1]


async def test_folded_changes_count_as_before(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        for chat in range(7):
            await unit.subscriptions.start(Address(chat + 1), "ru", at(chat * HOUR / 8))
        await unit.subscriptions.end(Address(1), at(HOUR / 2), UNSUBSCRIBED)
    before = await changes(database)

    async with database.writing() as unit:
        assert [await unit.statistics.fold_changes(at(3 * HOUR / 4), 3) for _ in range(4)] == [True, True, True, False]

    assert await changes(other) == before
    async with other.reading() as unit:
        rows = await raw(unit, "SELECT folded, COUNT(*) FROM subscription_changes GROUP BY folded ORDER BY folded")
    assert [tuple(dict(row).values()) for row in rows] == [(0, 1), (1, 6)]


async def test_two_processes_fold_a_change_once(database: Database, other: Database) -> None:
    await subscribe(database, *range(1, 50))
    before = await changes(database)

    async def fold(process: Database) -> None:
        async with process.writing() as unit:
            await unit.statistics.fold_changes(at(HOUR), 100)

    await asyncio.gather(fold(database), fold(other))

    assert await changes(database) == before
