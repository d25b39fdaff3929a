"""Requests to join a group, and their answers."""

from datetime import UTC, datetime, timedelta

import pytest

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api

CANNOT_WRITE = (403, "Forbidden: bot can't initiate conversation with a user")
GONE = (400, "Bad Request: HIDE_REQUESTER_MISSING")


@pytest.fixture
def boris(emulator: Emulator, group: Group) -> Person:
    """A stranger who has not started the bot, an administrator of the group."""
    group.adds(emulator.world.bot, "administrator")
    return emulator.person("Boris")


async def test_a_request_is_told_and_approved(api: Api, group: Group, boris: Person) -> None:
    boris.asks_to_join(group)
    (update,) = await api.ok("getUpdates")
    request = update["chat_join_request"]
    assert (request["chat"]["id"], request["from"]["id"], request["user_chat_id"]) == (group.id, boris.id, boris.id)
    assert "query_id" not in request
    await api.ok("approveChatJoinRequest", chat_id=group.id, user_id=boris.id)
    await boris.says("Спасибо", chat=group)
    refusal = await api.refusal("approveChatJoinRequest", chat_id=group.id, user_id=boris.id)
    assert refusal == (400, "Bad Request: USER_ALREADY_PARTICIPANT")
    with pytest.raises(ValueError, match="cannot ask"):
        boris.asks_to_join(group)


async def test_a_declined_one_stays_outside(api: Api, group: Group, boris: Person) -> None:
    boris.asks_to_join(group)
    await api.ok("declineChatJoinRequest", chat_id=group.id, user_id=boris.id)
    assert not group.chat.has(boris.id)
    assert await api.refusal("declineChatJoinRequest", chat_id=group.id, user_id=boris.id) == GONE


async def test_the_bot_may_write_for_five_minutes_or_until_the_answer(
    emulator: Emulator, api: Api, group: Group, boris: Person
) -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    emulator.world.clock = lambda: now
    boris.asks_to_join(group)
    await api.ok("sendMessage", chat_id=boris.id, text="Представьтесь")
    now += timedelta(minutes=5, seconds=1)
    assert await api.refusal("sendMessage", chat_id=boris.id, text="Ещё раз") == CANNOT_WRITE
    boris.asks_to_join(group)
    await api.ok("declineChatJoinRequest", chat_id=group.id, user_id=boris.id)
    assert await api.refusal("sendMessage", chat_id=boris.id, text="Нет") == CANNOT_WRITE


async def test_without_the_right_the_bot_neither_hears_nor_answers(
    emulator: Emulator, api: Api, group: Group, boris: Person
) -> None:
    group.adds(emulator.world.bot, "administrator", without=["can_invite_users"])
    boris.asks_to_join(group)
    assert await api.ok("getUpdates") == []
    refusal = await api.refusal("approveChatJoinRequest", chat_id=group.id, user_id=boris.id)
    assert refusal == (400, "Bad Request: not enough rights to manage chat invite link")


@pytest.mark.parametrize(("result", "is_in", "is_waiting"), [("approve", True, False), ("queue", False, True)])
async def test_the_bot_named_for_requests_answers_a_query_once(
    api: Api, group: Group, boris: Person, result: str, is_in: bool, is_waiting: bool
) -> None:
    boris.asks_to_join(group, is_query=True)
    (update,) = await api.ok("getUpdates")
    query = {"chat_join_request_query_id": update["chat_join_request"]["query_id"], "result": result}
    await api.ok("answerChatJoinRequestQuery", **query)
    assert (group.chat.has(boris.id), boris.id in group.chat.requests) == (is_in, is_waiting)
    assert await api.refusal("answerChatJoinRequestQuery", **query) == (400, "Bad Request: QUERY_ID_INVALID")


async def test_a_query_is_too_old_after_ten_seconds(emulator: Emulator, api: Api, group: Group, boris: Person) -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    emulator.world.clock = lambda: now
    boris.asks_to_join(group, is_query=True)
    (update,) = await api.ok("getUpdates")
    now += timedelta(seconds=11)
    query = {"chat_join_request_query_id": update["chat_join_request"]["query_id"], "result": "approve"}
    assert await api.refusal("answerChatJoinRequestQuery", **query) == (400, "Bad Request: QUERY_ID_INVALID")
