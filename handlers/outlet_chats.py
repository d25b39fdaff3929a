"""Chats as outlets: what Telegram says of a channel or group, and whether the bot and a person may post there."""

import re
from dataclasses import replace
from typing import NamedTuple

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import ChatFullInfo
from aiogram.types.chat_member_union import ChatMemberUnion

from news.ledger import Address, PlaceKind
from news.posts import OutletChat

ADMINISTRATORS = frozenset({"administrator", "creator"})
_PRESENT = ADMINISTRATORS | {"member", "restricted"}
_GENERAL_TOPIC = 1
# https://core.telegram.org/api/links#message-links: t.me/name/5, t.me/name/topic/5, t.me/c/1234567890/topic/5
_LINK = re.compile(
    r"\s*(?:https?://)?(?:t\.me/(?:c/(?P<id>\d{5,16})|(?P<name>[a-z]\w{3,31}))|@(?P<mention>[a-z]\w{3,31}))"
    r"(?:/(?P<first>\d{1,12}))?(?:/(?P<second>\d{1,12}))?/?(?:\?\S*)?\s*",
    re.IGNORECASE | re.ASCII,
)


class FoundChat(NamedTuple):
    """A place in which the bot may post, and what Telegram says of its chat."""

    address: Address
    kind: PlaceKind
    chat: OutletChat


def kind_of(chat_type: str) -> PlaceKind:
    """Return the kind of a chat of Telegram's type."""
    kinds = {"channel": PlaceKind.CHANNEL, "private": PlaceKind.PERSON}
    return kinds.get(chat_type, PlaceKind.GROUP)


def is_present(member: ChatMemberUnion) -> bool:
    """Whether a member is in the chat."""
    return member.status in _PRESENT and getattr(member, "is_member", True)


def may_post(member: ChatMemberUnion, kind: PlaceKind) -> bool:
    """Whether a member may post: in a channel as an administrator with the right, in a group unless restricted."""
    if kind is PlaceKind.CHANNEL:
        return member.status == "creator" or bool(getattr(member, "can_post_messages", False))
    return is_present(member) and getattr(member, "can_send_messages", True)


async def describe(bot: Bot, chat_id: int) -> OutletChat | None:
    """Ask Telegram for title, name and discussion group of a chat; None if it does not answer."""
    chat = await _get(bot, chat_id)
    return None if chat is None else _facts(chat)


async def find(bot: Bot, words: str, person: int) -> FoundChat | None:
    """Find the channel, group or topic that an @name or the link to a message means.

    None if there is none, or if the bot may not post there, or if the person is not one of its administrators.
    """
    parsed = _LINK.fullmatch(words)
    if parsed is None:
        return None
    name = parsed["name"] or parsed["mention"]
    chat = await _get(bot, f"@{name}" if name else int(f"-100{parsed['id']}"))
    if chat is None or chat.type == "private":
        return None
    kind = kind_of(chat.type)
    try:
        own, theirs = await bot.get_chat_member(chat.id, bot.id), await bot.get_chat_member(chat.id, person)
    except TelegramAPIError:
        return None
    if not may_post(own, kind) or theirs.status not in ADMINISTRATORS:
        return None
    topic = _topic(parsed) if chat.is_forum else 0
    facts = _facts(chat)
    if topic:
        facts = replace(facts, title=f"{facts.title} · {topic}")
    return FoundChat(Address(chat.id, topic), kind, facts)


def _topic(link: re.Match[str]) -> int:
    """Return the topic that a link to a message names, 0 for General. A link with one number names no topic."""
    number = int(link["first"]) if link["second"] else 0
    return 0 if number == _GENERAL_TOPIC else number


def _facts(chat: ChatFullInfo) -> OutletChat:
    return OutletChat(chat.title or "", chat.username, chat.linked_chat_id)


async def _get(bot: Bot, chat: int | str) -> ChatFullInfo | None:
    try:
        return await bot.get_chat(chat)
    except TelegramAPIError:
        return None
