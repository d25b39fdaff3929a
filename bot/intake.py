"""The intake of updates: stored before they are confirmed, handled in order within a chat, marked done afterwards."""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Protocol

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError
from structlog.contextvars import bound_contextvars

from bot.chat_queues import MOST_WAITING, ChatQueues
from bot.leases import new_holder
from bot.metrics import Metrics
from bot.updates import Json, chat_id, update_id, without_ballast
from handlers.fast_path import FastPath, press_of
from news.errors import StorageError
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

# How long a stored update belongs to the process that stored it. Long enough for a pause of the machine or of the
# database, short enough for a person to wait when the process is dead.
LEASE = timedelta(seconds=30)
RENEWED_AT_AGE = timedelta(seconds=10)
# So long before the end nothing is begun any more, and what is being handled is cut off: others' clocks may be fast.
MARGIN = timedelta(seconds=5)
LOOKING_SECONDS = 5.0
# How often a process looks for updates whose holder is gone; sooner after it left one to another process's order.
LOOK_SECONDS = 3.0
LOOK_SOON_SECONDS = 0.25
CLAIM_LIMIT = 100
DRAIN_SECONDS = 10
FLUSH_SECONDS = 0.05
FIRST_PAUSE_SECONDS = 1.0


class AdmissionFilter(Protocol):
    """Who decides which updates come in at all."""

    def admits(self, update: Json) -> bool:
        """Return whether an update is to be stored; the same one may be asked about again."""


