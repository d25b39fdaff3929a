"""The chat page in a browser, for tests of the page."""

from typing import Any

from playwright.async_api import Locator, Page

from emulator import Emulator, Person
from tests.emulator.api_client import Api


class ShownPage:
    """An emulator with two people on its page, the page in a browser, and raw calls in place of the bot."""

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
        """Let both people start the bot, then open the page."""
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
