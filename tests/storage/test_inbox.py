"""No update is lost and none is handled twice, on both engines."""

import asyncio

from storage import Database
from storage.inbox import StoredUpdates
from tests.storage.samples import NOON, at, raw


async def test_an_update_is_stored_once(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert await unit.inbox.store([(5, 50, '{"a": "ё"}'), (3, 30, "{}")], NOON) == StoredUpdates([], [3, 5])
        assert await unit.inbox.store([(5, 50, "changed"), (6, -60, "{}")], at(1)) == StoredUpdates([], [6])
        assert await unit.inbox.store([], at(1)) == StoredUpdates([], [])
    async with other.reading() as unit:
        assert await unit.inbox.pending(0, 10) == [(3, 30, "{}"), (5, 50, '{"a": "ё"}'), (6, -60, "{}")]


async def test_the_same_batch_stored_twice_at_once_is_new_to_one(database: Database, other: Database) -> None:
    async def store(where: Database) -> list[int]:
        async with where.writing() as unit:
            return list((await unit.inbox.store([(each, 1, "{}") for each in range(50)], NOON)).unleased)

    stored = await asyncio.gather(store(database), store(other))
    assert sorted(stored[0] + stored[1]) == list(range(50))


async def test_pending_updates_are_read_behind_an_id_without_done_ones(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.inbox.store([(each, 1, "{}") for each in range(1, 7)], NOON)
        await unit.inbox.mark_done([3, 1])
        await unit.inbox.mark_done([])
    async with other.reading() as unit:
        assert [each[0] for each in await unit.inbox.pending(0, 2)] == [2, 4]
        assert [each[0] for each in await unit.inbox.pending(4, 9)] == [5, 6]


async def test_an_update_that_cannot_be_handled_becomes_a_dead_letter(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.inbox.store([(1, 1, "{}"), (2, 1, "{}")], NOON)
        await unit.inbox.mark_dead(1, "ValueError: \x00\ud800", at(1))
        await unit.inbox.mark_done([1, 2])
        await unit.inbox.delete_done(at(9))
    async with other.reading() as unit:
        assert await unit.inbox.count_dead() == 1
        assert await unit.inbox.pending(0, 9) == []


async def test_the_text_of_a_handled_update_leaves_the_inbox_and_its_id_stays(
    database: Database, other: Database
) -> None:
    async with database.writing() as unit:
        await unit.inbox.store([(1, 1, '{"text": "секрет"}'), (2, 1, '{"text": "секрет"}')], NOON)
        await unit.inbox.mark_done([1])
        await unit.inbox.mark_dead(2, "ValueError", at(1))
    async with other.writing() as unit:
        rows = await raw(unit, "SELECT update_id, state, raw FROM inbox ORDER BY update_id")
        assert [tuple(row) for row in rows] == [(1, "done", ""), (2, "dead", '{"text": "секрет"}')]
        assert await unit.inbox.store([(1, 1, '{"text": "секрет"}'), (2, 1, "{}")], at(2)) == StoredUpdates([], [])


async def test_only_old_dead_letters_are_deleted(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.inbox.store([(each, 1, "{}") for each in (1, 2, 3, 4)], NOON)
        await unit.inbox.mark_dead(1, "ValueError", at(1))
        await unit.inbox.mark_dead(2, "ValueError", at(5))
        await unit.inbox.mark_done([3])
        await unit.inbox.delete_dead(at(5))
    async with other.reading() as unit:
        assert [row[0] for row in await raw(unit, "SELECT update_id FROM inbox ORDER BY update_id")] == [2, 3, 4]


async def test_only_done_and_old_updates_are_deleted(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.inbox.store([(1, 1, "{}"), (2, 1, "{}")], at(1))
        await unit.inbox.store([(3, 1, "{}")], at(5))
        await unit.inbox.mark_done([1, 3])
        await unit.inbox.delete_done(at(5))
    async with other.writing() as unit:
        assert await unit.inbox.store([(1, 1, "{}"), (2, 1, "{}"), (3, 1, "{}")], at(6)) == StoredUpdates([], [1])


async def test_updates_may_contain_any_text(database: Database, other: Database) -> None:
    odd = '{"text": "\\u0000 \\ud800 😀 \'; DROP TABLE inbox; --", "x": "\\\\u0000"}'
    async with database.writing() as unit:
        await unit.inbox.store([(1, 1, odd), (2, 1, "\x00 \ud800 \udfff")], NOON)
    async with other.reading() as unit:
        assert await unit.inbox.pending(0, 9) == [(1, 1, odd), (2, 1, "\ufffd \ufffd \ufffd")]
