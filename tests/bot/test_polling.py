"""Polling: one process polls, the others stand by; whoever polls from elsewhere is waited for; no hot loops."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import aiohttp
import pytest

import bot.intake
import bot.polling
from bot.api_session import ApiSession
from bot.clock import SystemClock
from bot.intake import Intake
from bot.polling import LEASE_NAME, Polling
from emulator import Emulator, Fault, Person, Refused
from emulator.errors import conflict
from emulator.updates import Webhook
from storage import Database, open_storage
from tests.bot.conftest import opened
from tests.bot.desks import Desk, intake_of, running
from tests.bot.servers import open_server
from tests.news.delivering import until
from tests.news.faulty import Faulty
from tests.newspaper import TOKEN

LEASE_SECONDS = 1.5


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The engines differ in nothing that is tested here: the lease itself is tested on both, with the storage."""
    return sqlite_url


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything seven times as fast, in the same proportions."""
    monkeypatch.setattr(bot.polling, "LEASE", timedelta(seconds=LEASE_SECONDS))
    monkeypatch.setattr(bot.polling, "LOOK_SECONDS", LEASE_SECONDS / 3)
    monkeypatch.setattr(bot.polling, "FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(bot.polling, "LONGEST_PAUSE_SECONDS", 0.4)
    monkeypatch.setattr(bot.intake, "LOOK_SECONDS", 0.2)


@asynccontextmanager
async def process(url: str, database: Any, desk: Desk) -> AsyncIterator[Intake]:
    """An intake that polls, as a process of its own would."""
    async with opened(ApiSession(url, TOKEN)) as session:
        polling = Polling(session, database, SystemClock(), ["message"])
        async with intake_of(database, desk) as intake, running(intake, polling):
            yield intake


@asynccontextmanager
async def killed(url: str, database: Any, desk: Desk) -> AsyncIterator[None]:
    """An intake that polls and at the block's end dies with its leases in hand."""
    async with opened(ApiSession(url, TOKEN)) as session, intake_of(Dying(database), desk) as intake:
        polling = Polling(session, Dying(database), SystemClock(), ["message"])
        task = asyncio.get_running_loop().create_task(intake.run(polling))
        try:
            yield
        finally:
            Dying.dead = True
            task.cancel()
            await asyncio.wait([task])
            Dying.dead = False


class Dying(Faulty):
    """Writes nothing any more when its process is dead."""

    dead = False

    async def _open(self) -> None:
        self._failures = 10**9 if self.dead else 0
        await super()._open()


def polls(emulator: Emulator) -> int:
    return len(emulator.calls.of("getUpdates"))


async def holder(database: Database) -> str | None:
    async with database.reading() as unit:
        lease = await unit.leases.get(LEASE_NAME)
    return None if lease is None else lease[0]


async def test_a_webhook_of_former_days_is_removed_and_what_waited_for_it_is_kept(
    emulator: Emulator, anna: Person, database: Database
) -> None:
    emulator.world.updates.set_webhook(Webhook("http://127.0.0.1:9/updates"))
    await anna.says("раз")
    desk = Desk()
    async with process(emulator.url, database, desk):
        await until(lambda: desk.done == ["раз"])
    (call,) = emulator.calls.of("deleteWebhook")
    assert not call.parameters.get("drop_pending_updates")
    assert call.at < emulator.calls.of("getUpdates")[0].at


async def test_one_of_two_processes_polls_and_the_other_takes_over_when_it_stops(
    emulator: Emulator, anna: Person, database: Database, database_url: str
) -> None:
    one, two = Desk(), Desk()
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


async def test_a_killed_poller_is_replaced_within_its_lease_and_one_look(
    emulator: Emulator, anna: Person, database: Database, database_url: str
) -> None:
    one, two, boris = Desk(), Desk(), emulator.person("Борис")
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


async def test_a_stranger_who_polls_is_warned_of_once_and_asked_for_seldom(
    emulator: Emulator, anna: Person, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    emulator.faults.add(Fault(Refused(conflict("terminated by other getUpdates request")), "getUpdates", times=6))
    desk = Desk()
    with caplog.at_level(logging.INFO, "bot.polling"):
        async with process(emulator.url, database, desk):
            await until(lambda: polls(emulator) == 6)
            await anna.says("раз")
            await until(lambda: desk.done == ["раз"])
    moments = [call.at for call in emulator.calls.of("getUpdates")]
    pauses = [later - earlier for earlier, later in pairwise(moments[:6])]
    assert all(pause >= least for pause, least in zip(pauses, (0.05, 0.1, 0.2, 0.4, 0.4), strict=True))
    told = [
        record.getMessage() for record in caplog.records if re.search("another program|polling goes on", record.msg)
    ]
    assert len(told) == 2


async def test_a_real_stranger_is_outlived(emulator: Emulator, anna: Person, database: Database) -> None:
    async def stranger() -> None:
        async with aiohttp.ClientSession() as session:
            while True:
                async with session.post(f"{emulator.url}/bot{TOKEN}/getUpdates", json={"timeout": 5}) as response:
                    await response.read()

    polling = asyncio.get_running_loop().create_task(stranger())
    desk = Desk()
    async with process(emulator.url, database, desk):
        await until(lambda: any(call.code == 409 for call in emulator.calls.of("getUpdates")))
        polling.cancel()
        await asyncio.wait([polling])
        await anna.says("раз")
        await until(lambda: desk.done == ["раз"])


async def test_a_webhook_set_elsewhere_meanwhile_is_left_alone(
    emulator: Emulator, anna: Person, database: Database
) -> None:
    desk = Desk()
    async with process(emulator.url, database, desk):
        await until(lambda: polls(emulator) == 1)
        emulator.world.updates.set_webhook(Webhook("http://127.0.0.1:9/updates"))
        await until(lambda: polls(emulator) >= 3)
        assert len(emulator.calls.of("deleteWebhook")) == 1
        emulator.world.updates.set_webhook(None)
        await anna.says("раз")
        await until(lambda: desk.done == ["раз"])


@pytest.mark.parametrize(
    "body", [b'{"ok": true, "result": []}', b'{"ok": true, "result": [{}, 5, {"update_id": "x"}]}']
)
async def test_answers_that_come_too_soon_are_no_hot_loop(
    database: Database, body: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.polling, "QUICK_SECONDS", 0.1)
    async with open_server(body=body) as telegram, process(telegram.url, database, Desk()):
        await asyncio.sleep(0.5)
        assert 2 <= len(telegram.asked) <= 8


async def test_whoever_loses_the_database_stops_polling_before_the_lease_is_anothers(
    emulator: Emulator, anna: Person, database: Database, database_url: str
) -> None:
    faulty, one, two = Faulty(database), Desk(), Desk()
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
