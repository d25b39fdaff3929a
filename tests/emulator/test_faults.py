"""Injected faults: their effects, the calls they match, and how often they happen."""

import asyncio

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from emulator import (
    BLOCKED,
    CANNOT_INITIATE,
    CHAT_NOT_FOUND,
    DEACTIVATED,
    KICKED,
    KICKED_FROM_CHANNEL,
    MESSAGE_GONE,
    NO_CHANNEL_RIGHTS,
    NO_RIGHTS,
    NOT_IN_CHANNEL,
    PROXY_FORBIDDEN,
    URL_NOT_FETCHED,
    WRITE_FORBIDDEN,
    Broken,
    Dropped,
    Emulator,
    Fault,
    Group,
    HalfSent,
    Person,
    Refused,
    Slow,
    Stalled,
    Strange,
    migrated,
    slow_mode,
    too_many_requests,
)
from tests.emulator.api_client import Api


@pytest.mark.parametrize(
    ("effect", "error", "words"),
    [
        (too_many_requests(retry_after=7), TelegramRetryAfter, "Retry in 7 seconds"),
        (BLOCKED, TelegramForbiddenError, "bot was blocked by the user"),
        (DEACTIVATED, TelegramForbiddenError, "user is deactivated"),
        (KICKED, TelegramForbiddenError, "bot was kicked from the supergroup chat"),
        (CANNOT_INITIATE, TelegramForbiddenError, "bot can't initiate conversation with a user"),
        (CHAT_NOT_FOUND, TelegramBadRequest, "chat not found"),
        (migrated(-1009), TelegramMigrateToChat, "-1009"),
        (NO_RIGHTS, TelegramBadRequest, "not enough rights to send text messages to the chat"),
        (WRITE_FORBIDDEN, TelegramBadRequest, "CHAT_WRITE_FORBIDDEN"),
        (NOT_IN_CHANNEL, TelegramForbiddenError, "bot is not a member of the channel chat"),
        (KICKED_FROM_CHANNEL, TelegramForbiddenError, "bot was kicked from the channel chat"),
        (NO_CHANNEL_RIGHTS, TelegramBadRequest, "need administrator rights in the channel chat"),
        (MESSAGE_GONE, TelegramBadRequest, "message to edit not found"),
        (URL_NOT_FETCHED, TelegramBadRequest, "failed to get HTTP URL content"),
        (Broken(), ClientDecodeError, "502 Bad Gateway"),
        (PROXY_FORBIDDEN, ClientDecodeError, "403 Forbidden"),
    ],
)
async def test_aiogram_raises_the_matching_exception_for_a_fault(
    bot: Bot, emulator: Emulator, anna: Person, effect: Refused | Broken, error: type[Exception], words: str
) -> None:
    emulator.faults.add(Fault(effect))
    with pytest.raises(error, match=words):
        await bot.send_message(anna.id, "Hi")
    assert anna.last is None
    await bot.send_message(anna.id, "Hi")


async def test_a_429_may_come_without_retry_after(api: Api, emulator: Emulator, anna: Person) -> None:
    emulator.faults.add(Fault(too_many_requests()))
    status, body = await api.call("sendMessage", {"chat_id": anna.id, "text": "Hi"})
    assert (status, body) == (429, {"ok": False, "error_code": 429, "description": "Too Many Requests"})


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_connection_drops_before_or_after_the_message_is_sent(
    bot: Bot, emulator: Emulator, anna: Person, after_effect: bool
) -> None:
    emulator.faults.add(Fault(Dropped(after_effect)))
    with pytest.raises(TelegramNetworkError) as failure:
        await bot.send_message(anna.id, "Hi")
    assert isinstance(failure.value.__cause__, aiohttp.ServerDisconnectedError)
    assert (anna.last is not None) is after_effect
    assert emulator.calls[-1].code == 0


async def test_a_slow_answer_delays_no_other_answer(api: Api, emulator: Emulator, anna: Person) -> None:
    emulator.faults.add(Fault(Slow(0.05), method="sendMessage"))
    slow = asyncio.gather(api.ok("sendMessage", chat_id=anna.id, text="Hi"))
    await api.ok("getMe")
    assert not slow.done()
    await slow


async def test_a_result_may_have_unknown_fields_or_be_replaced(
    bot: Bot, api: Api, emulator: Emulator, anna: Person
) -> None:
    emulator.faults.add(Fault(Strange()))
    assert "a_field_of_tomorrow" in await api.ok("sendMessage", chat_id=anna.id, text="Hi")
    emulator.faults.add(Fault(Strange({"surprise": True}, replace=True)))
    with pytest.raises(ClientDecodeError):
        await bot.send_message(anna.id, "It is sent though")
    assert anna.last is not None
    assert anna.last["text"] == "It is sent though"


