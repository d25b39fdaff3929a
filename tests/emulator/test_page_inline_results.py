"""Inline mode on the chat page: the list of results, and how a result is chosen."""

from typing import Any

import pytest
from playwright.async_api import expect

from tests.emulator.shown_page import ShownPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def answer_query(shown: ShownPage, titles: list[str], **answer: Any) -> dict[str, Any]:
    """Take the next inline query, answer it with articles with these titles, and return the query."""
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


async def test_typing_after_the_bots_name_shows_results_and_a_click_shares_one(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.locator("textarea").press_sequentially("@Vestnik_bot мост")
    assert (await answer_query(shown, ["Мост открыт", "Мост закрыт"]))["query"] == "мост"
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


async def test_arrows_and_enter_choose_a_result_and_escape_closes_the_list(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    typing = panel.locator("textarea")
    await typing.fill("@vestnik_bot ")
    await answer_query(shown, ["Первая", "Вторая"])
    await expect(panel.get_by_role("option")).to_have_count(2)
    await typing.press("Escape")
    await expect(panel.locator(".inline-results")).to_be_hidden()
    await typing.fill("@vestnik_bot  ")
    await answer_query(shown, ["Первая", "Вторая"])
    await expect(panel.get_by_role("option")).to_have_count(2)
    await typing.press("ArrowUp")
    await typing.press("Enter")
    await expect(panel.locator(".own .text").last).to_have_text("Вторая")


async def test_the_next_page_is_loaded_at_the_end_of_the_list(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.locator("textarea").fill("@vestnik_bot ")
    await answer_query(shown, [f"Новость {each}" for each in range(20)], next_offset="20")
    await expect(panel.get_by_role("option")).to_have_count(20)
    await panel.get_by_role("option").last.scroll_into_view_if_needed()
    assert (await answer_query(shown, ["Последняя"]))["offset"] == "20"
    await expect(panel.get_by_role("option")).to_have_count(21)


async def test_the_button_above_the_results_starts_the_bot(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.locator("textarea").fill("@vestnik_bot зщшг")
    await answer_query(shown, [], button={"text": "Ничего не найдено. Искать в боте", "start_parameter": "s"})
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
    assert (await answer_query(shown, ["Мост открыт"]))["query"] == "№ 5"
    await expect(panel.get_by_role("option")).to_have_text(["Мост открыт14:05 · Город"])


async def test_another_bots_name_sends_no_query(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.locator("textarea").fill("@gif cat")
    await panel.locator("textarea").fill("@vestnik_bot")
    await panel.locator("textarea").press("Enter")
    await expect(panel.locator(".own .text").last).to_have_text("@vestnik_bot")
    assert [list(update)[-1] for update in await shown.updates()] == ["message"]
