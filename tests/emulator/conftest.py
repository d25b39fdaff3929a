"""Fixtures: the emulator and its three clients, which are raw HTTP, aiogram's Bot and a browser."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from playwright.async_api import Browser

from emulator import Emulator, Group, Person
from tests.emulator.api_client import TOKEN, Api
from tests.emulator.browser import chromium
from tests.emulator.inline_bot import asked_bot, inline_bot  # noqa: F401 - fixtures
from tests.emulator.shown_page import ShownPage


class QuickSession(AiohttpSession):
    """Skips aiogram's wait of a quarter of a second for TLS connections to close: there is no TLS."""

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
    """A person who has written to the bot; the queue of updates is empty again."""
    person = emulator.person("Anna", username="anna")
    await person.says("/start")
    emulator.world.updates.drop()
    return person


@pytest.fixture
def group(emulator: Emulator, anna: Person) -> Group:
    """A supergroup that Anna has created; the bot is a member."""
    return emulator.group("Редакция", admins=[anna], username="newsroom")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of the page. These tests run in the session's event loop (see test_page.py)."""
    async with chromium() as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def shown(browser: Browser) -> AsyncIterator[ShownPage]:
    context = await browser.new_context(viewport={"width": 1366, "height": 768}, locale="ru-RU")
    context.set_default_timeout(5000)
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    async with Emulator() as emulator, aiohttp.ClientSession() as session:
        yield ShownPage(emulator, Api(emulator, session), page)
        await context.close()
    assert errors == []
