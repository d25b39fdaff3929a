"""Filters of routing: the kind of chat, and administrators of a group. Roles are checked by the newsroom."""

from typing import Any

from aiogram import Bot, F
from aiogram.filters import Filter
from aiogram.types import Message

from handlers.administrators import is_administrator
from news.newsroom import Newsroom

# A message in a private chat has a sender; one without is forged.
in_private = (F.chat.type == "private") & F.from_user
# What is typed for the bot: in a group, a reply to one of its messages.
to_bot = in_private | F.reply_to_message.from_user.is_bot
in_group = F.chat.type.in_({"group", "supergroup"})
# Where the message stands whose button was pressed.
on_private_message = F.message.chat.type == "private"
on_group_message = F.message.chat.type.in_({"group", "supergroup"})


class ModerationChatFilter(Filter):
    """Accepts a message in the group in which the moderators' cards stand."""

    async def __call__(self, message: Message, news: Newsroom) -> bool:
        """Compare the chat with the one of the settings."""
        return news.cases.chat is not None and news.cases.chat.chat_id == message.chat.id


class ChatAdminFilter(Filter):
    """Accepts a message in a group from one of its administrators, anonymous ones included."""

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, Any]:
        """Ask Telegram for the member's status."""
        if message.sender_chat is not None:
            return message.sender_chat.id == message.chat.id
        if message.from_user is None:
            return False
        return await is_administrator(bot, message.chat.id, message.from_user.id)
