"""The page's groups, forums and channels, and its albums and files, in a real browser."""

from typing import Any

import pytest
from playwright.async_api import Locator, expect

from emulator import Group
from tests.emulator.shown_page import ShownPage

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def forum(shown: ShownPage) -> Group:
    """A forum of both people; Boris is its creator."""
    return shown.emulator.group("Соседи", admins=[shown.boris], members=[shown.anna], forum=True)


@pytest.fixture
def channel(shown: ShownPage) -> Group:
    """A channel in which Boris may post and Anna reads."""
    channel = shown.emulator.channel("Вестник города", admins=[shown.boris])
    channel.adds(shown.anna.user)
    return channel


async def open_with(shown: ShownPage, *chats: Group) -> tuple[Locator, Locator]:
    """Open the page with these chats; return the panels of Anna and of Boris."""
    shown.emulator.show(shown.anna, "Гость", chats=chats)
    shown.emulator.show(shown.boris, "Редактор", chats=chats)
    await shown.open()
    return shown.panel(shown.anna), shown.panel(shown.boris)


def button(panel: Locator, name: str) -> Locator:
    return panel.locator(".rooms").get_by_role("button", name=name, exact=True)


def photos(shown: ShownPage, count: int) -> list[dict[str, Any]]:
    added = [shown.emulator.world.photos.add_sample() for _ in range(count)]
    return [{"type": "photo", "media": photo.ids[-1]} for photo in added]


async def test_without_other_chats_there_is_nothing_to_switch(shown: ShownPage) -> None:
    await shown.open()
    await expect(shown.panel(shown.anna).locator(".rooms")).to_be_hidden()


async def test_a_topic_shows_its_own_messages_and_what_is_typed_goes_there(shown: ShownPage, forum: Group) -> None:
    news = forum.opens_topic("Новости")
    anna, _ = await open_with(shown, forum)
    await expect(anna.locator(".topics")).to_be_hidden()
    await button(anna, "Соседи").click()
    await shown.api.ok("sendMessage", chat_id=forum.id, text="Для всех")
    await expect(anna.locator(".message:visible .text")).to_have_text(["Для всех"])
    await button(anna, "Новости").click()
    await expect(anna.locator(".message:visible .text")).to_have_text(["Открыта тема «Новости»"])
    await anna.locator("textarea").fill("/latest")
    await anna.locator("textarea").press("Enter")
    (update,) = await shown.updates()
    assert (update["message"]["text"], update["message"]["message_thread_id"]) == ("/latest", news)
    await expect(anna.locator(".own:visible .text")).to_have_text("/latest")
    await expect(anna.locator(".answered:visible")).to_have_count(0)


async def test_a_message_elsewhere_marks_its_chat_and_topic_until_it_is_opened(shown: ShownPage, forum: Group) -> None:
    news = forum.opens_topic("Новости")
    anna, _ = await open_with(shown, forum)
    await expect(anna.locator(".unread")).to_have_count(0)
    await shown.api.ok("sendMessage", chat_id=forum.id, text="Номер вышел", message_thread_id=news)
    await expect(anna.locator(".unread")).to_have_text(["Соседи"])
    await button(anna, "Соседи").click()
    await expect(anna.locator(".unread")).to_have_text(["Соседи", "Новости"])
    await button(anna, "Новости").click()
    await expect(anna.locator(".unread")).to_have_count(0)
    await expect(anna.locator(".author:visible").last).to_have_text("Вестник")


async def test_an_ephemeral_message_is_shown_to_one_person_and_marked(shown: ShownPage, forum: Group) -> None:
    forum.chat.statuses[shown.emulator.world.bot.id] = "administrator"
    anna, boris = await open_with(shown, forum)
    await button(anna, "Соседи").click()
    await button(boris, "Соседи").click()
    whisper = {"receiver_user_id": shown.anna.id}
    await shown.api.ok("sendMessage", chat_id=forum.id, text="Вам одной", ephemeral_message_parameters=whisper)
    await shown.api.ok("sendMessage", chat_id=forum.id, text="Для всех")
    await expect(anna.locator(".message:visible .text")).to_have_text(["Вам одной", "Для всех"])
    await expect(anna.locator(".whisper:visible")).to_have_text(["Видите только вы"])
    await expect(boris.locator(".message:visible .text")).to_have_text(["Для всех"])


async def test_the_keys_for_a_contact_and_for_a_person_send_them(shown: ShownPage) -> None:
    await shown.open()
    keys = [{"text": "Мой номер", "request_contact": True}, {"text": "Кого?", "request_users": {"request_id": 1}}]
    await shown.sends("Кто?", reply_markup={"keyboard": [keys]})
    anna = shown.panel(shown.anna)
    await anna.get_by_role("button", name="Мой номер").click()
    (update,) = await shown.updates()
    assert update["message"]["contact"]["user_id"] == shown.anna.id
    await expect(anna.locator(".own .text").last).to_have_text("Контакт: Anna, +79161234567")
    await anna.get_by_role("button", name="Кого?").click()
    await anna.locator(".reply-keyboard").get_by_role("button", name="Boris").click()
    (update,) = await shown.updates()
    assert update["message"]["users_shared"]["user_ids"] == [shown.boris.id]
    await expect(anna.get_by_role("button", name="Кого?")).to_be_visible()


