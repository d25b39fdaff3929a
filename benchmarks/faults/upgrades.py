"""An upgrade of the schema is killed at statements from its second to its commit: each time all rows are as before."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from benchmarks.databases import Unavailable
from benchmarks.faults.measurements import Measurement
from tests.databases import create_database, drop_database, url_of
from tests.support.killed_upgrades import kill_upgrades
from tests.support.processes import ProcessFactory

TITLE = "An upgrade of the schema that is killed again and again, both engines"
ENGINES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True, slots=True)
class Plan:
    """How often the upgrade is killed on each engine."""

    kills: int


FULL = Plan(20)
QUICK = Plan(3)


async def measure(_processes: ProcessFactory, plan: Plan) -> list[Measurement]:
    """Kill the upgrades and return what they changed."""
    found = []
    for engine in ENGINES:
        with tempfile.TemporaryDirectory(prefix="vestnik-faults-") as folder:
            async with empty_database(engine, Path(folder)) as url:
                upgrade = await kill_upgrades(url, Path(folder), plan.kills)
        found += [
            Measurement(f"kills, at different ones of {upgrade.statements} statements, {engine}", len(upgrade.kills)),
            Measurement(f"kills after which a row was lost or changed, {engine}", len(upgrade.changed), 0),
            Measurement(f"upgrades that could not be finished afterwards, {engine}", not upgrade.finished, 0),
        ]
    return found


@asynccontextmanager
async def empty_database(engine: str, folder: Path) -> AsyncIterator[str]:
    """Make a database without tables; yield its URL. Raises Unavailable if there is no server."""
    if engine == "SQLite":
        yield f"sqlite:///{folder}/vestnik.db"
        return
    try:
        name = await create_database()
    except (OSError, asyncpg.PostgresError) as error:
        raise Unavailable(f"PostgreSQL is not reachable: {error}") from error
    try:
        yield url_of(name)
    finally:
        await drop_database(name)
