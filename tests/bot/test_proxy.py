"""The proxy: which one the environment names, and a whole newspaper behind one."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest

from bot.proxy import proxy_for, proxy_url
from bot.settings import SettingsError, load_settings
from bot.timings import Timings
from emulator import Emulator, Person
from feeds.guard import UnusableProxyError
from news.outcomes import RetryPolicy
from storage import open_storage
from tests.bot.proxy_servers import ProxyServer, running_proxy
from tests.bot.test_doctor import findings
from tests.journeys.steps import publish
from tests.news.delivering import until
from tests.newspaper import PUSH_SECONDS, SEND_RATE, TOKEN, Newspaper
from tests.storage.samples import raw

pytestmark = pytest.mark.slow

TELEGRAM = "https://api.telegram.org"
# Only the proxy can resolve this name: requests that bypass it fail.
BEYOND = "http://telegram.test"
PASSWORD = "hunter2"
TIMINGS = Timings(retries=RetryPolicy(first_pause=timedelta(seconds=0.2)))


@pytest.mark.parametrize(
    ("address", "given", "shown"),
    [
        (TELEGRAM, {}, None),
        (TELEGRAM, {"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        (TELEGRAM, {"https_proxy": "http://vera:hunter2@proxy:3128/"}, "http://proxy:3128"),
        (TELEGRAM, {"HTTPS_PROXY": "proxy:3128"}, "http://proxy:3128"),
        (TELEGRAM, {"HTTPS_PROXY": "https://[::1]"}, "https://[::1]"),
        (TELEGRAM, {"HTTP_PROXY": "http://proxy:3128"}, None),
        (TELEGRAM, {"ALL_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        (TELEGRAM, {"ALL_PROXY": "http://all:1", "HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        (TELEGRAM, {"HTTPS_PROXY": ""}, None),
        (TELEGRAM, {"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "example.org,.telegram.org"}, None),
        (TELEGRAM, {"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "*"}, None),
        (TELEGRAM, {"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "example.org"}, "http://proxy:3128"),
        ("http://bots.lan:8081", {"HTTP_PROXY": "http://proxy:3128", "NO_PROXY": "bots.lan:8081"}, None),
        ("http://bots.lan:8081", {"HTTP_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ("http://127.0.0.1:8081", {"HTTP_PROXY": "http://proxy:3128"}, None),
        ("http://127.8.8.8", {"ALL_PROXY": "http://proxy:3128"}, None),
        ("http://localhost:8081", {"HTTP_PROXY": "http://proxy:3128"}, None),
        ("http://[::1]:8081", {"HTTP_PROXY": "http://proxy:3128"}, None),
        (TELEGRAM, {"ALL_PROXY": "socks5://proxy:1080", "NO_PROXY": "api.telegram.org"}, None),
    ],
)
def test_the_environment_names_the_proxy(
    monkeypatch: pytest.MonkeyPatch, address: str, given: dict[str, str], shown: str | None
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    found = proxy_for(address)
    assert (None if found is None else found.shown) == shown
    assert PASSWORD not in repr(found)


def test_the_guard_of_other_sites_gets_the_whole_url_or_an_error_without_the_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert proxy_url("https://example.org/") is None
    monkeypatch.setenv("HTTPS_PROXY", "vera:hunter2@proxy:3128")
    assert proxy_url("https://example.org/") == "http://vera:hunter2@proxy:3128"
    monkeypatch.setenv("HTTPS_PROXY", "socks5://vera:hunter2@proxy:1080")
    with pytest.raises(UnusableProxyError, match=r"add example\.org to NO_PROXY") as caught:
        proxy_url("https://example.org/")
    assert PASSWORD not in str(caught.value)


@pytest.mark.parametrize("url", ["socks5://vera:hunter2@proxy:1080", "http://vera:hunter2@:1", "http://a:hunter2/@p:1"])
async def test_an_unusable_proxy_is_reported_in_one_sentence_with_the_way_out(
    monkeypatch: pytest.MonkeyPatch, sqlite_url: str, url: str
) -> None:
    monkeypatch.setenv("ALL_PROXY", url)
    with pytest.raises(SettingsError, match=r"HTTPS_PROXY[^\n]+\.$") as caught:
        proxy_for(TELEGRAM)
    assert PASSWORD not in str(caught.value)
    found = await findings(bot_api_url=TELEGRAM, database_url=sqlite_url)
    assert found[-1].ok is False
    assert found[-1].text == f"Telegram: {caught.value}"


@pytest.fixture
async def proxy(emulator: Emulator) -> ProxyServer:
    """A proxy to the emulator; it is not open yet."""
    return ProxyServer(urlsplit(emulator.url).port or 0)


@pytest.fixture
async def newspaper(
    emulator: Emulator,
    proxy: ProxyServer,
    sqlite_url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> AsyncIterator[Newspaper]:
    """A newspaper behind an open proxy."""
    caplog.set_level(logging.INFO)
    editor = emulator.person("Вера")
    async with running_proxy(proxy):
        monkeypatch.setenv("HTTP_PROXY", f"http://vera:{PASSWORD}@{proxy.address}")
        given = {"bot_token": TOKEN, "bot_api_url": BEYOND, "admin_ids": str(editor.id), "database_url": sqlite_url}
        settings = load_settings(_env_file=None, **given, push_interval=PUSH_SECONDS, send_rate=SEND_RATE)
        opened = Newspaper(emulator, editor, settings, TIMINGS)
        await opened.start()
        yield opened
        await opened.stop()


async def subscriber(emulator: Emulator) -> Person:
    anna = emulator.person("Анна")
    await anna.says("/subscribe")
    await anna.sees("Вы подписаны")
    return anna


async def test_a_push_and_a_press_come_through_the_proxy_and_no_log_has_its_password(
    newspaper: Newspaper, proxy: ProxyServer, emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await subscriber(emulator)
    await publish(newspaper, "Мост открыт", to_push=True)
    pushed = await anna.sees("Мост открыт")
    assert await anna.presses("Читать", message=pushed["message_id"])
    await until(lambda: len(emulator.calls.of("editMessageText")) > 0)
    assert len(emulator.calls.of("answerCallbackQuery")) == 1
    # Only the proxy can resolve the host, so what arrived came through it.
    assert all(emulator.calls.of(method) for method in ("getMe", "sendMessage", "editMessageText"))
    assert all(head.startswith(f"POST {BEYOND}/".encode()) for head in proxy.heads)
    logged = caplog.text + "\n".join(record.getMessage() for record in caplog.get_records("setup"))
    assert f"requests to Telegram go through the proxy http://{proxy.address}" in logged
    assert PASSWORD not in logged
    assert TOKEN not in logged


async def test_a_push_that_a_dead_proxy_did_not_accept_is_sent_when_the_proxy_is_back(
    newspaper: Newspaper, proxy: ProxyServer, emulator: Emulator, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    anna = await subscriber(emulator)
    await proxy.close()
    await publish(newspaper, "Мост открыт", to_push=True)
    async with open_storage(sqlite_url) as database:

        async def rows(sql: str) -> list[tuple[Any, ...]]:
            async with database.reading() as unit:
                return [tuple(row) for row in await raw(unit, sql)]

        async def tried() -> bool:
            return await rows("SELECT 1 FROM deliveries WHERE tries > 1 AND error LIKE '%Proxy%'") != []

        async def settled() -> bool:
            return await rows("SELECT state, unknowns FROM deliveries") == [("sent", 0)]

        await until(tried)
        await proxy.open()
        await anna.sees("Мост открыт")
        await until(settled)
    assert len([call for call in emulator.calls.of("sendMessage") if "Мост открыт" in str(call)]) == 1
    assert PASSWORD not in caplog.text


async def test_the_doctor_shows_the_proxy(
    emulator: Emulator, proxy: ProxyServer, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_proxy(proxy):
        monkeypatch.setenv("HTTP_PROXY", f"http://vera:{PASSWORD}@{proxy.address}")
        found = await findings(bot_api_url=BEYOND, database_url=sqlite_url)
    texts = [finding.text for finding in found]
    assert f"connection: requests to {BEYOND} go through the proxy http://{proxy.address}" in texts
    assert found[-1].ok, found[-1].text
    assert PASSWORD not in "\n".join(texts)
