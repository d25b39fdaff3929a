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
from aiogram.types import BufferedInputFile, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from hypothesis import given
from hypothesis import strategies as st

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


@pytest.fixture
async def session(server: StubApi) -> AsyncIterator[ApiSession]:
    async with open_session(server.url) as session:
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


async def test_a_file_is_refused_because_cards_carry_files(server: StubApi, bot: Bot) -> None:
    with pytest.raises(TypeError, match="media of a card"):
        await bot.send_photo(7, BufferedInputFile(b"\x89PNG picture", "map.png"))
    assert server.requests == []


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
