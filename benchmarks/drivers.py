"""The same SQL without the newspaper: by the raw driver (the floor), and by SQLAlchemy Core (a peer).

Both take their sentences from `storage/sql`, so they cannot drift from what the newspaper asks.
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

# Written for the lesson only: the newspaper never pages so.
_OFFSET = """
    SELECT number, title, published_at, updated_at, topic FROM articles WHERE status = 'published'
    ORDER BY published_at DESC, number DESC LIMIT :limit OFFSET :offset
"""


class Session(ABC):
    """One connection; the rows come as the driver gives them."""

    @abstractmethod
    async def ask(self, query: str, **values: int) -> Sequence[Any]:
        """Run a query of `storage/sql`, named `noun.query`, or `offset`."""


@cache
def sentence(query: str) -> str:
    """Return the SQL of a query, its variables written `:name`."""
    if query == "offset":
        return _OFFSET
    noun, name = query.split(".")
    return str(getattr(_queries(noun), name).sql)


@cache
def _queries(noun: str) -> Any:
    return aiosql.from_path(_FOLDER / f"{noun}.sql", "sqlite3")


class RawSQLite(Session):
    """The `sqlite3` module in the asking thread: no other thread, no waiting."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def ask(self, query: str, **values: int) -> Sequence[Any]:
        """Run it here and now."""
        return self._connection.execute(sentence(query), values).fetchall()


class RawPostgres(Session):
    """One asyncpg connection and prepared statements: one round trip, no pool."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._prepared: dict[str, tuple[Any, list[str]]] = {}

    async def ask(self, query: str, **values: int) -> Sequence[Any]:
        """Prepare it the first time, run it."""
        if query not in self._prepared:
            sql, names = _numbered(sentence(query))
            self._prepared[query] = await self._connection.prepare(sql), names
        statement, names = self._prepared[query]
        rows: Sequence[Any] = await statement.fetch(*[values[name] for name in names])
        return rows


class Alchemy(Session):
    """A connection out of SQLAlchemy's pool, as its tutorial shows it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def ask(self, query: str, **values: int) -> Sequence[Any]:
        """Run it as a text with typed parameters; SQLAlchemy caches what it made of it."""
        rows: Sequence[Any] = (await self._connection.execute(_clause(query), values)).all()
        return rows


@asynccontextmanager
async def raw(url: str) -> AsyncIterator[Session]:
    """Open the raw driver; its one session serves for all."""
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
    """SQLAlchemy Core with its asyncio extension and the same two drivers, everything at its defaults."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine

    def session(self) -> AbstractAsyncContextManager[Session]:
        """Take a connection from the pool for one verb."""
        return self._session()

    @asynccontextmanager
    async def _session(self) -> AsyncIterator[Session]:
        async with self._engine.connect() as connection:
            yield Alchemy(connection)


@asynccontextmanager
async def peer(url: str) -> AsyncIterator[Peer]:
    """Open the peer."""
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

    sql = sentence(query).strip().rstrip(";")
    return text(sql).bindparams(*(bindparam(name, type_=BigInteger) for name in set(_VARIABLE.findall(sql))))


def _numbered(sql: str) -> tuple[str, list[str]]:
    """Write variables as PostgreSQL does, `$1`, and return their names in that order."""
    names = list(dict.fromkeys(_VARIABLE.findall(sql)))
    return _VARIABLE.sub(lambda found: f"${names.index(found[1]) + 1}", sql), names
