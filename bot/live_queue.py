"""LiveQueue: the messages that show pushes to admins, edited in place every few seconds while something moves."""

import asyncio
import logging
from datetime import timedelta

from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest

from handlers.cards.pushes import queue_card
from news.editions import LiveMessage
from news.errors import NewsError
from news.newsroom import Newsroom
from news.ports import Clock
from texts import Catalogs

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 4.0
# Who has not looked for so long has put the telephone away.
LONGEST = timedelta(minutes=15)


class LiveQueue:
    """Answers to `/queue` that go on answering. What a restart forgets is asked for again by a tap."""

    def __init__(self, news: Newsroom, bot: Bot, catalogs: Catalogs, clock: Clock, default_language: str) -> None:
        self._news = news
        self._bot = bot
        self._catalogs = catalogs
        self._clock = clock
        self._default_language = default_language

    async def run(self) -> None:
        """Edit until cancelled."""
        while True:
            await asyncio.sleep(PAUSE_SECONDS)
            for chat_id, track_message in list(self._news.editions.live_messages.items()):
                try:
                    going_on = await self._edit(chat_id, track_message)
                except (AiogramError, NewsError) as error:
                    logger.info("the pushes are no longer shown in chat %s: %s", chat_id, error)
                    going_on = False
                if not going_on and self._news.editions.live_messages.get(chat_id) is track_message:
                    del self._news.editions.live_messages[chat_id]

    async def _edit(self, chat_id: int, track_message: LiveMessage) -> bool:
        """Bring one message up to date; False when it need not be again."""
        now = self._clock.now()
        courses = await self._news.editions.queue(track_message.admin)
        card = queue_card(courses, self._catalogs.texts(track_message.admin.language or self._default_language, now))
        try:
            await self._bot.edit_message_text(
                card.text.text,
                chat_id=chat_id,
                message_id=track_message.message_id,
                entities=card.entities,
                reply_markup=card.inline_keyboard,
            )
        except TelegramBadRequest as error:
            if "message is not modified" not in error.message:
                raise
        moving = any(course.progress.left and not course.progress.edition.stopped for course in courses)
        return moving and now - track_message.since < LONGEST
