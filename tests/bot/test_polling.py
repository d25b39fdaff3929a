"""Polling: one process polls, the others stand by; a foreign poller is waited for; no busy loops."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import aiohttp
import pytest

from bot.intake import Intake
from bot.leases import POLLING_LEASE
from bot.polling import Polling
from bot.timings import IntakeLimits, PollingTimes
from emulator import Emulator, Fault, Person, Refused
from emulator.errors import conflict
from emulator.updates import Webhook
from news.ports import Clock
from storage import Database, open_storage
from tests.bot.conftest import open_session
from tests.bot.intakes import CLOCK, RecordingHandler, open_intake, running
from tests.bot.stub_api import open_stub_api
from tests.news.delivering import until
from tests.news.faulty import Faulty
from tests.newspaper import TOKEN

pytestmark = pytest.mark.slow

LEASE_SECONDS = 1.5
# Seven times as fast as in production, in the same proportions.
TIMES = PollingTimes(
    lease=timedelta(seconds=LEASE_SECONDS),
    renew_seconds=LEASE_SECONDS / 3,
    first_pause_seconds=0.05,
    max_pause_seconds=0.4,
)
INTAKE = IntakeLimits(claim_interval_seconds=0.2)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """SQLite only: the storage tests test the lease itself on both engines."""
    return sqlite_url


@asynccontextmanager
async def process(
    url: str, database: Any, handler: RecordingHandler, times: PollingTimes = TIMES, clock: Clock = CLOCK
) -> AsyncIterator[Intake]:
    """An intake that polls, as a separate process would."""
    async with open_session(url) as session:
        polling = Polling(session, database, clock, ["message"], times)
        async with open_intake(database, handler.handle, limits=INTAKE) as intake, running(intake, polling):
            yield intake


@asynccontextmanager
async def killed(url: str, database: Any, handler: RecordingHandler) -> AsyncIterator[None]:
    """An intake that polls, and at the block's end dies without releasing its leases."""
    async with (
        open_session(url) as session,
        open_intake(Dying(database), handler.handle, limits=INTAKE) as intake,
    ):
        polling = Polling(session, Dying(database), CLOCK, ["message"], TIMES)
        task = asyncio.get_running_loop().create_task(intake.run(polling))
        try:
            yield
        finally:
            Dying.dead = True
            task.cancel()
            await asyncio.wait([task])
            Dying.dead = False


class Dying(Faulty):
    """Writes nothing after its process is dead."""

    dead = False

    async def _open(self) -> None:
        self._failures = 10**9 if self.dead else 0
        await super()._open()


def polls(emulator: Emulator) -> int:
    return len(emulator.calls.of("getUpdates"))


async def holder(database: Database) -> str | None:
    async with database.reading() as unit:
        lease = await unit.leases.get(POLLING_LEASE)
    return None if lease is None else lease[0]


async def test_an_old_webhook_is_deleted_and_its_pending_updates_are_kept(
    emulator: Emulator, anna: Person, database: Database
) -> None:
    emulator.world.updates.set_webhook(Webhook("http://127.0.0.1:9/updates"))
    await anna.says("раз")
    handler = RecordingHandler()
    async with process(emulator.url, database, handler):
        await until(lambda: handler.done == ["раз"])
    (call,) = emulator.calls.of("deleteWebhook")
    assert not call.parameters.get("drop_pending_updates")
    assert call.at < emulator.calls.of("getUpdates")[0].at


async def test_one_of_two_processes_polls_and_the_other_takes_over_when_it_stops(
    emulator: Emulator, anna: Person, database: Database, database_url: str
) -> None:
    one, two = RecordingHandler(), RecordingHandler()
    async with open_storage(database_url) as other, process(emulator.url, other, two):
        await until(lambda: polls(emulator) == 1)
        async with process(emulator.url, database, one):
            first = await holder(database)
            await anna.says("раз")
            await until(lambda: two.done == ["раз"])
            await asyncio.sleep(LEASE_SECONDS)
            assert await holder(database) == first
            assert all(call.code in (0, 200) for call in emulator.calls.of("getUpdates"))
        assert one.done == []
    async with process(emulator.url, database, one):
        await anna.says("два")
        await until(lambda: one.done == ["два"])


