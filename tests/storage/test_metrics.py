"""Monitoring reads the backlog of updates and deliveries, on both engines."""

from news.ledger import DeliveryState
from storage import Database
from tests.storage.samples import LEASE, NOON, at, claim, open_edition, plan, settle, settled, subscribe


async def test_the_gauges_read_what_waits_and_since_when(database: Database) -> None:
    async with database.reading() as unit:
        empty = await unit.metrics.read(NOON)
    assert (empty.pending, empty.dead, empty.open_deliveries, empty.push_lag) == (0, 0, 0, 0)
    assert empty.oldest_pending is None
    async with database.writing() as unit:
        await unit.inbox.store([(1, 10, "{}"), (2, 20, "{}"), (3, 30, "{}")], NOON)
        await unit.inbox.mark_dead(1, "x", NOON)
        await unit.inbox.mark_done([2])
    async with database.reading() as unit:
        found = await unit.metrics.read(NOON)
    assert (found.pending, found.dead, found.oldest_pending) == (1, 1, (3, NOON))


async def test_the_gauges_tell_how_long_the_oldest_due_delivery_waits(database: Database) -> None:
    async def lag(seconds: float) -> tuple[int, float]:
        async with database.reading() as unit:
            backlog = await unit.metrics.read(at(seconds))
        return backlog.open_deliveries, backlog.push_lag

    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database, seconds=10)
    assert await lag(15) == (0, 5)
    while await plan(database):
        pass
    assert await lag(20) == (3, 10)
    claimed = await claim(database, 20)
    assert await lag(25) == (3, 0), "deliveries in flight do not wait"
    assert await lag(20 + LEASE.total_seconds() + 7) == (3, 77)
    await settle(database, *(settled(each, DeliveryState.SENT) for each in claimed))
    await claim(database, 30)
    assert (await lag(99), edition) == ((0, 0), edition)
