"""What is put aside: one row for a person and an article, taken when it is due, a person by one process."""

import asyncio

import pytest

from storage import Database
from tests.storage.samples import at

ANNA, BORIS, VERA = 7, 8, 9


async def put(database: Database, person: int, due: int, *articles: int) -> None:
    async with database.writing() as unit:
        for article in articles:
            assert await unit.later.add(person, article, at(0), at(due))


async def test_an_article_is_put_aside_once_and_put_back_once(database: Database, other: Database) -> None:
    await put(database, ANNA, 9, 1, 2)
    async with database.writing() as unit:
        assert not await unit.later.add(ANNA, 1, at(5), at(50))
        assert await unit.later.remove(ANNA, 2)
        assert not await unit.later.remove(ANNA, 2)
        assert not await unit.later.remove(ANNA, 2**70)
        assert await unit.later.add(BORIS, 2**70, at(0), at(60))
    async with other.reading() as unit:
        assert [await unit.later.count(person) for person in (ANNA, BORIS, VERA)] == [1, 1, 0]


async def test_what_is_due_is_taken_whole_person_by_person(database: Database, other: Database) -> None:
    await put(database, ANNA, 20, 1, 5)
    await put(database, ANNA, 30, 3)
    await put(database, ANNA, 99, 2)
    await put(database, BORIS, 10, 4)
    await put(database, VERA, 25, 4)
    async with other.reading() as unit:
        assert [await unit.later.has_due(at(second)) for second in (9, 10)] == [False, True]
    async with database.writing() as unit:
        assert await unit.later.take(at(30), 2) == {ANNA: [5, 3, 1], BORIS: [4]}, "those who wait longest"
    async with other.writing() as unit:
        assert await unit.later.take(at(30), 2) == {VERA: [4]}
        assert await unit.later.take(at(30), 2) == {}
    async with database.reading() as unit:
        assert await unit.later.count(ANNA) == 1, "what is due later"


async def test_what_is_not_due_yet_is_moved(database: Database, other: Database) -> None:
    await put(database, ANNA, 20, 1)
    await put(database, ANNA, 30, 2)
    await put(database, BORIS, 30, 2)
    async with database.writing() as unit:
        await unit.later.move(ANNA, at(20), at(60))
    async with other.writing() as unit:
        assert await unit.later.take(at(50), 9) == {ANNA: [1], BORIS: [2]}
        assert await unit.later.take(at(60), 9) == {ANNA: [2]}


async def test_a_time_far_ahead_is_corrected(database: Database, other: Database) -> None:
    await put(database, ANNA, 200, 1)
    await put(database, ANNA, 100, 2)
    async with database.writing() as unit:
        await unit.later.correct_due(at(20), at(100))
    async with other.writing() as unit:
        assert await unit.later.take(at(20), 9) == {ANNA: [1]}


@pytest.mark.parametrize("limit", [1, 3, 50])
async def test_many_processes_never_share_a_person(database: Database, other: Database, limit: int) -> None:
    for person in range(1, 21):
        await put(database, person, person % 3, *range(1, 6))
    taken = list[tuple[int, tuple[int, ...]]]()

    async def process(storage: Database) -> None:
        left = True
        while left:
            async with storage.writing() as unit:
                for person, articles in (await unit.later.take(at(9), limit)).items():
                    taken.append((person, tuple(articles)))
                    await asyncio.sleep(0)
            async with storage.reading() as unit:
                left = await unit.later.has_due(at(9))

    await asyncio.gather(*(process(storage) for storage in (database, other, database, other)))
    assert sorted(taken) == [(person, (5, 4, 3, 2, 1)) for person in range(1, 21)]
