"""Connections to SQLite that execute several statements in one round trip to the connection's thread.

A round trip costs ten times what a keyed read takes (37 to 77 µs against 4 on the machine this was measured on), and
aiosqlite makes one for each statement. Concurrent reads share a round trip. Writes that return no rows wait for the
next statement that does.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from time import monotonic
from typing import Any, NamedTuple, Self, TypeVar

import aiosqlite

T = TypeVar("T")
Rows = list[sqlite3.Row]
Parameters = Mapping[str, Any] | Sequence[Any]

# A batch returns early after this time: a slow query then delays the quick ones behind it by its own time only.
MAX_BATCH_SECONDS = 0.002


class ThreadConnection(aiosqlite.Connection):
    """aiosqlite's connection, which can also execute several statements in one round trip."""

    @classmethod
    async def open(cls, connector: Callable[[], sqlite3.Connection]) -> Self:
        """Start the thread and connect in it."""
        connection = cls(connector, iter_chunk_size=1)
        await connection
        return connection

    async def run_in_thread(self, function: Callable[[sqlite3.Connection], T]) -> T:
        """Call a function with the sqlite3 connection in the connection's thread."""
        result: T = await self._execute(function, self._conn)  # type: ignore[no-untyped-call]
        return result


class _Query(NamedTuple):
    """A statement and the future of its rows."""

    sql: str
    parameters: Parameters
    result: asyncio.Future[Rows]


class ReadConnection:
    """A connection for concurrent reads; each statement sees what is committed.

    The first query runs alone; queries that arrive meanwhile are executed together in the next batch.
    """

    def __init__(self, connection: ThreadConnection) -> None:
        self._connection = connection
        self._is_busy = False
        self._waiting: list[_Query] = []
        self._batches: asyncio.Task[None] | None = None

    async def fetch(self, sql: str, parameters: Parameters = ()) -> Rows:
        """Return the rows of a statement."""
        if self._is_busy:
            query = _Query(sql, parameters, asyncio.get_running_loop().create_future())
            self._waiting.append(query)
            return await query.result
        self._is_busy = True
        try:
            return await self._connection.run_in_thread(partial(_execute, (), sql, parameters))
        finally:
            self._is_busy = bool(self._waiting)
            if self._waiting:
                self._batches = asyncio.get_running_loop().create_task(self._run_batches())

    async def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Execute a statement that returns no rows."""
        await self.fetch(sql, parameters)

    async def executemany(self, sql: str, sets: Sequence[Parameters]) -> None:
        """Execute a statement that returns no rows, once for each set of parameters."""
        for parameters in sets:
            await self.fetch(sql, parameters)

    async def _run_batches(self) -> None:
        """Execute batches of the waiting queries until none waits."""
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                results = await self._connection.run_in_thread(partial(_execute_batch, batch))
            except ValueError as error:  # the connection is closed
                results = [error] * len(batch)
            self._waiting[:0] = batch[len(results) :]
            for query, result in zip(batch, results, strict=False):
                _resolve(query.result, result)
        self._is_busy = False


def _execute_batch(batch: Sequence[_Query], connection: sqlite3.Connection) -> list[Rows | Exception]:
    """Execute the first query of the batch, and the others until `MAX_BATCH_SECONDS` are over."""
    results: list[Rows | Exception] = []
    deadline = monotonic() + MAX_BATCH_SECONDS
    for query in batch:
        try:
            results.append(connection.execute(query.sql, query.parameters).fetchall())
        except Exception as error:  # noqa: BLE001 - it is raised to the caller of the query
            results.append(error)
        if monotonic() > deadline:
            break
    return results


def _resolve(future: asyncio.Future[Rows], result: Rows | Exception) -> None:
    if future.done():  # the caller was cancelled
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


class WriteConnection:
    """A connection for transactions, one at a time.

    A statement that returns no rows is deferred: it runs with the next one that does, at the latest with the commit,
    and its error is raised there.
    """

    def __init__(self, connection: ThreadConnection) -> None:
        self._connection = connection
        self._deferred: list[Callable[[sqlite3.Connection], object]] = []
        self._has_begun = False

    async def fetch(self, sql: str, parameters: Parameters = ()) -> Rows:
        """Run the deferred statements, then this one, and return its rows."""
        deferred, self._deferred = self._deferred, []
        if not self._has_begun:
            deferred.insert(0, _begin)
            self._has_begun = True
        return await self._connection.run_in_thread(partial(_execute, deferred, sql, parameters))

    async def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Defer a statement that returns no rows."""
        self._deferred.append(lambda connection: connection.execute(sql, parameters))

    async def executemany(self, sql: str, sets: Sequence[Parameters]) -> None:
        """Defer a statement that returns no rows, for each set of parameters."""
        self._deferred.append(lambda connection: connection.executemany(sql, sets))

    async def count_changes(self) -> int:
        """Return how many rows this connection has changed since it was opened."""
        return await self._connection.run_in_thread(lambda connection: connection.total_changes)

    async def checkpoint(self) -> None:
        """Move the log into the file, as far as no reader needs it. No transaction may be open."""
        await self._connection.execute_fetchall("PRAGMA wal_checkpoint(PASSIVE)")

    async def commit(self) -> None:
        """Commit the transaction; one without statements was never begun."""
        if self._has_begun or self._deferred:
            await self.fetch("COMMIT")
        self._has_begun = False

    async def roll_back(self) -> None:
        """Drop the deferred statements, and undo the executed ones, a statement that is still running included."""
        self._deferred, self._has_begun = [], False
        await self._connection.rollback()


def _begin(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")


def _execute(
    deferred: Sequence[Callable[[sqlite3.Connection], object]],
    sql: str,
    parameters: Parameters,
    connection: sqlite3.Connection,
) -> Rows:
    for run in deferred:
        run(connection)
    return connection.execute(sql, parameters).fetchall()
