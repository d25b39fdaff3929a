"""A whole newspaper for a test: the emulator over real HTTP, the bot on a real database, and its people.

`newspaper` and the fixtures around it stand in tests/conftest.py for every test.
"""

import asyncio
import logging
import shutil
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import texts.catalogs
from bot.api_session import ApiSession
from bot.app import App, open_app
from bot.settings import Settings, load_settings
from bot.timings import IntakeLimits, Timings
from emulator import Emulator, Person
from emulator.world import now
from news.ports import Clock
from news.ports.feeds import FeedReader

TOKEN = "1:test"
# Fast enough for a test to wait for; the emulator has no limits of its own.
PUSH_SECONDS = 1
SEND_RATE = 500
TIMEOUT_SECONDS = 10.0
# An album is complete sooner than in production: no test waits longer than it must.
TIMINGS = Timings(intake=IntakeLimits(quiet_seconds=0.5))
TLS = ssl.create_default_context()
CATALOG = lru_cache(texts.catalogs._catalog)


@dataclass
class Newspaper:
    """A running newspaper. `editor` is its admin. It can be stopped and started again on the same database."""

    emulator: Emulator
    editor: Person
    settings: Settings
    timings: Timings = Timings()
    clock: Clock | None = None
    feeds: FeedReader | None = None
    app: App | None = None
    _stopping: asyncio.Event = field(default_factory=asyncio.Event)
    _running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Open the newspaper and wait until it serves."""
        self._stopping = asyncio.Event()
        opened: asyncio.Future[App] = asyncio.get_running_loop().create_future()
        self._running = asyncio.get_running_loop().create_task(self._run(opened))
        await asyncio.wait({opened, self._running}, return_when=asyncio.FIRST_COMPLETED)
        if self._running.done():
            await self._running
        self.app = opened.result()

    async def stop(self) -> None:
        """Close the newspaper as SIGTERM does."""
        self._stopping.set()
        if self._running is not None:
            await self._running

    async def restart(self) -> None:
        """Close the newspaper as SIGTERM does, and open it again."""
        await self.stop()
        await self.start()

    @property
    def news(self) -> Any:
        """The newsroom of the running newspaper."""
        assert self.app is not None, "the newspaper is not running"
        return self.app.news

    async def wait_for_menus(self) -> None:
        """Wait for the menus that the newspaper sets when it opens. The menu of English groups is set last."""
        world = self.emulator.world
        last = ("all_group_chats",)
        found = await world.changes.until(lambda: world.profile.menus.get(last, "en") or None, TIMEOUT_SECONDS)
        assert found, "the newspaper has set no menus"

    async def _run(self, opened: asyncio.Future[App]) -> None:
        async with open_app(self.settings, self.timings, self.clock, self.feeds) as app:
            opened.set_result(app)
            await app.run(self._stopping)


@asynccontextmanager
async def open_newspaper(
    database_url: str,
    timings: Timings = TIMINGS,
    clock: Clock | None = None,
    feeds: FeedReader | None = None,
    **settings: Any,
) -> AsyncIterator[Newspaper]:
    """Open an emulator and a newspaper on it; both are closed at the block's end.

    On SQLite the newspaper lives by the `clock`, and so does the emulator. `feeds` reads the sources
    in place of the program's own reader.
    """
    async with Emulator(TOKEN, clock=now if clock is None else clock.now) as emulator:
        editor = emulator.person("Вера")
        given = {
            "_env_file": None,
            "bot_token": TOKEN,
            "bot_api_url": emulator.url,
            "admin_ids": str(editor.id),
            "database_url": database_url,
            "push_interval": PUSH_SECONDS,
            "send_rate": SEND_RATE,
            "undo_seconds": 0,
            "hold_first": 0,
            "comment_gap_seconds": 0,
            "newcomer_hourly": 0,
            "comment_days": 0,  # most articles of the tests are old
            "source_allow": urlsplit(emulator.url).netloc,  # the site beside the emulator
            **settings,
        }
        newspaper = Newspaper(emulator, editor, load_settings(**given), timings, clock, feeds)
        await newspaper.start()
        try:
            yield newspaper
        finally:
            await newspaper.stop()


class ErrorLog(logging.Handler):
    """Keeps the log lines at ERROR and above."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line, with its exception."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, asyncio.CancelledError):
            return  # the timer's line about a job that the test has ended by a crash
        self.lines.append(f"{record.name}: {record.getMessage()}" + (f" ({error!r})" if error else ""))


@pytest.fixture
def no_errors_logged() -> Iterator[ErrorLog]:
    """Fail the test if the program logs an error, even if the person saw the right thing."""
    log = ErrorLog()
    logging.getLogger().addHandler(log)
    yield log
    logging.getLogger().removeHandler(log)
    assert log.lines == []


@pytest.fixture
def newspaper_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A SQLite database with empty tables."""
    path = tmp_path / "vestnik.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
async def newspaper(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A running newspaper with no article and no subscriber."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url) as opened:
        await opened.wait_for_menus()
        yield opened


def open_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load the certificates and the message files once in a test run, and close sessions without aiogram's wait.

    Loading takes most of the time that a newspaper needs to open, and no test speaks TLS here.
    """
    monkeypatch.setattr(ssl, "create_default_context", lambda **_: TLS)
    monkeypatch.setattr(texts.catalogs, "_catalog", CATALOG)
    monkeypatch.setattr(ApiSession, "close", close_at_once)


async def close_at_once(session: ApiSession) -> None:
    """Close the session without the quarter of a second in which aiogram lets TLS close."""
    if session._session is not None:
        await session._session.close()
