"""The live messages of `/queue`: they show the pushes to admins and are edited every few seconds while a push moves.

The edits are sent directly, not by the ledger: each is the continued answer to a `/queue` that an admin has just sent,
in the message that answered it; nothing new appears in the chat, and a lost edit is replaced by the next one (see law 1
in CONTRIBUTING.md).
"""

import asyncio
import logging
from datetime import timedelta

from aiogram import Bot

from handlers import screens
from handlers.answers import AnswerRefusedError
from handlers.cards.card import Card
from handlers.cards.pushes import ask_stop_card, queue_card
from news.errors import Refusal, StorageError
from news.model import Reader
from news.newsroom import Newsroom
from news.ports import Clock
from news.ports.live_messages import LiveMessage
from texts import Catalogs

logger = logging.getLogger(__name__)


class LiveQueue:
    """Edits the answers to `/queue` every `seconds`. Of several processes, the one that claims an edit makes it."""

    def __init__(
        self, news: Newsroom, bot: Bot, catalogs: Catalogs, clock: Clock, default_language: str, seconds: float
    ) -> None:
        self._news = news
        self._bot = bot
        self._catalogs = catalogs
        self._clock = clock
        self._default_language = default_language
        self._seconds = seconds

    async def run(self) -> None:
        """Edit until cancelled."""
        while True:
            await asyncio.sleep(self._seconds)
            try:
                for reader_id in await self._news.live_messages.due():
                    await self._update(reader_id)
            except StorageError as error:
                logger.warning(
                    "the /queue messages were not updated: %s; the next try is in %s s", error, self._seconds
                )

    async def _update(self, reader_id: int) -> None:
        """Show the present state in one person's message, if this process gets to do it and the person may see it."""
        # Somewhat shorter than the pause of `run`, so that this process's next turn finds the edit due.
        pause = timedelta(seconds=0.9 * self._seconds)
        claimed = await self._news.live_messages.claim(reader_id, pause)
        if claimed is None:
            return
        message, admin = claimed
        try:
            moving = await self._edit(message, admin)
        except (AnswerRefusedError, Refusal) as error:
            logger.info("the /queue message in chat %s is no longer updated: %s", message.chat_id, error)
            moving = False
        if not moving:
            await self._news.live_messages.forget(message)

    async def _edit(self, message: LiveMessage, admin: Reader) -> bool:
        """Show the present state in one message; return False if it need not be edited again.

        If the admin is asked a question there while the edit is in flight, the question is shown again.
        """
        queue = await self._news.editions.queue(admin)
        t = self._catalogs.texts(admin.language or self._default_language, self._clock.now())
        shown = await self._show(message, queue_card(queue, t))
        asking = await self._news.live_messages.asking(message)
        if asking is not None:
            shown = await self._show(message, ask_stop_card(asking, t))
        return shown and queue.moving

    async def _show(self, message: LiveMessage, card: Card) -> bool:
        return await screens.update(self._bot, message.chat_id, message.message_id, card)
