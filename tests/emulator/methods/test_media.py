"""The methods that send one photo, video, animation, document or audio: shapes, captions and refusals."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, Message

from emulator import Person
from tests.emulator.api_client import Api
from tests.emulator.marks import mark

URLS = {
    "photo": "https://example.com/cover.jpg",
    "video": "https://example.com/clip.mp4",
    "animation": "https://example.com/loop.gif",
    "document": "https://example.com/report.pdf",
    "audio": "https://example.com/song.mp3",
}
KINDS = list(URLS)
BUTTONS = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}


async def send(api: Api, kind: str, **parameters: Any) -> Any:
    return await api.ok(f"send{kind.capitalize()}", **({kind: URLS[kind]} | parameters))


@pytest.mark.parametrize("kind", KINDS)
async def test_the_result_has_the_shape_of_its_kind(api: Api, anna: Person, kind: str) -> None:
    sent = await send(api, kind, chat_id=anna.id)
    assert getattr(Message.model_validate(sent), kind)
    for form in sent[kind] if kind == "photo" else [sent[kind]]:
        assert form["file_id"]
        assert form["file_unique_id"]
        assert form["file_size"] > 0
    assert "text" not in sent
    assert "caption" not in sent


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_is_uploaded_and_sent_again_by_its_file_id(bot: Bot, anna: Person, kind: str) -> None:
    method = getattr(bot, f"send_{kind}")
    first = await method(anna.id, BufferedInputFile(b"content", "name.bin"))
    media = getattr(first, kind)
    file_id = (media[-1] if kind == "photo" else media).file_id
    again = await method(anna.id, file_id)
    assert getattr(again, kind) == media
    assert (await bot.download(file_id)).read() == b"content"  # type: ignore[union-attr]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_kind_has_a_caption_buttons_and_what_it_replies_to(api: Api, anna: Person, kind: str) -> None:
    asked = await anna.says("Что нового?")
    sent = await send(
        api,
        kind,
        chat_id=anna.id,
        caption=" Читайте /all",
        caption_entities=[mark("bold", 1, 7)],
        reply_markup=BUTTONS,
        reply_parameters={"message_id": asked["message_id"]},
        disable_notification=True,
    )
    assert sent["caption"] == "Читайте /all"
    assert sent["caption_entities"] == [mark("bold", 0, 7), mark("bot_command", 8, 4)]
    assert sent["reply_markup"] == BUTTONS
    assert sent["reply_to_message"]["text"] == "Что нового?"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("caption", "fits"), [("я" * 1024, True), ("я" * 1025, False), ("🗞" * 512, True), ("🗞" * 513, False)]
)
async def test_a_caption_has_at_most_1024_utf16_units(
    api: Api, anna: Person, kind: str, caption: str, fits: bool
) -> None:
    parameters = {"chat_id": anna.id, kind: URLS[kind], "caption": caption}
    status, body = await api.call(f"send{kind.capitalize()}", parameters)
    assert (status == 200) is fits
    assert fits or body["description"] == "Bad Request: message caption is too long"


async def test_a_caption_entity_outside_the_caption_is_refused(api: Api, anna: Person) -> None:
    parameters = {"photo": URLS["photo"], "caption": "да", "caption_entities": [mark("bold", 0, 3)]}
    code, description = await api.refusal("sendPhoto", chat_id=anna.id, **parameters)
    assert code == 400
    assert description.startswith("Bad Request: can't parse entities")


@pytest.mark.parametrize("kind", ["photo", "video", "animation"])
async def test_what_is_looked_at_may_have_its_caption_above_and_be_hidden(api: Api, anna: Person, kind: str) -> None:
    sent = await send(api, kind, chat_id=anna.id, caption="Сверху", show_caption_above_media=True, has_spoiler=True)
    assert sent["show_caption_above_media"] is True
    assert sent["has_media_spoiler"] is True


@pytest.mark.parametrize("kind", ["document", "audio"])
async def test_a_document_or_audio_has_no_caption_above(api: Api, anna: Person, kind: str) -> None:
    parameters = {kind: URLS[kind], "show_caption_above_media": True}
    code, description = await api.refusal(f"send{kind.capitalize()}", chat_id=anna.id, **parameters)
    assert (code, "unknown parameter" in description) == (400, True)


async def test_details_that_the_bot_gives_are_in_the_message(api: Api, anna: Person) -> None:
    video = await send(api, "video", chat_id=anna.id, width=640, height=360, duration=7)
    assert (video["video"]["width"], video["video"]["height"], video["video"]["duration"]) == (640, 360, 7)
    audio = await send(api, "audio", chat_id=anna.id, performer="Хор", title="Песня", duration=180)
    assert (audio["audio"]["performer"], audio["audio"]["title"], audio["audio"]["duration"]) == ("Хор", "Песня", 180)


async def test_an_animation_is_also_a_document_for_old_bots(api: Api, anna: Person) -> None:
    sent = await send(api, "animation", chat_id=anna.id)
    assert sent["document"]["file_id"] == sent["animation"]["file_id"]


@pytest.mark.parametrize("kind", KINDS)
async def test_media_that_is_missing_in_the_request_is_named(api: Api, anna: Person, kind: str) -> None:
    method = f"send{kind.capitalize()}"
    expected = (400, f"Bad Request: there is no {kind} in the request")
    assert await api.refusal(method, chat_id=anna.id) == expected
    assert await api.refusal(method, chat_id=anna.id, **{kind: "attach://nothing"}) == expected
    status, body = await api.call(method, data={"chat_id": str(anna.id), kind: "attach://nothing"})
    assert (status, body["description"]) == expected


async def test_a_thumbnail_that_is_no_upload_is_refused(api: Api, anna: Person) -> None:
    code, description = await api.refusal(
        "sendVideo", chat_id=anna.id, video=URLS["video"], thumbnail="https://example.com/small.jpg"
    )
    assert (code, "thumbnail" in description) == (400, True)
