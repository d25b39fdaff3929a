"""The intake of updates: stored before they are confirmed, handled in order within a chat, marked done afterwards."""

import asyncio
import json
import logging
from collections import deque
from collections.abc import Sequence
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.wire import Answer, NotDelivered, Wire
from news.errors import StorageError
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

POLL_SECONDS = 25
POLL_LIMIT = 100
# How long a poll may last beyond what it asked for before the connection is taken for dead.
POLL_PATIENCE_SECONDS = 15
DRAIN_SECONDS = 10
FLUSH_SECONDS = 0.05
# Updates in memory at once; the rest wait in the inbox, or with Telegram.
MOST_WAITING = 1000
MOST_SIDE_BY_SIDE = 64
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0

_BODIES = ("message", "edited_message", "channel_post", "edited_channel_post", "my_chat_member", "chat_member")


class Intake:
    """Takes raw updates by long polling.

    Nothing is confirmed to Telegram that is not in the inbox; one that cannot be parsed becomes a dead letter and stops
    nobody; after a crash the unfinished ones are handled again.
    """

    def __init__(self, wire: Wire, bot: Bot, dispatcher: Dispatcher, database: Database, clock: Clock) -> None:
        self._wire = wire
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._clock = clock
        self._stopping = asyncio.Event()
        self._lines: dict[int, deque[tuple[int, str]]] = {}
        self._serving: set[asyncio.Task[None]] = set()
        # What is in a line, or handled and not yet marked so.
        self._held: set[int] = set()
        self._waiting = 0
        self._room = asyncio.Condition()
        self._side_by_side = asyncio.Semaphore(MOST_SIDE_BY_SIDE)
        self._done: list[int] = []
        self._some_done = asyncio.Event()

    def stop(self) -> None:
        """Take no more updates; `run` returns when those being handled are finished, within `DRAIN_SECONDS`."""
        self._stopping.set()

    async def run(self) -> None:
        """Take updates until `stop`."""
        async with asyncio.TaskGroup() as group:
            flusher = group.create_task(self._flush_done())
            poller = group.create_task(self._poll(group))
            await self._stopping.wait()
            poller.cancel()
            await self._drain()
            flusher.cancel()
        await self._write_done()

    async def _accept_unfinished(self, group: asyncio.TaskGroup) -> None:
        """Handle what is in the inbox and was never handed on: a crash, or a commit whose answer was lost, left it."""
        after = -1
        while True:
            async with self._database.reading() as unit:
                found = await unit.inbox.pending(after, POLL_LIMIT)
            if not found:
                return
            after = found[-1][0]
            logger.info("%s updates were left unfinished and are handled now", len(found))
            await self._accept(group, found)

    async def _poll(self, group: asyncio.TaskGroup) -> None:
        offset, pause, in_doubt = 0, FIRST_PAUSE_SECONDS, True
        while True:
            try:
                if in_doubt:
                    await self._accept_unfinished(group)
                    in_doubt = False
                updates = await self._fetch(offset)
                await self._keep(group, updates)
            except (NotDelivered, PollRefused, StorageError) as error:
                logger.warning("updates wait: %s", error)
                in_doubt = in_doubt or isinstance(error, StorageError)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
                continue
            pause = FIRST_PAUSE_SECONDS
            if updates:
                offset = max(_update_id(update) for update in updates) + 1

    async def _fetch(self, offset: int) -> list[dict[str, Any]]:
        parameters = {
            "offset": offset,
            "limit": POLL_LIMIT,
            "timeout": POLL_SECONDS,
            "allowed_updates": self._dispatcher.resolve_used_update_types(),
        }
        answer = await self._wire.call("getUpdates", parameters, POLL_SECONDS + POLL_PATIENCE_SECONDS)
        result = answer.body.get("result")
        if not answer.ok or not isinstance(result, list):
            raise PollRefused(answer)
        return [update for update in result if isinstance(update, dict) and isinstance(update.get("update_id"), int)]

    async def _keep(self, group: asyncio.TaskGroup, updates: Sequence[dict[str, Any]]) -> None:
        """Store the updates, then hand on those not seen before."""
        if not updates:
            return
        rows = [(_update_id(update), _chat_id(update), json.dumps(update)) for update in updates]
        async with self._database.writing() as unit:
            new = set(await unit.inbox.keep(rows, self._clock.now()))
        await self._accept(group, [row for row in rows if row[0] in new])

    async def _accept(self, group: asyncio.TaskGroup, rows: Sequence[tuple[int, int, str]]) -> None:
        """Put updates into their chats' lines; wait while too many are in memory."""
        for update_id, chat_id, raw in rows:
            if update_id in self._held:
                continue
            self._held.add(update_id)
            async with self._room:
                await self._room.wait_for(lambda: self._waiting < MOST_WAITING)
                self._waiting += 1
            line = self._lines.get(chat_id)
            if line is not None:
                line.append((update_id, raw))
            else:
                self._lines[chat_id] = deque([(update_id, raw)])
                task = group.create_task(self._serve(chat_id))
                self._serving.add(task)
                task.add_done_callback(self._serving.discard)

    async def _serve(self, chat_id: int) -> None:
        """Handle one chat's line, in order, until it is empty."""
        line = self._lines[chat_id]
        while line:
            update_id, raw = line[0]
            async with self._side_by_side:
                if not self._stopping.is_set():
                    await self._handle(update_id, raw)
            line.popleft()
            async with self._room:
                self._waiting -= 1
                self._room.notify_all()
        del self._lines[chat_id]

    async def _handle(self, update_id: int, raw: str) -> None:
        """Handle one update; wait as long as the database cannot serve, for the update is safe in the inbox."""
        try:
            update = Update.model_validate(json.loads(raw), context={"bot": self._bot})
        except ValueError as error:
            await self._bury(update_id, error)
            return
        while True:
            try:
                await self._dispatcher.feed_update(self._bot, update)
                break
            except StorageError as error:
                if self._stopping.is_set():
                    return
                logger.warning("update %s waits for the database: %s", update_id, error)
                await asyncio.sleep(FIRST_PAUSE_SECONDS)
            except Exception as error:  # the error handler itself failed
                logger.exception("update %s cannot be handled", update_id)
                await self._bury(update_id, error)
                return
        self._done.append(update_id)
        self._some_done.set()

    async def _bury(self, update_id: int, error: Exception) -> None:
        logger.error("update %s is a dead letter: %s", update_id, type(error).__name__)
        self._held.discard(update_id)
        try:
            async with self._database.writing() as unit:
                await unit.inbox.bury(update_id, str(error)[:1000], self._clock.now())
        except StorageError as failed:
            logger.warning("dead letter %s stays in the inbox: %s", update_id, failed)

    async def _flush_done(self) -> None:
        """Mark what is done a few times a second, many in one commit."""
        while True:
            await self._some_done.wait()
            await asyncio.sleep(FLUSH_SECONDS)
            self._some_done.clear()
            await self._write_done()

    async def _write_done(self) -> None:
        done, self._done = self._done, []
        if not done:
            return
        try:
            async with self._database.writing() as unit:
                await unit.inbox.done(done)
        except StorageError as error:
            logger.warning("%s updates are marked done later: %s", len(done), error)
            self._done = done + self._done
        except asyncio.CancelledError:  # the intake stops, and marks them last
            self._done = done + self._done
            raise
        else:
            self._held.difference_update(done)

    async def _drain(self) -> None:
        """Give running handlers their time; what is still in line stays in the inbox for the next start."""
        if not self._serving:
            return
        _, late = await asyncio.wait(self._serving, timeout=DRAIN_SECONDS)
        for task in late:
            task.cancel()
        if late:
            logger.warning("%s updates are left for the next start", self._waiting)


class PollRefused(Exception):
    """Telegram refused to hand out updates."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(f"getUpdates: {answer.code} {answer.description}")


def _update_id(update: dict[str, Any]) -> int:
    return int(update["update_id"])


def _chat_id(update: dict[str, Any]) -> int:
    """Return whose line an update stands in: its chat, else the person, else one line for all the rest."""
    for name in _BODIES:
        body = update.get(name)
        if isinstance(body, dict):
            return _id(body.get("chat"))
    query = update.get("callback_query")
    if isinstance(query, dict):
        message = query.get("message")
        return _id(message.get("chat")) if isinstance(message, dict) else _id(query.get("from"))
    return 0


def _id(owner: Any) -> int:
    value = owner.get("id") if isinstance(owner, dict) else None
    return value if isinstance(value, int) and abs(value) < 2**62 else 0
