"""SQLite: the settings of connections, and the errors of a file that cannot serve."""

import asyncio
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from news.errors import StorageError
from news.ledger import Address
from news.ports.drafts import DraftList
from storage import Database, migrate, open_storage, schema, sqlite
from storage.sqlite import translating
from tests.databases import copied
from tests.storage.samples import article, at, raw, subscribe


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database on SQLite only."""
    return copied(sqlite_template, tmp_path)


@pytest.fixture
def path(database_url: str) -> Path:
    return Path(database_url.removeprefix("sqlite:///"))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait only a moment for locks."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)


@pytest.fixture
def locked(path: Path) -> Iterator[None]:
    """Another program has a write transaction open."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.close()


async def pragma(unit: Any, name: str) -> object:
    return next(iter(await raw(unit, f"PRAGMA {name}")))[0]


async def threads_end() -> bool:
    """Wait a moment for the end of aiosqlite's threads: one that stays keeps the program alive."""
    for _ in range(100):
        if not open_threads():
            return True
        await asyncio.sleep(0.01)
    return False


def open_threads() -> int:
    return sum("_connection_worker_thread" in thread.name for thread in threading.enumerate())


async def refused(url: str) -> str:
    with pytest.raises(StorageError) as caught:
        async with open_storage(url):
            pass
    assert await threads_end()
    return str(caught.value)


async def test_the_writer_is_safe_and_the_readers_only_read(database: Database) -> None:
    async with database.writing() as unit:
        assert await pragma(unit, "journal_mode") == "wal"
        assert await pragma(unit, "synchronous") == 2
        assert await pragma(unit, "foreign_keys") == 1
        assert await pragma(unit, "busy_timeout") == 5000
        assert await pragma(unit, "wal_autocheckpoint") == 1000
    async with database.reading() as one, database.reading() as two:
        for unit in (one, two):
            assert await pragma(unit, "query_only") == 1
            assert await pragma(unit, "wal_autocheckpoint") == 0
            assert await pragma(unit, "busy_timeout") == 5000


async def test_readers_take_turns(database: Database) -> None:
    async with database.reading() as one, database.reading() as two, database.reading() as three:
        connections: list[Any] = [unit.fsm._connection for unit in (one, two, three)]
    assert connections[0] is not connections[1]
    assert connections[0] is connections[2]


async def test_a_reading_unit_cannot_write(database: Database) -> None:
    async def write() -> None:
        async with database.reading() as unit:
            await unit.readers.choose_language(1, "ru")

    with pytest.raises(StorageError, match="readonly"):
        await write()


async def test_closing_ends_every_thread_and_leaves_one_file(database_url: str, path: Path) -> None:
    async with open_storage(database_url) as database:
        await subscribe(database, 1)
        assert open_threads() == 3
    assert await threads_end()
    assert os.listdir(path.parent) == [path.name]


async def test_an_opening_that_fails_half_way_leaves_no_thread(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "_READER", ("PRAGMA query_only=ON", "SELECT nonsense"))
    with pytest.raises(sqlite3.OperationalError, match="nonsense"):
        async with open_storage(database_url):
            pass
    assert await threads_end()


