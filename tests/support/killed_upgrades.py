"""A database of an older schema whose upgrade is killed again and again; for a test and for a fault benchmark."""

import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storage import Migration, migrate, schema
from storage.engines import is_postgres
from tests.databases import create_database, drop_database, execute, url_of
from tests.storage.old_databases import load_0006, migrate_to, run_sql
from tests.support.killed_migration import run_killed

OLD = "0006"


@dataclass(frozen=True, slots=True)
class KilledUpgrade:
    """How many statements the upgrade has, at which of them it was killed, and after which kills rows differed.

    `finished` tells whether the upgrade that was not killed then gave the same rows as one that never was.
    """

    statements: int
    kills: tuple[int, ...]
    changed: tuple[int, ...]
    finished: bool


async def kill_upgrades(url: str, folder: Path, kills: int) -> KilledUpgrade:
    """Fill an empty database with the rows of schema 0006, kill its upgrade `kills` times, and then let it finish."""
    with pytest.MonkeyPatch.context() as patched:
        await migrate_to(url, OLD, folder / "older", patched)
    await load_0006(url)
    before = await contents(url)
    copy = await copy_of(url, folder)
    try:
        count = await asyncio.to_thread(run_killed, copy, 0)
        expected = await contents(copy)
    finally:
        if is_postgres(copy):
            await drop_database(copy.rpartition("/")[2])
    numbers = tuple(spread(count, kills))
    changed = [
        number
        for number in numbers
        if await asyncio.to_thread(run_killed, url, number) != -9 or await contents(url) != before
    ]
    upgraded = await migrate(url) == Migration(OLD, schema.NEWEST)
    return KilledUpgrade(count, numbers, tuple(changed), upgraded and await contents(url) == expected)


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
