"""The guard against floods: whoever is far over a human pace hears so once a minute, and costs the database nothing."""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.metrics import Metrics
from bot.updates import Json, body_of, chat_of, happened_at, person_id, update_id
from handlers import screens
from handlers.cards.people import too_fast_card
from news.errors import StorageError
from news.newsroom import Newsroom
from news.ports import Clock
from texts import Catalogs

logger = logging.getLogger(__name__)

Key = TypeVar("Key")
Value = TypeVar("Value")

# Twenty updates in ten seconds, again and again, is more than a person taps or types; a burst of twenty is a forwarded
# album or an impatient thumb. A group is many people: a lively one of thousands writes two or three messages a second.
PERSON_BURST, PERSON_PER_SECOND = 20, 2.0
CHAT_BURST, CHAT_PER_SECOND = 100, 10.0
# In inline mode each letter typed is a query: the fastest hands make ten a second, but not for long, and clients ask
# less often than they type.
QUERY_BURST, QUERY_PER_SECOND = 100, 5.0
# What is dropped counts too, up to so many bursts: a flood lets nothing through until it ends, and then ten seconds of
# quiet make good for all of it.
OVERFLOW = 2
TOLD_EVERY = timedelta(seconds=60)
# People and chats remembered, the latest: about two megabytes. A flood is always among the latest.
MOST_REMEMBERED = 10_000
# Sentences that wait to be said; one leaves a second, so that floods from everywhere cannot use up the pace of sending.
MOST_WAITING = 20
SAYING_SECONDS = 1.0


@dataclass(slots=True)
class _Level:
    """How full a bucket was at a moment, and which update was counted last."""

    value: float = 0.0
    at: datetime | None = None
    last_id: int = -1


@dataclass(frozen=True, slots=True)
class _Warning:
    """Whom to tell: the chat, its topic, and the person with the language of their client."""

    chat_id: int
    topic: int | None
    person_id: int
    language: str | None


class FloodGuard:
    """Counts updates by person and by group, in leaky buckets.

    A message counts at the time it was written: what waited with Telegram while the newspaper was down is no flood. A
    press of a button has no such time and counts when it comes, in a bucket of its own, and so does an inline query.
    An update that comes again counts once. Presses of a flood are not answered; the sentence comes as a message, to
    groups only when it is they who write, and to nobody for inline queries, which are typed in chats of others.
    """

    def __init__(self, bot: Bot, news: Newsroom, catalogs: Catalogs, clock: Clock, metrics: Metrics) -> None:
        self._bot = bot
        self._news = news
        self._catalogs = catalogs
        self._clock = clock
        self._metrics = metrics
        self._levels: OrderedDict[tuple[str, int], _Level] = OrderedDict()
        self._told: OrderedDict[int, datetime] = OrderedDict()
        self._warnings: asyncio.Queue[_Warning] = asyncio.Queue(MOST_WAITING)

    def admits(self, update: Json) -> bool:
        """Return whether an update is to be handled; note whom to tell where it is not."""
        body, now = body_of(update), self._clock.now()
        kind, burst, per_second = _kind(update)
        person, chat, at = person_id(body), chat_of(body).get("id"), happened_at(body, now)
        number, admitted = update_id(update), True
        if person is not None:
            admitted = self._count((kind, person), number, at, burst, per_second)
        if admitted and isinstance(chat, int) and chat != person:
            admitted = self._count((kind, chat), number, at, CHAT_BURST, CHAT_PER_SECOND)
        if not admitted:
            self._metrics.floods.inc()
            if isinstance(chat, int) and (chat == person or kind == "message"):
                self._note(chat, person or 0, body, now)
        return admitted

    async def run(self) -> None:
        """Tell those who are too fast, one a second, until cancelled."""
        while True:
            await self._tell(await self._warnings.get())
            await asyncio.sleep(SAYING_SECONDS)

    def _count(self, key: tuple[str, int], number: int, at: datetime, burst: int, per_second: float) -> bool:
        level = self._levels.get(key) or _Level()
        _remember(self._levels, key, level)
        if level.at is None or at > level.at:
            quiet = 0.0 if level.at is None else (at - level.at).total_seconds()
            level.value = max(0.0, level.value - quiet * per_second)
            level.at = at
        # Ids may begin anew at a smaller number, after a week in which nobody wrote: then the bucket is long empty.
        if number > level.last_id or not level.value:
            level.value = min(level.value + 1, burst * OVERFLOW)
            level.last_id = number
        return level.value <= burst

    def _note(self, chat: int, person: int, body: Json, now: datetime) -> None:
        told = self._told.get(chat)
        if (told is not None and now < told + TOLD_EVERY) or self._warnings.full():
            return
        _remember(self._told, chat, now)
        topic = body.get("message_thread_id") if body.get("is_topic_message") is True else None
        sender = body.get("from")
        language = sender.get("language_code") if isinstance(sender, dict) else None
        self._warnings.put_nowait(
            _Warning(
                chat, topic if isinstance(topic, int) else None, person, language if isinstance(language, str) else None
            )
        )

    async def _tell(self, warning: _Warning) -> None:
        logger.info("chat %s is far too fast: what comes from there is dropped", warning.chat_id)
        try:
            reader = await self._news.readers.recognise(warning.person_id, warning.language)
            card = too_fast_card(self._catalogs.texts(reader.language, self._clock.now()))
            await screens.send(self._bot, warning.chat_id, card, topic=warning.topic)
        except (AiogramError, StorageError) as error:
            logger.info("chat %s could not be told: %s", warning.chat_id, error)


def _kind(update: Json) -> tuple[str, int, float]:
    """Return which of a person's buckets an update goes into, how much that holds, and how fast it empties."""
    if "inline_query" in update:
        return "query", QUERY_BURST, QUERY_PER_SECOND
    return "press" if "callback_query" in update else "message", PERSON_BURST, PERSON_PER_SECOND


def _remember(latest: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    """Put the value last, and forget the first of too many."""
    latest[key] = value
    latest.move_to_end(key)
    if len(latest) > MOST_REMEMBERED:
        latest.popitem(last=False)
