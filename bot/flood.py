"""The guard against floods: it drops updates that come far faster than a person types, at no cost to the database.

A sender far above human speed is warned once a minute. The warning is sent directly, not by the ledger: it answers
messages that the sender has just written, it is worthless later, and a ledger row for each flood would let floods fill
the database (see law 1 in CONTRIBUTING.md).
"""

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar

from aiogram import Bot

from bot.metrics import Metrics
from bot.timings import FloodLimits
from bot.updates import Json, body_of, chat_of, is_search, person_id, update_id, written_at
from handlers import screens
from handlers.answers import AnswerRefusedError
from handlers.cards.people import too_fast_card
from handlers.parts import begins_act
from news.errors import StorageError
from news.newsroom import Newsroom
from news.ports import Clock
from texts import Catalogs

logger = logging.getLogger(__name__)

Key = TypeVar("Key")
Value = TypeVar("Value")

# Dropped updates fill a bucket too, up to this many bursts: nothing of a flood is admitted before it ends, and ten
# seconds of silence empty the bucket.
OVERFLOW = 2
# Messages that the client sends for one act of the person: an album of ten, a text of 100,000 characters in 28 pieces.
PART_WEIGHT = 0.25
WARNING_INTERVAL_SECONDS = 60.0
# Buckets and warning times in memory, the latest: about two megabytes. A flood is always among the latest.
MAX_REMEMBERED = 10_000
# One warning is sent a second, so that floods from many chats cannot use up the send rate; more than this are dropped.
MAX_QUEUED_WARNINGS = 20
SEND_INTERVAL_SECONDS = 1.0


@dataclass(slots=True)
class _Bucket:
    """How full a leaky bucket was at a moment, in seconds, and the last update that was counted."""

    level: float = 0.0
    at: float | None = None
    last_id: int = -1


@dataclass(frozen=True, slots=True)
class _Warning:
    """The recipient of a warning: the chat, its topic, and the person with the language of their client."""

    chat_id: int
    topic: int | None
    person_id: int
    language: str | None


class FloodGuard:
    """Counts updates by person and by group, in leaky buckets.

    A message counts at the time it was written, by Telegram's clock: messages that waited with Telegram while the
    newspaper was down are no flood. One that is only a part of an act counts less. A pressed button has no such time
    and counts when it comes, by the monotonic clock, in another bucket; so does an inline query, and whatever else has
    no date. A search by typed words counts in a smaller bucket of its own. An update that comes again counts once.
    Dropped presses are not answered. The warning is a message; a group gets one only for messages. Inline queries cause
    no warning, because they are typed in other people's chats.
    """

    def __init__(
        self,
        bot: Bot,
        news: Newsroom,
        catalogs: Catalogs,
        clock: Clock,
        metrics: Metrics,
        limits: FloodLimits = FloodLimits(),
    ) -> None:
        self._bot = bot
        self._news = news
        self._catalogs = catalogs
        self._clock = clock
        self._metrics = metrics
        self._limits = limits
        self._buckets: OrderedDict[tuple[str, int], _Bucket] = OrderedDict()
        self._warned_at: OrderedDict[int, float] = OrderedDict()
        self._warnings: asyncio.Queue[_Warning] = asyncio.Queue(MAX_QUEUED_WARNINGS)

    def admits(self, update: Json) -> bool:
        """Return whether an update is to be handled; if not, a warning may be queued."""
        body, now = body_of(update), self._clock.monotonic()
        kind, burst, per_second = self._bucket_of(update)
        # All updates of a bucket count by the same clock.
        at = float(written_at(body) or 0) if kind == "message" else now
        person, chat = person_id(body), chat_of(body).get("id")
        number, admitted = update_id(update), True
        weight = PART_WEIGHT if begins_act(update) else 1.0
        if person is not None:
            admitted = self._count((kind, person), number, at, burst, per_second, weight)
        if admitted and isinstance(chat, int) and chat != person:
            admitted = self._count((kind, chat), number, at, self._limits.chat_burst, self._limits.chat_per_second)
        if not admitted:
            self._metrics.floods.inc()
            if isinstance(chat, int) and (chat == person or kind in {"message", "search"}):
                self._queue_warning(chat, person or 0, body, now)
        return admitted

    async def run(self) -> None:
        """Send the queued warnings, one a second, until cancelled."""
        while True:
            await self._warn(await self._warnings.get())
            await asyncio.sleep(SEND_INTERVAL_SECONDS)

    def _bucket_of(self, update: Json) -> tuple[str, int, float]:
        """Return which of a person's buckets an update fills, its size, and how much leaks out of it each second."""
        limits = self._limits
        if "inline_query" in update:
            return "query", limits.query_burst, limits.query_per_second
        is_message = "callback_query" not in update and written_at(body_of(update)) is not None
        if is_message and is_search(update):
            return "search", limits.search_burst, limits.search_per_second
        return "message" if is_message else "press", limits.person_burst, limits.person_per_second

    def _count(
        self, key: tuple[str, int], number: int, at: float, burst: int, per_second: float, weight: float = 1.0
    ) -> bool:
        bucket = self._buckets.get(key) or _Bucket()
        _store_latest(self._buckets, key, bucket)
        if bucket.at is None or at > bucket.at:
            seconds = 0.0 if bucket.at is None else at - bucket.at
            bucket.level = max(0.0, bucket.level - seconds * per_second)
            bucket.at = at
        # Update ids may start again at a smaller number after a week without updates: the bucket is empty by then.
        if number > bucket.last_id or not bucket.level:
            bucket.level = min(bucket.level + weight, burst * OVERFLOW)
            bucket.last_id = number
        return bucket.level <= burst

    def _queue_warning(self, chat: int, person: int, body: Json, now: float) -> None:
        warned_at = self._warned_at.get(chat)
        if (warned_at is not None and now < warned_at + WARNING_INTERVAL_SECONDS) or self._warnings.full():
            return
        _store_latest(self._warned_at, chat, now)
        topic = body.get("message_thread_id") if body.get("is_topic_message") is True else None
        sender = body.get("from")
        language = sender.get("language_code") if isinstance(sender, dict) else None
        self._warnings.put_nowait(
            _Warning(
                chat, topic if isinstance(topic, int) else None, person, language if isinstance(language, str) else None
            )
        )

    async def _warn(self, warning: _Warning) -> None:
        logger.info("flood from chat %s: its updates are dropped, and a warning is sent", warning.chat_id)
        try:
            reader = await self._news.readers.recognise(warning.person_id, warning.language)
            card = too_fast_card(self._catalogs.texts(reader.language, self._clock.now()))
            await screens.send(self._bot, warning.chat_id, card, warning.topic, fleeting=True)
        except (AnswerRefusedError, StorageError) as error:
            logger.info("the flood warning to chat %s was not sent: %s", warning.chat_id, error)


def _store_latest(latest: OrderedDict[Key, Value], key: Key, value: Value) -> None:
    """Store the value as the latest; remove the oldest if there are too many."""
    latest[key] = value
    latest.move_to_end(key)
    if len(latest) > MAX_REMEMBERED:
        latest.popitem(last=False)
