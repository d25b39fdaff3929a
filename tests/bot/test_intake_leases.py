"""Two processes on one database: who loses its leases lets go in time, and a chat's order is one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

import bot.intake
from news.errors import StorageError
from storage import Database, open_storage
from tests.bot.desks import Desk, Waiting, intake_of, message, running
from tests.bot.receiving import Desk as PatientDesk
from tests.bot.receiving import all_done
from tests.news.delivering import until
from tests.news.faulty import Faulty

LEASE_SECONDS = 1.5


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty times as fast, in the same proportions."""
    for name, share in (("LEASE", 1.0), ("RENEWED_AT_AGE", 1 / 3), ("MARGIN", 1 / 6)):
        monkeypatch.setattr(bot.intake, name, timedelta(seconds=LEASE_SECONDS * share))
    monkeypatch.setattr(bot.intake, "LOOK_SECONDS", LEASE_SECONDS / 10)
    monkeypatch.setattr(bot.intake, "LOOKING_SECONDS", LEASE_SECONDS / 6)
    monkeypatch.setattr(bot.intake, "FIRST_PAUSE_SECONDS", 0.05)


@pytest.fixture
async def other(database: Database, database_url: str) -> AsyncIterator[Database]:
    async with open_storage(database_url) as opened:
        yield opened


async def test_what_takes_longer_than_a_lease_is_renewed_and_stays_with_its_process(
    database: Database, other: Database
) -> None:
    slow, idle = PatientDesk(), Desk()
    release = slow.hold("раз")
    async with (
        intake_of(database, slow) as first,
        intake_of(other, idle) as second,
        running(first, Waiting()),
        running(second, Waiting()),
    ):
        await first.room()
        await first.take([message(1, "раз"), message(2, "два")])
        await asyncio.sleep(1.5 * LEASE_SECONDS)
        release.set()
        await until(lambda: all_done(database, 2))
    assert (slow.begun, idle.done) == (["раз", "два"], [])


async def test_a_process_that_cannot_renew_lets_go_before_another_takes_over(
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

    class Noting(Desk):
        async def handle(self, received: object) -> None:
            begun_at.append(clock())
            await super().handle(received)  # type: ignore[arg-type]

    faulty, noting = Faulty(database), Noting()
    async with intake_of(faulty, Hanging()) as first, running(first, Waiting()):
        await first.room()
        await first.take([message(1, "раз"), message(2, "два")])
        faulty.fails(10**9)
        async with intake_of(other, noting) as second, running(second, Waiting()):
            await until(lambda: all_done(other, 2))
            faulty.recovers()
    assert noting.done == ["раз", "два"]
    assert len(cut_off_at) == 1
    assert cut_off_at[0] < begun_at[0]


async def test_a_process_that_let_go_goes_on_when_the_database_is_back(database: Database) -> None:
    faulty, desk = Faulty(database), PatientDesk()
    desk.hold("раз")
    async with intake_of(faulty, desk) as intake, running(intake, Waiting()):
        await intake.room()
        await intake.take([message(1, "раз"), message(2, "два")])
        await until(lambda: desk.begun == ["раз"])
        faulty.fails(10**9)
        await asyncio.sleep(LEASE_SECONDS)
        desk.held.clear()
        faulty.recovers()
        await intake.take([message(3, "три")])
        await until(lambda: all_done(database, 3))
    assert desk.done == ["раз", "два", "три"]


async def test_one_chats_messages_stay_in_order_whichever_process_they_come_to(
    database: Database, other: Database
) -> None:
    desk = Desk(0.002)
    async with (
        intake_of(database, desk) as first,
        intake_of(other, desk) as second,
        running(first, Waiting()),
        running(second, Waiting()),
    ):
        await first.room()
        await second.room()
        for each in range(20):
            await (first, second)[each % 2].take([message(each, str(each))])
        await until(lambda: all_done(database, 20))
    assert desk.done == [str(each) for each in range(20)]


async def test_what_a_stopped_process_leaves_is_taken_over_at_once(database: Database, other: Database) -> None:
    slow, quick = PatientDesk(), Desk()
    release = slow.hold("раз")
    async with intake_of(other, quick) as second, running(second, Waiting()):
        async with intake_of(database, slow) as first, running(first, Waiting()):
            await first.room()
            await first.take([message(1, "раз"), message(2, "два")])
            await until(lambda: slow.begun == ["раз"])
            first.stop()
            release.set()
        with pytest.raises(StorageError, match="closing"):
            await first.take([message(3, "три")])
        stopped = asyncio.get_running_loop().time()
        await until(lambda: quick.done == ["два"])
        assert asyncio.get_running_loop().time() - stopped < LEASE_SECONDS / 2
    assert slow.done == ["раз"]