class Intake:
    """Takes raw updates from a source and sees that each is handled.

    Nothing is confirmed to Telegram that is not in the inbox; one that cannot be parsed becomes a dead letter and stops
    nobody; what a process leaves unfinished is handled by whoever is there. Of all processes on one database only the
    holder of an update's lease handles it: see docs/decisions/0010.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        clock: Clock,
        doorkeeper: AdmissionFilter | None = None,
        metrics: Metrics | None = None,
        shortcut: FastPath | None = None,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._clock = clock
        self._doorkeeper = doorkeeper
        self._metrics = metrics or Metrics()
        self._shortcut = shortcut
        self._stopping = asyncio.Event()
        self._running = asyncio.Event()
        self._group: asyncio.TaskGroup | None = None
        self._lines: ChatQueues | None = None
        self._holder = new_holder()
        # All that is held is leased until `LEASE` after this moment, or longer.
        self._leased_at = clock.now()
        self._look_soon = asyncio.Event()
        # What was handled of late: while it is being marked so it could still come back as unfinished.
        self._finished: dict[int, None] = {}
        self._done: list[int] = []
        self._dead: dict[int, str] = {}
        self._some_result = asyncio.Event()

    def stop(self) -> None:
        """Take no more updates; `run` returns when those being handled are finished, within `DRAIN_SECONDS`."""
        self._stopping.set()
        if self._lines is not None:
            self._lines.close()

    async def run(self, source: "Source") -> None:
        """Handle what the source brings, and what others left, until `stop`."""
        async with asyncio.TaskGroup() as group:
            self._group, lines = group, self._open_lines(group)
            self._running.set()
            flusher = group.create_task(self._flush_results())
            jobs = (source.run(self), self._keep_leases())
            others = [group.create_task(job) for job in jobs]
            await self._stopping.wait()
            self._running.clear()
            for task in others:
                task.cancel()
            await asyncio.wait(others)
            # Nothing is renewed meanwhile: the leases have longer to go than draining takes.
            lines = self._lines or lines
            left = await lines.drain(DRAIN_SECONDS)
            if left:
                logger.warning("%s updates are left to others, or to the next start", left)
            flusher.cancel()
        self._lines = self._group = None
        await self._write_results()
        await self._release()

    @property
    def idle(self) -> bool:
        """Whether all that was taken is handled, and marked so."""
        return not (self._lines is not None and self._lines.ids) and not self._done and not self._dead

    async def room(self) -> None:
        """Wait until updates can be taken: the intake runs, and not too many are in memory."""
        await self._running.wait()
        if self._lines is not None:
            await self._lines.wait_for_room()

    async def take(self, updates: Sequence[Json]) -> None:
        """Store updates and hand on those not seen before. When it returns they may be confirmed to Telegram.

        Raises StorageError when they may not. The same ones may then come again.
        """
        if self._stopping.is_set():
            raise StorageError("The newspaper is closing: the next to serve takes what comes.")
        admitted = [each for each in updates if self._doorkeeper is None or self._doorkeeper.admits(each)]
        if not admitted:
            return
        given = {update_id(each): each for each in admitted}
        rows = [(number, chat_id(each), json.dumps(each)) for number, each in given.items()]
        now, holder = self._clock.now(), self._holder
        async with self._database.writing() as unit:
            kept = await unit.inbox.store(rows, now, holder, LEASE)
        if kept.unleased:
            self._look_soon.set()
        if holder == self._holder and self._clock.now() < now + MARGIN:
            self._hand_on((number, chat_id(given[number]), given[number]) for number in kept.leased)
        # Else storing took so long that the leases are not to be relied on: when they run out, they are claimed.

    def _hand_on(self, rows: Iterable[tuple[int, int, str | Json]]) -> None:
        if self._lines is None:
            return
        for number, chat, raw in rows:
            if number not in self._finished:
                self._lines.join(number, chat, raw)

    def _open_lines(self, group: asyncio.TaskGroup) -> ChatQueues:
        self._lines = ChatQueues(group, self._handle)
        return self._lines

    async def _handle(self, number: int, raw: str | Json) -> None:
        """Handle one update, as it came or as it was stored.

        Wait as long as the database cannot serve, for the update is safe in the inbox.
        """
        with bound_contextvars(update=number):
            try:
                given = json.loads(raw) if isinstance(raw, str) else raw
            except (ValueError, RecursionError) as error:
                self._bury(number, error)
                return
            press = press_of(given) if self._shortcut is not None else None
            while self._is_leased():
                try:
                    if press is None or self._shortcut is None or not await self._shortcut.open(press):
                        update = Update.model_validate(without_ballast(given), context={"bot": self._bot})
                        await self._dispatcher.feed_update(self._bot, update)
                except (ValidationError, RecursionError) as error:  # what handlers raise stays with the dispatcher
                    self._bury(number, error)
                    return
                except StorageError as error:
                    if self._stopping.is_set():
                        return
                    logger.warning("update %s waits for the database: %s", number, error)
                    await asyncio.sleep(FIRST_PAUSE_SECONDS)
                except Exception as error:  # the error handler itself failed
                    logger.exception("update %s cannot be handled", number)
                    self._bury(number, error)
                    return
                else:
                    self._done.append(number)
                    self._finish(number, "done")
                    return

    def _bury(self, number: int, error: Exception) -> None:
        logger.error("update %s is a dead letter: %s", number, type(error).__name__)
        self._dead[number] = str(error)[:1000]
        self._finish(number, "dead")

    def _finish(self, number: int, result: str) -> None:
        self._finished[number] = None
        if len(self._finished) > MOST_WAITING:
            del self._finished[next(iter(self._finished))]
        self._metrics.updates.labels(result).inc()
        self._some_result.set()

    async def _flush_results(self) -> None:
        """Write down what is done a few times a second, many in one commit."""
        while True:
            await self._some_result.wait()
            await asyncio.sleep(FLUSH_SECONDS)
            self._some_result.clear()
            await self._write_results()

    async def _write_results(self) -> None:
        done, dead = self._done[:], dict(self._dead)
        if not done and not dead:
            return
        try:
            async with self._database.writing() as unit:
                await unit.inbox.mark_done(done)
                for number, error in dead.items():
                    await unit.inbox.mark_dead(number, error, self._clock.now())
        except StorageError as error:
            logger.warning("%s updates are marked done later: %s", len(done) + len(dead), error)
            self._some_result.set()
            if not self._stopping.is_set():
                await asyncio.sleep(FIRST_PAUSE_SECONDS)
            return
        # What was finished meanwhile stands behind these.
        del self._done[: len(done)]
        for number in dead:
            del self._dead[number]

    async def _keep_leases(self) -> None:
        """Renew what is held, and look for what is nobody's."""
        while True:
            if not self._is_leased():
                self._let_go()
            try:
                async with asyncio.timeout(LOOKING_SECONDS):
                    await self._renew()
                    while await self._claim() == CLAIM_LIMIT:
                        pass
            except (StorageError, TimeoutError) as error:
                logger.warning("the inbox waits for the database: %s", str(error) or "it does not answer")
            if self._is_leased():
                await self._pause()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._look_soon.wait()
        except TimeoutError:
            return
        self._look_soon.clear()
        await asyncio.sleep(LOOK_SOON_SECONDS)

    def _is_leased(self) -> bool:
        """Whether all that is held is surely this process's still."""
        return self._clock.now() < self._leased_at + LEASE - MARGIN

    async def _renew(self) -> None:
        now = self._clock.now()
        lines = self._lines
        held = (lines.ids if lines is not None else set()) | set(self._done) | set(self._dead)
        if held and now < self._leased_at + RENEWED_AT_AGE:
            return
        if held and lines is not None:
            async with self._database.writing() as unit:
                renewed = await unit.inbox.renew(list(held), self._holder, now + LEASE)
            lines.forget(held - renewed)
        self._leased_at = now

    def _let_go(self) -> None:
        """Begin anew under another name: the leases have run out, or will before they could be renewed.

        What is being handled is cut off, for others may take it now; this process can claim it again like anybody.
        """
        if self._lines is not None and self._group is not None:
            if self._lines.ids:
                logger.warning("leases ran out: what was being handled is begun anew, by whoever takes it")
            self._lines.cut()
            self._open_lines(self._group)
        self._holder = new_holder()
        self._leased_at = self._clock.now()

    async def _claim(self) -> int:
        """Take over what nobody holds any more; return how many."""
        room = min(CLAIM_LIMIT, self._lines.room) if self._lines is not None else 0
        if not room:
            return 0
        now, holder = self._clock.now(), self._holder
        async with self._database.writing() as unit:
            claimed = await unit.inbox.claim(holder, now, LEASE, room)
        if claimed:
            logger.info("%s updates were left unfinished and are handled now", len(claimed))
        if self._clock.now() < now + MARGIN:
            self._hand_on(claimed)
        return len(claimed)

    async def _release(self) -> None:
        """Let others have at once what is left."""
        try:
            async with self._database.writing() as unit:
                await unit.inbox.release(self._holder)
        except StorageError as error:
            logger.warning("what is left can be taken when its leases run out: %s", error)


class Source(Protocol):
    """Where updates come from: `bot.polling` or `bot.webhook`."""

    async def run(self, intake: Any) -> None:
        """Bring updates to `intake.take` until cancelled; confirm none before it has returned."""
