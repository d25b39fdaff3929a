"""Results of updates reach the inbox, also after the database was away."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.update_results import UpdateResults
from storage import Database, open_storage
from tests.bot.intakes import inbox_states
from tests.news.delivering import until
from tests.news.faulty import Faulty


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    async with open_storage(sqlite_url) as opened:
        async with opened.writing() as unit:
            await unit.inbox.store([(1, 1, "{}"), (2, 1, "{}"), (3, 1, "{}")], SystemClock().now())
        yield opened


async def test_results_are_written_when_the_database_is_back(database: Database) -> None:
    faulty = Faulty(database)
    results = UpdateResults(faulty, SystemClock(), Metrics(), remembered=2, retry_seconds=0.01)  # type: ignore[arg-type]
    faulty.fails(3)
    results.done([1])
    results.dead([2], ValueError("x" * 5000))
    assert results.unwritten == {1, 2}
    writing = asyncio.get_running_loop().create_task(results.run())
    await until(lambda: not results.unwritten)
    writing.cancel()
    assert await inbox_states(database) == {1: "done", 2: "dead", 3: "pending"}
    assert faulty.failed == 3


async def test_the_last_finished_updates_are_remembered(database: Database) -> None:
    results = UpdateResults(database, SystemClock(), Metrics(), remembered=2, retry_seconds=0.01)
    for number in (1, 2, 3):
        results.done([number])
    assert [number in results for number in (1, 2, 3)] == [False, True, True]
    assert await results.write()
    assert (3 in results, results.unwritten) == (True, set())
