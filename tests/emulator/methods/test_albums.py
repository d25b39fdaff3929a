"""SendMediaGroup: the messages of an album, what may be mixed, and its limits in Telegram's words."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaDocument, InputMediaPhoto, InputMediaVideo

from emulator import Person
from tests.emulator.api_client import Api
from tests.emulator.marks import mark


def item(kind: str = "photo", **fields: Any) -> dict[str, Any]:
    endings = {"photo": "jpg", "video": "mp4", "animation": "gif", "document": "pdf", "audio": "mp3"}
    return {"type": kind, "media": f"https://example.com/file.{endings[kind]}"} | fields


async def test_an_album_is_several_messages_with_one_group_id(api: Api, anna: Person) -> None:
    asked = await anna.says("Покажи")
    reply = {"message_id": asked["message_id"]}
    media = [item(caption="Один", caption_entities=[mark("bold", 0, 4)]), item("video"), item(caption="Три")]
    sent = await api.ok("sendMediaGroup", chat_id=anna.id, media=media, reply_parameters=reply, protect_content=True)
    assert [message.get("caption") for message in sent] == ["Один", None, "Три"]
    assert sent[0]["caption_entities"] == [mark("bold", 0, 4)]
    assert [message["message_id"] - sent[0]["message_id"] for message in sent] == [0, 1, 2]
    assert len({message["media_group_id"] for message in sent}) == 1
    assert "video" in sent[1]
    assert all(message["reply_to_message"]["text"] == "Покажи" for message in sent)
    assert all(message["has_protected_content"] for message in sent)
    assert anna.messages[-3:] == sent
    other = await api.ok("sendMediaGroup", chat_id=anna.id, media=[item(), item()])
    assert other[0]["media_group_id"] != sent[0]["media_group_id"]


async def test_an_album_is_uploaded_and_sent_again_by_file_id(bot: Bot, anna: Person) -> None:
    pictures = [BufferedInputFile(content, "cover.jpg") for content in (b"one", b"two")]
    uploads = [InputMediaPhoto(media=picture) for picture in pictures]
    first = await bot.send_media_group(anna.id, [*uploads, InputMediaVideo(media=BufferedInputFile(b"3", "3.mp4"))])
    photos = [message.photo[-1].file_id for message in first if message.photo]
    assert [(await bot.download(photo)).read() for photo in photos] == [b"one", b"two"]  # type: ignore[union-attr]
    again = await bot.send_media_group(anna.id, [InputMediaPhoto(media=photo) for photo in reversed(photos)])
    assert [message.photo[-1].file_id for message in again if message.photo] == photos[::-1]


async def test_documents_go_together(bot: Bot, anna: Person) -> None:
    files = [BufferedInputFile(b"1", f"{name}.txt") for name in ("a", "b")]
    sent = await bot.send_media_group(anna.id, [InputMediaDocument(media=file) for file in files])
    assert [message.document.file_name for message in sent if message.document] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ([], "there are no messages to send"),
        ([item()], "an album has 2-10 items (the emulator is stricter than Telegram here)"),
        ([item()] * 11, "too many messages to send as an album"),
        ([item(), item("document")], "document can't be mixed with other media types"),
        ([item("audio"), item("video")], "audio can't be mixed with other media types"),
        (
            [item(), item("animation")],
            "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        ([item(), item(caption="я" * 1025)], "message caption is too long"),
        ([item(), item(media="nothing")], "wrong file identifier/HTTP URL specified"),
        ([item(), item(media="attach://nothing")], "can't parse InputMedia: media not found"),
        (
            [item(show_caption_above_media=True), item()],
            "parameter show_caption_above_media must be the same for all messages",
        ),
    ],
)
async def test_a_bad_album_is_refused_whole(
    api: Api, anna: Person, media: list[dict[str, Any]], description: str
) -> None:
    refusal = await api.refusal("sendMediaGroup", chat_id=anna.id, media=media)
    assert refusal == (400, f"Bad Request: {description}")
    assert len(anna.messages) == 1


async def test_an_album_takes_no_buttons(api: Api, anna: Person) -> None:
    markup = {"inline_keyboard": [[{"text": "Читать", "callback_data": "r"}]]}
    code, description = await api.refusal(
        "sendMediaGroup", chat_id=anna.id, media=[item(), item()], reply_markup=markup
    )
    assert (code, description.startswith('Bad Request: unknown parameter "reply_markup"')) == (400, True)
