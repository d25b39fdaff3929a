"""Statements on their way to SQLite: as many as possible in one hop to the thread that runs them.

A hop there and back costs ten times what a keyed read takes (37 to 77 µs against 4 on the machine this was measured
on), and aiosqlite makes one a statement. Readers share a hop with whoever asks meanwhile; a writer is not made to wait
for what answers nothing.
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

# A hop goes back with what it has after so long: a slow question delays the quick ones behind it by its own time only.
LONGEST_HOP_SECONDS = 0.002


class ThreadConnection(aiosqlite.Connection):
    """aiosqlite's, which also does several things in one hop."""

    @classmethod
    async def open(cls, connector: Callable[[], sqlite3.Connection]) -> Self:
        """Start the thread, and connect there."""
        connection = cls(connector, iter_chunk_size=1)
        await connection
        return connection

    async def perform(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Do some work on the connection's thread."""
        result: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return result


class _Question(NamedTuple):
    """A statement that somebody waits for."""

    sql: str
    parameters: Parameters
    answer: asyncio.Future[Rows]


class ReadConnection:
    """A connection that many ask at once; each statement sees what is committed.

    Who comes first goes alone, and those who come before its return share the next hop.
    """

    def __init__(self, connection: ThreadConnection) -> None:
        self._connection = connection
        self._is_away = False
        self._waiting: list[_Question] = []
        self._carrier: asyncio.Task[None] | None = None

    async def fetch(self, sql: str, parameters: Parameters = ()) -> Rows:
        """Return the rows of a statement."""
        if self._is_away:
            question = _Question(sql, parameters, asyncio.get_running_loop().create_future())
            self._waiting.append(question)
            return await question.answer
        self._is_away = True
        try:
            return await self._connection.perform(partial(_run, (), sql, parameters))
        finally:
            self._is_away = bool(self._waiting)
            if self._waiting:
                self._carrier = asyncio.get_running_loop().create_task(self._carry())

    async def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Run a statement that answers nothing."""
        await self.fetch(sql, parameters)

    async def executemany(self, sql: str, sets: Sequence[Parameters]) -> None:
        """Run a statement that answers nothing for each set of parameters."""
        for parameters in sets:
            await self.fetch(sql, parameters)

    async def _carry(self) -> None:
        """Take questions there and answers back until nobody waits."""
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                answers = await self._connection.perform(partial(_answers, taken))
            except ValueError as error:  # the connection is closed
                answers = [error] * len(taken)
            self._waiting[:0] = taken[len(answers) :]
            for question, answer in zip(taken, answers, strict=False):
                _hand_over(question.answer, answer)
        self._is_away = False


def _answers(questions: Sequence[_Question], connection: sqlite3.Connection) -> list[Rows | Exception]:
    """Answer at least one question, and more of them while it is quick."""
    answers: list[Rows | Exception] = []
    back_at = monotonic() + LONGEST_HOP_SECONDS
    for question in questions:
        try:
            answers.append(connection.execute(question.sql, question.parameters).fetchall())
        except Exception as error:  # noqa: BLE001 - it belongs to whoever asked
            answers.append(error)
        if monotonic() > back_at:
            break
    return answers


def _hand_over(future: asyncio.Future[Rows], answer: Rows | Exception) -> None:
    if future.done():  # whoever asked was cancelled
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)


class WriteConnection:
    """A connection in transactions, one at a time.

    What answers nothing runs with the next statement that answers, at the latest with the commit, and raises there.
    """

    def __init__(self, connection: ThreadConnection) -> None:
        self._connection = connection
        self._told: list[Callable[[sqlite3.Connection], object]] = []
        self._begun = False

    async def fetch(self, sql: str, parameters: Parameters = ()) -> Rows:
        """Return the rows of a statement, after what was told before it."""
        told, self._told = self._told, []
        if not self._begun:
            told.insert(0, _begin)
            self._begun = True
        return await self._connection.perform(partial(_run, told, sql, parameters))

    async def execute(self, sql: str, parameters: Parameters = ()) -> None:
        """Have a statement run that answers nothing."""
        self._told.append(lambda connection: connection.execute(sql, parameters))

    async def executemany(self, sql: str, sets: Sequence[Parameters]) -> None:
        """Have a statement run that answers nothing, for each set of parameters."""
        self._told.append(lambda connection: connection.executemany(sql, sets))

    async def commit(self) -> None:
        """End the transaction; one in which nothing was said never began."""
        if self._begun or self._told:
            await self.fetch("COMMIT")
        self._begun = False

    async def roll_back(self) -> None:
        """Undo what has run, whatever was still on its way there, and drop what was told."""
        self._told, self._begun = [], False
        await self._connection.rollback()


def _begin(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")


def _run(
    told: Sequence[Callable[[sqlite3.Connection], object]],
    sql: str,
    parameters: Parameters,
    connection: sqlite3.Connection,
) -> Rows:
    for run in told:
        run(connection)
    return connection.execute(sql, parameters).fetchall()
