"""The emulator, and three ways to talk to it: raw HTTP, aiogram's own Bot, and a browser."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from playwright.async_api import Browser, Locator, Page

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


class ShownPage:
    """An emulator with two people on its page, the page in a browser, and raw calls to play the bot with."""

    def __init__(self, emulator: Emulator, api: Api, page: Page) -> None:
        self.emulator = emulator
        self.api = api
        self.page = page
        self.anna = emulator.person("Anna")
        self.boris = emulator.person("Boris")
        emulator.show(self.anna, "Гость")
        emulator.show(self.boris, "Редактор")
        self.offset = 0

    def panel(self, person: Person) -> Locator:
        return self.page.locator(f"#panel-{person.id}")

    async def open(self, **size: int) -> None:
        """Both have started the bot; then the page is opened."""
        await self.anna.says("/start")
        await self.boris.says("/start")
        await self.updates()
        if size:
            await self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        await self.page.goto(self.emulator.url)

    async def updates(self) -> list[dict[str, Any]]:
        updates: list[dict[str, Any]] = await self.api.ok("getUpdates", offset=self.offset, timeout=3)
        self.offset = updates[-1]["update_id"] + 1
        return updates

    async def sends(self, text: str, *buttons: dict[str, Any], **more: Any) -> dict[str, Any]:
        markup = {"reply_markup": {"inline_keyboard": [[button] for button in buttons]}} if buttons else {}
        sent: dict[str, Any] = await self.api.ok("sendMessage", chat_id=self.anna.id, text=text, **markup, **more)
        return sent


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
