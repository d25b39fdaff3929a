"""The editions' desk: what is being pushed, how far it is, and holding or ending it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.errors import EditionOver
from news.model import Edition, Progress, Reader
from news.ports import Clock, Storage
from news.roles import Deed, require

logger = logging.getLogger(__name__)

SHOWN = 5
FOLD_BLOCK = 5000
# A rate measured over a shorter time says little; several admins may look at the same moment.
SHORTEST_MEASURE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class EditionStatus:
    """How far an edition is, how fast it goes (deliveries a second, 0 when not known yet), and what is left of it."""

    progress: Progress
    rate: float
    time_left: timedelta | None


@dataclass(frozen=True, slots=True)
class _Look:
    """How many deliveries were final at a moment, and the rate found then."""

    at: datetime
    done: int
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """A message that shows the editions to an admin, and since when."""

    admin: Reader
    message_id: int
    since: datetime


class EditionDesk:
    """Editions as wholes.

    `lifetime` is how old a headline may leave, `kept` how long deliveries are kept one by one.
    """

    def __init__(self, storage: Storage, clock: Clock, lifetime: timedelta, kept: timedelta) -> None:
        self._storage = storage
        self._clock = clock
        self._lifetime = lifetime
        self._kept = kept
        self._seen: dict[int, _Look] = {}
        self._over: dict[int, Progress] = {}
        self.live_messages: dict[int, LiveMessage] = {}

    async def queue(self, admin: Reader) -> Sequence[EditionStatus]:
        """Return the newest editions with their courses, the newest first. Raises NotAllowed."""
        require(admin.role, Deed.HOLD_EDITIONS)
        async with self._storage.reading() as unit:
            editions = await unit.editions.newest(SHOWN)
            found = [self._over.get(edition.id) or await unit.editions.progress(edition.id) for edition in editions]
        courses = [self._course(progress) for progress in found if progress is not None]
        # Counting a million takes a fifth of a second, and of what is finished it says the same every time.
        self._over = {progress.edition.id: progress for progress in found if progress and progress.edition.finished}
        self._seen = {course.progress.edition.id: self._seen[course.progress.edition.id] for course in courses}
        return courses

    async def ask_stop(self, admin: Reader, edition_id: int) -> None:
        """Tell whether an edition can be ended, before it is. Raises NotAllowed, EditionOver."""
        require(admin.role, Deed.HOLD_EDITIONS)
        async with self._storage.reading() as unit:
            edition = await unit.deliveries.edition(edition_id)
        if edition is None or edition.stopped or edition.finished:
            raise EditionOver(number=edition_id)

    def track_message(self, admin: Reader, chat_id: int, message_id: int) -> None:
        """Let a message follow the editions: one a chat, the last asked for, as long as something is under way."""
        self.live_messages[chat_id] = LiveMessage(admin, message_id, self._clock.now())

    def untrack_message(self, chat_id: int) -> None:
        """Let the chat's message stay as it is."""
        self.live_messages.pop(chat_id, None)

    async def pause(self, admin: Reader, edition_id: int, *, paused: bool) -> None:
        """Hold an edition or let it go on. Raises NotAllowed, EditionOver."""
        require(admin.role, Deed.HOLD_EDITIONS)
        async with self._storage.writing() as unit:
            if not await unit.editions.pause(edition_id, paused=paused):
                raise EditionOver(number=edition_id)

    async def stop(self, admin: Reader, edition_id: int) -> None:
        """End an edition; what was sent stays. Raises NotAllowed, EditionOver."""
        require(admin.role, Deed.HOLD_EDITIONS)
        async with self._storage.writing() as unit:
            if not await unit.editions.stop(edition_id, self._clock.now()):
                raise EditionOver(number=edition_id)

    async def tidy(self) -> bool:
        """Let old headlines expire, and fold a block of old deliveries into counters; False when none was left."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            expired = await unit.editions.expire(now - self._lifetime, now)
        if expired:
            logger.warning("%s deliveries of old headlines have expired", expired)
        async with self._storage.writing() as unit:
            return await unit.editions.fold(now - self._kept, FOLD_BLOCK)

    def _course(self, progress: Progress) -> EditionStatus:
        """Measure the rate against what was seen last, unless that was a moment ago."""
        edition: Edition = progress.edition
        now = self._clock.now()
        look = self._seen.get(edition.id, _Look(edition.created_at, 0))
        seconds = (now - look.at).total_seconds()
        if seconds >= SHORTEST_MEASURE_SECONDS:
            look = _Look(now, progress.done, max(0.0, (progress.done - look.done) / seconds))
        self._seen[edition.id] = look
        moving = look.rate > 0 and not edition.paused and not edition.finished
        return EditionStatus(progress, look.rate, timedelta(seconds=progress.left / look.rate) if moving else None)
