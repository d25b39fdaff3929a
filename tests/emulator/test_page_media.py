"""The page's pictures, videos, files, albums, link previews and channel posts, in a real browser."""

from typing import Any

import pytest
from playwright.async_api import FilePayload, Locator, expect

from emulator import Group
from emulator.sample_picture import sample_picture
from tests.emulator.shown_page import ShownPage

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURE_URL = "https://vestnik.example/1.png"


def photos(shown: ShownPage, count: int) -> list[dict[str, Any]]:
    added = [shown.emulator.world.photos.add_sample() for _ in range(count)]
    return [{"type": "photo", "media": photo.ids[-1]} for photo in added]


async def with_discussion(shown: ShownPage) -> tuple[Group, Group]:
    """A channel of Boris that Anna reads, and its discussion group, both on the page."""
    channel = shown.emulator.channel("Вестник города", admins=[shown.boris])
    channel.adds(shown.anna.user)
    group = shown.emulator.group("Обсуждение", admins=[shown.boris], members=[shown.anna])
    group.links(channel)
    for person in (shown.anna, shown.boris):
        shown.emulator.show(person, "Читатель", chats=[channel, group])
    return channel, group


def room(panel: Locator, name: str) -> Locator:
    return panel.locator(".rooms").get_by_role("button", name=name, exact=True)


async def test_documents_and_audio_are_rows_and_a_document_can_be_saved(shown: ShownPage) -> None:
    await shown.open()
    await shown.anna.shares_file("document", data=b"x" * 2048, name="Отчёт.html")
    await shown.anna.shares_file("document", name="Пример.txt")
    song = {"audio": "https://example.com/song.mp3", "performer": "Хор", "title": "Песня", "duration": 75}
    await shown.api.ok("sendAudio", chat_id=shown.anna.id, caption="Послушайте", **song)
    panel = shown.panel(shown.anna)
    await expect(panel.locator(".file b")).to_have_text(["Отчёт.html", "Пример.txt", "Хор — Песня"])
    await expect(panel.locator(".file span")).to_have_text(["2 кБ", "13 Б", "1:15 · 244 кБ"])
    await expect(panel.locator("a.file")).to_have_count(1)
    async with shown.page.expect_download() as saving:
        await panel.locator("a.file").click()
    assert (await saving.value).suggested_filename == "Отчёт.html"


async def test_a_video_has_a_play_mark_and_its_length(shown: ShownPage) -> None:
    await shown.open()
    await shown.anna.shares_file("video", "Как это было")
    await shown.api.ok("sendVideo", chat_id=shown.anna.id, video="https://example.com/a.mp4", duration=3725)
    panel = shown.panel(shown.anna)
    await expect(panel.locator(".length")).to_have_text(["0:12", "1:02:05"])
    await expect(panel.locator(".play").first).to_be_disabled()
    await expect(panel.locator(".play").last).to_be_enabled()
    await expect(panel.locator(".own .text").last).to_have_text("Как это было")


async def test_a_video_that_cannot_be_played_becomes_a_placeholder(shown: ShownPage) -> None:
    await shown.open()
    await shown.anna.shares_file("video", data=b"no video", name="clip.mp4")
    await expect(shown.panel(shown.anna).locator(".clip .placeholder")).to_have_text("clip.mp4")


@pytest.mark.parametrize(("count", "rows"), [(2, [2]), (3, [1, 2]), (5, [2, 3]), (7, [1, 3, 3]), (10, [2, 2, 3, 3])])
async def test_the_pictures_of_an_album_stand_in_rows_above_its_caption(
    shown: ShownPage, count: int, rows: list[int]
) -> None:
    await shown.open()
    media = photos(shown, count)
    media[0]["caption"] = "Площадь"
    await shown.api.ok("sendMediaGroup", chat_id=shown.anna.id, media=media)
    album = shown.panel(shown.anna).locator(".album")
    await expect(album.locator(".picture")).to_have_count(count)
    boxes = [await picture.bounding_box() for picture in await album.locator(".picture").all()]
    tops = [round(box["y"]) for box in boxes if box]
    assert [tops.count(top) for top in sorted(set(tops))] == rows
    caption = await album.locator(".text:visible").bounding_box()
    assert caption
    assert all(box and box["y"] + box["height"] <= caption["y"] for box in boxes)


