"""`make demo` in a real process and a real browser: four people side by side."""

import asyncio
import re
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.emulator.browser import chromium
from tests.journeys.sentences import GUESTS_MAY_NOT

# The demo and the browser run in one loop with all tests of this module.
pytestmark = [pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]

ROOT = Path(__file__).parent.parent.parent
LAPTOP = (1366, 768)
PHONE = (390, 844)
# The timer ticks every ten seconds; on the slowest machine a push arrives within two ticks.
PUSH_MS = 25_000
# A press ends when the articles are planned, and the digest comes with the next claim.
NIGHT_MS = 15_000
# The seconds of undo come first.
UNDO_MS = 20_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def address() -> AsyncIterator[str]:
    """The address of a demo on a free port. SIGTERM ends it, which must be clean: exit code 0, nothing on stderr."""
    command = (sys.executable, "-m", "bot", "demo", "--port", "0")
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=PIPE, stderr=PIPE)
    assert process.stdout is not None
    try:
        line = (await asyncio.wait_for(process.stdout.readline(), 60)).decode()
        found = re.search(r"http://\S+", line)
        assert found, line
        yield found.group()
    finally:
        if process.returncode is None:
            process.terminate()
        _, errors = await asyncio.wait_for(process.communicate(), 20)
    assert process.returncode == 0, errors.decode()
    assert errors.decode() == ""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    """One browser for all tests of the demo."""
    async with chromium() as opened:
        yield opened


@asynccontextmanager
async def open_page(browser: Browser, address: str, size: tuple[int, int]) -> AsyncIterator[Page]:
    """Open the demo's page in a window of that size; an error on the page fails the test."""
    problems: list[str] = []
    context = await browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="ru-RU")
    context.set_default_timeout(10_000)
    page = await context.new_page()
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    await page.goto(address)
    yield page
    await context.close()
    assert problems == []


def panels(page: Page) -> tuple[Locator, Locator, Locator]:
    """Return the panels of the guest, the reader and the editor."""
    found = page.locator(".panel")
    return found.nth(0), found.nth(1), found.nth(2)


def panel_of_moderator(page: Page) -> Locator:
    """Return the panel of the moderator."""
    return page.locator(".panel").nth(3)


async def type_into(shown: Locator, text: str) -> None:
    """Type a message and send it."""
    await shown.get_by_role("combobox").fill(text)
    await shown.get_by_role("combobox").press("Enter")


async def press(shown: Locator, label: str) -> None:
    """Press the newest button with that label."""
    await shown.get_by_role("button", name=label, exact=True).last.click()


async def test_four_people_live_through_a_publication(browser: Browser, address: str) -> None:
    async with open_page(browser, address, LAPTOP) as page:
        guest, member, editor = panels(page)
        moderator = panel_of_moderator(page)
        for shown in (guest, member, editor, moderator):
            await expect(shown).to_be_in_viewport(ratio=0.99)

        await press(guest, "Начать")
        await expect(guest).to_contain_text("газета в Телеграме")
        await press(guest, "Последние новости")
        await expect(guest).to_contain_text("Что показал год наблюдений за городскими пчёлами")
        await press(guest, "9")
        await expect(guest).to_contain_text("Больше всего нектара дали липы")
        await press(guest, "Фото (2)")
        await expect(guest.locator(".album .picture")).to_have_count(2)
        await expect(guest.locator(".album .picture").first).to_have_js_property("naturalWidth", 750)
        await press(guest, "Добавьте комментарий")
        await expect(guest).to_contain_text(GUESTS_MAY_NOT)

        await type_into(editor, "/post Фонарщики вышли на смену\nВечером в старом городе зажгли все фонари.")
        await press(editor, "Опубликовать")
        await expect(editor).to_contain_text("Опубликовано под №", timeout=UNDO_MS)
        found = re.search(r"Опубликовано под № (\d+)", await editor.inner_text())
        assert found
        await expect(member).to_contain_text("Фонарщики вышли на смену", timeout=PUSH_MS)
        # The push has a button or, if the demo has just published another article, a numbered list.
        await type_into(member, f"/read {found[1]}")
        await expect(member).to_contain_text("зажгли все фонари")
        await press(member, "Добавьте комментарий")
        await expect(member).to_contain_text("Ваш комментарий к публикации")
        await type_into(member, "Красиво.")
        await expect(member).to_contain_text("Комментарий увидят после проверки.")

        await expect(moderator).to_contain_text("Красиво.")
        await press(moderator, "Одобрить")
        await expect(moderator).to_contain_text("одобрен (Нина П.)")
        await type_into(guest, f"/comments {found[1]}")
        await expect(guest).to_contain_text("Мария Л.")


async def test_a_channel_with_a_discussion_stands_beside_the_people(browser: Browser, address: str) -> None:
    async with open_page(browser, address, LAPTOP) as page:
        guest, member, _ = panels(page)
        for shown in (guest, member):
            await shown.get_by_role("button", name="Вестник", exact=True).click()
            await expect(shown.locator(".author:visible").first).to_have_text("Вестник")
        await member.get_by_role("button", name="Комментировать").first.click()
        await type_into(member, "Первая!")
        await expect(guest.get_by_role("button", name="Комментарии: 1")).to_be_visible()


async def test_a_moderator_has_something_to_judge(browser: Browser, address: str) -> None:
    async with open_page(browser, address, LAPTOP) as page:
        moderator = panel_of_moderator(page)
        await expect(moderator).to_contain_text("Заработок от 5000 в день")
        await type_into(moderator, "/moderation")
        await expect(moderator).to_contain_text("На проверке: 3")
        await press(moderator, "Разобрать по порядку")
        await press(moderator, "Одобрить")
        await expect(moderator).to_contain_text("одобрен (Нина П.)")
        await press(moderator, "Отклонить")
        await press(moderator, "спам")
        await expect(moderator).to_contain_text("отклонён (Нина П.). Причина: спам")


async def test_a_night_passes_by_two_presses_and_the_reader_gets_one_digest(browser: Browser, address: str) -> None:
    async with open_page(browser, address, LAPTOP) as page:
        _, member, _ = panels(page)
        clock = page.locator("#today")
        await page.get_by_role("button", name="Ночь", exact=True).click()
        morning = page.get_by_role("button", name="Утро", exact=True)
        await expect(morning).to_be_enabled(timeout=NIGHT_MS)
        await expect(clock).to_contain_text("23:3")
        await expect(member).not_to_contain_text("Фонари на набережной")

        await morning.click()
        await expect(member).to_contain_text(re.compile(r"За ночь: \d+ новост"), timeout=NIGHT_MS)
        await expect(member).to_contain_text("Фонари на набережной")
        await expect(member).to_contain_text("Пловцы прошли под старым мостом")  # she follows the word
        await expect(member).not_to_contain_text("Шахматисты доиграли")  # and gets no other sport
        await expect(clock).to_contain_text("08:0")
        await expect(page.get_by_role("button", name="Ночь", exact=True)).to_be_enabled()


async def test_on_a_phone_people_are_tabs_and_nothing_overflows(browser: Browser, address: str) -> None:
    async with open_page(browser, address, PHONE) as page:
        await expect(page.get_by_role("tab")).to_have_count(4)
        await page.get_by_role("tab", name="Вера").click()
        _, _, editor = panels(page)
        await type_into(editor, "/drafts")
        await expect(editor).to_contain_text("Черновиков нет")
        await expect(page.get_by_role("button", name="Ночь", exact=True)).to_be_in_viewport(ratio=0.99)
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE[0]
