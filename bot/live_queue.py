"""The live messages: `/queue` shows the pushes to admins, and the report of a publication shows how the article fares.

They are edited every few seconds while a push moves, a report later once a minute. The edits are sent directly, not by
the ledger: each is the continued answer to a command or a button, in the message that answered it; nothing new appears
in the chat, and a lost edit is replaced by the next one (see law 1 in CONTRIBUTING.md).
"""

import asyncio
import contextlib
import logging
from datetime import timedelta

from aiogram import Bot

from handlers import screens
from handlers.answers import AnswerRefusedError
from handlers.cards.card import Card
from handlers.cards.pushes import ask_stop_card, queue_card
from handlers.cards.reports import report_card
from news.errors import Refusal, StorageError
from news.model import Reader
from news.newsroom import Newsroom
from news.ports import Clock
from news.ports.live_messages import LiveKey, LiveKind, LiveMessage
from texts import Catalogs, Texts

logger = logging.getLogger(__name__)

# How often a report is edited when its push is over: then it counts reads.
REST = timedelta(minutes=1)


class LiveQueue:
    """Edits the live messages every `seconds`. Of several processes, the one that claims an edit makes it."""

    def __init__(
        self, news: Newsroom, bot: Bot, catalogs: Catalogs, clock: Clock, default_language: str, seconds: float
    ) -> None:
        self._news = news
        self._bot = bot
        self._catalogs = catalogs
        self._clock = clock
        self._default_language = default_language
        self._seconds = seconds
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Edit now what is due: an article has just been published."""
        self._awake.set()

    async def run(self) -> None:
        """Edit until cancelled."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), self._seconds)
            self._awake.clear()
            try:
                for key in await self._news.live_messages.due():
                    await self._update(key)
            except StorageError as error:
                logger.warning("the live messages were not updated: %s; the next try is in %s s", error, self._seconds)

    async def _update(self, key: LiveKey) -> None:
        """Show the present state in one message, if this process gets to do it and the person may see it."""
        # Somewhat shorter than the pause of `run`, so that this process's next turn finds the edit due.
        pause = timedelta(seconds=0.9 * self._seconds)
        claimed = await self._news.live_messages.claim(key, pause)
        if claimed is None:
            return
        message, reader = claimed
        edit = self._edit_queue if key.kind is LiveKind.QUEUE else self._edit_report
        try:
            going_on = await edit(message, reader)
        except (AnswerRefusedError, Refusal) as error:
            logger.info("the live message in chat %s is no longer updated: %s", message.chat_id, error)
            going_on = False
        if not going_on:
            await self._news.live_messages.forget(message)

    async def _edit_report(self, message: LiveMessage, editor: Reader) -> bool:
        """Show how an article fares; return False if the report need not be edited again.

        Before the article appears, the message shows the way back, or what the editor has opened there instead.
        """
        report = await self._news.reports.read(editor, message.number)
        if report.article.published_at is None:
            return report.moving
        shown = await self._show(message, report_card(report, self._texts(editor)))
        if not report.moving:
            await self._news.live_messages.put_off(message, REST)
        return shown and not report.over

    async def _edit_queue(self, message: LiveMessage, admin: Reader) -> bool:
        """Show the pushes; return False if the message need not be edited again.

        If the admin is asked a question there while the edit is in flight, the question is shown again.
        """
        queue = await self._news.editions.queue(admin)
        t = self._texts(admin)
        shown = await self._show(message, queue_card(queue, t))
        asking = await self._news.live_messages.asking(message)
        if asking is not None:
            shown = await self._show(message, ask_stop_card(asking, t))
        return shown and queue.moving

    def _texts(self, reader: Reader) -> Texts:
        return self._catalogs.texts(reader.language or self._default_language, self._clock.now())

    async def _show(self, message: LiveMessage, card: Card) -> bool:
        return await screens.update(self._bot, message.chat_id, message.message_id, card)
