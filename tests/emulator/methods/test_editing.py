"""Edits and deletions of messages, and their errors in Telegram's words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaPhoto, Message

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api

BUTTONS = {"inline_keyboard": [[{"text": "Дальше", "callback_data": "next"}]]}
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


@pytest.fixture
async def sent(api: Api, anna: Person) -> dict[str, Any]:
    """The parameters that name a message of the bot with a button."""
    message = await api.ok("sendMessage", chat_id=anna.id, text="one", reply_markup=BUTTONS)
    return {"chat_id": anna.id, "message_id": message["message_id"]}


async def test_an_edit_changes_the_message_in_its_place(api: Api, anna: Person, sent: dict[str, Any]) -> None:
    await api.ok("sendMessage", chat_id=anna.id, text="newer")
    edited = await api.ok("editMessageText", **sent, text="two", reply_markup=BUTTONS)
    assert edited["edit_date"] >= edited["date"]
    assert [message["text"] for message in anna.messages] == ["/start", "two", "newer"]


async def test_an_edit_without_a_keyboard_removes_the_buttons(api: Api, sent: dict[str, Any]) -> None:
    assert "reply_markup" not in await api.ok("editMessageText", **sent, text="one")


async def test_a_change_of_the_buttons_sets_no_edit_date(api: Api, sent: dict[str, Any]) -> None:
    edited = await api.ok("editMessageReplyMarkup", **sent)
    assert "edit_date" not in edited
    assert "reply_markup" not in edited


async def test_an_edit_that_changes_nothing_is_refused(api: Api, sent: dict[str, Any]) -> None:
    refusal = await api.refusal("editMessageText", **sent, text=" one ", reply_markup=BUTTONS)
    assert refusal == (400, NOT_MODIFIED)
    assert await api.refusal("editMessageReplyMarkup", **sent, reply_markup=BUTTONS) == (400, NOT_MODIFIED)


async def test_a_caption_is_edited_and_a_text_is_not_one(api: Api, anna: Person, sent: dict[str, Any]) -> None:
    photo = await api.ok("sendPhoto", chat_id=anna.id, photo="https://example.com/a.jpg", caption="one")
    shown = {"chat_id": anna.id, "message_id": photo["message_id"]}
    edited = await api.ok("editMessageCaption", **shown, caption="two", show_caption_above_media=True)
    assert (edited["caption"], edited["show_caption_above_media"]) == ("two", True)
    assert "caption" not in await api.ok("editMessageCaption", **shown)
    no_text = await api.refusal("editMessageText", **shown, text="three")
    assert no_text == (400, "Bad Request: there is no text in the message to edit")
    no_caption = await api.refusal("editMessageCaption", **sent, caption="three")
    assert no_caption == (400, "Bad Request: there is no caption in the message to edit")


async def test_a_text_or_media_becomes_other_media_and_loses_caption_and_buttons(
    api: Api, sent: dict[str, Any]
) -> None:
    video = {"type": "video", "media": "https://example.com/a.mp4", "caption": "two", "show_caption_above_media": True}
    edited = await api.ok("editMessageMedia", **sent, media=video, reply_markup=BUTTONS)
    assert (edited["caption"], edited["show_caption_above_media"]) == ("two", True)
    assert edited["reply_markup"] == BUTTONS
    assert "text" not in edited
    document = {"type": "document", "media": "https://example.com/a.pdf"}
    edited = await api.ok("editMessageMedia", **sent, media=document)
    assert edited.keys() & {"video", "caption", "show_caption_above_media", "reply_markup"} == set()
    assert await api.refusal("editMessageMedia", **sent, media=document) == (400, NOT_MODIFIED)


async def test_a_media_is_replaced_by_an_upload(bot: Bot, anna: Person, sent: dict[str, Any]) -> None:
    upload = InputMediaPhoto(media=BufferedInputFile(b"picture", "cover.jpg"))
    edited = await bot.edit_message_media(upload, **sent)
    assert isinstance(edited, Message)
    assert edited.photo is not None
    assert edited.photo[-1].file_size == 7


async def test_media_never_becomes_text(api: Api, sent: dict[str, Any]) -> None:
    await api.ok("editMessageMedia", **sent, media={"type": "audio", "media": "https://example.com/a.mp3"})
    refusal = await api.refusal("editMessageText", **sent, text="three")
    assert refusal == (400, "Bad Request: there is no text in the message to edit")


@pytest.mark.parametrize(
    ("media", "description"),
    [
        ({"type": "photo", "media": "attach://nothing"}, "can't parse InputMedia: media not found"),
        ({"type": "photo", "media": "nothing"}, "wrong file identifier/HTTP URL specified"),
        ({"type": "photo", "media": "https://example.com/a.jpg", "caption": "я" * 1025}, "message caption is too long"),
    ],
)
async def test_bad_media_is_refused_and_nothing_changes(
    api: Api, anna: Person, sent: dict[str, Any], media: dict[str, Any], description: str
) -> None:
    assert await api.refusal("editMessageMedia", **sent, media=media) == (400, f"Bad Request: {description}")
    assert anna.last is not None
    assert anna.last["text"] == "one"


@pytest.mark.parametrize(
    ("kind", "becomes", "description"),
    [
        ("photo", "video", None),
        ("photo", "document", "can't change media type in the album"),
        ("audio", "photo", "can't change media type in the album"),
        ("photo", "animation", "message content type can't be used in an album"),
        ("document", "document", None),
    ],
)
async def test_an_item_of_an_album_keeps_its_kind_and_its_album(
    api: Api, anna: Person, kind: str, becomes: str, description: str | None
) -> None:
    endings = {"photo": "jpg", "video": "mp4", "animation": "gif", "document": "pdf", "audio": "mp3"}
    items = [{"type": kind, "media": f"https://example.com/{name}.{endings[kind]}"} for name in ("a", "b")]
    album = await api.ok("sendMediaGroup", chat_id=anna.id, media=items)
    shown = {"chat_id": anna.id, "message_id": album[0]["message_id"]}
    media = {"type": becomes, "media": f"https://example.com/c.{endings[becomes]}"}
    if description:
        assert await api.refusal("editMessageMedia", **shown, media=media) == (400, f"Bad Request: {description}")
    else:
        edited = await api.ok("editMessageMedia", **shown, media=media)
        assert edited["media_group_id"] == album[0]["media_group_id"]
        assert becomes in edited
    assert (await api.ok("editMessageCaption", **shown, caption="Подпись"))["caption"] == "Подпись"
    assert (await api.refusal("editMessageReplyMarkup", **shown, reply_markup=BUTTONS))[0] == 400


@pytest.mark.parametrize("markup", [{"keyboard": [[{"text": "Да"}]]}, {"force_reply": True}])
async def test_a_message_with_a_reply_keyboard_is_never_edited(api: Api, anna: Person, markup: dict[str, Any]) -> None:
    message = await api.ok("sendMessage", chat_id=anna.id, text="one", reply_markup=markup)
    meant = {"chat_id": anna.id, "message_id": message["message_id"]}
    assert await api.refusal("editMessageText", **meant, text="two") == (400, "Bad Request: message can't be edited")


@pytest.mark.parametrize(
    ("parameters", "description"),
    [
        ({"message_id": 999, "text": "x"}, "message to edit not found"),
        ({"message_id": 1, "text": "x"}, "message can't be edited"),
        ({"text": "x"}, "message identifier is not specified"),
        ({"chat_id": 404, "text": "x"}, "message identifier is not specified"),
        ({"chat_id": 404, "message_id": 1, "text": "x"}, "chat not found"),
        ({"inline_message_id": "5", "text": "x"}, "MESSAGE_ID_INVALID"),
        ({"message_id": 2}, "message text is empty"),
        ({"message_id": 2, "text": "я" * 4097}, "message is too long"),
        (
            {"message_id": 2, "text": "x", "reply_markup": {"force_reply": True}},
            "reply_markup.inline_keyboard is empty",
        ),
    ],
)
async def test_an_edit_is_refused_in_telegrams_words(
    api: Api, anna: Person, sent: dict[str, Any], parameters: dict[str, Any], description: str
) -> None:
    code, received = await api.refusal("editMessageText", **({"chat_id": anna.id} | parameters))
    assert code == 400
    assert received.startswith(f"Bad Request: {description}")


async def test_a_message_in_a_blocked_chat_cannot_be_edited(api: Api, anna: Person, sent: dict[str, Any]) -> None:
    await anna.blocks()
    assert (await api.refusal("editMessageText", **sent, text="two"))[0] == 403


async def test_a_deleted_message_is_gone(api: Api, anna: Person, sent: dict[str, Any]) -> None:
    assert await api.ok("deleteMessage", **sent) is True
    assert len(anna.messages) == 1
    assert await api.refusal("deleteMessage", **sent) == (400, "Bad Request: message to delete not found")
    assert await api.refusal("editMessageText", **sent, text="x") == (400, "Bad Request: message to edit not found")


async def test_a_message_older_than_48_hours_can_be_edited_but_not_deleted(
    api: Api, sent: dict[str, Any], emulator: Emulator
) -> None:
    later = datetime.now(UTC) + timedelta(hours=49)  # noqa: TID251 - the emulator's clock is set 49 hours ahead
    emulator.world.clock = lambda: later
    assert await api.refusal("deleteMessage", **sent) == (400, "Bad Request: message can't be deleted")
    assert (await api.ok("editMessageText", **sent, text="two"))["edit_date"] == int(later.timestamp())


async def test_several_messages_are_deleted_at_once_or_none(
    api: Api, emulator: Emulator, group: Group, anna: Person
) -> None:
    group.adds(emulator.world.bot, "administrator")
    ids = [(await anna.says(text, chat=group))["message_id"] for text in ("Раз", "Два", "Три")]
    assert await api.ok("deleteMessages", chat_id=group.id, message_ids=[*ids[:2], 999]) is True
    assert [message["text"] for message in group.messages] == ["Три"]
    for wrong, words in (([], "message identifiers are not specified"), ([1] * 101, "too many message identifiers")):
        code, refusal = await api.refusal("deleteMessages", chat_id=group.id, message_ids=wrong)
        assert (code, words in refusal) == (400, True)
    group.adds(emulator.world.bot, "administrator", without=["can_delete_messages"])
    own = await api.ok("sendMessage", chat_id=group.id, text="Своё")
    both = [ids[2], own["message_id"]]
    refused = await api.refusal("deleteMessages", chat_id=group.id, message_ids=both)
    assert refused == (400, "Bad Request: message can't be deleted")
    assert len(group.messages) == 2


async def test_an_administrator_too_deletes_only_for_48_hours(
    api: Api, emulator: Emulator, group: Group, anna: Person
) -> None:
    group.adds(emulator.world.bot, "administrator")
    said = await anna.says("Старое", chat=group)
    later = emulator.world.clock() + timedelta(hours=49)
    emulator.world.clock = lambda: later
    refused = await api.refusal("deleteMessage", chat_id=group.id, message_id=said["message_id"])
    assert refused == (400, "Bad Request: message can't be deleted")


async def test_in_a_group_only_administrators_delete_messages_of_others(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    group = emulator.group("Редакция", admins=[anna])
    said = await anna.says("/all", chat=group)
    meant = {"chat_id": group.id, "message_id": said["message_id"]}
    assert await api.refusal("deleteMessage", **meant) == (400, "Bad Request: message can't be deleted")
    await group.adds_bot(admin=True)
    assert await api.ok("deleteMessage", **meant) is True
