"""The start: missing, slow and unavailable parts, and the command menus."""

import asyncio
import socket
import sqlite3
from contextlib import closing

import pytest

from bot.app import open_app
from bot.settings import SettingsError, load_settings
from bot.timings import Timings
from emulator import Broken, Dropped, Emulator, Fault, Slow, Strange, too_many_requests
from news.errors import DatabaseTooNew, StorageError
from tests.bot.test_app import from_bot, settings_for
from tests.news.delivering import until
from tests.newspaper import TOKEN, Newspaper

SECRET = "s" * 32


async def test_a_wrong_token_is_reported_in_one_sentence(emulator: Emulator, sqlite_url: str) -> None:
    wrong = settings_for(emulator, sqlite_url, bot_token="1:wrong")
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN is not known to Telegram: [^\n]+\.$"):
        async with open_app(wrong):
            pass


async def test_a_newer_database_is_reported_in_one_sentence_before_telegram_is_called(
    emulator: Emulator, sqlite_url: str
) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseTooNew, match=r"^The database is at schema 9999, [^\n]+\.$"):
        async with open_app(settings_for(emulator, sqlite_url)):
            pass
    assert not emulator.calls


async def test_an_unreachable_database_is_reported_in_one_sentence(emulator: Emulator) -> None:
    nowhere = settings_for(emulator, "postgresql://postgres@127.0.0.1:9/vestnik")
    with pytest.raises(StorageError, match=r"^The database at 127\.0\.0\.1:9/vestnik cannot serve: [^\n]+\.$"):
        async with open_app(nowhere):
            pass


async def test_the_start_waits_for_telegram(emulator: Emulator, sqlite_url: str) -> None:
    timings = Timings(identify_retry_seconds=0.01)
    for effect in (Broken(), Dropped(), too_many_requests(1), Broken(200)):
        emulator.faults.add(Fault(effect, method="getMe"))
    async with asyncio.timeout(10), open_app(settings_for(emulator, sqlite_url), timings) as app:
        assert (await app.bot.me()).username == "vestnik_bot"
    assert len(emulator.calls.of("getMe")) == 5


@pytest.mark.slow
async def test_a_stop_does_not_wait_for_a_menu_that_telegram_is_slow_to_take(sqlite_url: str) -> None:
    async with Emulator(TOKEN) as emulator:
        emulator.faults.add(Fault(Slow(60), method="setMyCommands", times=None))
        newspaper = Newspaper(emulator, emulator.person("Вера"), settings_for(emulator, sqlite_url))
        await newspaper.start()
        await until(lambda: len(emulator.calls.of("setMyCommands")) > 0)
        async with asyncio.timeout(8):
            await newspaper.stop()


async def test_a_menu_that_cannot_be_set_does_not_keep_the_newspaper_from_opening(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with Emulator(TOKEN) as emulator:
        emulator.faults.add(Fault(Strange(replace=True), method="setMyCommands"))
        newspaper = Newspaper(emulator, emulator.person("Вера"), settings_for(emulator, sqlite_url))
        await newspaper.start()
        await until(lambda: "the command menus could not be set" in caplog.text)
        anna = emulator.person("Анна")
        await anna.says("/latest")
        await until(lambda: len(from_bot(anna.messages)) == 1)
        await newspaper.stop()


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