async def test_the_first_opening_waits_for_another_program_at_its_own(database_url: str, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")

    async def let_go() -> None:
        await asyncio.sleep(0.2)
        connection.close()

    async with asyncio.TaskGroup() as group:
        group.create_task(let_go())
        async with open_storage(database_url) as database:
            await subscribe(database, 1)


async def test_a_folder_that_is_missing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    await migrate("sqlite:///data/deep/vestnik.db")
    async with open_storage(f"sqlite:///{tmp_path}/data/deep/vestnik.db"):
        pass
    assert (tmp_path / "data" / "deep" / "vestnik.db").exists()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite::memory:", "sqlite:data.db"])
async def test_an_address_that_names_no_file_is_refused(url: str) -> None:
    assert "sqlite:///data/vestnik.db" in await refused(url)
    with pytest.raises(StorageError):
        await migrate(url)


@pytest.mark.parametrize("url", ["", "vestnik.db", "mysql://localhost/vestnik", "/var/lib/vestnik.db"])
async def test_an_address_of_another_kind_is_refused(url: str) -> None:
    assert "DATABASE_URL" in await refused(url)
    with pytest.raises(StorageError):
        await migrate(url)


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "folder" in await refused(f"sqlite:///{tmp_path}/file/vestnik.db")


async def test_a_folder_with_the_file_s_name_is_reported(tmp_path: Path) -> None:
    assert "cannot be opened" in await refused(f"sqlite:///{tmp_path}")


async def test_a_file_of_another_kind_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear editors, " * 1000)
    url = f"sqlite:///{path}"
    assert "not an SQLite database" in await refused(url)
    with pytest.raises(StorageError, match="not an SQLite database"):
        await migrate(url)
    assert path.read_text() == "Dear editors, " * 1000


async def test_tables_that_are_missing_are_told(tmp_path: Path) -> None:
    assert "python -m bot migrate" in await refused(f"sqlite:///{tmp_path}/empty.db")


async def test_a_file_locked_for_too_long_is_told(impatient: None, database: Database, locked: None) -> None:
    with pytest.raises(StorageError, match="locked"):
        await subscribe(database, 1)
    async with database.reading() as unit:
        assert await unit.subscriptions.get(Address(1)) is None


async def test_after_the_lock_is_gone_writing_goes_on(impatient: None, database: Database, path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError):
        await subscribe(database, 1)
    connection.close()
    await subscribe(database, 1)


async def test_a_writer_cancelled_while_it_waits_for_another_program_does_not_begin_later(
    database: Database, path: Path
) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(subscribe(database, 1))
        await asyncio.sleep(0.1)
        task.cancel()
        await asyncio.sleep(0)
        connection.close()
    await subscribe(database, 2)
    async with database.reading() as unit:
        assert await unit.subscriptions.get(Address(1)) is None


async def test_a_full_disk_is_told_and_nothing_is_half_written(database: Database) -> None:
    async with database.writing() as unit:
        pages = await pragma(unit, "page_count")
        await raw(unit, f"PRAGMA max_page_count = {pages}")

    async def fill() -> None:
        async with database.writing() as unit:
            for each in range(100):
                await unit.articles.add(article(f"k{each}", title="t" * 5000))

    with pytest.raises(StorageError, match="disk is full"):
        await fill()
    async with database.reading() as unit:
        assert await unit.drafts.page(DraftList.ALL, 0, 0, 9) == []


@pytest.mark.parametrize("name", ["SQLITE_READONLY_DIRECTORY", "SQLITE_IOERR_READ", "SQLITE_CORRUPT", "SQLITE_PERM"])
def test_each_failure_has_advice(name: str) -> None:
    error = sqlite3.OperationalError("the driver's words")
    error.sqlite_errorname = name
    with (
        pytest.raises(StorageError, match=r"vestnik\.db cannot serve: .+ \(the driver's words\)\."),
        translating(Path("vestnik.db")),
    ):
        raise error


async def test_a_mistake_in_sql_stays_the_driver_s_error(database: Database) -> None:
    async def mistake() -> None:
        async with database.reading() as unit:
            await raw(unit, "SELECT nonsense")

    with pytest.raises(sqlite3.OperationalError, match="nonsense"):
        await mistake()


async def test_the_description_is_for_people(database: Database, path: Path) -> None:
    described = await database.describe()
    assert (described.engine, described.version, described.schema) == ("SQLite", sqlite3.sqlite_version, schema.NEWEST)
    assert all(str(path) in warning for warning in described.warnings)


async def test_a_file_that_others_may_read_is_named_and_a_new_one_is_not(database: Database, path: Path) -> None:
    assert not [each for each in (await database.describe()).warnings if "chmod" in each]
    os.chmod(path, 0o640)
    assert [each for each in (await database.describe()).warnings if each.endswith(f"chmod 600 {path}.")]


async def test_to_examine_makes_nothing_and_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/data/vestnik.db"
    with pytest.raises(StorageError, match=r"^There is no database at [^\n]+ yet: [^\n]+migrate[^\n]+\.$"):
        async with open_storage(url, examine=True):
            pass
    assert os.listdir(tmp_path) == []
    await migrate(url)
    path = tmp_path / "data" / "vestnik.db"
    before = path.read_bytes()
    async with open_storage(url, examine=True) as database:
        assert (await database.describe()).schema == schema.NEWEST
        with pytest.raises(StorageError):
            async with database.writing() as unit:
                await unit.inbox.store([(1, 1, "{}")], at(9))
    assert path.read_bytes() == before
    assert os.listdir(path.parent) == ["vestnik.db"]


@pytest.mark.parametrize("contents", [b"", b"not a database, but a letter" * 100])
async def test_to_examine_leaves_a_file_of_another_kind_alone(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "letter"
    path.write_bytes(contents)
    with pytest.raises(StorageError):
        async with open_storage(f"sqlite:///{path}", examine=True):
            pass
    assert path.read_bytes() == contents
    assert os.listdir(tmp_path) == ["letter"]


async def test_damaged_bytes_of_one_text_hide_no_other_row(database: Database) -> None:
    async with database.writing() as unit:
        for key in ("whole", "broken"):
            await unit.articles.add(article(key))
        await raw(unit, "UPDATE articles SET title = CAST(X'D09CD0BED1' AS TEXT) WHERE key = 'broken'")
        await raw(unit, "UPDATE article_bodies SET body = CAST(X'5B22D1225D' AS TEXT) WHERE number = 2")
    async with database.reading() as unit:
        broken, _ = await unit.drafts.page(DraftList.ALL, 0, 0, 10)
        assert broken.title == "Мо\\xd1"
        assert await unit.articles.damaged(10) == [2]
