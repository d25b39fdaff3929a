"""The SQL of `storage/sql`, loaded once per process and engine.

A file has the queries of one noun, and each query becomes a function: `queries["articles"].get(connection, number=7)`.
To add a query, write it into the noun's file if both engines understand it, else under the same name into the folders
`sqlite` and `postgres`.
"""

from collections.abc import AsyncIterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import aiosql

from storage import personal_data
from storage.sqlite_thread import ReadConnection, WriteConnection

Engine = Literal["sqlite", "postgres"]

_FOLDER = Path(__file__).parent / "sql"


class SQLiteAdapter:
    """aiosql's adapter for the connections of `storage.sqlite_thread`."""

    is_aio_driver = True

    def process_sql(self, _name: str, _operation: Any, sql: str) -> str:
        """Return the SQL unchanged: SQLite understands `:name`."""
        return sql

    async def select(
        self, connection: ReadConnection | WriteConnection, _name: str, sql: str, parameters: Any, _record: Any = None
    ) -> AsyncIterator[Any]:
        """Yield every row."""
        for row in await connection.fetch(sql, parameters):
            yield row

    async def select_one(
        self, connection: ReadConnection | WriteConnection, _name: str, sql: str, parameters: Any, _record: Any = None
    ) -> Any:
        """Return the first row, or None."""
        return next(iter(await connection.fetch(sql, parameters)), None)

    async def select_value(
        self, connection: ReadConnection | WriteConnection, name: str, sql: str, parameters: Any
    ) -> Any:
        """Return the first value of the first row, or None."""
        row = await self.select_one(connection, name, sql, parameters)
        return None if row is None else row[0]

    async def insert_update_delete(
        self, connection: ReadConnection | WriteConnection, _name: str, sql: str, parameters: Any
    ) -> None:
        """Execute a statement that returns no rows."""
        await connection.execute(sql, parameters)

    async def insert_update_delete_many(
        self, connection: ReadConnection | WriteConnection, _name: str, sql: str, parameters: Sequence[Any]
    ) -> None:
        """Execute a statement that returns no rows, once for each set of parameters."""
        if parameters:
            await connection.executemany(sql, parameters)


# The adapter lacks the protocol's cursors and scripts, which no query here needs.
aiosql.register_adapter("vestnik_sqlite", SQLiteAdapter)  # type: ignore[arg-type]
_ADAPTERS = {"sqlite": "vestnik_sqlite", "postgres": "asyncpg"}


@cache
def load(engine: Engine) -> dict[str, Any]:
    """Return the queries of every noun for an engine; those of `personal_data` are made of a list of tables."""
    texts = {file.stem: _text(file, engine) for file in sorted(_FOLDER.glob("*.sql"))}
    texts["personal_data"] = personal_data.sql()
    return {noun: aiosql.from_str(text, _ADAPTERS[engine]) for noun, text in texts.items()}


def _text(file: Path, engine: Engine) -> str:
    dialect = _FOLDER / engine / file.name
    return "\n".join(each.read_text("utf-8") for each in (file, dialect) if each.exists())
