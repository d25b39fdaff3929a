"""The operator's site: alive, ready or not and why; never on the webhook's port, never in the webhook's way."""

import asyncio
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

import bot.web
from bot.api_session import ApiSession
from bot.app import open_app
from bot.clock import SystemClock
from bot.metrics import Metrics
from bot.settings import SettingsError, load_settings
from bot.web import HealthSite, open_site
from emulator import Emulator, Fault, Refused
from emulator.errors import ApiError
from storage import open_storage
from tests.journeys.steps import close_at_once
from tests.news.delivering import until
from tests.news.faulty import Faulty
from tests.newspaper import TOKEN, open_newspaper

SECRET = "s" * 32


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Faulty]:
    async with open_storage(sqlite_url) as opened:
        yield Faulty(opened)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ApiSession, "close", close_at_once)
    monkeypatch.setattr(bot.web, "CLOSING_SECONDS", 0.1)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def get(port: int, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


async def test_ready_is_who_has_telegram_and_a_database_and_is_not_stopping(
    database: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.web, "FRESH_SECONDS", 0.0)
    health = HealthSite(Metrics(), SystemClock())
    async with open_site(health.app(), "127.0.0.1", 0) as port:
        assert await get(port, "/healthz") == (200, "ok\n")
        assert await get(port, "/readyz") == (503, "starting or stopping\n")
        health.opened(database)
        assert await get(port, "/readyz") == (200, "ready\n")
        database.fails(1)
        assert await get(port, "/readyz") == (503, "the database does not answer\n")
        assert await get(port, "/readyz") == (200, "ready\n")
        health.open = False
        assert await get(port, "/readyz") == (503, "starting or stopping\n")
        assert await get(port, "/healthz") == (200, "ok\n")


async def test_a_database_that_hangs_is_not_waited_for(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.web, "PATIENCE_SECONDS", 0.1)
    health = HealthSite(Metrics(), SystemClock())
    health.opened(database)
    database.seconds = 60
    async with open_site(health.app(), "127.0.0.1", 0) as port:
        async with asyncio.timeout(5):
            assert await get(port, "/readyz") == (503, "the database does not answer\n")
            status, text = await get(port, "/metrics")
    assert (status, "vestnik_database_up 0.0" in text) == (200, True)


async def test_however_many_ask_the_database_is_asked_once_in_five_seconds(database: Any) -> None:
    health = HealthSite(Metrics(), SystemClock())
    health.opened(database)
    database.fails(10**9)
    async with open_site(health.app(), "127.0.0.1", 0) as port:
        await asyncio.gather(*(get(port, path) for path in ("/readyz", "/metrics") * 10))
    assert database.failed == 1


async def test_what_else_is_asked_for_is_not_there() -> None:
    async with open_site(HealthSite(Metrics(), SystemClock()).app(), "127.0.0.1", 0) as port:
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
            async with open_app(settings) as app:
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


@pytest.mark.parametrize("name", ["web", "metrics"])
async def test_a_port_that_is_taken_is_one_sentence(emulator: Emulator, sqlite_url: str, name: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = load_settings(
            _env_file=None,
            bot_token=TOKEN,
            bot_api_url=emulator.url,
            database_url=sqlite_url,
            webhook_url="https://example.org/updates",
            webhook_secret=SECRET,
            **{f"{name}_port": taken.getsockname()[1]},
        )
        with pytest.raises(
            SettingsError, match=rf"^{name.upper()}_HOST and {name.upper()}_PORT: [^\n]+ cannot be served"
        ):
            async with open_app(settings):
                pass


async def test_nothing_is_served_where_nothing_is_asked_for(emulator: Emulator, sqlite_url: str) -> None:
    settings = load_settings(_env_file=None, bot_token=TOKEN, bot_api_url=emulator.url, database_url=sqlite_url)
    loop = asyncio.get_running_loop()
    opened: list[Any] = []
    serve, loop.create_server = loop.create_server, lambda *given, **how: opened.append(given)  # type: ignore[method-assign, assignment, return-value]
    try:
        async with open_app(settings):
            assert opened == []
    finally:
        loop.create_server = serve  # type: ignore[method-assign]
