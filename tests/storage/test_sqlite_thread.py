"""Concurrent queries share round trips to the thread, and each gets its own result or error."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest

from storage.sqlite_thread import ReadConnection, T, ThreadConnection

SLOW = "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 200000) SELECT count(*) FROM n"


class Counted(ThreadConnection):
    """Counts its round trips."""

    round_trips = 0

    async def run_in_thread(self, work: Callable[[sqlite3.Connection], T]) -> T:
        self.round_trips += 1
        return await super().run_in_thread(work)


@pytest.fixture
async def connection(tmp_path: Path) -> AsyncIterator[Counted]:
    connection = await Counted.open(partial(sqlite3.connect, tmp_path / "thread.db"))
    yield connection
    await connection.close()


async def number(reader: ReadConnection, sql: str = "SELECT ?", *parameters: int) -> int:
    ((found,),) = await reader.fetch(sql, parameters)
    return int(found)


async def test_the_first_query_runs_alone_and_queries_that_arrive_meanwhile_share_the_next_batch(
    connection: Counted,
) -> None:
    reader = ReadConnection(connection)
    assert await asyncio.gather(*(number(reader, "SELECT ?", each) for each in range(20))) == list(range(20))
    assert connection.round_trips == 2
    assert await number(reader, "SELECT ?", 7) == 7
    assert connection.round_trips == 3


async def test_an_error_is_raised_to_the_caller_of_its_query_only(connection: Counted) -> None:
    reader = ReadConnection(connection)
    asked = ("SELECT 1", "SELECT nonsense", "SELECT 2", "nonsense", "SELECT 3")
    found = await asyncio.gather(*(number(reader, sql) for sql in asked), return_exceptions=True)
    assert found[::2] == [1, 2, 3]
    assert all(isinstance(each, sqlite3.OperationalError) for each in found[1::2])


@pytest.mark.parametrize("cancelled", [0, 1, 2])
async def test_a_cancelled_query_does_not_disturb_the_others(connection: Counted, cancelled: int) -> None:
    reader = ReadConnection(connection)
    asking = [asyncio.get_running_loop().create_task(number(reader, sql)) for sql in (SLOW, SLOW, "SELECT 3")]
    await asyncio.sleep(0)
    asking[cancelled].cancel()
    found = await asyncio.gather(*asking, return_exceptions=True)
    expected = [200_000, 200_000, 3]
    assert [each for index, each in enumerate(found) if index != cancelled] == [
        each for index, each in enumerate(expected) if index != cancelled
    ]
    assert isinstance(found[cancelled], asyncio.CancelledError)
    assert await number(reader, "SELECT ?", 4) == 4


async def test_a_slow_query_delays_the_quick_ones_behind_it_by_its_own_time_only(connection: Counted) -> None:
    reader = ReadConnection(connection)
    finished: list[str] = []

    async def ask(name: str, sql: str) -> None:
        await number(reader, sql)
        finished.append(name)

    await asyncio.gather(ask("first", "SELECT 1"), ask("slow", SLOW), ask("quick", "SELECT 2"), ask("slow too", SLOW))
    assert finished == ["first", "slow", "quick", "slow too"]
    assert connection.round_trips == 3, "a batch returns early after a slow query"


async def test_queries_on_a_closed_connection_fail(connection: Counted) -> None:
    reader = ReadConnection(connection)
    await connection.close()
    found = await asyncio.gather(number(reader), number(reader), return_exceptions=True)
    assert all(isinstance(each, ValueError) for each in found)
