"""The methods that read chats and their members, and leaveChat."""

from aiogram import Bot

from emulator import Emulator, Group, Person
from tests.emulator.api_client import Api


async def test_the_bot_may_leave_by_itself(api: Api, group: Group, anna: Person) -> None:
    assert await api.ok("leaveChat", chat_id=group.id) is True
    (update,) = await api.ok("getUpdates")
    assert update["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert (await api.refusal("leaveChat", chat_id=anna.id))[0] == 400


async def test_aiogram_understands_chats_and_members(bot: Bot, emulator: Emulator, anna: Person, group: Group) -> None:
    boris = emulator.person("Boris")
    group.adds(boris.user)
    assert (await bot.get_chat(group.id)).title == "Редакция"
    assert (await bot.get_chat(anna.id)).first_name == "Anna"
    assert (await bot.get_chat_member(group.id, anna.id)).status == "creator"
    assert (await bot.get_chat_member(group.id, boris.id)).status == "member"
    assert await bot.get_chat_member_count(group.id) == 3
    await group.adds_bot(admin=True)
    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [anna.id]
    assert len(await bot.get_chat_administrators(group.id, return_bots=True)) == 2
    group.adds(boris.user, "kicked")
    assert (await bot.get_chat_member(group.id, boris.id)).status == "kicked"


async def test_unknown_members_and_private_administrators_are_refused(api: Api, anna: Person, group: Group) -> None:
    refusal = await api.refusal("getChatMember", chat_id=group.id, user_id=404)
    assert refusal == (400, "Bad Request: user not found")
    assert (await api.refusal("getChatAdministrators", chat_id=anna.id))[0] == 400
