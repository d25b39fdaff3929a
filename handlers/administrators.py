"""Administrators of groups: who is one, asked of Telegram; only they press buttons that choose for a group."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import CallbackQuery, TelegramObject

from handlers.cards import people
from news.errors import ButtonStale

# A person who chooses presses a button every few seconds; one who is no administrator any more is refused soon.
REMEMBERED_SECONDS = 10
MAX_REMEMBERED = 1000


async def is_administrator(bot: Bot, chat_id: int, person: int) -> bool:
    """Ask Telegram whether a person is an administrator of a group. If it does not say, the answer is no."""
    try:
        member = await bot.get_chat_member(chat_id, person)
    except (TelegramBadRequest, TelegramForbiddenError):
        # Guaranteed only if the bot is an administrator: https://core.telegram.org/bots/api#getchatmember
        return False
    return member.status in {"administrator", "creator"}


class GroupChoiceMiddleware(BaseMiddleware):
    """Lets only administrators press a router's buttons in a group, and everybody in private. For `callback_query`.

    A press names the person, also if that is an anonymous administrator. What Telegram says of a person is remembered
    for REMEMBERED_SECONDS, because every press asks.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[int, int], tuple[bool, float]] = OrderedDict()

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Call the handler, or say that only administrators may. Raises ButtonStale outside of these chats."""
        chat = event.message.chat if isinstance(event, CallbackQuery) and event.message is not None else None
        if chat is None or chat.type not in {"private", "group", "supergroup"}:
            raise ButtonStale
        if chat.type == "private" or await self._may_choose(data["bot"], chat.id, data["event_from_user"].id):
            return await handler(event, data)
        return people.admins_only_card(data["t"])

    async def _may_choose(self, bot: Bot, chat_id: int, person: int) -> bool:
        now, key = asyncio.get_running_loop().time(), (chat_id, person)
        answer, asked_at = self._answers.get(key, (False, 0.0))
        if key not in self._answers or now - asked_at > REMEMBERED_SECONDS:
            answer = await is_administrator(bot, chat_id, person)
            self._answers[key] = answer, now
            self._answers.move_to_end(key)
            if len(self._answers) > MAX_REMEMBERED:
                self._answers.popitem(last=False)
        return answer
