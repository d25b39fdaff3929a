"""The live messages of `/queue`: they show the pushes to admins and are edited every few seconds while a push moves.

The edits are sent directly, not by the ledger: each is the continued answer to a `/queue` that an admin has just sent,
in the message that answered it; nothing new appears in the chat, and a lost edit is replaced by the next one (see law 1
in CONTRIBUTING.md).
"""

import asyncio
import logging

from aiogram import Bot

from handlers import screens
from handlers.answers import AnswerRefusedError
from handlers.cards.pushes import queue_card
from news.editions import LiveMessage
from news.errors import NewsError
from news.newsroom import Newsroom
from news.ports import Clock
from texts import Catalogs

logger = logging.getLogger(__name__)

# A message that has been edited for longer than this is edited no more: the admin has put the telephone away.
MAX_AGE_SECONDS = 900.0


class LiveQueue:
    """Edits the answers to `/queue` every `seconds`. A restart forgets them; the message's button starts again."""

    def __init__(
        self, news: Newsroom, bot: Bot, catalogs: Catalogs, clock: Clock, default_language: str, seconds: float
    ) -> None:
        self._news = news
        self._bot = bot
        self._catalogs = catalogs
        self._clock = clock
        self._default_language = default_language
        self._seconds = seconds
        # By chat: the message, and since when it is edited, by the monotonic clock.
        self._edited_since: dict[int, tuple[LiveMessage, float]] = {}

    async def run(self) -> None:
        """Edit until cancelled."""
        while True:
            await asyncio.sleep(self._seconds)
            live_messages = self._news.editions.live_messages
            for chat_id, live_message in list(live_messages.items()):
                try:
                    moving = await self._edit(chat_id, live_message)
                except (AnswerRefusedError, NewsError) as error:
                    logger.info("the /queue message in chat %s is no longer updated: %s", chat_id, error)
                    moving = False
                if not moving and live_messages.get(chat_id) is live_message:
                    del live_messages[chat_id]
                    self._edited_since.pop(chat_id, None)

    async def _edit(self, chat_id: int, live_message: LiveMessage) -> bool:
        """Show the present state in one message; return False if it need not be edited again."""
        now = self._clock.now()
        queue = await self._news.editions.queue(live_message.admin)
        card = queue_card(queue, self._catalogs.texts(live_message.admin.language or self._default_language, now))
        shown = await screens.update(self._bot, chat_id, live_message.message_id, card)
        return shown and queue.moving and self._age_seconds(chat_id, live_message) < MAX_AGE_SECONDS

    def _age_seconds(self, chat_id: int, live_message: LiveMessage) -> float:
        """Return for how long the message has been edited."""
        now = self._clock.monotonic()
        known, since = self._edited_since.get(chat_id, (None, now))
        if known is not live_message:
            since = now
            self._edited_since[chat_id] = live_message, now
        return now - since
