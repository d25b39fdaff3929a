"""The session to the Bot API: requests, the parsing of answers, and errors when no answer comes."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, MessageEntity
from hypothesis import given
from hypothesis import strategies as st

from bot.answer_pace import AnswerPace
from bot.api_session import ApiAnswer, ApiSession, NoResponseError, clean_strings
from emulator import (
    BLOCKED,
    Broken,
    Dropped,
    Emulator,
    Fault,
    Person,
    Refused,
    Slow,
    Strange,
    migrated,
    too_many_requests,
)
from emulator.errors import ApiError
from handlers.cards.card import Card
from handlers.encoding import edit_text
from handlers.screens import AnswerCallback, EditMessage, callback_answer_body
from news.richtext import Mark, rich
from news.words import units
from tests.bot.conftest import open_session
from tests.bot.stub_api import StubApi, open_stub_api

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
SENT = {"ok": True, "result": {"message_id": 5, "date": 1709636700, "chat": {"id": 7, "type": "private"}}}
KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Читать", callback_data="r:1")]])


@pytest.fixture
async def server() -> AsyncIterator[StubApi]:
    async with open_stub_api(body=json.dumps(SENT).encode()) as running:
        yield running


class RecordingPace(AnswerPace):
    """Records what the session reports."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, object]] = []
        self.messages = 0
        self.refusals: list[tuple[str, object, float | None]] = []

    def requested(self, method: str, chat_id: object, count: int = 1) -> None:
        self.requests.append((method, chat_id))
        self.messages += count

    def refused(self, method: str, chat_id: object, retry_after: float | None) -> None:
        self.refusals.append((method, chat_id, retry_after))


@pytest.fixture
def pace() -> RecordingPace:
    return RecordingPace()


@pytest.fixture
async def session(server: StubApi, pace: RecordingPace) -> AsyncIterator[ApiSession]:
    async with open_session(server.url, pace=pace) as session:
        yield session


@pytest.fixture
def bot(session: ApiSession) -> Bot:
    return Bot(TOKEN, session=session)


@pytest.fixture
async def real(emulator: Emulator) -> AsyncIterator[ApiSession]:
    """A session to the emulator."""
    async with open_session(emulator.url) as session:
        yield session


async def test_a_raw_call_is_json(server: StubApi, session: ApiSession) -> None:
    parameters = {"chat_id": 7, "text": "Привет\ud83d\ude00", "entities": [{"type": "bold", "offset": 0, "length": 6}]}
    answer = await session.call("sendMessage", parameters)
    assert answer == ApiAnswer(200, SENT)
    (request,) = server.requests
    assert (request.method, request.content_type) == ("sendMessage", "application/json")
    assert json.loads(request.body) == parameters | {"text": "Привет😀"}


async def test_a_method_of_aiograms_is_json_with_real_lists_and_objects_in_it(server: StubApi, bot: Bot) -> None:
    await bot.send_message(
        7, "Привет", entities=[MessageEntity(type="bold", offset=0, length=6)], reply_markup=KEYBOARD
    )
    (request,) = server.requests
    assert request.content_type == "application/json"
    assert json.loads(request.body) == {
        "chat_id": 7,
        "text": "Привет",
        "entities": [{"type": "bold", "offset": 0, "length": 6}],
        "reply_markup": {"inline_keyboard": [[{"text": "Читать", "callback_data": "r:1"}]]},
    }


async def test_a_file_goes_as_a_form(server: StubApi, bot: Bot, pace: RecordingPace) -> None:
    await bot.send_photo(7, BufferedInputFile(b"\x89PNG picture", "map.png"), caption="Карта")
    (request,) = server.requests
    assert request.content_type == "multipart/form-data"
    assert (request.form["chat_id"], request.form["caption"]) == ("7", "Карта")
    assert request.form[request.form["photo"].removeprefix("attach://")] == b"\x89PNG picture"
    assert pace.requests == [("sendPhoto", 7)]


async def test_an_album_goes_as_a_form_with_a_file_for_each_attachment(
    server: StubApi, bot: Bot, pace: RecordingPace
) -> None:
    server.body = json.dumps({"ok": True, "result": [SENT["result"], SENT["result"] | {"message_id": 6}]}).encode()  # type: ignore[operator]
    first, second = (BufferedInputFile(b"picture %d" % number, f"{number}.png") for number in (1, 2))
    sent = await bot.send_media_group(7, [InputMediaPhoto(media=first, caption="Карта"), InputMediaPhoto(media=second)])
    assert [message.message_id for message in sent] == [5, 6]
    (request,) = server.requests
    album = json.loads(request.form["media"])
    assert [one["type"] for one in album] == ["photo", "photo"]
    assert album[0]["caption"] == "Карта"
    files = [request.form[one["media"].removeprefix("attach://")] for one in album]
    assert files == [b"picture 1", b"picture 2"]
    assert (pace.requests, pace.messages) == ([("sendMediaGroup", 7)], 2)


