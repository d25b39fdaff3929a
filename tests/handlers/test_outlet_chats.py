"""Chats as outlets: found by an @name or a link, with what bot and person may do there."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import (
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberMember,
    ChatMemberRestricted,
)
from aiogram.types.chat_member_union import ChatMemberUnion

from emulator import Emulator, Group, Person
from handlers import outlet_chats
from handlers.outlet_chats import FoundChat
from news.ledger import Address, PlaceKind
from news.posts import OutletChat

TOKEN = "1:outlets"


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(TOKEN) as running:
        yield running


@pytest.fixture
async def bot(emulator: Emulator) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(emulator.url))
    async with Bot(TOKEN, session=session) as bot:
        yield bot


@pytest.fixture
def anna(emulator: Emulator) -> Person:
    return emulator.person("Анна")


def number(group: Group) -> str:
    return str(group.id).removeprefix("-100")


@pytest.mark.parametrize(
    "words",
    ["@vestnik_news", "t.me/vestnik_news", " https://t.me/vestnik_news/5?single ", "HTTPS://T.ME/vestnik_news/"],
)
async def test_a_channel_is_found_by_its_name_or_a_link(bot: Bot, emulator: Emulator, anna: Person, words: str) -> None:
    channel = emulator.channel("Вестник", admins=[anna], username="vestnik_news")
    found = await outlet_chats.find(bot, words, anna.id)
    assert found == FoundChat(Address(channel.id), PlaceKind.CHANNEL, OutletChat("Вестник", "vestnik_news"))


async def test_a_topic_is_found_by_the_link_to_a_message_in_it_and_general_is_the_group(
    bot: Bot, emulator: Emulator, anna: Person
) -> None:
    forum = emulator.group("Читатели", admins=[anna], forum=True)
    group = emulator.group("Соседи", admins=[anna])
    for words, expected in {
        f"https://t.me/c/{number(forum)}/12/15": (Address(forum.id, 12), "Читатели · 12"),
        f"https://t.me/c/{number(forum)}/1/15": (Address(forum.id), "Читатели"),
        f"https://t.me/c/{number(forum)}/15": (Address(forum.id), "Читатели"),
        f"https://t.me/c/{number(group)}/12/15": (Address(group.id), "Соседи"),
    }.items():
        found = await outlet_chats.find(bot, words, anna.id)
        assert found is not None
        assert (found.address, found.chat.title) == expected


@pytest.mark.parametrize(
    "words", ["", "Вестник", "@nobody_there", "https://t.me/c/1/2", "https://example.org/c/1", "@a"]
)
async def test_words_that_lead_nowhere_find_nothing(bot: Bot, anna: Person, words: str) -> None:
    assert await outlet_chats.find(bot, words, anna.id) is None


async def test_nothing_is_found_where_bot_or_person_may_not_post(bot: Bot, emulator: Emulator, anna: Person) -> None:
    boris = emulator.person("Борис")
    foreign = emulator.channel("Чужой", admins=[boris], username="foreign_news")
    assert await outlet_chats.find(bot, "@foreign_news", anna.id) is None
    foreign.adds(anna.user, "administrator")
    assert await outlet_chats.find(bot, "@foreign_news", anna.id) is not None
    await foreign.adds_bot(admin=True, without=("can_post_messages",))
    assert await outlet_chats.find(bot, "@foreign_news", anna.id) is None
    await foreign.removes_bot()
    assert await outlet_chats.find(bot, "@foreign_news", anna.id) is None
    assert await outlet_chats.describe(bot, foreign.id) is None


def restricted(*, is_member: bool = True, may_send: bool = True) -> ChatMemberRestricted:
    return ChatMemberRestricted.model_construct(status="restricted", is_member=is_member, can_send_messages=may_send)


@pytest.mark.parametrize(
    ("member", "in_group", "in_channel"),
    [
        (ChatMemberAdministrator.model_construct(status="administrator", can_post_messages=True), True, True),
        (ChatMemberAdministrator.model_construct(status="administrator", can_post_messages=None), True, False),
        (ChatMemberMember.model_construct(status="member"), True, False),
        (restricted(), True, False),
        (restricted(may_send=False), False, False),
        (restricted(is_member=False), False, False),
        (ChatMemberLeft.model_construct(status="left"), False, False),
        (ChatMemberBanned.model_construct(status="kicked"), False, False),
    ],
)
def test_a_member_may_post_by_status_and_rights(member: ChatMemberUnion, in_group: bool, in_channel: bool) -> None:
    assert outlet_chats.may_post(member, PlaceKind.GROUP) is in_group
    assert outlet_chats.may_post(member, PlaceKind.CHANNEL) is in_channel
