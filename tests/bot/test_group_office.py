"""The office for groups: every deed is a call of the Bot API that the emulator knows."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.api_session import ApiSession
from bot.group_office import TelegramGroups
from bot.transport import open_transport
from emulator import Broken, Emulator, Fault, Group, Person
from news.discussed import DeedKind, GroupDeed
from tests.newspaper import TOKEN


@pytest.fixture
async def office(emulator: Emulator) -> AsyncIterator[TelegramGroups]:
    transport = open_transport(emulator.url, TOKEN, None)
    session = ApiSession(emulator.url, TOKEN, transport)
    yield TelegramGroups(session)
    await session.close()
    await transport.close()


@pytest.fixture
def boris(emulator: Emulator) -> Person:
    return emulator.person("Борис")


@pytest.fixture
def group(emulator: Emulator, boris: Person) -> Group:
    owner = emulator.person("Вера")
    return emulator.group("Обсуждение", admins=[owner], members=[boris], bot="administrator")


async def done(office: TelegramGroups, deed: GroupDeed) -> None:
    outcome = await office.perform(deed)
    assert outcome.status == 200, outcome


async def test_a_member_is_restricted_for_a_time_and_released(
    office: TelegramGroups, group: Group, boris: Person
) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)  # noqa: TID251 - the emulator's clock is the machine's
    await done(office, GroupDeed(DeedKind.RESTRICT, group.id, user_id=boris.id, until=until))
    assert group.chat.statuses[boris.id] == "restricted"
    assert group.chat.until[boris.id] == round(until.timestamp())
    await done(office, GroupDeed(DeedKind.RELEASE, group.id, user_id=boris.id))
    assert group.chat.statuses[boris.id] == "member"


async def test_a_member_is_banned_and_may_come_back(office: TelegramGroups, group: Group, boris: Person) -> None:
    await done(office, GroupDeed(DeedKind.UNBAN, group.id, user_id=boris.id))
    assert group.chat.statuses[boris.id] == "member", "nobody is removed when there is no ban to lift"
    await done(office, GroupDeed(DeedKind.BAN, group.id, user_id=boris.id))
    assert group.chat.statuses[boris.id] == "kicked"
    await done(office, GroupDeed(DeedKind.UNBAN, group.id, user_id=boris.id))
    assert group.chat.statuses[boris.id] == "left"


async def test_a_channel_is_banned_and_released(
    office: TelegramGroups, emulator: Emulator, group: Group, boris: Person
) -> None:
    channel = emulator.channel("Магазин", admins=[boris])
    await done(office, GroupDeed(DeedKind.BAN_SENDER, group.id, user_id=channel.id))
    assert group.chat.banned_owners == {boris.id}
    await done(office, GroupDeed(DeedKind.UNBAN_SENDER, group.id, user_id=channel.id))
    assert group.chat.banned_owners == set()


async def test_messages_are_deleted_one_by_one_and_together(
    office: TelegramGroups, group: Group, boris: Person
) -> None:
    ids = [(await boris.says(text, chat=group))["message_id"] for text in ("Раз", "Два", "Три")]
    await done(office, GroupDeed(DeedKind.DELETE, group.id, ids[0]))
    assert (await office.delete(group.id, ids)).status == 200
    assert group.messages == []


async def test_a_request_is_answered_also_when_its_ten_seconds_are_over(
    office: TelegramGroups, emulator: Emulator, group: Group
) -> None:
    stranger, other = emulator.person("Анна"), emulator.person("Пётр")
    for person in (stranger, other):
        person.asks_to_join(group)
    await done(office, GroupDeed(DeedKind.ADMIT, group.id, user_id=stranger.id, query="long ago"))
    await done(office, GroupDeed(DeedKind.DECLINE, group.id, user_id=other.id))
    assert (group.chat.has(stranger.id), group.chat.has(other.id), group.chat.requests) == (True, False, {})


async def test_what_telegram_says_is_an_outcome(
    office: TelegramGroups, emulator: Emulator, group: Group, boris: Person
) -> None:
    refused = await office.perform(GroupDeed(DeedKind.DELETE, group.id, 999))
    assert (refused.status, refused.description) == (400, "Bad Request: message to delete not found")
    emulator.faults.add(Fault(Broken(502, "<html>"), "banChatMember"))
    assert (await office.perform(GroupDeed(DeedKind.BAN, group.id, user_id=boris.id))).status == 502