async def test_a_killed_poller_is_replaced_within_its_lease_and_one_renewal_interval(
    emulator: Emulator, anna: Person, database: Database, database_url: str
) -> None:
    one, two, boris = RecordingHandler(), RecordingHandler(), emulator.person("Борис")
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as processes:
        other = await processes.enter_async_context(open_storage(database_url))
        async with killed(emulator.url, database, one):
            await anna.says("раз")
            await until(lambda: one.done == ["раз"])
            await processes.enter_async_context(process(emulator.url, other, two))
        died = loop.time()
        await boris.says("два")
        await until(lambda: two.done == ["два"])
        assert loop.time() - died < LEASE_SECONDS * 1.5 + 0.5


async def test_a_foreign_poller_is_logged_once_and_polled_against_seldom(
    emulator: Emulator, anna: Person, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.faults.add(Fault(Refused(conflict("terminated by other getUpdates request")), "getUpdates", times=6))
    handler = RecordingHandler()
    with caplog.at_level(logging.INFO, "bot.polling"):
        async with process(emulator.url, database, handler):
            await until(lambda: polls(emulator) == 6)
            await anna.says("раз")
            await until(lambda: handler.done == ["раз"])
    moments = [call.at for call in emulator.calls.of("getUpdates")]
    pauses = [later - earlier for earlier, later in pairwise(moments[:6])]
    assert all(pause >= least for pause, least in zip(pauses, (0.05, 0.1, 0.2, 0.4, 0.4), strict=True))
    logged = [
        record.getMessage() for record in caplog.records if re.search("another program|polling goes on", record.msg)
    ]
    assert len(logged) == 2


async def test_polling_goes_on_after_a_foreign_poller_has_stopped(
    emulator: Emulator, anna: Person, database: Database
) -> None:
    async def foreign_poller() -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.post(f"{emulator.url}/bot{TOKEN}/getUpdates", json={"timeout": 5}) as response:
                    await response.read()

    polling = asyncio.get_running_loop().create_task(foreign_poller())
    handler = RecordingHandler()
    async with process(emulator.url, database, handler):
        await until(lambda: any(call.code == 409 for call in emulator.calls.of("getUpdates")))
        polling.cancel()
        await asyncio.wait([polling])
        await anna.says("раз")
        await until(lambda: handler.done == ["раз"])


async def test_a_webhook_set_elsewhere_later_is_not_deleted(
    emulator: Emulator, anna: Person, database: Database
) -> None:
    handler = RecordingHandler()
    async with process(emulator.url, database, handler):
        await until(lambda: polls(emulator) == 1)
        emulator.world.updates.set_webhook(Webhook("http://127.0.0.1:9/updates"))
        await until(lambda: polls(emulator) >= 3)
        assert len(emulator.calls.of("deleteWebhook")) == 1
        emulator.world.updates.set_webhook(None)
        await anna.says("раз")
        await until(lambda: handler.done == ["раз"])


@pytest.mark.parametrize(
    "body", [b'{"ok": true, "result": []}', b'{"ok": true, "result": [{}, 5, {"update_id": "x"}]}']
)
async def test_empty_answers_that_come_too_soon_cause_no_busy_loop(database: Database, body: bytes) -> None:
    times = replace(TIMES, min_poll_seconds=0.1)
    async with open_stub_api(body=body) as telegram, process(telegram.url, database, RecordingHandler(), times):
        await asyncio.sleep(0.5)
        assert 2 <= len(telegram.requests) <= 8


async def test_a_poller_that_loses_the_database_stops_before_its_lease_expires(
    emulator: Emulator, anna: Person, database: Database, database_url: str
) -> None:
    faulty, one, two = Faulty(database), RecordingHandler(), RecordingHandler()
    async with process(emulator.url, faulty, one):
        await until(lambda: polls(emulator) == 1)
        faulty.fails(10**9)
        async with open_storage(database_url) as other, process(emulator.url, other, two):
            await anna.says("раз")
            await until(lambda: two.done == ["раз"])
            await asyncio.sleep(LEASE_SECONDS / 2)  # the next poll of the one that is left
            before = polls(emulator)
            await asyncio.sleep(LEASE_SECONDS / 2)
            assert polls(emulator) == before
            faulty.recovers()
    assert one.done == []
