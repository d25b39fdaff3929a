"""Files: their ids, kinds and limits, and what can be sent again and downloaded."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile

from emulator import Emulator, Person
from emulator.files import PHOTO_BYTES
from tests.emulator.api_client import Api
from tests.emulator.pictures import png

WRONG = (400, "Bad Request: wrong file identifier/HTTP URL specified")


async def test_an_uploaded_file_is_downloaded_by_its_path(bot: Bot, anna: Person) -> None:
    sent = await bot.send_document(anna.id, BufferedInputFile(b"one,two", "table.csv"))
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type, sent.document.file_size) == ("table.csv", "text/csv", 7)
    file = await bot.get_file(sent.document.file_id)
    assert file.file_path == "documents/file_1.csv"
    assert (await bot.download(sent.document.file_id)).read() == b"one,two"  # type: ignore[union-attr]


async def test_every_size_of_a_photo_can_be_sent_again_and_read(api: Api, anna: Person) -> None:
    first = await api.ok("sendPhoto", chat_id=anna.id, photo="https://example.com/cover.jpg")
    for size in first["photo"]:
        again = await api.ok("sendPhoto", chat_id=anna.id, photo=size["file_id"])
        assert again["photo"] == first["photo"]
        assert (await api.ok("getFile", file_id=size["file_id"]))["file_unique_id"] == size["file_unique_id"]


async def test_the_same_url_is_the_same_file(api: Api, anna: Person) -> None:
    video = "https://example.com/clip.mp4"
    first = await api.ok("sendVideo", chat_id=anna.id, video=video)
    assert (await api.ok("sendVideo", chat_id=anna.id, video=video))["video"] == first["video"]


async def test_a_file_id_is_unknown_to_another_bot(api: Api, anna: Person) -> None:
    sent = await api.ok("sendPhoto", chat_id=anna.id, photo="https://example.com/cover.jpg")
    async with Emulator(token="2:other") as other:
        boris = other.person("Boris")
        await boris.says("/start")
        await boris.shares_photo()
        body = {"chat_id": boris.id, "photo": sent["photo"][-1]["file_id"]}
        async with api.session.post(f"{other.url}/bot2:other/sendPhoto", json=body) as response:
            assert (response.status, (await response.json())["description"]) == WRONG


@pytest.mark.parametrize(
    ("kind", "sent_as", "description"),
    [
        ("photo", "document", "can't use file of type Photo as Document"),
        ("video", "photo", "can't use file of type Video as Photo"),
        ("document", "photo", "can't use file of type Document as Photo"),
        ("audio", "animation", "can't use file of type Audio as Animation"),
    ],
)
async def test_a_file_keeps_its_kind(api: Api, anna: Person, kind: str, sent_as: str, description: str) -> None:
    shared = (await anna.shares_file(kind))[kind]
    file_id = (shared[-1] if isinstance(shared, list) else shared)["file_id"]
    method = f"send{sent_as.capitalize()}"
    assert await api.refusal(method, chat_id=anna.id, **{sent_as: file_id}) == (400, f"Bad Request: {description}")


async def test_a_thumbnail_is_a_file_but_no_photo(bot: Bot, api: Api, anna: Person) -> None:
    small = BufferedInputFile(b"small", "small.jpg")
    sent = await bot.send_video(anna.id, BufferedInputFile(b"clip", "clip.mp4"), thumbnail=small)
    assert sent.video is not None
    assert sent.video.thumbnail is not None
    file_id = sent.video.thumbnail.file_id
    assert (await bot.download(file_id)).read() == b"small"  # type: ignore[union-attr]
    refusal = await api.refusal("sendPhoto", chat_id=anna.id, photo=file_id)
    assert refusal == (400, "Bad Request: can't use file of type Thumbnail as Photo")


@pytest.mark.parametrize("source", ["cover.jpg", "", "AgACAg1_999-0", "file:///etc/passwd"])
async def test_what_is_neither_a_file_nor_a_url_is_refused(api: Api, anna: Person, source: str) -> None:
    assert await api.refusal("sendPhoto", chat_id=anna.id, photo=source) == WRONG


@pytest.mark.parametrize(("name", "is_sent"), [("report.pdf", True), ("all.zip", True), ("table.csv", False)])
async def test_of_documents_only_pdf_and_zip_are_fetched_by_url(
    api: Api, anna: Person, name: str, is_sent: bool
) -> None:
    parameters = {"chat_id": anna.id, "document": f"https://example.com/{name}"}
    status, body = await api.call("sendDocument", parameters)
    assert (status == 200) is is_sent
    assert is_sent or body["description"] == "Bad Request: wrong type of the web page content"


async def test_a_photo_has_at_most_10_megabytes_and_is_not_empty(bot: Bot, anna: Person) -> None:
    with pytest.raises(TelegramBadRequest, match=f"file of size {PHOTO_BYTES + 1} bytes is too big for a photo"):
        await bot.send_photo(anna.id, BufferedInputFile(bytes(PHOTO_BYTES + 1), "large.jpg"))
    with pytest.raises(TelegramBadRequest, match="file must be non-empty"):
        await bot.send_photo(anna.id, BufferedInputFile(b"", "empty.jpg"))


async def test_a_file_above_20_megabytes_is_sent_but_not_downloaded(bot: Bot, api: Api, anna: Person) -> None:
    sent = await bot.send_document(anna.id, BufferedInputFile(bytes(20 * 1024 * 1024 + 1), "large.bin"))
    assert sent.document is not None
    refusal = await api.refusal("getFile", file_id=sent.document.file_id)
    assert refusal == (400, "Bad Request: file is too big")


async def test_equal_bytes_have_the_same_unique_id_for_every_sender_and_bot(bot: Bot, anna: Person) -> None:
    picture = png(640, 480)
    shared = (await anna.shares_photo(picture=picture))["photo"]
    (sent,) = (await bot.send_photo(anna.id, BufferedInputFile(picture, "a.png"))).photo[-1:]  # type: ignore[index]
    assert (sent.file_unique_id, sent.width, sent.height) == (shared[-1]["file_unique_id"], 640, 480)
    assert sent.file_id != shared[-1]["file_id"]
    async with Emulator(token="2:other") as other:
        boris = other.person("Boris")
        elsewhere = (await boris.shares_photo(picture=picture))["photo"]
        assert [size["file_unique_id"] for size in elsewhere] == [size["file_unique_id"] for size in shared]
        assert (await boris.shares_photo(picture=png(640, 481)))["photo"][-1]["file_unique_id"] != sent.file_unique_id


async def test_what_stands_at_an_address_is_sent_and_downloaded(bot: Bot, emulator: Emulator, anna: Person) -> None:
    emulator.publish("https://example.com/a.png", png(640, 480))
    (*_, largest) = (await bot.send_photo(anna.id, "https://example.com/a.png")).photo  # type: ignore[misc]
    assert (largest.width, largest.height) == (640, 480)
    assert (await bot.download(largest.file_id)).read() == png(640, 480)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("picture", "description"),
    [(png(9000, 1001), "PHOTO_INVALID_DIMENSIONS"), (bytes(5 * 1024 * 1024 + 1), "failed to get HTTP URL content")],
)
async def test_an_address_with_a_bad_picture_is_refused(
    api: Api, emulator: Emulator, anna: Person, picture: bytes, description: str
) -> None:
    emulator.publish("https://example.com/a.png", picture)
    refusal = await api.refusal("sendPhoto", chat_id=anna.id, photo="https://example.com/a.png")
    assert refusal == (400, f"Bad Request: {description}")


async def test_a_new_bot_knows_no_old_file_ids_and_nobody_has_started_it(
    emulator: Emulator, api: Api, bot: Bot, anna: Person
) -> None:
    shared = await anna.shares_photo("Площадь", picture=png(640, 480))
    old = shared["photo"][-1]["file_id"]
    emulator.new_bot("2:other")
    refused = await api.call("getMe")
    assert refused[0] == 401

    async def call(method: str, **body: object) -> dict[str, Any]:
        async with api.session.post(f"{emulator.url}/bot2:other/{method}", json=body) as response:
            return dict(await response.json())

    assert (await call("getMe"))["result"]["id"] == 2
    assert (await call("getUpdates"))["result"] == []
    early = await call("sendMessage", chat_id=anna.id, text="Hi")
    assert early["description"] == "Forbidden: bot can't initiate conversation with a user"
    await anna.follows("a_1")
    assert (await call("sendPhoto", chat_id=anna.id, photo=old))["description"] == WRONG[1]
    (again,) = await anna.forwards(anna.message(shared["message_id"]))
    assert again["photo"][-1]["file_unique_id"] == shared["photo"][-1]["file_unique_id"]
    assert (await call("sendPhoto", chat_id=anna.id, photo=again["photo"][-1]["file_id"]))["ok"] is True
