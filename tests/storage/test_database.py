"""Units of work are committed whole or not at all, even if the task is cancelled; on both engines."""

import asyncio

import pytest

from news.ports import Storage
from storage import Database
from storage.sqlite import SQLiteDatabase
from tests.storage.samples import NOON, article, at, publish, raw, subscribe

# Both take half a second or more inside the engine, where cancelling the task does not stop them.
SLOW_SQLITE = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000000) SELECT COUNT(*) FROM n"
SLOW_POSTGRES = "SELECT pg_sleep(0.5)"


class Interrupted(Exception):
    pass


def slow(database: Database) -> str:
    return SLOW_SQLITE if isinstance(database, SQLiteDatabase) else SLOW_POSTGRES


async def languages(database: Database) -> list[str]:
    async with database.reading() as unit:
        found = [await unit.readers.get(each) for each in range(1, 6)]
    return [each.language for each in found if each is not None]


async def test_a_database_is_the_newsroom_s_storage(database: Database) -> None:
    storage: Storage = database
    async with storage.reading() as unit:
        assert await unit.articles.older(None, 1) == []


async def test_a_block_is_committed_at_its_end_and_not_before(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.choose_language(1, "ru")
        assert await languages(other) == []
    assert await languages(other) == ["ru"]


async def test_a_block_that_raises_leaves_nothing(database: Database, other: Database) -> None:
    async def fail() -> None:
        async with database.writing() as unit:
            await unit.readers.choose_language(1, "ru")
            raise Interrupted

    with pytest.raises(Interrupted):
        await fail()
    assert await languages(other) == []
    await subscribe(database, 1)


async def test_a_unit_sees_its_own_changes(database: Database) -> None:
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article("k1", published_at=NOON))
        assert await unit.articles.get(number) is not None


async def test_a_reader_sees_what_was_committed_meanwhile(database: Database) -> None:
    async with database.reading() as unit:
        assert await unit.articles.older(None, 9) == []
        await publish(database, "k1")
        assert len(await unit.articles.older(None, 9)) == 1


async def test_reading_goes_on_while_somebody_writes(database: Database) -> None:
    async with database.writing() as unit:
        await unit.readers.choose_language(1, "ru")
        async with asyncio.timeout(2), database.reading() as one, database.reading() as two:
            assert await one.readers.get(1) is None
            assert await two.readers.get(1) is None


@pytest.mark.slow
async def test_a_cancelled_writer_leaves_nothing_and_the_next_one_works(database: Database, other: Database) -> None:
    begun = asyncio.Event()

    async def write() -> None:
        async with database.writing() as unit:
            await unit.readers.choose_language(1, "lost")
            begun.set()
            await raw(unit, slow(database))
            await unit.readers.choose_language(2, "lost")

    async with asyncio.TaskGroup() as group:
        task = group.create_task(write())
        await begun.wait()
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(0)
        async with database.writing() as unit:
            await unit.readers.choose_language(3, "kept")
    assert task.cancelled()
    assert await languages(other) == ["kept"]


@pytest.mark.slow
async def test_a_writer_cancelled_over_and_over_still_rolls_back(database: Database, other: Database) -> None:
    async def write() -> None:
        async with database.writing() as unit:
            await unit.readers.choose_language(1, "lost")
            await raw(unit, slow(database))

    async with asyncio.TaskGroup() as group:
        task = group.create_task(write())
        await asyncio.sleep(0.1)
        while not task.done():
            task.cancel()
            await asyncio.sleep(0)
    async with database.writing() as unit:
        await unit.readers.choose_language(2, "kept")
    assert await languages(other) == ["kept"]


async def test_writers_cancelled_while_they_wait_do_not_disturb_the_others(database: Database, other: Database) -> None:
    async def write(reader: int) -> None:
        async with database.writing() as unit:
            await unit.readers.choose_language(reader, str(reader))
            await asyncio.sleep(0.01)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(write(each)) for each in range(1, 6)]
        await asyncio.sleep(0.005)
        for task in tasks[1:4]:
            task.cancel()
    assert {"1", "5"} <= set(await languages(other))
    async with asyncio.timeout(5):
        await subscribe(database, 1)


async def test_writers_of_one_process_do_not_disturb_each_other(database: Database, other: Database) -> None:
    async def add(second: int) -> None:
        async with database.writing() as unit:
            number, _ = await unit.articles.add(article(f"k{second}"))
            await asyncio.sleep(0)
            assert await unit.articles.publish(number, at(second), to_push=False)

    await asyncio.gather(*map(add, range(25)))
    async with other.reading() as unit:
        assert len(await unit.articles.older(None, 99)) == 25


async def test_what_people_type_goes_in_and_out_unchanged(database: Database) -> None:
    text = '\'; DROP TABLE readers; -- :id $1 %s ? \\ "«»" \u202e \U0001f469\u200d\U0001f680 ё е\u0308 \r\n\t'
    async with database.writing() as unit:
        number, _ = await unit.articles.add(article("k1", title=text, source_url=text))
        found = await unit.articles.get(number)
    assert found is not None
    assert (found.title, found.source_url) == (text, text)