async def test_a_quote_and_an_answer_to_another_chat_are_shown(shown: ShownPage, channel: Group) -> None:
    anna, _ = await open_with(shown, channel)
    post = await channel.posts("Мост закрыт до мая")
    await shown.anna.says("Почему?", external=post, quote="до мая")
    await expect(anna.locator(".answered:visible b")).to_have_text("Вестник города")
    await expect(anna.locator(".answered:visible span")).to_have_text("до мая")


async def test_a_deleted_topic_is_left(shown: ShownPage, forum: Group) -> None:
    news = forum.opens_topic("Новости")
    anna, _ = await open_with(shown, forum)
    await button(anna, "Соседи").click()
    await button(anna, "Новости").click()
    forum.deletes_topic(news)
    await expect(button(anna, "Новости")).to_have_count(0)
    await expect(button(anna, "Личный чат")).to_have_attribute("aria-pressed", "true")


async def test_a_button_in_a_group_is_pressed_there(shown: ShownPage, forum: Group) -> None:
    anna, _ = await open_with(shown, forum)
    await button(anna, "Соседи").click()
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "read"}]]}
    await shown.api.ok("sendMessage", chat_id=forum.id, text="Новость", reply_markup=markup)
    await anna.get_by_role("button", name="Читать").click()
    query = (await shown.updates())[0]["callback_query"]
    assert query["message"]["chat"]["id"] == forum.id
    await shown.api.ok("answerCallbackQuery", callback_query_id=query["id"], text="Открыто")
    await expect(anna.get_by_role("status")).to_have_text("Открыто")


async def test_in_a_channel_only_administrators_write_and_readers_forward(shown: ShownPage, channel: Group) -> None:
    anna, boris = await open_with(shown, channel)
    for panel in (anna, boris):
        await button(panel, "Вестник города").click()
    await boris.locator("textarea").fill("Слово редактора")
    await boris.locator("textarea").press("Enter")
    assert (await shown.updates())[0]["channel_post"]["text"] == "Слово редактора"
    await expect(anna.get_by_text("Здесь пишут только администраторы")).to_be_visible()
    await expect(anna.locator("textarea")).to_be_hidden()
    post = anna.locator(".message:visible")
    await post.hover()
    await post.get_by_role("button", name="Переслать боту").click()
    assert (await shown.updates())[0]["message"]["forward_origin"]["chat"]["id"] == channel.id
    await button(anna, "Личный чат").click()
    await expect(anna.locator(".via:visible")).to_have_text("переслано: Вестник города")


async def test_an_album_is_shown_together_with_its_captions(shown: ShownPage) -> None:
    await shown.open()
    media = photos(shown, 3)
    media[0]["caption"] = "Площадь"
    sent = await shown.api.ok("sendMediaGroup", chat_id=shown.anna.id, media=media)
    album = shown.panel(shown.anna).locator(".album")
    await expect(album).to_have_count(1)
    await expect(album.locator(".picture")).to_have_count(3)
    for picture in await album.locator(".picture").all():
        await expect(picture).to_have_js_property("naturalWidth", 300)
    await expect(album.locator(".text:visible")).to_have_text("Площадь")
    meant = {"chat_id": shown.anna.id, "message_id": sent[2]["message_id"]}
    await shown.api.ok("editMessageCaption", **meant, caption="Река")
    await expect(album.locator(".text:visible")).to_have_text(["Площадь", "Река"])
    for message in sent:
        await shown.api.ok("deleteMessage", chat_id=shown.anna.id, message_id=message["message_id"])
    await expect(album).to_have_count(0)


async def test_a_person_sends_an_album_by_adding_photos(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    for _ in range(3):
        await panel.get_by_role("button", name="Отправить фотографию").click()
    await expect(panel.locator(".mode b")).to_have_text("Альбом: 3")
    await panel.locator("textarea").fill("На площади")
    await panel.locator("textarea").press("Enter")
    messages = [update["message"] for update in await shown.updates()]
    assert [message.get("caption") for message in messages] == ["На площади", None, None]
    await expect(panel.locator(".album.own .picture")).to_have_count(3)


async def test_media_that_replaces_a_text_is_shown_in_its_place(shown: ShownPage) -> None:
    await shown.open()
    sent = await shown.sends("Новость")
    (media,) = photos(shown, 1)
    meant = {"chat_id": shown.anna.id, "message_id": sent["message_id"]}
    await shown.api.ok("editMessageMedia", **meant, media=media | {"caption": "Площадь"})
    message = shown.panel(shown.anna).locator(".message:not(.own)")
    await expect(message.locator(".picture")).to_be_visible()
    await expect(message.locator(".text")).to_have_text("Площадь")


@pytest.mark.parametrize("width", [390, 1024])
async def test_rooms_fit_into_their_panel(shown: ShownPage, forum: Group, channel: Group, width: int) -> None:
    for name in ("Новости города и области", "Происшествия", "Спорт и отдых", "Объявления"):
        forum.opens_topic(name)
    anna, _ = await open_with(shown, forum, channel)
    await shown.page.set_viewport_size({"width": width, "height": 844})
    await button(anna, "Соседи").click()
    await shown.api.ok("sendMediaGroup", chat_id=forum.id, media=photos(shown, 3))
    await expect(anna.locator(".album .picture").last).to_be_visible()
    for part in (".scroll", ".rooms"):
        assert await anna.locator(part).evaluate("element => element.scrollWidth <= element.clientWidth"), part
    assert await shown.page.evaluate("document.body.scrollHeight <= innerHeight")
