"""The emulator, and three ways to talk to it: raw HTTP, aiogram's own Bot, and a browser."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from playwright.async_api import Browser

from emulator import Emulator, Person
from tests.emulator.browser import chromium

TOKEN = "1:test"


class Api:
    """Raw calls over HTTP, with JSON bodies unless told otherwise."""

    def __init__(self, emulator: Emulator, session: aiohttp.ClientSession) -> None:
        self.url = emulator.url
        self.session = session

    async def call(self, method: str, parameters: dict[str, Any] | None = None, **how: Any) -> tuple[int, Any]:
        """The status and the whole answer."""
        url = f"{self.url}/bot{TOKEN}/{method}"
        async with self.session.post(url, **(how or {"json": parameters or {}})) as response:
            return response.status, await response.json()

    async def ok(self, method: str, **parameters: Any) -> Any:
        """The result of a call that succeeds."""
        status, body = await self.call(method, parameters)
        assert (status, body["ok"]) == (200, True), body
        return body["result"]

    async def refusal(self, method: str, **parameters: Any) -> tuple[int, str]:
        """The code and the description of a call that fails."""
        status, body = await self.call(method, parameters)
        assert body["ok"] is False
        assert body["error_code"] == status
        return status, body["description"]


class QuickSession(AiohttpSession):
    """aiogram waits a quarter of a second for TLS to close; there is none here."""

    async def close(self) -> None:
        """Closes at once."""
        if self._session is not None:
            await self._session.close()


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(token=TOKEN, webhook_delay=0.01) as running:
        yield running


@pytest.fixture
async def api(emulator: Emulator) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(emulator, session)


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    async with Bot(TOKEN, session=QuickSession(api=TelegramAPIServer.from_base(emulator.url))) as bot:
        yield bot


@pytest.fixture
async def anna(emulator: Emulator) -> Person:
    """Someone who has written to the bot; the queue is empty again."""
    person = emulator.person("Anna", username="anna")
    await person.says("/start")
    emulator.world.updates.drop()
    return person


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of pages; they run in the session's loop (see test_page.py)."""
    async with chromium() as opened:
        yield opened
