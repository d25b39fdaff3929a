"""The program's tests: real settings, real databases on both engines, the emulator over real HTTP."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.api_session import ApiSession
from bot.courier import Courier
from bot.http_pool import ConnectionPool
from bot.settings import Settings, load_settings
from bot.timings import HttpTimeouts
from bot.transport import open_transport
from emulator import Emulator, Person
from tests.bot.couriers import make_courier
from tests.databases import copied
from tests.newspaper import TOKEN


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Remove the machine's settings and proxies, and change to a folder without a `.env`."""
    names = {name.upper() for name in Settings.model_fields} | {"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"}
    for name in [name for name in os.environ if name.upper() in names]:  # noqa: TID251 - only to empty it
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(TOKEN) as running:
        yield running


@asynccontextmanager
async def open_session(api_url: str, token: str = TOKEN) -> AsyncIterator[ApiSession]:
    """A session that is closed at once: aiogram waits a quarter of a second for TLS, which is not used here."""
    transport = open_transport(api_url, token)
    session = ApiSession(api_url, token, transport)
    try:
        yield session
    finally:
        await transport.close()
        await (await session.create_session()).close()


@pytest.fixture
async def anna(emulator: Emulator) -> Person:
    """A person who has written to the bot; no update is pending."""
    person = emulator.person("Анна")
    await person.says("/start")
    emulator.world.updates.drop()
    return person


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """A new SQLite database with empty tables, for tests that do not depend on the engine."""
    path = tmp_path / "vestnik.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def alone(sqlite_template: Path, tmp_path: Path) -> Settings:
    """The settings of a database that nobody serves."""
    folder = tmp_path / "alone"
    folder.mkdir()
    return load_settings(_env_file=None, bot_token=TOKEN, database_url=copied(sqlite_template, folder))


@pytest.fixture
async def pool(emulator: Emulator) -> AsyncIterator[ConnectionPool]:
    opened = ConnectionPool(f"{emulator.url}/bot{TOKEN}", 3, timeouts=HttpTimeouts(response_seconds=1))
    yield opened
    await opened.close()


@pytest.fixture
def courier(pool: ConnectionPool) -> Courier:
    return make_courier(pool)
