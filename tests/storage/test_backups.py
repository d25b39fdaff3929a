"""Backups of an SQLite database: complete, checked, for this user only, or not there."""

import asyncio
import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from news.errors import StorageError
from storage import Database, back_up, migrate, open_storage, restore, schema
from storage.backups import keep_copy
from tests.databases import copied
from tests.journeys.test_damage import damage_index
from tests.storage.old_databases import load_0006, migrate_to
from tests.storage.samples import publish, subscribe


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database on SQLite only."""
    folder = tmp_path / "data"
    folder.mkdir()
    return copied(sqlite_template, folder)


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def query(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(sql).fetchall()


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


async def test_a_backup_has_what_was_committed_and_nothing_beside_it(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await subscribe(database, 1, 2)
    await publish(database, "news")
    target = tmp_path / "backup.db"
    found = back_up(database_url, target)
    assert (found.articles, found.subscriptions, found.schema) == (1, 2, schema.NEWEST)
    assert query(target, "SELECT chat_id FROM subscriptions JOIN places ON places.id = place_id ORDER BY 1") == [
        (1,),
        (2,),
    ]
    assert sorted(os.listdir(tmp_path)) == ["backup.db", "data"]
    assert mode(target) == 0o600


async def test_a_backup_ends_although_somebody_writes_all_the_time(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    chats = 0

    async def write() -> None:
        nonlocal chats
        while True:
            await subscribe(database, chats + 1)
            chats += 1

    writing = asyncio.get_running_loop().create_task(write())
    for number in range(5):
        before = chats
        found = await asyncio.to_thread(back_up, database_url, tmp_path / f"{number}.db")
        assert found.subscriptions >= before
    assert chats > before
    writing.cancel()
    with suppress(asyncio.CancelledError):
        await writing


def test_a_backup_replaces_no_file(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Дорогая редакция")
    for target in (tmp_path / "letter", tmp_path, path_of(database_url)):
        with pytest.raises(StorageError, match="exists already"):
            back_up(database_url, target)
    assert (tmp_path / "letter").read_text() == "Дорогая редакция"
    with pytest.raises(StorageError, match="cannot be written"):
        back_up(database_url, tmp_path / "no" / "folder.db")


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="There is no database at"):
        back_up(f"sqlite:///{tmp_path}/data/vestnik.db", tmp_path / "backup.db")
    assert os.listdir(tmp_path) == []


async def test_a_damaged_index_is_made_anew_in_the_copy(database_url: str, tmp_path: Path) -> None:
    async with open_storage(database_url) as database:
        for number in range(300):
            await publish(database, f"news {number}", number)
    damage_index(path_of(database_url), "articles_archive")
    sql = "SELECT COUNT(*), MAX(published_at) FROM articles INDEXED BY articles_archive WHERE status = 'published'"
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        query(path_of(database_url), sql)
    back_up(database_url, tmp_path / "backup.db")
    assert query(tmp_path / "backup.db", sql)[0][0] == 300


@pytest.mark.parametrize("name", ["articles", "deliveries"])
def test_a_damaged_database_gives_no_backup(database_url: str, tmp_path: Path, name: str) -> None:
    damage_index(path_of(database_url), name)
    with pytest.raises(StorageError, match="is damaged"):
        back_up(database_url, tmp_path / "backup.db")
    assert os.listdir(tmp_path) == ["data"]


async def test_an_upgrade_keeps_a_copy_of_the_old_database_and_a_start_without_one_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/data/vestnik.db"
    await migrate_to(url, "0006", tmp_path / "older", monkeypatch)
    await load_0006(url)
    assert os.listdir(tmp_path / "data") == ["vestnik.db"]
    assert mode(path_of(url)) == 0o600
    await migrate(url)
    await migrate(url)
    names = sorted(os.listdir(tmp_path / "data"))
    assert names == ["vestnik.db", "vestnik.db-schema-0006.backup"]
    kept = tmp_path / "data" / names[1]
    assert mode(kept) == 0o600
    assert query(kept, "SELECT version_num FROM alembic_version") == [("0006",)]
    assert query(kept, "SELECT COUNT(*) FROM talks") != [(0,)]
    restore(f"sqlite:///{tmp_path}/again/vestnik.db", kept)


def test_the_newest_three_copies_are_kept(database_url: str) -> None:
    path = path_of(database_url)
    for number, revision in enumerate(("0001", "0003", "0002", "0004", "0005")):
        keep_copy(path, revision)
        os.utime(path.with_name(f"{path.name}-schema-{revision}.backup"), (number, number))
    left = sorted(each.name for each in path.parent.iterdir())
    assert left == ["vestnik.db", *(f"vestnik.db-schema-{each}.backup" for each in ("0002", "0004", "0005"))]
