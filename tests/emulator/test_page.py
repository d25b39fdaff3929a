"""The chat page in a real browser."""

import re

import pytest
from playwright.async_api import Browser, expect

from emulator import Emulator
from tests.emulator.shown_page import ShownPage

pytestmark = pytest.mark.asyncio(loop_scope="session")

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1366, "height": 768}


async def test_panels_are_side_by_side_with_names_and_roles(shown: ShownPage) -> None:
    await shown.open()
    await expect(shown.page.locator(".panel")).to_have_count(2)
    await expect(shown.panel(shown.anna).locator("h2")).to_have_text("Anna")
    await expect(shown.panel(shown.boris).locator(".role")).to_have_text("Редактор")
    await expect(shown.page.locator(".imprint")).to_contain_text("эмулятор")
    await expect(shown.page.get_by_role("tab")).to_have_count(0)


async def test_a_person_who_has_not_started_sees_the_description_and_a_start_button(shown: ShownPage) -> None:
    await shown.api.ok("setMyDescription", description="Газета в Telegram")
    await shown.page.goto(shown.emulator.url)
    panel = shown.panel(shown.anna)
    await expect(panel.get_by_text("Газета в Telegram")).to_be_visible()
    await panel.get_by_role("button", name="Начать").click()
    await expect(panel.locator(".own .text")).to_have_text("/start")
    await expect(panel.locator("textarea")).to_be_visible()


async def test_enter_sends_and_shift_enter_starts_a_new_line(shown: ShownPage) -> None:
    await shown.open()
    typing = shown.panel(shown.anna).locator("textarea")
    await typing.press_sequentially("Раз")
    await typing.press("Shift+Enter")
    await typing.press_sequentially("два")
    await typing.press("Enter")
    await expect(shown.panel(shown.anna).locator(".own .text").last).to_have_text("Раз\nдва")
    await expect(typing).to_have_value("")
    assert (await shown.updates())[0]["message"]["text"] == "Раз\nдва"


async def test_a_pressed_button_shows_progress_and_the_message_changes_in_its_place(shown: ShownPage) -> None:
    await shown.open()
    sent = await shown.sends("Новость", {"text": "Читать", "callback_data": "read"})
    panel = shown.panel(shown.anna)
    await panel.get_by_role("button", name="Читать").click()
    await expect(panel.locator("[aria-busy=true]")).to_have_text("Читать")
    (update,) = await shown.updates()
    meant = {"chat_id": shown.anna.id, "message_id": sent["message_id"]}
    back = {"inline_keyboard": [[{"text": "Наверх", "callback_data": "top"}]]}
    await shown.api.ok("editMessageText", **meant, text="Новость целиком", reply_markup=back)
    await shown.api.ok("answerCallbackQuery", callback_query_id=update["callback_query"]["id"], text="Открыто")
    await expect(panel.locator(".message:not(.own) .text")).to_have_text(["Новость целиком"])
    await expect(panel.locator(".edited:visible")).to_have_text(["изменено"])
    await expect(panel.locator(".key")).to_have_text(["Наверх"])
    await expect(panel.get_by_role("status")).to_have_text("Открыто")


async def test_an_alert_is_a_dialog_to_be_closed(shown: ShownPage) -> None:
    await shown.open()
    await shown.sends("Новость", {"text": "Комментарий", "callback_data": "c"})
    await shown.panel(shown.anna).get_by_role("button", name="Комментарий").click()
    query = (await shown.updates())[0]["callback_query"]["id"]
    await shown.api.ok("answerCallbackQuery", callback_query_id=query, text="Гостям нельзя", show_alert=True)
    dialog = shown.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Гостям нельзя")
    await dialog.get_by_role("button").click()
    await expect(dialog).to_be_hidden()


async def test_the_menu_shows_the_commands_and_a_slash_filters_them(shown: ShownPage) -> None:
    await shown.open()
    commands = [{"command": name, "description": f"делает {name}"} for name in ("latest", "read", "register")]
    await shown.api.ok("setMyCommands", commands=commands)
    panel = shown.panel(shown.anna)
    options = panel.get_by_role("option")
    await panel.get_by_role("button", name="Команды").click()
    await expect(options).to_have_count(3)
    await panel.locator("textarea").press("Escape")
    await expect(options).to_have_count(0)
    await panel.locator("textarea").press_sequentially("/re")
    await expect(options.locator("b")).to_have_text(["/read", "/register"])
    await panel.locator("textarea").press("ArrowDown")
    await panel.locator("textarea").press("Enter")
    await expect(panel.locator(".own .text").last).to_have_text("/read")
    await expect(options).to_have_count(0)


