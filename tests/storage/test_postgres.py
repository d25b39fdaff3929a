"""PostgreSQL: the settings of connections, and the errors of a server that cannot serve."""

import asyncio
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from news.errors import StorageError
from storage import Database, migrate, open_storage, schema
from storage.postgres import MAX_CONNECTIONS, STALLED_SECONDS
from tests.databases import create_database, drop_database, emptied, execute, url_of
from tests.storage.samples import LEASE, NOON, at, claim, open_edition, plan, raw, subscribe


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """A database on PostgreSQL only."""
    return emptied(postgres_url)


async def value(unit: Any, sql: str) -> object:
    return (await raw(unit, sql))[0][0]


async def refused(url: str) -> str:
    with pytest.raises(StorageError) as caught:
        async with open_storage(url):
            pass
    with pytest.raises(StorageError):
        await migrate(url)
    return str(caught.value)


def with_user(url: str, user: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=f"{user}@{parts.netloc.rpartition('@')[2]}").geturl()


async def test_writing_is_a_transaction_and_reading_is_none(database: Database) -> None:
    isolation = "SELECT current_setting('transaction_isolation')"
    async with database.writing() as unit:
        assert await value(unit, isolation) == "read committed"
        assert unit.fsm._connection.is_in_transaction()
    async with database.reading() as unit:
        assert not unit.fsm._connection.is_in_transaction()


async def test_no_connection_lets_the_planner_sort_or_compile(database: Database) -> None:
    async with database.reading() as one, database.writing() as two, database.reading() as three:
        for unit in (one, two, three):
            for setting in ("jit", "enable_sort", "enable_incremental_sort", "enable_bitmapscan"):
                assert await value(unit, f"SELECT current_setting('{setting}')") == "off"


async def test_statements_are_prepared_once(database: Database) -> None:
    async with database.reading() as unit:
        for _ in range(3):
            await unit.readers.get(1)
        statements = await raw(unit, "SELECT statement FROM pg_prepared_statements")
    assert sum("FROM readers" in row[0] for row in statements) == 1


async def test_ten_at_once_are_served_and_the_eleventh_waits(database: Database) -> None:
    served = most = 0

    async def read() -> None:
        nonlocal served, most
        async with database.reading() as unit:
            served += 1
            most = max(most, served)
            await raw(unit, "SELECT pg_sleep(0.02)")
            served -= 1

    async with asyncio.timeout(10):
        await asyncio.gather(*(read() for _ in range(25)))
    assert most == MAX_CONNECTIONS


@pytest.mark.slow
async def test_a_process_that_freezes_inside_a_transaction_keeps_its_locks_for_seconds_only(
    database: Database, other: Database
) -> None:
    async def freeze() -> None:
        async with database.writing() as unit:
            await unit.budget.reserve(NOON, timedelta(seconds=1))
            locked.set()
            await asyncio.sleep(STALLED_SECONDS + 2)

    locked = asyncio.Event()
    frozen = asyncio.get_running_loop().create_task(freeze())
    await locked.wait()
    async with asyncio.timeout(15):
        for _ in range(2):  # the first may give up its wait for the lock just before the server ends the transaction
            with suppress(StorageError):
                async with other.writing() as unit:
                    start = await unit.budget.reserve(NOON, timedelta(seconds=1))
    assert start in (NOON, NOON + timedelta(seconds=1))
    with pytest.raises(StorageError):
        await frozen


async def test_a_claim_skips_deliveries_that_another_process_is_claiming(database: Database, other: Database) -> None:
    await subscribe(database, *range(1, 7))
    await open_edition(database)
    await plan(database)
    async with asyncio.timeout(5), database.writing() as unit:
        mine = await unit.deliveries.claim(at(20), LEASE, 3)
        theirs = await claim(other, limit=3)
    assert {each.chat_id for each in (*mine, *theirs)} == set(range(1, 7))


async def test_a_server_that_is_not_there_is_told(database_url: str) -> None:
    said = await refused("postgresql://somebody:secret@127.0.0.1:1/vestnik")
    assert "127.0.0.1:1/vestnik" in said
    assert "cannot be reached" in said
    assert "secret" not in said


async def test_a_database_that_does_not_exist_is_told(postgres_url: str) -> None:
    said = await refused(url_of("no_such_database"))
    assert "no_such_database" in said
    assert "createdb" in said


