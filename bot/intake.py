"""The intake of updates: stored before they are confirmed, handled in order within a chat, marked done afterwards."""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Protocol

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError
from structlog.contextvars import bound_contextvars

from bot.chat_queues import ChatQueues
from bot.leases import new_holder
from bot.metrics import Metrics
from bot.timings import IntakeLimits
from bot.updates import Json, drop_unused_fields, queue_key, update_id
from handlers.fast_path import FastPath, press_of
from news.errors import DatabaseDamaged, StorageError
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

# The pause before the next claim after an update was left to the process that holds its chat.
CLAIM_SOON_SECONDS = 0.25
CLAIM_LIMIT = 100
FLUSH_SECONDS = 0.05


class AdmissionFilter(Protocol):
    """Decides which updates are stored and handled."""

    def admits(self, update: Json) -> bool:
        """Return whether an update is to be stored; may be called again with the same update."""


class Intake:
    """Accepts raw updates from a source and ensures that each is handled.

    No update is confirmed to Telegram before it is in the inbox. An update that cannot be parsed becomes a dead letter
    and delays no other. Updates that a process leaves unfinished are handled by another, or by the next start. Of all
    processes on one database only the holder of an update's lease handles it: see docs/decisions/0010.
    """

    def __init__(
        self,
        bot: Bot,
        dispatcher: Dispatcher,
        database: Database,
        clock: Clock,
        admission: AdmissionFilter | None = None,
        metrics: Metrics | None = None,
        fast_path: FastPath | None = None,
        limits: IntakeLimits = IntakeLimits(),
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._database = database
        self._clock = clock
        self._admission = admission
        self._metrics = metrics or Metrics()
        self._fast_path = fast_path
        self._limits = limits
        self._stopping = asyncio.Event()
        self._running = asyncio.Event()
        self._group: asyncio.TaskGroup | None = None
        self._queues: ChatQueues | None = None
        self._holder = new_holder()
        # Every lease of this process lasts at least until `lease` after this moment.
        self._leased_at = clock.now()
        self._claim_soon = asyncio.Event()
        # The last updates handled: until they are marked done, they could be claimed again as unfinished.
        self._finished: dict[int, None] = {}
        self._done: list[int] = []
        self._dead: dict[int, str] = {}
        self._has_results = asyncio.Event()

    def stop(self) -> None:
        """Accept no more updates; `run` returns when running handlers have finished, within `drain_seconds`."""
        self._stopping.set()
        if self._queues is not None:
            self._queues.close()

    async def run(self, source: "Source") -> None:
        """Handle the source's updates, and those that other processes left unfinished, until `stop`."""
        async with asyncio.TaskGroup() as group:
            self._group, queues = group, self._open_queues(group)
            self._running.set()
            flusher = group.create_task(self._flush_results())
            jobs = (source.run(self), self._keep_leases())
            others = [group.create_task(job) for job in jobs]
            await self._stopping.wait()
            self._running.clear()
            for task in others:
                task.cancel()
            await asyncio.wait(others)
            # No lease is renewed meanwhile: draining takes less time than the leases last.
            queues = self._queues or queues
            left = await queues.drain(self._limits.drain_seconds)
            if left:
                logger.warning("%s updates were not finished: another process or the next start handles them", left)
            flusher.cancel()
        self._queues = self._group = None
        await self._write_results()
        await self._release()

    @property
    def idle(self) -> bool:
        """Whether every accepted update is handled and marked."""
        return not (self._queues is not None and self._queues.ids) and not self._done and not self._dead

    async def wait_for_capacity(self) -> None:
        """Wait until updates can be accepted: the intake runs and its queues are not full."""
        await self._running.wait()
        if self._queues is not None:
            await self._queues.wait_for_free_slot()

    async def accept(self, updates: Sequence[Json]) -> None:
        """Store updates and queue the new ones. When this returns, they may be confirmed to Telegram.

        Raises StorageError if they may not be confirmed. The same updates may then come again.
        """
        if self._stopping.is_set():
            raise StorageError("The newspaper is closing: the next process accepts the update.")
        admitted = [each for each in updates if self._admission is None or self._admission.admits(each)]
        if not admitted:
            return
        given = {update_id(each): each for each in admitted}
        rows = [(number, queue_key(each), json.dumps(each)) for number, each in given.items()]
        now, holder = self._clock.now(), self._holder
        async with self._database.writing() as unit:
            stored = await unit.inbox.store(rows, now, holder, self._limits.lease)
        if stored.unleased:
            self._claim_soon.set()
        if self._leases_are_fresh(holder, now):
            self._enqueue((number, queue_key(given[number]), given[number]) for number in stored.leased)
        else:
            await self._give_up(stored.leased, holder)

    def _leases_are_fresh(self, holder: str, taken_at: datetime) -> bool:
        """Tell whether leases taken then are good for as long as `_is_leased` says, although the commit took time."""
        return holder == self._holder and self._clock.now() < taken_at + self._limits.margin

    async def _give_up(self, numbers: Sequence[int], holder: str) -> None:
        """End leases that are not fresh, so that the updates are claimed before later ones of their chats.

        An update that this process leases but has not queued would be overtaken by the next one of its chat.
        """
        if numbers:
            async with self._database.writing() as unit:
                await unit.inbox.renew(numbers, holder, self._clock.now())
            self._claim_soon.set()

    def _enqueue(self, rows: Iterable[tuple[int, int, str | Json]]) -> None:
        if self._queues is None:
            return
        for number, key, raw in rows:
            if number not in self._finished:
                self._queues.add(number, key, raw)

    def _open_queues(self, group: asyncio.TaskGroup) -> ChatQueues:
        self._queues = ChatQueues(group, self._handle, self._limits.max_queued)
        return self._queues

    async def _handle(self, number: int, raw: str | Json) -> None:
        """Handle one update, parsed or as JSON text.

        While the database is unavailable, retry: the update is safe in the inbox. If the update needs a damaged part of
        the database, retry a few times; at the last try the person is told, and the update becomes a dead letter.
        """
        with bound_contextvars(update=number):
            try:
                given = json.loads(raw) if isinstance(raw, str) else raw
            except (ValueError, RecursionError) as error:
                self._mark_dead(number, error)
                return
            press = press_of(given) if self._fast_path is not None else None
            damaged = 0
            while self._is_leased():
                last_try = damaged + 1 == self._limits.damage_tries
                try:
                    if press is None or last_try or self._fast_path is None or not await self._fast_path.open(press):
                        update = Update.model_validate(drop_unused_fields(given), context={"bot": self._bot})
                        await self._dispatcher.feed_update(self._bot, update, last_try=last_try)
                except (ValidationError, RecursionError) as error:  # the dispatcher catches the errors of handlers
                    self._mark_dead(number, error)
                    return
                except StorageError as error:
                    is_damaged = isinstance(error, DatabaseDamaged)
                    if is_damaged and last_try:
                        self._mark_dead(number, error)
                        return
                    damaged += is_damaged
                    if self._stopping.is_set():
                        return
                    logger.warning("update %s is retried when the database is available: %s", number, error)
                    await asyncio.sleep(self._limits.retry_seconds)
                except Exception as error:  # the error handler itself failed
                    logger.exception("update %s cannot be handled: its handler and the error handler failed", number)
                    self._mark_dead(number, error)
                    return
                else:
                    self._done.append(number)
                    self._finish(number, "done")
                    return

    def _mark_dead(self, number: int, error: Exception) -> None:
        logger.error(
            "update %s is a dead letter: %s; it stays in the inbox and is not handled again",
            number,
            type(error).__name__,
        )
        self._dead[number] = str(error)[:1000]
        self._finish(number, "dead")

    def _finish(self, number: int, result: str) -> None:
        self._finished[number] = None
        if len(self._finished) > self._limits.max_queued:
            del self._finished[next(iter(self._finished))]
        self._metrics.updates.labels(result).inc()
        self._has_results.set()

    async def _flush_results(self) -> None:
        """Write results a few times a second, many in one commit."""
        while True:
            await self._has_results.wait()
            await asyncio.sleep(FLUSH_SECONDS)
            self._has_results.clear()
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
            logger.warning(
                "%s handled updates could not be marked done; this is retried: %s", len(done) + len(dead), error
            )
            self._has_results.set()
            if not self._stopping.is_set():
                await asyncio.sleep(self._limits.retry_seconds)
            return
        # Results that came meanwhile were appended behind these.
        del self._done[: len(done)]
        for number in dead:
            del self._dead[number]

    async def _keep_leases(self) -> None:
        """Renew this process's leases and claim updates whose lease has expired."""
        while True:
            if not self._is_leased():
                self._abandon_leases()
            try:
                async with asyncio.timeout(self._limits.claim_timeout_seconds):
                    await self._renew()
                    while await self._claim() == CLAIM_LIMIT:
                        pass
            except (StorageError, TimeoutError) as error:
                logger.warning(
                    "the leases of updates could not be renewed; this is retried: %s",
                    str(error) or "the database does not answer",
                )
            if self._is_leased():
                await self._pause()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._limits.claim_interval_seconds):
                await self._claim_soon.wait()
        except TimeoutError:
            return
        self._claim_soon.clear()
        await asyncio.sleep(CLAIM_SOON_SECONDS)

    def _is_leased(self) -> bool:
        """Whether the leases of this process are certainly still valid."""
        return self._clock.now() < self._leased_at + self._limits.lease - self._limits.margin

    async def _renew(self) -> None:
        now = self._clock.now()
        queues = self._queues
        held = (queues.ids if queues is not None else set()) | set(self._done) | set(self._dead)
        if held and now < self._leased_at + self._limits.renew_age:
            return
        if held and queues is not None:
            async with self._database.writing() as unit:
                renewed = await unit.inbox.renew(list(held), self._holder, now + self._limits.lease)
            queues.remove(held - renewed)
        self._leased_at = now

    def _abandon_leases(self) -> None:
        """Start again under another holder's name: the leases have expired, or will before they can be renewed.

        Running handlers are cancelled, because other processes may claim their updates now; so may this one.
        """
        if self._queues is not None and self._group is not None:
            if self._queues.ids:
                logger.warning(
                    "the leases of %s updates expired: their handlers are cancelled, "
                    "and the process that claims the updates handles them again",
                    len(self._queues.ids),
                )
            self._queues.cancel()
            self._open_queues(self._group)
        self._holder = new_holder()
        self._leased_at = self._clock.now()

    async def _claim(self) -> int:
        """Claim and queue updates that no process holds; return how many."""
        limit = min(CLAIM_LIMIT, self._queues.free_slots) if self._queues is not None else 0
        if not limit:
            return 0
        now, holder = self._clock.now(), self._holder
        async with self._database.writing() as unit:
            claimed = await unit.inbox.claim(holder, now, self._limits.lease, limit)
        if claimed:
            logger.info("claimed %s unfinished updates: they are handled now", len(claimed))
        if self._leases_are_fresh(holder, now):
            self._enqueue(claimed)
        else:
            await self._give_up([number for number, _, _ in claimed], holder)
        return len(claimed)

    async def _release(self) -> None:
        """Release the leases on unfinished updates, so that other processes can claim them at once."""
        try:
            async with self._database.writing() as unit:
                await unit.inbox.release(self._holder)
        except StorageError as error:
            logger.warning(
                "the leases of unfinished updates could not be released; they can be claimed when they expire: %s",
                error,
            )


class Source(Protocol):
    """A source of updates: `bot.polling` or `bot.webhook`."""

    async def run(self, intake: Any) -> None:
        """Pass updates to `intake.accept` until cancelled; confirm none before that has returned."""