async def test_entities_are_shown_and_never_become_markup(shown: ShownPage) -> None:
    await shown.open()
    text = "<img src=x onerror=alert(1)> жирно код ссылка /help"
    entities = [
        {"type": "bold", "offset": 29, "length": 5},
        {"type": "code", "offset": 35, "length": 3},
        {"type": "text_link", "offset": 39, "length": 6, "url": "https://example.com/"},
    ]
    await shown.sends(text, entities=entities)
    bubble = shown.panel(shown.anna).locator(".message:not(.own) .text")
    await expect(bubble).to_have_text(text)
    await expect(bubble.locator("strong")).to_have_text("жирно")
    await expect(bubble.locator("code")).to_have_text("код")
    link = bubble.get_by_role("link")
    await expect(link).to_have_attribute("href", "https://example.com/")
    await expect(link).to_have_attribute("target", "_blank")
    assert await bubble.locator("img").count() == 0
    await bubble.get_by_role("button", name="/help").click()
    assert (await shown.updates())[0]["message"]["text"] == "/help"


async def test_a_link_with_a_dangerous_scheme_is_only_text(shown: ShownPage) -> None:
    await shown.open()
    await shown.sends("нажми", entities=[{"type": "text_link", "offset": 0, "length": 5, "url": "javascript:alert(1)"}])
    bubble = shown.panel(shown.anna).locator(".message:not(.own) .text")
    await expect(bubble).to_have_text("нажми")
    assert await bubble.get_by_role("link").count() == 0


async def test_deep_links_act_in_the_panel(shown: ShownPage) -> None:
    await shown.open()
    link = "https://t.me/vestnik_bot?start=a_5"
    entities = [{"type": "text_link", "offset": 0, "length": 4, "url": link}]
    await shown.sends("Пять", {"text": "Открыть", "url": link.replace("a_5", "a_6")}, entities=entities)
    panel = shown.panel(shown.anna)
    await panel.get_by_role("link", name="Пять").click()
    await expect(panel.locator(".own .text").last).to_have_text("/start a_5")
    await panel.get_by_role("link", name="Открыть").click()
    await expect(panel.locator(".own .text").last).to_have_text("/start a_6")


