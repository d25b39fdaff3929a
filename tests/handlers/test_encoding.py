"""The encoder: the calls that it makes of cards, and that the emulator understands them."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiogram.methods import EditMessageText, SendMessage
from aiogram.types import InlineKeyboardButton

from emulator import Emulator, Person
from handlers.cards.card import Card, Media, Upload
from handlers.encoding import CAPTION_UNITS, Call, callback_answer, edit, edit_buttons, encode
from news.ledger import MessageKind
from news.richtext import Mark, RichText, link, rich
from tests.newspaper import TOKEN

ROWS = [[InlineKeyboardButton(text="Читать", callback_data="r:1")]]
TEXT = rich("Мост открыт", Mark.BOLD) + link(" подробнее", "https://example.org/1")
PICTURE = Media(MessageKind.PHOTO, "https://example.org/bridge.jpg")
FILM = Media(MessageKind.VIDEO, "film-id")
BYTES = Media(MessageKind.PHOTO, Upload('мост "1".jpg', b"\xff\xd8\r\n--picture\x00"))
KINDS = [kind for kind in MessageKind if kind is not MessageKind.TEXT]


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(TOKEN) as running:
        yield running


@pytest.fixture
async def writer(emulator: Emulator) -> Person:
    """A person who has written to the bot."""
    person = emulator.person("Анна")
    await person.says("/start")
    return person


def parameters(call: Call | None) -> dict[str, Any]:
    assert call is not None
    assert call.content_type == b"application/json"
    found: dict[str, Any] = json.loads(call.body)
    return found


async def perform(emulator: Emulator, call: Call | None) -> dict[str, Any]:
    """Make a call over HTTP and return the message that it sent or edited."""
    assert call is not None
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{emulator.url}/bot{TOKEN}/{call.method}",
            data=call.body,
            headers={"Content-Type": call.content_type.decode()},
        ) as response,
    ):
        answer = await response.json()
    assert answer["ok"], answer
    result: dict[str, Any] = answer["result"]
    return result


def test_a_text_is_the_call_that_aiogram_makes() -> None:
    card = Card(TEXT, ROWS)
    theirs = SendMessage(
        chat_id=7,
        text=TEXT.text,
        entities=card.entities,
        reply_markup=card.reply_markup,
        link_preview_options=card.preview,
    )
    call = encode(card).send(7)
    assert call.method == "sendMessage"
    assert parameters(call) == theirs.model_dump(exclude_none=True, exclude_defaults=True)
    changed = edit(card, 7, 5)
    edited = EditMessageText(**theirs.model_dump(exclude_none=True, exclude_defaults=True), message_id=5)
    assert changed is not None
    assert changed.method == "editMessageText"
    assert parameters(changed) == edited.model_dump(exclude_none=True, exclude_defaults=True)


def test_a_message_goes_to_a_topic_as_a_reply_and_is_sent_if_what_it_replies_to_was_deleted() -> None:
    found = parameters(encode(Card(TEXT, silent=True)).send(-100, topic=4, reply_to=9))
    assert (found["chat_id"], found["message_thread_id"], found["text"]) == (-100, 4, TEXT.text)
    assert found["reply_parameters"] == {"message_id": 9, "allow_sending_without_reply": True}
    assert found["disable_notification"] is True
    assert "message_thread_id" not in parameters(encode(Card(TEXT)).send(-100, reply_to=9))


def test_a_message_can_be_paid_for() -> None:
    assert parameters(encode(Card(TEXT)).paid().send(7, topic=1))["allow_paid_broadcast"] is True
    assert "allow_paid_broadcast" not in parameters(encode(Card(TEXT)).send(7))


def test_a_card_is_encoded_once() -> None:
    card = Card(TEXT, ROWS)
    assert encode(card) is encode(card)
    assert encode(card) is not encode(Card(TEXT, ROWS))
    assert card == Card(TEXT, ROWS)


def test_a_forced_reply_is_sent_and_an_edit_has_none() -> None:
    card = Card(TEXT, reply_placeholder="Имя")
    assert parameters(encode(card).send(7))["reply_markup"]["force_reply"] is True
    assert parameters(edit(card, 7, 5))["reply_markup"] == {"inline_keyboard": []}


def test_buttons_alone_are_edited_under_any_message() -> None:
    call = edit_buttons(Card(TEXT, ROWS, media=(PICTURE,)), 7, 5)
    assert call.method == "editMessageReplyMarkup"
    found = parameters(call)
    assert found["reply_markup"]["inline_keyboard"][0][0]["text"] == "Читать"
    assert found.keys() == {"chat_id", "message_id", "reply_markup"}


def test_a_button_is_answered_with_nothing_an_alert_or_a_toast() -> None:
    assert parameters(callback_answer("1")) == {"callback_query_id": "1"}
    shown, toast = (parameters(callback_answer("1", "Да", alert=alert)) for alert in (True, False))
    assert shown == {"callback_query_id": "1", "text": "Да", "show_alert": True}
    assert toast == shown | {"show_alert": False}


@pytest.mark.parametrize("kind", KINDS)
def test_a_medium_is_sent_with_the_text_as_its_caption(kind: MessageKind) -> None:
    call = encode(Card(TEXT, ROWS, media=(Media(kind, "a-file-id"),))).send(7)
    found = parameters(call)
    assert call.method == f"send{kind.capitalize()}"
    assert (found[kind], found["caption"], len(found["caption_entities"])) == ("a-file-id", TEXT.text, 2)
    assert found["reply_markup"]["inline_keyboard"][0][0]["text"] == "Читать"
    assert not found.keys() & {"text", "entities", "link_preview_options"}
    assert "caption" not in parameters(encode(Card(RichText(""), media=(Media(kind, "a-file-id"),))).send(7))


def test_an_album_has_the_text_under_its_first_item() -> None:
    call = encode(Card(TEXT, media=(PICTURE, FILM))).send(7)
    first, second = parameters(call)["media"]
    assert call.method == "sendMediaGroup"
    assert (first["type"], first["media"], first["caption"]) == ("photo", PICTURE.file, TEXT.text)
    assert second == {"type": "video", "media": "film-id"}
    assert "reply_markup" not in parameters(call)


@pytest.mark.parametrize(
    "media",
    [
        (PICTURE,) * 11,
        (PICTURE, Media(MessageKind.ANIMATION, "a")),
        (PICTURE, Media(MessageKind.DOCUMENT, "d")),
        (Media(MessageKind.AUDIO, "a"), Media(MessageKind.DOCUMENT, "d")),
        (Media(MessageKind.TEXT, "t"),),
    ],
)
def test_media_that_telegram_does_not_send_together_are_no_card(media: tuple[Media, ...]) -> None:
    with pytest.raises(ValueError, match=r"no album|no medium"):
        Card(TEXT, media=media)


def test_an_album_with_buttons_is_no_card() -> None:
    for wanted in ({"rows": ROWS}, {"reply_placeholder": "Имя"}):
        with pytest.raises(ValueError, match="no buttons"):
            Card(TEXT, media=(PICTURE, FILM), **wanted)  # type: ignore[arg-type]
    assert Card(TEXT, [[]], media=(PICTURE, FILM)).is_album


def test_a_text_becomes_a_medium() -> None:
    call = edit(Card(TEXT, ROWS, media=(FILM,)), 7, 5, MessageKind.TEXT)
    found = parameters(call)
    assert call is not None
    assert call.method == "editMessageMedia"
    assert (found["media"]["type"], found["media"]["caption"]) == ("video", TEXT.text)
    assert found["reply_markup"]["inline_keyboard"][0][0]["text"] == "Читать"


@pytest.mark.parametrize(
    ("kind", "same_media", "method"),
    [
        (MessageKind.PHOTO, True, "editMessageCaption"),
        (MessageKind.PHOTO, False, "editMessageMedia"),
        (MessageKind.VIDEO, True, "editMessageMedia"),
        (MessageKind.TEXT, True, "editMessageMedia"),
    ],
)
def test_a_medium_is_sent_again_only_if_it_changes(kind: MessageKind, same_media: bool, method: str) -> None:
    call = edit(Card(TEXT, media=(PICTURE,)), 7, 5, kind, same_media=same_media)
    assert call is not None
    assert call.method == method
    assert parameters(call)["reply_markup"] == {"inline_keyboard": []}


@pytest.mark.parametrize("kind", KINDS)
def test_a_medium_never_becomes_a_text(kind: MessageKind) -> None:
    longest = RichText("я" * (CAPTION_UNITS - 2) + "😀")
    call = edit(Card(longest, ROWS), 7, 5, kind)
    assert call is not None
    assert (call.method, parameters(call)["caption"]) == ("editMessageCaption", longest.text)
    assert edit(Card(RichText("я" * (CAPTION_UNITS - 1) + "😀")), 7, 5, kind) is None


def test_a_caption_can_be_taken_away() -> None:
    assert parameters(edit(Card(RichText(""), media=(PICTURE,)), 7, 5, MessageKind.PHOTO))["caption"] == ""


def test_an_albums_caption_is_edited_and_no_text_becomes_an_album() -> None:
    album = Card(TEXT, media=(PICTURE, FILM))
    call = edit(album, 7, 5, MessageKind.PHOTO)
    found = parameters(call)
    assert call is not None
    assert (call.method, found["caption"]) == ("editMessageCaption", TEXT.text)
    assert "reply_markup" not in found
    assert edit(album, 7, 5, MessageKind.TEXT) is None


async def test_telegram_understands_texts_pictures_and_their_edits(emulator: Emulator, writer: Person) -> None:
    sent = await perform(emulator, encode(Card(TEXT, ROWS)).send(writer.id))
    assert (sent["text"], len(sent["entities"])) == (TEXT.text, 2)
    without = await perform(emulator, edit(Card(rich("Мост")), writer.id, sent["message_id"]))
    assert "reply_markup" not in without
    shown = await perform(
        emulator, encode(Card(TEXT, ROWS, media=(PICTURE,))).send(writer.id, reply_to=sent["message_id"])
    )
    assert (shown["caption"], shown["reply_to_message"]["message_id"]) == (TEXT.text, sent["message_id"])
    changed = edit(Card(rich("Снимок отозван")), writer.id, shown["message_id"], MessageKind.PHOTO)
    assert (await perform(emulator, changed))["caption"] == "Снимок отозван"


async def test_a_file_is_uploaded_as_it_is(emulator: Emulator, writer: Person) -> None:
    assert isinstance(BYTES.file, Upload)
    call = encode(Card(TEXT, ROWS, media=(BYTES,), silent=True)).send(writer.id)
    sent = await perform(emulator, call)
    stored = emulator.world.files.by_id(sent["photo"][0]["file_id"])
    assert call.content_type.startswith(b"multipart/form-data; boundary=")
    assert stored is not None
    assert (stored.content, sent["caption"], len(sent["caption_entities"])) == (BYTES.file.content, TEXT.text, 2)
    assert sent["reply_markup"]["inline_keyboard"][0][0]["text"] == "Читать"


def test_each_file_of_an_album_is_its_own_part_of_the_form() -> None:
    call = encode(Card(TEXT, media=(BYTES, FILM, BYTES))).send(7, topic=3)
    assert b'"media":"attach://file0"' in call.body
    assert b'"media":"attach://file1"' in call.body
    assert call.body.count(b'name="file') == 2
    assert b'name="message_thread_id"\r\n\r\n3\r\n' in call.body


async def test_an_ephemeral_message_is_for_one_member_in_the_thread_of_a_message(
    emulator: Emulator, writer: Person
) -> None:
    group = emulator.group("Обсуждение", admins=[writer], bot="administrator")
    said = await writer.says("Привет", chat=group)
    sent = await perform(emulator, encode(Card(TEXT, ROWS)).whisper(group.id, writer.id, said["message_id"]))
    assert sent["receiver_user"]["id"] == writer.id
    assert sent["reply_to_message"]["message_id"] == said["message_id"]
    assert writer.whispers(group) == [sent]