async def test_an_edited_album_bears_one_mark(shown: ShownPage) -> None:
    await shown.open()
    sent = await shown.api.ok("sendMediaGroup", chat_id=shown.anna.id, media=photos(shown, 3))
    album = shown.panel(shown.anna).locator(".album")
    await expect(album.locator(".picture")).to_have_count(3)
    await expect(album.locator(".edited:visible")).to_have_count(0)
    meant = {"chat_id": shown.anna.id, "message_id": sent[0]["message_id"]}
    await shown.api.ok("editMessageCaption", **meant, caption="Река")
    await expect(album.locator(".text:visible")).to_have_text("Река")
    await expect(album.locator(".edited:visible")).to_have_text("изменено")


async def test_a_changed_caption_does_not_load_the_picture_again_and_a_new_picture_does(shown: ShownPage) -> None:
    await shown.open()
    (first, second) = photos(shown, 2)
    sent = await shown.api.ok("sendPhoto", chat_id=shown.anna.id, photo=first["media"], caption="Площадь")
    picture = shown.panel(shown.anna).locator(".picture")
    await picture.evaluate("image => { image.dataset.seen = 'yes'; }")
    meant = {"chat_id": shown.anna.id, "message_id": sent["message_id"]}
    await shown.api.ok("editMessageCaption", **meant, caption="Снято редакцией")
    await expect(shown.panel(shown.anna).locator(".message:not(.own) .text")).to_have_text("Снято редакцией")
    await expect(picture).to_have_attribute("data-seen", "yes")
    await shown.api.ok("editMessageMedia", **meant, media=second)
    await expect(picture).not_to_have_attribute("data-seen", "yes")


@pytest.mark.parametrize("is_above", [True, False])
async def test_a_link_preview_shows_the_picture_at_its_address(shown: ShownPage, is_above: bool) -> None:
    shown.emulator.publish(PICTURE_URL, sample_picture(1))
    await shown.open()
    options = {"url": PICTURE_URL, "prefer_large_media": True, "show_above_text": is_above}
    sent = await shown.sends("Новость целиком", link_preview_options=options)
    message = shown.panel(shown.anna).locator(".message:not(.own)")
    await expect(message.locator(".preview img")).to_have_js_property("naturalWidth", 300)
    picture, text = await message.locator(".preview").bounding_box(), await message.locator(".text").bounding_box()
    assert picture
    assert text
    assert (picture["y"] < text["y"]) is is_above
    meant = {"chat_id": shown.anna.id, "message_id": sent["message_id"]}
    await shown.api.ok("editMessageText", **meant, text="Снято", link_preview_options={"is_disabled": True})
    await expect(message.locator(".preview")).to_have_count(0)


async def test_a_link_preview_without_a_known_picture_names_the_site(shown: ShownPage) -> None:
    await shown.open()
    await shown.sends("Новость", link_preview_options={"url": "https://vestnik.example/article"})
    await expect(shown.panel(shown.anna).locator(".preview")).to_have_text("vestnik.example")


async def test_under_a_channel_post_are_its_comments(shown: ShownPage) -> None:
    channel, group = await with_discussion(shown)
    await shown.open()
    panel = shown.panel(shown.anna)
    await room(panel, "Вестник города").click()
    post = await shown.api.ok("sendMessage", chat_id=channel.id, text="Номер вышел")
    await expect(panel.locator(".author:visible")).to_have_text("Вестник города")
    await expect(panel.locator(".comments:visible")).to_have_text("Комментировать")
    copy = channel.copy_of(post["message_id"])
    comment = await shown.boris.says("Прочёл", reply_to=copy["message_id"], chat=group)
    await expect(panel.locator(".comments:visible")).to_have_text("Комментарии: 1")
    group.deletes(comment["message_id"])
    await expect(panel.locator(".comments:visible")).to_have_text("Комментировать")
    await panel.locator(".comments:visible").click()
    await expect(room(panel, "Обсуждение")).to_have_attribute("aria-pressed", "true")
    await expect(panel.locator(".mode span")).to_have_text("Номер вышел")
    await panel.locator("textarea").fill("И я")
    await panel.locator("textarea").press("Enter")
    await expect(panel.locator(".own:visible .answered b")).to_have_text("Вестник города")
    assert group.messages[-1]["message_thread_id"] == copy["message_id"]


async def test_a_channel_post_with_buttons_has_no_comments(shown: ShownPage) -> None:
    channel, _ = await with_discussion(shown)
    await shown.open()
    panel = shown.panel(shown.anna)
    await room(panel, "Вестник города").click()
    markup = {"inline_keyboard": [[{"text": "Читать", "url": "https://t.me/vestnik_bot?start=a_1"}]]}
    await shown.api.ok("sendMessage", chat_id=channel.id, text="Номер вышел", reply_markup=markup)
    await expect(panel.get_by_text("Читать")).to_be_visible()
    await expect(panel.locator(".comments:visible")).to_have_count(0)