async def test_a_database_that_is_shut_while_it_is_served_is_told_and_opens_again(postgres_url: str) -> None:
    name = await create_database()
    try:
        await migrate(url_of(name))
        async with open_storage(url_of(name)) as database:
            await execute(postgres_url, f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
            ended = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"  # noqa: S608
            await execute(postgres_url, ended)
            for _ in range(3):
                with pytest.raises(StorageError):
                    async with database.writing() as unit:
                        await raw(unit, "SELECT 1")
            await execute(postgres_url, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            async with database.writing() as unit:
                assert await value(unit, "SELECT 1") == 1
    finally:
        await drop_database(name)


async def test_a_user_that_is_refused_is_told(postgres_url: str) -> None:
    said = await refused(with_user(postgres_url, "no_such_user:secret"))
    assert "the user or password was refused" in said
    assert ":secret" not in said


@pytest.mark.parametrize(
    "options", ["pool_size=5", "DateStyle=hunter2", "hunter2=1", "target_session_attrs=hunter2", "sslmode=bogus"]
)
async def test_an_option_that_does_not_exist_is_told_without_its_value(options: str, postgres_url: str) -> None:
    said = await refused(f"{postgres_url}?{options}")
    assert said.count("DATABASE_URL") == 1
    assert "hunter2" not in said


@pytest.mark.parametrize("driver", ["asyncpg", "greenlet"])
async def test_a_driver_that_is_missing_is_told(driver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, driver, None)
    said = await refused("postgresql://127.0.0.1/vestnik")
    assert said == f"PostgreSQL needs {driver}: pip install '.[postgres]' in Vestnik's folder."


async def test_tables_that_change_under_a_running_program_are_reported(database: Database, database_url: str) -> None:
    async def read_in_a_transaction() -> None:
        async with database.writing() as unit:
            await unit.fsm.get(1, 1)

    await read_in_a_transaction()
    await execute(database_url, "ALTER TABLE fsm ALTER COLUMN state TYPE VARCHAR(99)")
    try:
        with pytest.raises(StorageError, match="changed meanwhile"):
            await read_in_a_transaction()
        await read_in_a_transaction()
    finally:
        await execute(database_url, "ALTER TABLE fsm ALTER COLUMN state TYPE TEXT")


async def test_a_server_of_another_kind_is_told() -> None:
    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        assert f"127.0.0.1:{port}" in await refused(f"postgresql://postgres@127.0.0.1:{port}/vestnik?sslmode=disable")


async def test_a_url_that_cannot_be_understood_is_told() -> None:
    for url in ("postgresql://127.0.0.1:port/vestnik", "postgresql://u:pass#word@127.0.0.1/vestnik", "postgresql://["):
        said = await refused(url)
        assert "percent" in said
        assert "pass#" not in said


async def test_tables_that_are_missing_are_told(postgres_url: str) -> None:
    name = await create_database()
    try:
        with pytest.raises(StorageError, match="python -m bot migrate"):
            async with open_storage(url_of(name)):
                pass
    finally:
        await drop_database(name)


async def test_a_connection_that_is_cut_is_told_and_the_next_one_works(database: Database, database_url: str) -> None:
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> {}"

    async def work() -> None:
        async with database.writing() as unit:
            await unit.readers.choose_language(1, "ru")
            await execute(database_url, cut.format("pg_backend_pid()"))
            await unit.readers.choose_language(2, "ru")

    with pytest.raises(StorageError):
        await work()
    await subscribe(database, 1)
    async with database.reading() as unit:
        assert await unit.readers.get(1) is None


async def test_a_mistake_in_sql_stays_the_driver_s_error(database: Database) -> None:
    async def mistake(sql: str) -> None:
        async with database.writing() as unit:
            await raw(unit, sql)

    with pytest.raises(asyncpg.UndefinedColumnError):
        await mistake("SELECT nonsense")
    with pytest.raises(asyncpg.InterfaceError):
        await mistake("SELECT $1::int")


async def test_a_database_that_is_closed_tells_so(database_url: str) -> None:
    async with open_storage(database_url) as database:
        pass
    with pytest.raises(StorageError, match="closed"):
        await subscribe(database, 1)


async def test_the_description_is_for_people(database: Database) -> None:
    described = await database.describe()
    assert (described.engine, described.schema) == ("PostgreSQL", schema.NEWEST)
    assert described.version[:2].isdigit()


def test_sqlite_alone_needs_no_postgres_driver() -> None:
    source = Path(schema.__file__).parent
    importing = {file.name for file in source.glob("*.py") if "\nimport asyncpg" in file.read_text()}
    assert importing == {"postgres.py"}
