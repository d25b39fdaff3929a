"""Bookmarks: one row for a person and an article, and the headlines of what is published."""

from storage import Database
from tests.storage.samples import at, publish

ANNA, BORIS = 7, 8


async def test_an_article_is_saved_once_and_removed_once(database: Database, other: Database) -> None:
    number = await publish(database, "news")
    async with database.writing() as unit:
        assert await unit.bookmarks.add(ANNA, number, at(0))
        assert not await unit.bookmarks.add(ANNA, number, at(9))
        assert await unit.bookmarks.add(BORIS, number, at(0))
        assert await unit.bookmarks.remove(BORIS, number)
        assert not await unit.bookmarks.remove(BORIS, number)
        assert not await unit.bookmarks.remove(BORIS, 2**70)
    async with other.reading() as unit:
        assert [await unit.bookmarks.count(person) for person in (ANNA, BORIS)] == [1, 0]


async def test_the_one_saved_last_comes_first(database: Database, other: Database) -> None:
    numbers = [await publish(database, key) for key in ("one", "two", "three")]
    async with database.writing() as unit:
        for number, seconds in zip(numbers, (5, 9, 5), strict=True):
            await unit.bookmarks.add(ANNA, number, at(seconds))
    async with other.reading() as unit:
        assert [each.number for each in await unit.bookmarks.page(ANNA, 0, 2)] == [numbers[1], numbers[2]]
        assert [each.number for each in await unit.bookmarks.page(ANNA, 2, 2)] == [numbers[0]]
        assert await unit.bookmarks.page(BORIS, 0, 2) == []
