"""Databases as older programs left them, and a program limited to their revisions."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from storage import Migration, migrate, open_storage, schema
from storage.engines import is_postgres
from tests.storage.samples import raw

# The rows that the program of schema 0006 stored through its newsroom: {table: {"columns": [...], "rows": [[...]]}}.
# Bytes are hexadecimal. `search` has the entries of the index, which each engine stores in its own way.
ROWS_0006 = Path(__file__).parent / "databases" / "0006.json"
BINARY = {"related": {"profile"}, "related_holders": {"holders"}}
# Revisions insert these rows.
ONE_ROW_TABLES = ("budget", "search_state", "related_state")
SEQUENCES = {"articles": "number", "comments": "id", "editions": "id"}
# The ranges of the index's blocks, as PostgreSQL stores them beside each entry: blocks of 2^10 and 2^15 articles.
SEARCH_BLOCKS = """
    INSERT INTO search_blocks (bits, id, first, last)
    SELECT bits, (place & 1073741823) >> bits, min(place), max(place)
    FROM search, (VALUES (10), (15)) AS size (bits) GROUP BY 1, 2
"""


async def migrate_to(url: str, revision: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the tables of an older revision, with a program that knows no later one."""
    versions = folder / "migrations" / "versions"
    later = [f"{each}_*" for each in schema.REVISIONS if each > revision]
    shutil.copytree(schema.VERSIONS.parent, versions.parent, ignore=shutil.ignore_patterns("__pycache__", *later))
    with monkeypatch.context() as older:
        older.setattr(schema, "VERSIONS", versions)
        older.setattr(schema, "REVISIONS", tuple(each for each in schema.REVISIONS if each <= revision))
        older.setattr(schema, "NEWEST", revision)
        assert await migrate(url) == Migration(None, revision)


async def run_sql(url: str, *statements: str) -> list[list[dict[str, Any]]]:
    """Run plain SQL on a connection that no schema is checked for, in one transaction; return the rows of each."""
    if is_postgres(url):
        import asyncpg

        connection = await asyncpg.connect(url)
        try:
            async with connection.transaction():
                return [[dict(row) for row in await connection.fetch(sql)] for sql in statements]
        finally:
            await connection.close()
    import sqlite3

    with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
        file.row_factory = sqlite3.Row
        found = [[dict(row) for row in file.execute(sql).fetchall()] for sql in statements]
    file.close()
    return found


async def load_0006(url: str) -> None:
    """Insert the rows of schema 0006."""
    tables = json.loads(ROWS_0006.read_text("utf-8"))
    statements = [f"DELETE FROM {table}" for table in ONE_ROW_TABLES]  # noqa: S608 - names from above
    # Articles first: bodies and comments refer to them.
    for table in sorted(tables, key=lambda name: (name != "articles", name)):
        columns: Sequence[str] = tables[table]["columns"]
        if table == "search" and not is_postgres(url):
            columns = ["rowid", "tokens"]
        binary = BINARY.get(table, set())
        statements += [
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES "  # noqa: S608 - a file of ours
            f"({', '.join(_literal(url, value, column in binary) for column, value in zip(columns, row, strict=True))})"
            for row in tables[table]["rows"]
        ]
    if is_postgres(url):
        statements.append(SEARCH_BLOCKS)
        statements += [
            f"SELECT setval(pg_get_serial_sequence('{table}', '{key}'), max({key})) FROM {table}"  # noqa: S608
            for table, key in SEQUENCES.items()
        ]
    await run_sql(url, *statements)


def _literal(url: str, value: str | int | None, is_binary: bool) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, int):
        return str(value)
    if is_binary:
        return rf"'\x{value}'" if is_postgres(url) else f"x'{value}'"
    return "'" + value.replace("'", "''") + "'"


async def stored(url: str, queries: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of some queries by their names, through a new connection of the present program."""
    async with open_storage(url) as database, database.reading() as unit:
        return {name: [dict(row) for row in await raw(unit, sql)] for name, sql in queries.items()}
