"""Ignored readers: one entry a pair, listed with names, deleted by their owner only."""

from news.ports.answers import Ignored
from storage import Database
from tests.storage.samples import NOON, at

ANNA, BORIS, VERA = 7, 8, 9


async def test_each_reader_ignores_for_themselves(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        entry = await unit.ignores.add(ANNA, BORIS, NOON)
        assert await unit.ignores.add(ANNA, BORIS, at(9)) == entry
        await unit.ignores.add(BORIS, VERA, NOON)
    async with other.reading() as unit:
        assert await unit.ignores.of(ANNA) == {BORIS}
        assert await unit.ignores.of(BORIS) == {VERA}
        assert await unit.ignores.of(VERA) == frozenset()
        assert await unit.ignores.count(ANNA) == 1


async def test_an_entry_is_deleted_by_its_owner_only(database: Database) -> None:
    async with database.writing() as unit:
        entry = await unit.ignores.add(ANNA, BORIS, NOON)
        await unit.ignores.remove(VERA, entry)
        assert await unit.ignores.of(ANNA) == {BORIS}
        await unit.ignores.remove(ANNA, entry)
        assert await unit.ignores.of(ANNA) == frozenset()


async def test_entries_are_listed_with_names_the_latest_first(database: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.register(BORIS, "Борис", "борис", "ru", NOON)
        entries = [await unit.ignores.add(ANNA, ignored, NOON) for ignored in (BORIS, VERA, 10)]
        page = await unit.ignores.page(ANNA, None, 2)
        assert [one.id for one in page] == entries[:0:-1]
        assert await unit.ignores.page(ANNA, page[-1].id, 2) == [Ignored(entries[0], "Борис")]
