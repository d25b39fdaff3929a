"""The operator's site: health, readiness and metrics, on another port than the webhook."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.api_session import ApiSession
from bot.app import open_app
from bot.clock import SystemClock
from bot.leases import POLLING_LEASE
from bot.metrics import Metrics
from bot.settings import load_settings
from bot.timings import SiteTimes, Timings
from bot.web import HealthSite, open_site
from emulator import Emulator, Fault, Refused
from emulator.errors import ApiError
from storage import open_storage
from tests.bot.ports import free_port
from tests.clocks import HandClock
from tests.news.delivering import until
from tests.news.faulty import Faulty
from tests.newspaper import TOKEN, close_at_once, open_newspaper

SECRET = "s" * 32
TIMES = SiteTimes(closing_seconds=0.1)
TIMINGS = Timings(site=TIMES)


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Faulty]:
    async with open_storage(sqlite_url) as opened:
        yield Faulty(opened)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ApiSession, "close", close_at_once)


async def get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


async def test_it_is_ready_while_the_database_answers_between_start_and_stop(
    database: Any,
) -> None:
    health = HealthSite(Metrics(), SystemClock(), SiteTimes(cache_seconds=0.0))
    async with open_site(health.app(), "127.0.0.1", 0, TIMES) as port:
        assert await get(port, "/healthz") == (200, "ok\n")
        assert await get(port, "/readyz") == (503, "starting or stopping\n")
        health.mark_open(database)
        assert await get(port, "/readyz") == (200, "ready\n")
        database.fails(1)
        assert await get(port, "/readyz") == (503, "the database does not answer\n")
        assert await get(port, "/readyz") == (200, "ready\n")
        health.open = False
        assert await get(port, "/readyz") == (503, "starting or stopping\n")
        assert await get(port, "/healthz") == (200, "ok\n")


async def test_it_is_not_ready_while_no_process_polls(database: Any) -> None:
    clock, polls = HandClock(), False
    health = HealthSite(Metrics(), clock, SiteTimes(cache_seconds=0.0))
    health.mark_open(database, lambda: polls)
    async with open_site(health.app(), "127.0.0.1", 0, TIMES) as port:
        assert await get(port, "/readyz") == (503, "no process polls for updates\n")
        polls = True
        assert await get(port, "/readyz") == (200, "ready\n")
        polls = False
        async with database.writing() as unit:
            assert await unit.leases.acquire(POLLING_LEASE, "another process", clock.now(), timedelta(seconds=10))
        assert await get(port, "/readyz") == (200, "ready\n")
        clock.advance(seconds=11)
        assert await get(port, "/readyz") == (503, "no process polls for updates\n")


async def test_a_database_that_hangs_is_not_waited_for(database: Any) -> None:
    health = HealthSite(Metrics(), SystemClock(), SiteTimes(database_timeout_seconds=0.1))
    health.mark_open(database)
    database.seconds = 60
    async with open_site(health.app(), "127.0.0.1", 0, TIMES) as port:
        async with asyncio.timeout(5):
            assert await get(port, "/readyz") == (503, "the database does not answer\n")
            status, text = await get(port, "/metrics")
    assert (status, "vestnik_database_up 0.0" in text) == (200, True)


async def test_the_database_is_queried_once_in_five_seconds_however_many_requests_come(database: Any) -> None:
    health = HealthSite(Metrics(), SystemClock())
    health.mark_open(database)
    database.fails(10**9)
    async with open_site(health.app(), "127.0.0.1", 0, TIMES) as port:
        await asyncio.gather(*(get(port, path) for path in ("/readyz", "/metrics") * 10))
    assert database.failed == 1


async def test_other_paths_are_not_found() -> None:
    async with open_site(HealthSite(Metrics(), SystemClock()).app(), "127.0.0.1", 0, TIMES) as port:
        assert (await get(port, "/"))[0] == 404
        async with aiohttp.ClientSession() as session, session.post(f"http://127.0.0.1:{port}/metrics") as response:
            assert response.status == 405


async def test_a_newspaper_is_alive_before_telegram_is_there_and_ready_afterwards(sqlite_url: str) -> None:
    port = free_port()
    async with Emulator(TOKEN) as emulator:
        emulator.faults.add(Fault(Refused(ApiError(500, "Internal Server Error")), method="getMe", times=None))
        settings = load_settings(
            _env_file=None, bot_token=TOKEN, bot_api_url=emulator.url, database_url=sqlite_url, metrics_port=port
        )

        async def run(stopping: asyncio.Event) -> None:
            async with open_app(settings, TIMINGS) as app:
                await app.run(stopping)

        stopping = asyncio.Event()
        task = asyncio.get_running_loop().create_task(run(stopping))
        await until(lambda: bool(emulator.calls.of("getMe")))
        assert await get(port, "/healthz") == (200, "ok\n")
        assert (await get(port, "/readyz"))[0] == 503
        task.cancel()
        await asyncio.wait([task])


async def test_a_whole_newspaper_by_webhook_is_seen_from_outside(sqlite_url: str) -> None:
    web, metrics = free_port(), free_port()
    async with open_newspaper(
        sqlite_url,
        webhook_url=f"http://127.0.0.1:{web}/updates",
        webhook_secret=SECRET,
        web_port=web,
        metrics_port=metrics,
        timings=TIMINGS,
    ) as newspaper:
        anna = newspaper.emulator.person("Анна")
        await anna.says("/help")
        await until(lambda: any(one["from"]["is_bot"] for one in anna.messages))
        assert await get(metrics, "/readyz") == (200, "ready\n")
        assert newspaper.emulator.calls.of("getUpdates") == []

        async def counted() -> bool:
            return 'vestnik_updates_total{result="done"} 1.0' in (await get(metrics, "/metrics"))[1]

        await until(counted)
        for path in ("/healthz", "/readyz", "/metrics"):
            assert (await get(web, path))[0] == 404
        assert (await get(web, "/updates"))[0] == 405
        assert (await get(metrics, "/updates"))[0] == 404


async def test_no_port_is_opened_without_a_setting(emulator: Emulator, sqlite_url: str) -> None:
    settings = load_settings(_env_file=None, bot_token=TOKEN, bot_api_url=emulator.url, database_url=sqlite_url)
    loop = asyncio.get_running_loop()
    opened: list[Any] = []
    serve, loop.create_server = loop.create_server, lambda *given, **how: opened.append(given)  # type: ignore[method-assign, assignment, return-value]
    try:
        async with open_app(settings):
            assert opened == []
    finally:
        loop.create_server = serve  # type: ignore[method-assign]
