"""The editions' desk: the progress of pushes, pausing and ending them, expiry and folding."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.audit import record
from news.errors import EditionOver
from news.ledger import Gate, Progress
from news.model import Reader
from news.notices import Remedy, mark_handled
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.roles import Deed, require

logger = logging.getLogger(__name__)

SHOWN = 5
FOLD_BLOCK = 5000
# A rate is measured over at least this time, because several admins may refresh at the same moment.
MIN_MEASURE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """The progress of an edition, its rate (deliveries a second, 0 if unknown), and the time left (None if unknown)."""

    progress: Progress
    rate: float
    time_left: timedelta | None


@dataclass(frozen=True, slots=True)
class Queue:
    """The newest editions, and the pause that Telegram asked for, if it is not over."""

    editions: tuple[EditionStatus, ...]
    gate: Gate | None = None

    @property
    def moving(self) -> bool:
        """Whether something is still to be sent."""
        return any(status.progress.left and not status.progress.edition.stopped for status in self.editions)


@dataclass(frozen=True, slots=True)
class _Measurement:
    """The number of final deliveries at a time, and the rate measured up to it."""

    at: datetime
    done: int
    rate: float = 0.0


class EditionDesk:
    """Editions as wholes.

    Deliveries are stored one by one for the time of `retention`, then folded into counters.
    """

    def __init__(self, storage: Storage, clock: Clock, retention: timedelta) -> None:
        self._storage = storage
        self._clock = clock
        self._retention = retention
        self._measurements: dict[int, _Measurement] = {}
        self._finished: dict[int, Progress] = {}

    async def queue(self, admin: Reader) -> Queue:
        """Return the status of the newest editions, newest first, and the gate. Raises NotAllowed."""
        require(admin, Deed.MANAGE_EDITIONS)
        async with self._storage.reading() as unit:
            editions = await unit.editions.newest(SHOWN)
            found = [self._finished.get(edition.id) or await unit.editions.progress(edition.id) for edition in editions]
            gate = await unit.budget.gate(self._clock.now())
        shown = [progress for progress in found if progress is not None]
        # Counting a million deliveries takes a fifth of a second, and the counts of a finished edition do not change.
        self._finished = {progress.edition.id: progress for progress in shown if progress.edition.finished}
        self._measurements = {progress.edition.id: self._measure(progress) for progress in shown}
        return Queue(tuple(self._status(progress) for progress in shown), gate)

    async def may_stop(self, admin: Reader, edition_id: int) -> None:
        """Raise NotAllowed or EditionOver if the edition cannot be ended."""
        require(admin, Deed.MANAGE_EDITIONS)
        async with self._storage.reading() as unit:
            edition = await unit.editions.get(edition_id)
        if edition is None or edition.stopped or edition.finished:
            raise EditionOver(number=edition_id)

    async def pause(self, admin: Reader, edition_id: int, *, paused: bool) -> None:
        """Pause an edition or resume it. Raises NotAllowed, EditionOver."""
        require(admin, Deed.MANAGE_EDITIONS)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            edition = await unit.editions.get(edition_id)
            changed = await (unit.editions.pause(edition_id) if paused else unit.editions.resume(edition_id, now))
            if edition is None or not changed:
                raise EditionOver(number=edition_id)
            if edition.paused is not paused:
                act = AuditAct.PUSH_PAUSED if paused else AuditAct.PUSH_RESUMED
                await record(unit, admin.id, act, now, number=edition_id)
            if not paused:
                await mark_handled(unit, edition_id, Remedy.RESUMED, admin, now)

    async def stop(self, admin: Reader, edition_id: int) -> None:
        """End an edition; messages already sent stay. Raises NotAllowed, EditionOver."""
        require(admin, Deed.MANAGE_EDITIONS)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            if not await unit.editions.stop(edition_id, now):
                raise EditionOver(number=edition_id)
            await record(unit, admin.id, AuditAct.PUSH_ENDED, now, number=edition_id)
            await mark_handled(unit, edition_id, Remedy.ENDED, admin, now)

    async def open_gate(self, admin: Reader) -> None:
        """End the pause that Telegram asked for before its time. Raises NotAllowed."""
        require(admin, Deed.MANAGE_EDITIONS)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            if await unit.budget.gate(now) is not None:
                await unit.budget.open()
                await record(unit, admin.id, AuditAct.GATE_OPENED, now)

    async def clean_up(self, block: int = FOLD_BLOCK) -> bool:
        """Expire old deliveries, and fold a block of old deliveries; False when no block was left."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            expired = await unit.editions.expire(now)
        if expired:
            logger.warning("%s deliveries have expired unsent: they were too old", expired)
        async with self._storage.writing() as unit:
            return await unit.editions.fold(now - self._retention, block)

    def _measure(self, progress: Progress) -> _Measurement:
        """Return the rate since the last measurement, or the last measurement if it was a moment ago."""
        last = self._measurements.get(progress.edition.id, _Measurement(progress.edition.created_at, 0))
        now = self._clock.now()
        seconds = (now - last.at).total_seconds()
        if seconds < MIN_MEASURE_SECONDS:
            return last
        return _Measurement(now, progress.done, max(0.0, (progress.done - last.done) / seconds))

    def _status(self, progress: Progress) -> EditionStatus:
        edition, rate = progress.edition, self._measurements[progress.edition.id].rate
        moving = rate > 0 and not edition.paused and not edition.finished
        return EditionStatus(progress, rate, timedelta(seconds=progress.left / rate) if moving else None)
