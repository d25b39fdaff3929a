"""A process knows whether it is the only one that serves a database: only with SQLite, by a file lock."""

import asyncio
from pathlib import Path

from storage import Database, open_storage
from tests.databases import copied


async def alone(database: Database) -> bool:
    async with database.begin_serving() as found:
        return found


async def test_who_comes_to_a_file_that_nobody_serves_knows_it(tmp_path: Path, sqlite_template: Path) -> None:
    url = copied(sqlite_template, tmp_path)
    async with open_storage(url) as doctor:
        async with open_storage(url) as first:
            assert await alone(first)
            async with open_storage(url) as second:
                assert not await alone(second)
                await first.close()
                async with open_storage(url) as third:
                    assert not await alone(third)
        assert await alone(doctor)


async def test_nobody_begins_to_serve_while_the_leases_of_the_dead_are_ended(
    tmp_path: Path, sqlite_template: Path
) -> None:
    url = copied(sqlite_template, tmp_path)
    async with open_storage(url) as first, open_storage(url) as second:
        async with first.begin_serving() as found:
            begin_serving = asyncio.get_running_loop().create_task(alone(second))
            await asyncio.sleep(0.1)
            assert found
            assert not begin_serving.done()
        assert await begin_serving is False


async def test_nobody_knows_to_serve_a_server_alone(postgres_url: str) -> None:
    async with open_storage(postgres_url) as database:
        assert not await alone(database)
