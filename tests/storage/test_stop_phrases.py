"""Stop phrases fulfil the promises of their port, on both engines."""

import asyncio

from news.ports.stop_phrases import StopPhrase
from storage import Database
from tests.storage.samples import NOON


async def add(database: Database, text: str, key: str) -> int | None:
    async with database.writing() as unit:
        return await unit.stop_phrases.add(text, key, 7, NOON)


async def test_phrases_are_stored_in_order_and_removed_once(database: Database, other: Database) -> None:
    first, second = await add(database, "казино", "казин"), await add(database, "без вложений", "без вложен")
    assert first is not None
    assert second is not None
    async with other.writing() as unit:
        assert await unit.stop_phrases.every() == [
            StopPhrase(first, "казино", 7, NOON),
            StopPhrase(second, "без вложений", 7, NOON),
        ]
        assert await unit.stop_phrases.remove(first) == "казино"
        assert await unit.stop_phrases.remove(first) is None
        assert await unit.stop_phrases.get(first) is None
        assert await unit.stop_phrases.get(second) == StopPhrase(second, "без вложений", 7, NOON)


async def test_of_two_who_add_the_same_word_at_once_one_adds_it(database: Database, other: Database) -> None:
    added = await asyncio.gather(*(add(each, "Ставки", "ставк") for each in (database, other) * 3))
    assert sum(number is not None for number in added) == 1
    async with database.reading() as unit:
        assert len(await unit.stop_phrases.every()) == 1