async def test_a_picture_that_replaces_another_goes_as_a_form(server: StubApi, bot: Bot, pace: RecordingPace) -> None:
    media = InputMediaPhoto(media=BufferedInputFile(b"picture", "map.png"))
    await bot.edit_message_media(media, chat_id=7, message_id=5, reply_markup=KEYBOARD)
    (request,) = server.requests
    assert request.form[json.loads(request.form["media"])["media"].removeprefix("attach://")] == b"picture"
    assert json.loads(request.form["reply_markup"])["inline_keyboard"][0][0]["text"] == "Читать"
    assert (request.form["chat_id"], request.form["message_id"]) == ("7", "5")
    assert pace.requests == [("editMessageMedia", 7)]


async def test_the_pace_hears_of_a_refused_upload(server: StubApi, bot: Bot, pace: RecordingPace) -> None:
    server.status = 429
    server.body = b'{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}'
    with pytest.raises(TelegramRetryAfter):
        await bot.send_photo(-7, BufferedInputFile(b"picture", "map.png"))
    assert pace.refusals == [("sendPhoto", -7, 7)]


async def test_the_pace_hears_of_each_request_of_aiograms_with_its_chat(
    server: StubApi, bot: Bot, session: ApiSession, pace: RecordingPace
) -> None:
    await bot.send_message(7, "Привет")
    await bot.edit_message_text("Пока", chat_id=7, message_id=5)
    await session.call("sendMessage", {"chat_id": 7, "text": "the courier's own"})
    server.body = b'{"ok": true, "result": true}'
    await bot.answer_callback_query("1")
    assert pace.requests == [("sendMessage", 7), ("editMessageText", 7), ("answerCallbackQuery", None)]


async def test_the_pace_hears_of_each_refusal_with_its_pause(
    server: StubApi, bot: Bot, session: ApiSession, pace: RecordingPace
) -> None:
    server.status = 429
    server.body = b'{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":7}}'
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(-7, "Привет")
    with pytest.raises(TelegramRetryAfter):
        await bot(EditMessage(chat_id=8, message_id=5, card=Card(rich("Мост открыт"))))
    assert not await session.call_prepared("editMessageText", b'{"chat_id":9,"message_id":5,"text":"x"}')
    assert pace.refusals == [("sendMessage", -7, 7), ("editMessageText", 8, 7), ("editMessageText", 9, 7)]


async def test_a_prepared_call_is_the_same_json_as_aiograms_own(server: StubApi, bot: Bot, pace: RecordingPace) -> None:
    card = Card(rich("Мост открыт", Mark.BOLD), [[InlineKeyboardButton(text="Читать", callback_data="r:1")]])
    server.body = b'{"ok":true,"result":true}'
    assert await bot(EditMessage(body=edit_text(card, 7, 5).body))
    await bot.edit_message_text(
        card.text.text,
        chat_id=7,
        message_id=5,
        entities=card.entities,
        reply_markup=card.inline_keyboard,
        link_preview_options=card.preview,
    )
    assert await bot(AnswerCallback(body=callback_answer_body("12")))
    await bot.answer_callback_query("12")
    turned, edited, ended, answered = server.requests
    for ours, theirs in ((turned, edited), (ended, answered)):
        assert (ours.method, json.loads(ours.body)) == (theirs.method, json.loads(theirs.body))
    assert pace.requests == [("editMessageText", 7)] * 2 + [("answerCallbackQuery", None)] * 2


async def test_a_prepared_call_that_is_refused_raises_as_any_other(server: StubApi, bot: Bot) -> None:
    server.status = 400
    server.body = b'{"ok":false,"error_code":400,"description":"Bad Request: message is not modified"}'
    with pytest.raises(TelegramBadRequest, match="not modified"):
        await bot(EditMessage(body=edit_text(Card(rich("Мост открыт")), 7, 5).body))


@pytest.mark.parametrize(
    "strange",
    [
        {"a_field_of_tomorrow": {"type": "unheard of"}},
        {"entities": [{"type": 5, "offset": "x"}], "reply_markup": "?"},
        {"chat": {"id": 7, "type": "a_kind_of_tomorrow"}},
        {"from": {"id": "not a number"}},
    ],
    ids=lambda fields: next(iter(fields)),
)
async def test_a_message_is_sent_even_if_the_answer_has_unknown_or_malformed_fields(
    server: StubApi, bot: Bot, strange: dict[str, Any]
) -> None:
    server.body = json.dumps({"ok": True, "result": SENT["result"] | strange}).encode()  # type: ignore[operator]
    message = await bot.send_message(7, "Привет")
    assert (message.message_id, message.chat.id, int(message.date.timestamp())) == (5, 7, 1709636700)
    await message.edit_text("Пока")  # the message knows its bot
    assert server.requests[-1].method == "editMessageText"


