"""Two processes on one database: a process that loses its leases stops in time, and a chat's order is kept."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.timings import IntakeLimits
from news.errors import StorageError
from storage import Database, open_storage
from tests.bot.intakes import RecordingHandler, SilentSource, all_done, open_intake, running
from tests.bot.raw_updates import message
from tests.news.delivering import until
from tests.news.faulty import Faulty

pytestmark = pytest.mark.slow

LEASE_SECONDS = 1.5


LEASE = timedelta(seconds=LEASE_SECONDS)
# Twenty times as fast as in production, in the same proportions.
LIMITS = IntakeLimits(
    lease=LEASE,
    renew_age=LEASE / 3,
    margin=LEASE / 6,
    claim_interval_seconds=LEASE_SECONDS / 10,
    claim_timeout_seconds=LEASE_SECONDS / 6,
    retry_seconds=0.05,
)


@pytest.fixture
async def other(database: Database, database_url: str) -> AsyncIterator[Database]:
    async with open_storage(database_url) as opened:
        yield opened


async def test_an_update_that_takes_longer_than_its_lease_stays_with_its_process(
    database: Database, other: Database
) -> None:
    slow, idle = RecordingHandler(), RecordingHandler()
    release = slow.block("раз")
    async with (
        open_intake(database, slow.handle, limits=LIMITS) as first,
        open_intake(other, idle.handle, limits=LIMITS) as second,
        running(first, SilentSource()),
        running(second, SilentSource()),
    ):
        await first.wait_for_capacity()
        await first.accept([message(1, "раз"), message(2, "два")])
        await asyncio.sleep(1.5 * LEASE_SECONDS)
        release.set()
        await until(lambda: all_done(database, 2))
    assert (slow.begun, idle.done) == (["раз", "два"], [])


async def test_a_process_that_cannot_renew_its_leases_stops_before_another_takes_over(
    database: Database, other: Database
) -> None:
    cut_off_at, begun_at = [], []
    clock = asyncio.get_running_loop().time

    class Hanging:
        async def handle(self, _message: object) -> None:
            try:
                await asyncio.Event().wait()
            finally:
                cut_off_at.append(clock())

    class Noting(RecordingHandler):
        async def handle(self, received: object) -> None:
            begun_at.append(clock())
            await super().handle(received)  # type: ignore[arg-type]

    faulty, noting = Faulty(database), Noting()
    async with open_intake(faulty, Hanging().handle, limits=LIMITS) as first, running(first, SilentSource()):
        await first.wait_for_capacity()
        await first.accept([message(1, "раз"), message(2, "два")])
        faulty.fails(10**9)
        async with open_intake(other, noting.handle, limits=LIMITS) as second, running(second, SilentSource()):
            await until(lambda: all_done(other, 2))
            faulty.recovers()
    assert noting.done == ["раз", "два"]
    assert len(cut_off_at) == 1
    assert cut_off_at[0] < begun_at[0]


async def test_a_process_that_lost_its_leases_goes_on_when_the_database_is_back(database: Database) -> None:
    faulty, handler = Faulty(database), RecordingHandler()
    handler.block("раз")
    async with open_intake(faulty, handler.handle, limits=LIMITS) as intake, running(intake, SilentSource()):
        await intake.wait_for_capacity()
        await intake.accept([message(1, "раз"), message(2, "два")])
        await until(lambda: handler.begun == ["раз"])
        faulty.fails(10**9)
        await asyncio.sleep(LEASE_SECONDS)
        handler.blocked.clear()
        faulty.recovers()
        await intake.accept([message(3, "три")])
        await until(lambda: all_done(database, 3))
    assert handler.done == ["раз", "два", "три"]


async def test_one_chats_messages_stay_in_order_in_whichever_process_they_arrive(
    database: Database, other: Database
) -> None:
    handler = RecordingHandler(0.002)
    async with (
        open_intake(database, handler.handle, limits=LIMITS) as first,
        open_intake(other, handler.handle, limits=LIMITS) as second,
        running(first, SilentSource()),
        running(second, SilentSource()),
    ):
        await first.wait_for_capacity()
        await second.wait_for_capacity()
        for each in range(20):
            await (first, second)[each % 2].accept([message(each, str(each))])
        await until(lambda: all_done(database, 20))
    assert handler.done == [str(each) for each in range(20)]


async def test_an_update_whose_storing_took_too_long_is_not_overtaken_by_the_next_one_of_its_chat(
    database: Database,
) -> None:
    handler, slow = RecordingHandler(), Faulty(database)
    async with open_intake(slow, handler.handle, limits=LIMITS) as intake, running(intake, SilentSource()):
        await intake.wait_for_capacity()
        slow.seconds = 1.2 * LIMITS.margin.total_seconds()
        accepting = asyncio.get_running_loop().create_task(intake.accept([message(1, "раз")]))
        await until(lambda: slow.opening > 0)
        slow.seconds = 0
        await accepting
        await intake.accept([message(2, "два")])
        await until(lambda: all_done(database, 2))
    assert handler.done == ["раз", "два"]


async def test_updates_that_a_stopped_process_leaves_are_taken_over_at_once(
    database: Database, other: Database
) -> None:
    slow, quick = RecordingHandler(), RecordingHandler()
    release = slow.block("раз")
    async with open_intake(other, quick.handle, limits=LIMITS) as second, running(second, SilentSource()):
        async with open_intake(database, slow.handle, limits=LIMITS) as first, running(first, SilentSource()):
            await first.wait_for_capacity()
            await first.accept([message(1, "раз"), message(2, "два")])
            await until(lambda: slow.begun == ["раз"])
            first.stop()
            release.set()
        with pytest.raises(StorageError, match="closing"):
            await first.accept([message(3, "три")])
        stopped = asyncio.get_running_loop().time()
        await until(lambda: quick.done == ["два"])
        assert asyncio.get_running_loop().time() - stopped < LEASE_SECONDS / 2
    assert slow.done == ["раз"]
