"""The intake of updates: stored before they are confirmed, handled in order within a chat, marked done afterwards."""

import asyncio
import json
import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError
from structlog.contextvars import bound_contextvars

from bot.chat_queues import ChatQueues, Queued
from bot.intake_ports import AdmissionFilter, Source
from bot.leases import new_holder, run_while
from bot.metrics import Metrics
from bot.timings import IntakeLimits
from bot.update_results import UpdateResults
from bot.updates import Json, drop_unused_fields, joined, queue_key, update_id
from handlers.fast_path import FastPath, press_of
from news.clock_watch import LeaseWatch
from news.errors import DatabaseDamaged, StorageError
from news.ports import Clock
from storage import Database

logger = logging.getLogger(__name__)

# The pause before the next claim after an update was left to the process that holds its chat.
CLAIM_SOON_SECONDS = 0.25
CLAIM_LIMIT = 100


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
        self._fast_path = fast_path
        self._limits = limits
        self._stopping = asyncio.Event()
        self._running = asyncio.Event()
        self._group: asyncio.TaskGroup | None = None
        self._queues: ChatQueues | None = None
        self._holder = new_holder()
        # Every lease of this process lasts at least until `lease` after this moment of the monotonic clock.
        self._leased_at = clock.monotonic()
        self._has_expired = False
        self._lease_watch = LeaseWatch(clock, limits.lease)
        self._claim_soon = asyncio.Event()
        self._results = UpdateResults(
            database,
            clock,
            metrics or Metrics(),
            remembered=limits.max_queued,
            retry_seconds=limits.retry_seconds,
        )

    def stop(self) -> None:
        """Accept no more updates; `run` returns when running handlers have finished, within `drain_seconds`."""
        self._stopping.set()
        if self._queues is not None:
            self._queues.close()

    async def run(self, source: Source) -> None:
        """Handle the source's updates, and those that other processes left unfinished, until `stop`."""
        async with asyncio.TaskGroup() as group:
            self._group, queues = group, self._open_queues(group)
            self._running.set()
            flusher = group.create_task(self._results.run())
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
        await self._results.write()
        await self._release()

    @property
    def idle(self) -> bool:
        """Whether every accepted update is handled and marked."""
        return not (self._queues is not None and self._queues.ids) and not self._results.unwritten

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
        taken_at, holder = self._clock.monotonic(), self._holder
        async with self._database.writing() as unit:
            stored = await unit.inbox.store(rows, self._clock.now(), holder, self._limits.lease)
        if stored.unleased:
            self._claim_soon.set()
        if self._leases_are_fresh(holder, taken_at):
            self._enqueue((number, queue_key(given[number]), given[number]) for number in stored.leased)
        else:
            await self._give_up(stored.leased, holder)

    def _leases_are_fresh(self, holder: str, taken_at: float) -> bool:
        """Tell whether leases taken then are good for as long as `_is_leased` says, although the commit took time."""
        is_fresh = self._clock.monotonic() < taken_at + self._limits.margin.total_seconds()
        return is_fresh and holder == self._holder and self._is_leased()

    async def _give_up(self, numbers: Sequence[int], holder: str) -> None:
        """End leases that are not fresh, so that the updates are claimed before later ones of their chats.

        An update that this process leases but has not queued would be overtaken by the next one of its chat.
        """
        if numbers:
            async with self._database.writing() as unit:
                await unit.inbox.give_up(numbers, holder)
            self._claim_soon.set()

    def _enqueue(self, rows: Iterable[tuple[int, int, str | Json]]) -> None:
        if self._queues is None:
            return
        for number, key, raw in rows:
            if number not in self._results:
                self._queues.add(number, key, raw)

    def _open_queues(self, group: asyncio.TaskGroup) -> ChatQueues:
        limits = self._limits
        self._queues = ChatQueues(group, self._handle, limits.max_queued, limits.quiet_seconds, self._find_more)
        return self._queues

    async def _find_more(self, chat: int) -> bool:
        """Claim the updates of a chat that another process has stored meanwhile; return whether there were any."""
        try:
            return await self._claim(chat) > 0
        except StorageError as error:
            logger.warning("it cannot be told whether a message goes on; this is retried: %s", error)
            await asyncio.sleep(self._limits.retry_seconds)
            return True

    async def _handle(self, act: Sequence[Queued]) -> None:
        """Handle one update, parsed or as JSON text, or the several of one act.

        While the database is unavailable, retry: the update is safe in the inbox. If the update needs a damaged part of
        the database, retry a few times; at the last try the person is told, and the update becomes a dead letter.
        """
        numbers = [number for number, _ in act]
        with bound_contextvars(update=(number := numbers[0])):
            try:
                given = joined([raw for _, raw in act])
            except (ValueError, RecursionError) as error:
                self._results.dead(numbers, error)
                return
            press = press_of(given) if self._fast_path is not None else None
            damaged = 0
            while self._is_leased():
                last_try = damaged + 1 == self._limits.damage_tries
                try:
                    if (
                        press is None
                        or last_try
                        or self._fast_path is None
                        or not await run_while(self._is_leased, self._fast_path.open(press))
                    ):
                        update = Update.model_validate(drop_unused_fields(given), context={"bot": self._bot})
                        handling = self._dispatcher.feed_update(self._bot, update, last_try=last_try)
                        await run_while(self._is_leased, handling)
                except (ValidationError, RecursionError) as error:  # the dispatcher catches the errors of handlers
                    self._results.dead(numbers, error)
                    return
                except StorageError as error:
                    is_damaged = isinstance(error, DatabaseDamaged)
                    if is_damaged and last_try:
                        self._results.dead(numbers, error)
                        return
                    damaged += is_damaged
                    if self._stopping.is_set():
                        return
                    logger.warning("update %s is retried when the database is available: %s", number, error)
                    await asyncio.sleep(self._limits.retry_seconds)
                except Exception as error:  # the error handler itself failed
                    logger.exception("update %s cannot be handled: its handler and the error handler failed", number)
                    self._results.dead(numbers, error)
                    return
                else:
                    self._results.done(numbers)
                    return

    async def _keep_leases(self) -> None:
        """Renew this process's leases and claim updates whose lease has expired."""
        is_set = True  # by how much the clock was set while no process ran, is unknown
        while True:
            if not self._is_leased():
                self._abandon_leases()
            is_set = self._note_step(self._lease_watch.step()) or is_set
            try:
                async with asyncio.timeout(self._limits.claim_timeout_seconds):
                    await self._renew(at_once=is_set)
                    if is_set:
                        await self._correct_times()
                        is_set = False
                    while await self._claim() == CLAIM_LIMIT:
                        pass
            except (StorageError, TimeoutError) as error:
                logger.warning(
                    "the leases of updates could not be renewed; this is retried: %s",
                    str(error) or "the database does not answer",
                )
            if self._is_leased():
                await self._pause()

    def _note_step(self, step: timedelta) -> bool:
        """Log that the clock was set; return whether it was."""
        if step:
            logger.warning(
                "the clock was set by %+.1f s: leases are renewed at once, and expired ones of other processes are "
                "taken after %.0f s",
                step.total_seconds(),
                self._limits.lease.total_seconds(),
            )
        return bool(step)

    async def _correct_times(self) -> None:
        async with self._database.writing() as unit:
            corrected = await unit.inbox.correct(self._clock.now(), self._limits.lease)
        if corrected:
            logger.warning(
                "the leases of %s updates ended further in the future than any lease can, written by a clock that was "
                "fast: they end within %.0f s now",
                corrected,
                self._limits.lease.total_seconds(),
            )

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(self._limits.claim_interval_seconds):
                await self._claim_soon.wait()
        except TimeoutError:
            return
        self._claim_soon.clear()
        await asyncio.sleep(CLAIM_SOON_SECONDS)

    def _is_leased(self) -> bool:
        """Whether the leases of this process are certainly still valid; once they are not, they stay expired.

        A handler may have been cancelled for it: renewing cannot bring it back.
        """
        valid = self._limits.lease - self._limits.margin
        if self._clock.monotonic() >= self._leased_at + valid.total_seconds():
            self._has_expired = True
        return not self._has_expired

    async def _renew(self, *, at_once: bool) -> None:
        """Renew the leases if that is due, or `at_once`."""
        begun_at = self._clock.monotonic()
        queues = self._queues
        held = (queues.ids if queues is not None else set()) | self._results.unwritten
        is_due = at_once or begun_at >= self._leased_at + self._limits.renew_age.total_seconds()
        if held and not is_due:
            return
        if held and queues is not None:
            async with self._database.writing() as unit:
                until = self._clock.now() + self._limits.lease
                renewed = await unit.inbox.renew(list(held), self._holder, until)
            queues.remove(held - renewed)
        self._leased_at = begun_at

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
        self._leased_at, self._has_expired = self._clock.monotonic(), False

    async def _claim(self, chat: int | None = None) -> int:
        """Claim and queue updates that no process holds, of one chat or of all; return how many."""
        limit = min(CLAIM_LIMIT, self._queues.free_slots) if self._queues is not None else 0
        if not limit or not self._is_leased():
            return 0
        taken_at, holder = self._clock.monotonic(), self._holder
        async with self._database.writing() as unit:
            now = self._clock.now()
            released_only = not self._lease_watch.trusts_expiry()
            claimed = await unit.inbox.claim(
                holder, now, self._limits.lease, limit, chat=chat, released_only=released_only
            )
        if claimed:
            logger.info("claimed %s unfinished updates: they are handled now", len(claimed))
        if self._leases_are_fresh(holder, taken_at):
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
