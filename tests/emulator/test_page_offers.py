"""The chat page and inline mode: what is offered over the input line, and how it is chosen."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.emulator.conftest import ShownPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def offers(shown: ShownPage, titles: list[str], **answer: Any) -> dict[str, Any]:
    """The bot takes the next inline query and offers articles with these titles."""
    (update,) = await shown.updates()
    results = [
        {
            "type": "article",
            "id": title,
            "title": title,
            "description": "14:05 · Город",
            "input_message_content": {"message_text": title},
            "reply_markup": {"inline_keyboard": [[{"text": "Читать", "url": "https://t.me/vestnik_bot?start=a_5"}]]},
        }
        for title in titles
    ]
    query: dict[str, Any] = update["inline_query"]
    await shown.api.ok("answerInlineQuery", inline_query_id=query["id"], results=results, **answer)
    return query


async def test_what_is_typed_after_the_bots_name_is_offered_and_a_click_shares_it(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.locator("textarea").press_sequentially("@Vestnik_bot мост")
    assert (await offers(shown, ["Мост открыт", "Мост закрыт"]))["query"] == "мост"
    await expect(panel.get_by_role("option").locator("b")).to_have_text(["Мост открыт", "Мост закрыт"])
    await expect(panel.get_by_role("option").first.locator("span")).to_have_text("14:05 · Город")
    await panel.get_by_role("option", name="Мост закрыт").click()
    own = panel.locator(".own").last
    await expect(own.locator(".text")).to_have_text("Мост закрыт")
    await expect(own.locator(".via")).to_have_text("через @vestnik_bot")
    await expect(own.get_by_role("button", name="Изменить")).to_be_hidden()
    await expect(panel.locator("textarea")).to_have_value("")
    await expect(panel.locator(".inline-results")).to_be_hidden()
    await own.get_by_role("link", name="Читать").click()
    await expect(panel.locator(".own .text").last).to_have_text("/start a_5")


async def test_the_arrows_and_enter_choose_an_offer_too_and_escape_closes_them(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    typing = panel.locator("textarea")
    await typing.fill("@vestnik_bot ")
    await offers(shown, ["Первая", "Вторая"])
    await expect(panel.get_by_role("option")).to_have_count(2)
    await typing.press("Escape")
    await expect(panel.locator(".inline-results")).to_be_hidden()
    await typing.fill("@vestnik_bot  ")
    await offers(shown, ["Первая", "Вторая"])
    await expect(panel.get_by_role("option")).to_have_count(2)
    await typing.press("ArrowUp")
    await typing.press("Enter")
    await expect(panel.locator(".own .text").last).to_have_text("Вторая")


async def test_more_is_offered_where_the_list_ends(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.locator("textarea").fill("@vestnik_bot ")
    await offers(shown, [f"Новость {each}" for each in range(20)], next_offset="20")
    await expect(panel.get_by_role("option")).to_have_count(20)
    await panel.get_by_role("option").last.scroll_into_view_if_needed()
    assert (await offers(shown, ["Последняя"]))["offset"] == "20"
    await expect(panel.get_by_role("option")).to_have_count(21)


async def test_the_button_over_what_is_offered_starts_the_bot(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.locator("textarea").fill("@vestnik_bot зщшг")
    await offers(shown, [], button={"text": "Ничего не найдено. Искать в боте", "start_parameter": "s"})
    await panel.get_by_role("button", name="Ничего не найдено").click()
    await expect(panel.locator(".own .text").last).to_have_text("/start s")
    await expect(panel.locator(".inline-results")).to_be_hidden()


@pytest.mark.parametrize("kind", ["switch_inline_query", "switch_inline_query_current_chat"])
async def test_a_button_that_switches_to_inline_mode_asks_the_bot(shown: ShownPage, kind: str) -> None:
    await shown.open()
    await shown.sends("Мост открыт", {"text": "Поделиться", kind: "№ 5"})
    panel = shown.panel(shown.anna)
    await panel.get_by_role("button", name="Поделиться").click()
    await expect(panel.locator("textarea")).to_have_value("@vestnik_bot № 5")
    assert (await offers(shown, ["Мост открыт"]))["query"] == "№ 5"
    await expect(panel.get_by_role("option")).to_have_text(["Мост открыт14:05 · Город"])


async def test_another_bots_name_asks_nobody(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.locator("textarea").fill("@gif cat")
    await panel.locator("textarea").fill("@vestnik_bot")
    await panel.locator("textarea").press("Enter")
    await expect(panel.locator(".own .text").last).to_have_text("@vestnik_bot")
    assert [list(update)[-1] for update in await shown.updates()] == ["message"]
