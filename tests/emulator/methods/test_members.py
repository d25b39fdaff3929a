"""Restrictions and bans of members and channels, and their errors in Telegram's words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import ChatMemberRestricted, ChatPermissions

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api

NO_RIGHTS = (400, "Bad Request: not enough rights to restrict/unrestrict chat member")


@pytest.fixture
def boris(emulator: Emulator, group: Group) -> Person:
    """A member of the group, in which the bot is an administrator."""
    boris = emulator.person("Boris")
    group.adds(boris.user)
    group.adds(emulator.world.bot, "administrator")
    return boris


def meant(group: Group, boris: Person, **more: Any) -> dict[str, Any]:
    return {"chat_id": group.id, "user_id": boris.id, **more}


async def status_of(api: Api, group: Group, boris: Person) -> str:
    return str((await api.ok("getChatMember", **meant(group, boris)))["status"])


async def test_a_restricted_member_may_not_write_until_it_is_lifted(bot: Bot, group: Group, boris: Person) -> None:
    await bot.restrict_chat_member(group.id, boris.id, ChatPermissions(can_send_messages=False))
    with pytest.raises(ValueError, match="may not write"):
        await boris.says("Привет", chat=group)
    found = await bot.get_chat_member(group.id, boris.id)
    assert isinstance(found, ChatMemberRestricted)
    assert (found.can_send_messages, found.is_member) == (False, True)
    allowed = ChatPermissions(can_send_other_messages=True, can_add_web_page_previews=True, can_send_polls=True)
    await bot.restrict_chat_member(group.id, boris.id, allowed)
    await boris.says("Привет", chat=group)


async def test_a_restriction_is_of_kinds_of_content(api: Api, group: Group, boris: Person) -> None:
    words = {"can_send_messages": True}
    await api.ok("restrictChatMember", **meant(group, boris, permissions=words))
    await boris.says("Привет", chat=group)
    with pytest.raises(ValueError, match="may not write this"):
        await boris.shares_photo(chat=group)


@pytest.mark.parametrize(("method", "after"), [("restrictChatMember", "member"), ("banChatMember", "left")])
async def test_a_restriction_and_a_ban_end_at_their_time(
    emulator: Emulator, api: Api, group: Group, boris: Person, method: str, after: str
) -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    emulator.world.clock = lambda: now
    until = int((now + timedelta(hours=1)).timestamp())
    permissions = {"permissions": {}} if method == "restrictChatMember" else {}
    await api.ok(method, **meant(group, boris, until_date=until, **permissions))
    assert await status_of(api, group, boris) in {"restricted", "kicked"}
    now += timedelta(hours=1)
    assert await status_of(api, group, boris) == after


async def test_an_end_within_30_seconds_is_none(emulator: Emulator, api: Api, group: Group, boris: Person) -> None:
    now = datetime(2026, 11, 30, 12, tzinfo=UTC)
    emulator.world.clock = lambda: now
    await api.ok("banChatMember", **meant(group, boris, until_date=int(now.timestamp()) + 29))
    now += timedelta(days=400)
    assert await status_of(api, group, boris) == "kicked"


async def test_a_banned_member_is_out_until_the_ban_is_lifted(api: Api, group: Group, boris: Person) -> None:
    await api.ok("banChatMember", **meant(group, boris))
    with pytest.raises(ValueError, match="is not in"):
        await boris.says("Привет", chat=group)
    await api.ok("unbanChatMember", **meant(group, boris, only_if_banned=True))
    assert await status_of(api, group, boris) == "left"


async def test_only_with_the_parameter_a_member_stays_when_no_ban_is_lifted(
    api: Api, group: Group, boris: Person
) -> None:
    await api.ok("unbanChatMember", **meant(group, boris, only_if_banned=True))
    assert await status_of(api, group, boris) == "member"
    await api.ok("unbanChatMember", **meant(group, boris))
    assert await status_of(api, group, boris) == "left"


@pytest.mark.parametrize("method", ["restrictChatMember", "banChatMember"])
async def test_staff_of_the_group_and_strangers_are_refused(
    emulator: Emulator, api: Api, group: Group, anna: Person, boris: Person, method: str
) -> None:
    permissions = {"permissions": {}} if method == "restrictChatMember" else {}
    group.adds(boris.user, "administrator")
    for user_id, words in (
        (anna.id, "can't remove chat owner"),
        (boris.id, "user is an administrator of the chat"),
        (emulator.world.bot.id, "can't restrict self"),
        (12, "PARTICIPANT_ID_INVALID"),
    ):
        refusal = await api.refusal(method, chat_id=group.id, user_id=user_id, **permissions)
        assert refusal == (400, f"Bad Request: {words}")


async def test_without_the_right_nothing_happens(emulator: Emulator, api: Api, group: Group, boris: Person) -> None:
    group.adds(emulator.world.bot, "administrator", without=["can_restrict_members"])
    assert await api.refusal("banChatMember", **meant(group, boris)) == NO_RIGHTS
    assert await api.refusal("restrictChatMember", **meant(group, boris, permissions={})) == NO_RIGHTS
    assert await status_of(api, group, boris) == "member"


async def test_only_supergroups_restrict(emulator: Emulator, api: Api, anna: Person, boris: Person) -> None:
    basic = emulator.group("Соседи", admins=[anna], members=[boris], kind="group", bot="administrator")
    refusal = await api.refusal("restrictChatMember", **meant(basic, boris, permissions={}))
    assert refusal == (400, "Bad Request: method is available only for supergroups")


async def test_a_bot_that_has_asked_for_them_hears_of_changes(api: Api, group: Group, boris: Person) -> None:
    await api.ok("banChatMember", **meant(group, boris))
    await api.ok("getUpdates", allowed_updates=["chat_member"])
    await api.ok("unbanChatMember", **meant(group, boris))
    (update,) = await api.ok("getUpdates", allowed_updates=["chat_member"])
    change = update["chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("kicked", "left")


async def test_a_banned_channel_bans_all_channels_of_its_owner(
    emulator: Emulator, api: Api, group: Group, boris: Person
) -> None:
    first, second = emulator.channel("Первый", admins=[boris]), emulator.channel("Второй", admins=[boris])
    said = await boris.says("Реклама", chat=group, sender=first)
    assert (said["from"]["id"], said["sender_chat"]["id"]) == (136817688, first.id)
    await api.ok("banChatSenderChat", chat_id=group.id, sender_chat_id=first.id)
    for channel in (first, second):
        with pytest.raises(ValueError, match="are banned"):
            await boris.says("Реклама", chat=group, sender=channel)
    await boris.says("Сам", chat=group)
    await api.ok("unbanChatSenderChat", chat_id=group.id, sender_chat_id=first.id)
    await boris.says("Реклама", chat=group, sender=second)
    refusal = await api.refusal("banChatSenderChat", chat_id=group.id, sender_chat_id=boris.id)
    assert refusal == (400, "Bad Request: PARTICIPANT_ID_INVALID")


async def test_an_administrator_speaks_anonymously_and_others_do_not(group: Group, anna: Person, boris: Person) -> None:
    said = await anna.says("Порядок", chat=group, sender=group)
    assert (said["from"]["id"], said["sender_chat"]["id"]) == (1087968824, group.id)
    with pytest.raises(ValueError, match="no administrator"):
        await boris.says("Порядок", chat=group, sender=group)