async def test_an_administrator_edits_a_channel_post_of_their_own(shown: ShownPage) -> None:
    channel, _ = await with_discussion(shown)
    await shown.boris.says("Номер вышел", chat=channel)
    await shown.open()
    panel = shown.panel(shown.boris)
    await room(panel, "Вестник города").click()
    await panel.locator(".message:visible").hover()
    await panel.locator(".message:visible").get_by_role("button", name="Изменить").click()
    await panel.locator("textarea").fill("Номер задержан")
    await panel.locator("textarea").press("Enter")
    await expect(panel.locator(".message:visible .text")).to_have_text("Номер задержан")
    await expect(panel.locator(".message:visible .edited")).to_be_visible()


async def test_chosen_files_are_sent_together_where_they_can_be(shown: ShownPage) -> None:
    await shown.open()
    panel = shown.panel(shown.anna)
    await expect(panel.get_by_role("button", name="Прикрепить файлы")).to_be_visible()
    files: list[FilePayload] = [
        {"name": "a.png", "mimeType": "image/png", "buffer": sample_picture(1)},
        {"name": "b.png", "mimeType": "image/png", "buffer": sample_picture(2)},
        {"name": "c.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
    ]
    await panel.locator(".chosen").set_input_files(files)
    await expect(panel.locator(".mode b")).to_have_text("Файлы: 3")
    await expect(panel.locator(".mode span")).to_have_text("a.png, b.png, c.pdf")
    await panel.locator("textarea").fill("На площади")
    await panel.locator("textarea").press("Enter")
    await expect(panel.locator(".album.own .picture")).to_have_count(2)
    await expect(panel.locator("a.file b")).to_have_text("c.pdf")
    first, second, third = (update["message"] for update in await shown.updates())
    assert first["media_group_id"] == second["media_group_id"]
    assert [first.get("caption"), second.get("caption"), third.get("caption")] == ["На площади", None, None]
    assert (first["photo"][-1]["width"], third["document"]["file_name"]) == (300, "c.pdf")
    await expect(panel.locator(".mode")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1024])
async def test_media_fit_into_their_panel(shown: ShownPage, width: int) -> None:
    shown.emulator.publish(PICTURE_URL, sample_picture(1))
    await shown.open(width=width, height=844)
    await shown.api.ok("sendMediaGroup", chat_id=shown.anna.id, media=photos(shown, 10))
    await shown.anna.shares_photo("Площадь")
    await shown.anna.shares_file("document", data=b"x", name=f"{'Отчёт ' * 20}.pdf")
    await shown.sends("Новость", link_preview_options={"url": PICTURE_URL})
    panel = shown.panel(shown.anna)
    await expect(panel.locator(".preview img")).to_be_visible()
    assert await panel.locator(".scroll").evaluate("element => element.scrollWidth <= element.clientWidth")


async def test_a_rich_message_has_its_blocks_in_their_places_and_becomes_a_text(shown: ShownPage) -> None:
    (photo,) = photos(shown, 1)
    item = {"blocks": [{"type": "paragraph", "text": "быстро"}], "value": 7, "type": "1"}
    blocks = [
        {"type": "heading", "text": "Мост <b>", "size": 1},
        {"type": "photo", "photo": photo, "caption": {"text": "Вид"}},
        {"type": "paragraph", "text": ["Это ", {"type": "bold", "text": "важно"}]},
        {"type": "blockquote", "blocks": [{"type": "paragraph", "text": "Цитата"}]},
        {"type": "list", "items": [item]},
    ]
    await shown.open()
    sent = await shown.api.ok("sendRichMessage", chat_id=shown.anna.id, rich_message={"blocks": blocks})
    rich = shown.panel(shown.anna).locator(".rich")
    tags = await rich.evaluate("box => [...box.children].map((block) => block.tagName)")
    assert tags == ["H1", "FIGURE", "P", "BLOCKQUOTE", "OL"]
    await expect(rich.locator("h1")).to_have_text("Мост <b>")
    await expect(rich.locator("figcaption")).to_have_text("Вид")
    await expect(rich.locator("strong")).to_have_text("важно")
    assert await rich.locator("li").evaluate("item => item.value") == 7
    await shown.api.ok("editMessageText", chat_id=shown.anna.id, message_id=sent["message_id"], text="Текст")
    await expect(shown.panel(shown.anna).locator(".text").last).to_have_text("Текст")
    await expect(rich).to_have_count(0)
