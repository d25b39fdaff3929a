"""A whole newspaper for a test: the emulator over real HTTP, the bot on a real database, and its people."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot.app import App, open_app
from bot.settings import Settings, load_settings
from bot.timings import Timings
from emulator import Emulator, Person

TOKEN = "1:test"
# Fast enough for a test to wait for; the emulator has no limits of its own.
PUSH_SECONDS = 1
SEND_RATE = 500


@dataclass
class Newspaper:
    """A running newspaper: `editor` is its admin; stop and start it again on the same database and Telegram."""

    emulator: Emulator
    editor: Person
    settings: Settings
    timings: Timings = Timings()
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
        """Close it as SIGTERM would."""
        self._stopping.set()
        if self._running is not None:
            await self._running

    @property
    def news(self) -> Any:
        """The newsroom of the running newspaper."""
        assert self.app is not None, "the newspaper is not running"
        return self.app.news

    async def _run(self, opened: asyncio.Future[App]) -> None:
        async with open_app(self.settings, self.timings) as app:
            opened.set_result(app)
            await app.run(self._stopping)


@asynccontextmanager
async def open_newspaper(database_url: str, timings: Timings = Timings(), **settings: Any) -> AsyncIterator[Newspaper]:
    """Open an emulator and a newspaper on it; both are closed at the block's end."""
    async with Emulator(TOKEN) as emulator:
        editor = emulator.person("Вера")
        given = {
            "_env_file": None,
            "bot_token": TOKEN,
            "bot_api_url": emulator.url,
            "admin_ids": str(editor.id),
            "database_url": database_url,
            "push_interval": PUSH_SECONDS,
            "send_rate": SEND_RATE,
            **settings,
        }
        newspaper = Newspaper(emulator, editor, load_settings(**given), timings)
        await newspaper.start()
        try:
            yield newspaper
        finally:
            await newspaper.stop()
