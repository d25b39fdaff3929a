"""A migration that is killed at any statement leaves every row as it was, and the next one starts afresh."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from storage import Migration, migrate, schema
from storage.engines import is_postgres
from tests.databases import create_database, drop_database, execute, url_of
from tests.storage.old_databases import load_0006, migrate_to, run_sql
from tests.support.killed_migration import run_killed

pytestmark = pytest.mark.slow

KILLS = 4
OLD = "0006"


async def contents(url: str) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table, the schema's own included."""
    if is_postgres(url):
        catalogue = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
    else:
        catalogue = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"
    names = [row["name"] for row in (await run_sql(url, catalogue))[0]]
    rows = await run_sql(url, *(f"SELECT * FROM {name}" for name in names))  # noqa: S608 - names of tables
    return {name: sorted(found, key=repr) for name, found in zip(names, rows, strict=True)}


async def copy_of(url: str, folder: Path) -> str:
    """Copy a database that nobody uses; the caller drops a copy on PostgreSQL."""
    if is_postgres(url):
        name = await create_database()
        await drop_database(name)
        await execute(url_of("postgres"), f"CREATE DATABASE {name} TEMPLATE {url.rpartition('/')[2]}")
        return url_of(name)
    copy = folder / "counted.db"
    with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
        connection.execute("VACUUM INTO ?", [str(copy)])
    return f"sqlite:///{copy}"


def spread(count: int, kills: int) -> Iterable[int]:
    """Return `kills` statements of `count`, the second and the last included."""
    return sorted({2 + round(index * (count - 2) / (kills - 1)) for index in range(kills)})


async def test_a_migration_killed_at_a_statement_is_undone_and_the_next_one_finishes(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await migrate_to(empty_url, OLD, tmp_path / "older", monkeypatch)
    await load_0006(empty_url)
    before = await contents(empty_url)
    copy = await copy_of(empty_url, tmp_path)
    try:
        count = await asyncio.to_thread(run_killed, copy, 0)
        expected = await contents(copy)
    finally:
        if is_postgres(copy):
            await drop_database(copy.rpartition("/")[2])
    assert count > 2 * KILLS
    for number in spread(count, KILLS):
        assert await asyncio.to_thread(run_killed, empty_url, number) == -9
        assert await contents(empty_url) == before, f"killed at statement {number} of {count}"
    assert await migrate(empty_url) == Migration(OLD, schema.NEWEST)
    assert await contents(empty_url) == expected


async def test_no_part_of_a_copy_is_left_by_killed_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/vestnik.db"
    await migrate_to(url, OLD, tmp_path / "older", monkeypatch)
    shutil.copy(tmp_path / "vestnik.db", tmp_path / f"vestnik.db-schema-{OLD}.backup.killed.partial")
    assert await asyncio.to_thread(run_killed, url, 5) == -9
    await migrate(url)
    assert sorted(name for name in os.listdir(tmp_path) if name.startswith("vestnik.db")) == [
        "vestnik.db",
        f"vestnik.db-schema-{OLD}.backup",
    ]
