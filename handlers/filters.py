"""Where and from whom: the questions that routing asks, and nothing that a role decides."""

from typing import Any

from aiogram import Bot, F
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import Filter
from aiogram.types import Message

# In a private chat somebody speaks; what says otherwise is no message of Telegram's.
in_private = (F.chat.type == "private") & F.from_user
in_group = F.chat.type.in_({"group", "supergroup"})


class ChatAdminFilter(Filter):
    """Whether a message in a group comes from one of its administrators, anonymous ones included."""

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        """Ask Telegram, which alone knows."""
        if message.sender_chat is not None:
            return message.sender_chat.id == message.chat.id
        if message.from_user is None:
            return False
        try:
            member = await bot.get_chat_member(message.chat.id, message.from_user.id)
        except TelegramBadRequest:  # Telegram promises to tell only a bot that is an administrator itself
            return False
        return member.status in {"administrator", "creator"}
