"""The bot's SQL without the bot: by the raw driver (the lower bound), and by SQLAlchemy Core (a peer).

Both read their SQL from `storage/sql`, so they always run the same queries as the bot.
"""

import re
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from functools import cache
from pathlib import Path
from typing import Any

import aiosql

import storage
from benchmarks.databases import path_of

_FOLDER = Path(storage.__file__).parent / "sql"
_VARIABLE = re.compile(r"(?<![:\w]):(\w+)")

# For comparison only: the bot never uses OFFSET.
_OFFSET = """
    SELECT number, title, published_at, updated_at, topic FROM articles WHERE status = 'published'
    ORDER BY published_at DESC, number DESC LIMIT :limit OFFSET :offset
"""


class Session(ABC):
    """One connection. Rows are returned as the driver gives them."""

    @abstractmethod
    async def ask(self, query: str, **values: int) -> Sequence[Any]:
        """Run a query of `storage/sql`, named `noun.query`, or `offset`."""


@cache
def sql_of(query: str) -> str:
    """Return the SQL of a query, with variables as `:name`."""
    if query == "offset":
        return _OFFSET
    noun, name = query.split(".")
    return str(getattr(_queries(noun), name).sql)


@cache
def _queries(noun: str) -> Any:
    return aiosql.from_path(_FOLDER / f"{noun}.sql", "sqlite3")


class RawSQLite(Session):
    """The `sqlite3` module in the calling thread: no other thread, no waiting."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def ask(self, query: str, **values: int) -> Sequence[Any]:
        """Run the query synchronously."""
        return self._connection.execute(sql_of(query), values).fetchall()


class RawPostgres(Session):
    """One asyncpg connection with prepared statements: one round trip, no pool."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._prepared: dict[str, tuple[Any, list[str]]] = {}

    async def ask(self, query: str, **values: int) -> Sequence[Any]:
        """Prepare the query at the first call, and run it."""
        if query not in self._prepared:
            sql, names = _numbered(sql_of(query))
            self._prepared[query] = await self._connection.prepare(sql), names
        statement, names = self._prepared[query]
        rows: Sequence[Any] = await statement.fetch(*[values[name] for name in names])
        return rows


class SQLAlchemySession(Session):
    """A connection of SQLAlchemy's pool, used as in its tutorial."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def ask(self, query: str, **values: int) -> Sequence[Any]:
        """Run the query as `text` with typed parameters, which SQLAlchemy compiles once."""
        rows: Sequence[Any] = (await self._connection.execute(_clause(query), values)).all()
        return rows


@asynccontextmanager
async def raw(url: str) -> AsyncIterator[Session]:
    """Open the raw driver with one session for all calls."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(path_of(url), isolation_level=None)) as embedded:
            yield RawSQLite(embedded)
        return
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        yield RawPostgres(connection)
    finally:
        await connection.close()


class Peer:
    """SQLAlchemy Core with its asyncio extension and the same two drivers, with default settings."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def session(self) -> AbstractAsyncContextManager[Session]:
        """Take a connection from the pool for one operation."""
        return self._session()

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        async with self._engine.connect() as connection:
            yield SQLAlchemySession(connection)


@asynccontextmanager
async def peer(url: str) -> AsyncIterator[Peer]:
    """Open SQLAlchemy on the database."""
    from sqlalchemy.ext.asyncio import create_async_engine

    scheme = "sqlite+aiosqlite" if url.startswith("sqlite") else "postgresql+asyncpg"
    engine = create_async_engine(f"{scheme}:{url.partition(':')[2]}")
    try:
        yield Peer(engine)
    finally:
        await engine.dispose()


@cache
def _clause(query: str) -> Any:
    from sqlalchemy import BigInteger, bindparam, text

    sql = sql_of(query).strip().rstrip(";")
    return text(sql).bindparams(*(bindparam(name, type_=BigInteger) for name in set(_VARIABLE.findall(sql))))


def _numbered(sql: str) -> tuple[str, list[str]]:
    """Return the SQL with variables as `$1`, and their names in that order."""
    names = list(dict.fromkeys(_VARIABLE.findall(sql)))
    return _VARIABLE.sub(lambda found: f"${names.index(found[1]) + 1}", sql), names
