"""Edits and deletions of messages, and their errors in Telegram's words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from emulator import Emulator, Person
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


async def test_in_a_group_only_administrators_delete_messages_of_others(
    api: Api, emulator: Emulator, anna: Person
) -> None:
    group = emulator.group("Редакция", admins=[anna])
    said = await anna.says("/all", chat=group)
    meant = {"chat_id": group.id, "message_id": said["message_id"]}
    assert await api.refusal("deleteMessage", **meant) == (400, "Bad Request: message can't be deleted")
    await group.adds_bot(admin=True)
    assert await api.ok("deleteMessage", **meant) is True
