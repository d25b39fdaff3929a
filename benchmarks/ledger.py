"""The cost of claiming from the ledger: of one open edition, of 10,000, and beside a million deliveries that wait.

A claim takes a block of due deliveries; then they are settled as sent. Each database has the same number of due
deliveries: of one edition, or one of each of many, or of one while a million others are due tomorrow. The claims of the
three are interleaved.
"""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from benchmarks.context import Context
from benchmarks.databases import ENGINES, NAMES, Engine, empty_databases
from benchmarks.runs import with_target
from benchmarks.timing import SampleSize, Timing, time_interleaved
from bot.clock import SystemClock
from news.ledger import DeliveryState, Message, Settlement
from storage import Database, open_storage
from storage.times import to_micros

BLOCK = 100
LEASE = timedelta(seconds=60)
MAX_RATIO = 1.5

_NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
_PLACES = "INSERT INTO places (chat_id, kind, language) SELECT 10000 + i, 'person', 'ru' FROM n"
_SUBSCRIPTIONS = "INSERT INTO subscriptions (place_id, after_edition, since) SELECT i, 0, 0 FROM n"
_EDITION = (
    "INSERT INTO editions (kind, shown, total, created_at, next_due_at, planned) "
    "SELECT 'headlines', '[]', 0, {at}, {at}, 1 FROM n"
)
_DELIVERIES = "INSERT INTO deliveries (edition_id, place_id, due_at) SELECT {edition}, {place}, {due} FROM n"


async def measure(context: Context) -> None:
    """Claim from each ledger, on each engine."""
    waiting, sample = context.pick((1_000_000, SampleSize(20, 5)), (5_000, SampleSize(2, 2)))
    context.table.add_section(
        f"Ledger: claim and settle {BLOCK}", *("one edition\nms", f"{_due(sample):,} open\nx", f"{waiting:,} wait\nx")
    )
    for engine in ENGINES:
        context.progress(f"Ledger, {NAMES[engine]}")
        found = await _compare(engine, waiting, sample)
        one = found["one"]
        context.table.add_row(
            NAMES[engine],
            f"{one.micros / 1000:.2f}",
            *(with_target(found[name].over(one), MAX_RATIO, maximum=True, digits=2) for name in ("many", "waiting")),
        )


async def _compare(engine: Engine, waiting: int, sample: SampleSize) -> dict[str, Timing]:
    due, now = _due(sample), SystemClock().now()
    async with (
        empty_databases(engine, 3) as urls,
        open_storage(urls[0]) as one,
        open_storage(urls[1]) as many,
        open_storage(urls[2]) as beside,
    ):
        await _fill(one, now, places=due, editions=1)
        await _fill(many, now, places=due, editions=due)
        await _fill(beside, now, places=due, editions=1)
        await _wait_for_tomorrow(beside, now, waiting)
        databases = {"one": one, "many": many, "waiting": beside}
        return await time_interleaved({name: _claimer(each, now) for name, each in databases.items()}, sample)


def _due(sample: SampleSize) -> int:
    """Return how many deliveries a contender claims at most, with those of warming up."""
    return BLOCK * sample.calls * (sample.rounds + 4)


async def _fill(database: Database, now: datetime, *, places: int, editions: int) -> None:
    """Store due deliveries: all of the first edition, or the first of each edition."""
    at = to_micros(now)
    await _run(database, places, _PLACES, _SUBSCRIPTIONS)
    await _run(database, editions, _EDITION.format(at=at))
    edition = "1" if editions == 1 else "i"
    await _run(database, places, _DELIVERIES.format(edition=edition, place="i", due=at))


async def _wait_for_tomorrow(database: Database, now: datetime, count: int) -> None:
    tomorrow = to_micros(now + timedelta(days=1))
    await _run(database, 1, _EDITION.format(at=to_micros(now)))
    await _run(database, count, _DELIVERIES.format(edition=2, place="i", due=tomorrow))


async def _run(database: Database, count: int, *statements: str) -> None:
    async with database.writing() as unit:
        connection: Any = unit.fsm._connection
        for sql in statements:
            await connection.fetch(_NUMBERS.format(count=count) + sql)


def _claimer(database: Database, now: datetime) -> Callable[[], Coroutine[Any, Any, None]]:
    async def claim() -> None:
        async with database.writing() as unit:
            claimed = await unit.deliveries.claim(now, LEASE, BLOCK)
        assert len(claimed) == BLOCK, len(claimed)
        results = [
            Settlement(each.edition, each.place, each.tries, DeliveryState.SENT, (Message(1),)) for each in claimed
        ]
        async with database.writing() as unit:
            await unit.deliveries.settle(results, now)

    return claim