async def test_a_fault_affects_only_its_method_and_its_chat(api: Api, emulator: Emulator, anna: Person) -> None:
    boris = emulator.person("Boris")
    await boris.says("/start")
    emulator.faults.add(Fault(BLOCKED, method="sendMessage", chat_id=boris.id))
    await api.ok("sendMessage", chat_id=anna.id, text="Hi")
    await api.ok("sendChatAction", chat_id=boris.id, action="typing")
    assert (await api.refusal("sendMessage", chat_id=boris.id, text="Hi"))[0] == 403


async def test_a_fault_happens_times_times_after_after_calls(api: Api, emulator: Emulator) -> None:
    emulator.faults.add(Fault(too_many_requests(1), method="getMe", times=2, after=1))
    codes = [(await api.call("getMe"))[0] for _ in range(5)]
    assert codes == [200, 429, 429, 200, 200]


async def test_a_fault_without_a_count_lasts_until_cleared(api: Api, emulator: Emulator) -> None:
    emulator.faults.add(Fault(too_many_requests(1), times=None))
    assert [(await api.call("getMe"))[0] for _ in range(3)] == [429, 429, 429]
    emulator.faults.clear()
    await api.ok("getMe")


async def test_of_two_faults_the_first_one_added_happens_first(api: Api, emulator: Emulator) -> None:
    emulator.faults.add(Fault(too_many_requests(1)))
    emulator.faults.add(Fault(Broken(503, "<h1>Soon</h1>")))
    assert (await api.call("getMe"))[0] == 429
    async with api.session.get(f"{api.url}/bot1:test/getMe") as response:
        assert (response.status, await response.text()) == (503, "<h1>Soon</h1>")


async def test_slow_mode_refuses_sends_to_one_chat_and_nothing_else(
    api: Api, emulator: Emulator, anna: Person, group: Group
) -> None:
    sent = await api.ok("sendMessage", chat_id=group.id, text="Hi")
    slow = slow_mode(group.id, retry_after=30)
    emulator.faults.add(slow)
    photo = {"photo": "https://example.com/a.jpg"}
    for chat in (group.id, "@newsroom"):
        status, body = await api.call("sendMessage", {"chat_id": chat, "text": "Hi"})
        assert (status, body["parameters"]) == (429, {"retry_after": 30})
        assert (await api.refusal("sendPhoto", chat_id=chat, **photo))[0] == 429
    await api.ok("editMessageText", chat_id=group.id, message_id=sent["message_id"], text="Hello")
    await api.ok("sendChatAction", chat_id=group.id, action="typing")
    await api.ok("sendMessage", chat_id=anna.id, text="Hi")
    emulator.faults.remove(slow)
    await api.ok("sendMessage", chat_id=group.id, text="Hi")


async def test_every_send_may_be_refused_while_the_rest_works(
    api: Api, emulator: Emulator, anna: Person, group: Group
) -> None:
    emulator.faults.add(Fault(CANNOT_INITIATE, only_sends=True, times=None))
    for chat in (anna.id, group.id, anna.id):
        assert (await api.refusal("sendMessage", chat_id=chat, text="Hi"))[0] == 403
    await api.ok("getChat", chat_id=group.id)


@pytest.mark.parametrize("reason", ["WEBPAGE_CURL_FAILED", "Too Many Requests: retry after 8"])
@pytest.mark.parametrize("sent", [1, 2])
async def test_an_album_may_fail_after_its_first_items(
    api: Api, emulator: Emulator, anna: Person, sent: int, reason: str
) -> None:
    emulator.faults.add(Fault(HalfSent(sent, reason)))
    await api.ok("sendMessage", chat_id=anna.id, text="no album")
    media = [{"type": "photo", "media": f"https://example.com/{number}.jpg"} for number in range(3)]
    status, body = await api.call("sendMediaGroup", {"chat_id": anna.id, "media": media})
    assert (status, body) == (
        400,
        {
            "ok": False,
            "error_code": 400,
            "description": f'Bad Request: failed to send message #{sent + 1} with the error message "{reason}"',
        },
    )
    arrived = [message for message in anna.messages if "photo" in message]
    assert len(arrived) == sent
    assert len({message["media_group_id"] for message in arrived}) == 1
    assert len(await api.ok("sendMediaGroup", chat_id=anna.id, media=media)) == 3


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_stalled_call_is_answered_when_the_faults_are_cleared(
    api: Api, emulator: Emulator, anna: Person, after_effect: bool
) -> None:
    emulator.faults.add(Fault(Stalled(after_effect), method="sendMessage"))
    stalled = asyncio.gather(api.ok("sendMessage", chat_id=anna.id, text="Hi"))
    while not emulator.calls.of("sendMessage"):
        await api.ok("getMe")
    await api.ok("getMe")
    assert (anna.last is not None) is after_effect
    assert not stalled.done()
    emulator.faults.clear()
    await stalled
    assert anna.last is not None


async def test_the_emulator_closes_while_a_call_is_stalled(anna: Person, api: Api, emulator: Emulator) -> None:
    async with Emulator(token="2:other") as other:
        other.faults.add(Fault(Stalled()))
        stalled = asyncio.gather(api.session.get(f"{other.url}/bot2:other/getMe"))
        while not other.calls:
            await api.ok("getMe")
    await stalled