async def test_a_forced_reply_opens_the_reply_bar(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    markup = {"force_reply": True, "input_field_placeholder": "Ваш комментарий"}
    asked = await shown.sends("Добавьте комментарий", reply_markup=markup)
    await expect(panel.locator(".mode span")).to_have_text("Добавьте комментарий")
    await expect(panel.locator("textarea")).to_have_attribute("placeholder", "Ваш комментарий")
    await panel.locator("textarea").fill("Вот он")
    await panel.get_by_role("button", name="Отправить", exact=True).click()
    answer = (await shown.updates())[0]["message"]
    assert (answer["text"], answer["reply_to_message"]["message_id"]) == ("Вот он", asked["message_id"])
    await expect(panel.locator(".mode")).to_be_hidden()
    await expect(panel.locator(".own .answered").last).to_contain_text("Добавьте комментарий")


async def test_any_message_can_be_answered_and_an_own_one_changed(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await shown.sends("Новость")
    theirs = panel.locator(".message:not(.own)").first
    await theirs.hover()
    await theirs.get_by_role("button", name="Ответить").click()
    await panel.locator("textarea").press_sequentially("Хорошая")
    await panel.locator("textarea").press("Enter")
    assert (await shown.updates())[0]["message"]["reply_to_message"]["text"] == "Новость"
    own = panel.locator(".own").last
    await own.hover()
    await own.get_by_role("button", name="Изменить").click()
    await expect(panel.locator("textarea")).to_have_value("Хорошая")
    await panel.locator("textarea").fill("Прекрасная")
    await panel.locator("textarea").press("Enter")
    await expect(own.locator(".text")).to_have_text("Прекрасная")
    assert (await shown.updates())[0]["edited_message"]["text"] == "Прекрасная"


async def test_a_photo_is_sent_with_a_caption_and_shown(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await panel.get_by_role("button", name="Отправить фотографию").click()
    await panel.locator("textarea").fill("На площади")
    await panel.locator("textarea").press("Enter")
    assert (await shown.updates())[0]["message"]["caption"] == "На площади"
    picture = panel.locator(".own .picture").last
    await expect(picture).to_be_visible()
    await expect(picture).to_have_js_property("naturalWidth", 300)


async def test_a_key_of_the_reply_keyboard_sends_its_label(shown: ShownPage) -> None:
    await shown.open()
    await shown.sends("Да?", reply_markup={"keyboard": [[{"text": "Да"}, {"text": "Нет"}]]})
    await shown.panel(shown.anna).get_by_role("button", name="Нет").click()
    assert (await shown.updates())[0]["message"]["text"] == "Нет"


async def test_a_person_blocks_the_bot_and_changes_the_language(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    more = panel.get_by_role("button", name="Меню человека")
    await more.click()
    await panel.get_by_role("radio", name="English").check()
    await panel.get_by_role("button", name="Остановить и заблокировать бота").click()
    assert (await shown.updates())[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert shown.anna.user.language_code == "en"
    await expect(panel.locator("textarea")).to_be_hidden()
    await panel.locator(".start-button").click()
    await expect(panel.locator("textarea")).to_be_visible()


async def test_a_reader_further_up_sees_a_notice_that_leads_to_the_new_message(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await shown.sends("Длинная новость\n" * 60)
    await panel.locator(".scroll").evaluate("element => element.scrollTo(0, 0)")
    chip = panel.get_by_role("button", name="Новые сообщения")
    await expect(chip).to_be_hidden()
    await shown.sends("Свежая новость")
    await chip.click()
    await expect(panel.get_by_text("Свежая новость")).to_be_in_viewport()
    await expect(chip).to_be_hidden()


async def test_a_hidden_text_is_shown_on_demand(shown: ShownPage) -> None:
    await shown.open()
    await shown.sends("Ответ: сорок", entities=[{"type": "spoiler", "offset": 7, "length": 5}])
    spoiler = shown.panel(shown.anna).get_by_role("button", name="Показать скрытое")
    await spoiler.click()
    await expect(shown.panel(shown.anna).locator(".spoiler.shown")).to_have_text("сорок")


async def test_on_a_phone_people_are_in_tabs_with_a_dot_for_new_messages(shown: ShownPage) -> None:
    await shown.open(**PHONE)
    tabs = shown.page.get_by_role("tab")
    await expect(tabs).to_have_count(2)
    await expect(shown.panel(shown.anna)).to_be_visible()
    await expect(shown.panel(shown.boris)).to_be_hidden()
    await tabs.nth(1).click()
    await expect(shown.panel(shown.anna)).to_be_hidden()
    await shown.sends("Новость для Анны")
    await expect(tabs.nth(0).get_by_role("img", name="есть новое")).to_be_visible()
    await tabs.nth(1).press("ArrowLeft")
    await expect(shown.panel(shown.anna).get_by_text("Новость для Анны")).to_be_in_viewport()
    await expect(tabs.nth(0).get_by_role("img")).to_have_count(0)


@pytest.mark.parametrize("size", [PHONE, DESK, {"width": 1024, "height": 700}])
async def test_the_content_fits_into_its_panel(shown: ShownPage, size: dict[str, int]) -> None:
    await shown.open(**size)
    button = {"text": "Очень длинная надпись на кнопке, которая не помещается в строку", "callback_data": "x"}
    await shown.sends("слово" * 100, button)
    panel = shown.panel(shown.anna)
    await expect(panel.locator(".key")).to_be_visible()
    for part in (".scroll", ".composer"):
        assert await panel.locator(part).evaluate("element => element.scrollWidth <= element.clientWidth"), part
    assert await shown.page.evaluate("document.body.scrollHeight <= innerHeight")


async def test_the_page_is_in_the_browsers_language(shown: ShownPage, browser: Browser) -> None:
    context = await browser.new_context(locale="en-GB")
    page = await context.new_page()
    await shown.anna.says("/start")
    await page.goto(shown.emulator.url)
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await expect(page.get_by_text("Telegram on your desk")).to_be_visible()
    await expect(page.get_by_role("button", name="Send", exact=True).first).to_be_visible()
    await context.close()


async def test_a_lost_connection_is_shown(browser: Browser) -> None:
    context = await browser.new_context(locale="ru-RU")
    page = await context.new_page()
    async with Emulator() as emulator:
        emulator.show(emulator.person("Anna"), "Гость")
        await page.goto(emulator.url)
        await expect(page.locator(".panel")).to_have_count(1)
        await expect(page.get_by_role("alert")).to_be_hidden()
    await expect(page.get_by_role("alert")).to_have_text(re.compile("Связь с ботом потеряна"))
    await context.close()