async def test_the_emulators_strange_answer_is_a_sent_message(
    emulator: Emulator, real: ApiSession, anna: Person
) -> None:
    emulator.faults.add(Fault(Strange(), method="sendMessage"))
    message = await Bot(emulator.token, session=real).send_message(anna.id, "Привет")
    assert [shown["message_id"] for shown in anna.messages][-1] == message.message_id


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        (BLOCKED, TelegramForbiddenError),
        (too_many_requests(7), TelegramRetryAfter),
        (migrated(-1009), TelegramMigrateToChat),
        (Refused(ApiError(400, "Bad Request: message is too long")), TelegramBadRequest),
        (Refused(ApiError(401, "Unauthorized")), TelegramUnauthorizedError),
        (Refused(ApiError(409, "Conflict")), TelegramConflictError),
        (Broken(), TelegramServerError),
        (Broken(200), Exception),
        (Dropped(), TelegramNetworkError),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_a_refusal_is_aiograms_own_error(
    emulator: Emulator, real: ApiSession, anna: Person, effect: Any, error: type[Exception]
) -> None:
    emulator.faults.add(Fault(effect, method="sendMessage"))
    with pytest.raises(error):
        await Bot(emulator.token, session=real).send_message(anna.id, "Привет")
    assert anna.last is None


@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b"null", b'"ok"', b"\xff\xfe", b"[" * 100_000])
@pytest.mark.parametrize("status", [200, 502])
async def test_a_body_that_is_no_object_is_not_ok(
    server: StubApi, session: ApiSession, status: int, body: bytes
) -> None:
    server.status, server.body = status, body
    answer = await session.call("getMe", {})
    assert (answer.ok, answer.code, answer.description) == (False, status, f"HTTP {status}")
    assert answer.parameter("retry_after") is None


@pytest.mark.parametrize(
    ("parameters", "found"),
    [({"retry_after": 7}, 7), ({"retry_after": "7"}, None), ({"retry_after": True}, None), ([], None), (None, None)],
)
def test_a_parameter_is_a_number_or_nothing(parameters: object, found: int | None) -> None:
    assert ApiAnswer(429, {"ok": False, "parameters": parameters}).parameter("retry_after") == found


def test_only_true_counts_as_ok() -> None:
    assert ApiAnswer(200, {"ok": True}).ok
    assert not any(ApiAnswer(200, {"ok": value}).ok for value in (1, "true", [1], None))


async def test_a_request_over_a_refused_connection_was_not_sent() -> None:
    async with open_session("http://127.0.0.1:9") as session:
        with pytest.raises(NoResponseError) as lost:
            await session.call("sendMessage", {})
    assert not lost.value.may_have_arrived


@pytest.mark.parametrize("effect", [Dropped(), Dropped(after_effect=True), Slow(0.6)], ids=["before", "after", "slow"])
async def test_a_request_without_an_answer_may_have_arrived(
    emulator: Emulator, real: ApiSession, anna: Person, effect: Any
) -> None:
    emulator.faults.add(Fault(effect, method="sendMessage"))
    with pytest.raises(NoResponseError) as lost:
        await real.call("sendMessage", {"chat_id": anna.id, "text": "Привет"}, timeout=0.1)
    assert lost.value.may_have_arrived


async def test_an_error_never_contains_the_token(server: StubApi, session: ApiSession, bot: Bot) -> None:
    server.status, server.headers = 307, {"Location": f"/bot{TOKEN}/sendMessage"}
    with pytest.raises(NoResponseError) as lost:
        await session.call("sendMessage", {})
    server.body = b'{"ok": false, "error_code": 307, "description": "look elsewhere"}'
    with pytest.raises(TelegramAPIError) as failed:
        await bot.send_message(7, "Привет")
    for error in (lost.value, failed.value):
        assert TOKEN not in f"{error} {error!r}"


async def test_characters_that_no_database_stores_are_replaced_in_an_answer(
    server: StubApi, session: ApiSession
) -> None:
    server.body = rb'{"ok": true, "result": [{"text": "a\u0000b\ud800c\ud83d\ude00d\uDC00"}]}'
    (update,) = (await session.call("getUpdates", {})).body["result"]
    assert update == {"text": "a\ufffdb\ufffdc😀d\ufffd"}


@given(st.text(st.characters()) | st.text("a\x00\ud800\udc00😀\ufeffé"))
def test_a_cleaned_text_keeps_every_offset_and_can_be_stored(text: str) -> None:
    done = clean_strings(text)
    done.encode()
    assert "\0" not in done
    assert units(done) == units(text)
    assert clean_strings(done) == done


@given(st.dictionaries(st.text(max_size=5), st.none() | st.integers() | st.text() | st.lists(st.text()), max_size=5))
def test_clean_values_are_not_changed(value: dict[str, Any]) -> None:
    if "\\u0000" not in json.dumps(value):
        assert clean_strings(value) == value
