"""The editions' desk: what is being pushed, how far it is, and holding or ending it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.errors import EditionOver
from news.model import Edition, Progress, Reader
from news.ports import Clock, Storage
from news.roles import Deed, require

SHOWN = 5
FOLD_BLOCK = 5000


@dataclass(frozen=True, slots=True)
class Course:
    """How far an edition is, how fast it goes (deliveries a second, 0 when not known yet), and what is left of it."""

    progress: Progress
    rate: float
    time_left: timedelta | None


@dataclass(frozen=True, slots=True)
class Watch:
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
        self._seen: dict[int, tuple[datetime, int]] = {}
        self.watched: dict[int, Watch] = {}

    async def queue(self, admin: Reader) -> Sequence[Course]:
        """Return the newest editions with their courses, the newest first. Raises NotAllowed."""
        require(admin.role, Deed.HOLD_EDITIONS)
        async with self._storage.reading() as unit:
            editions = await unit.editions.newest(SHOWN)
            found = [await unit.editions.progress(edition.id) for edition in editions]
        return [self._course(progress) for progress in found if progress is not None]

    def may_hold(self, admin: Reader) -> None:
        """Raise NotAllowed unless the reader may hold editions."""
        require(admin.role, Deed.HOLD_EDITIONS)

    def watch(self, admin: Reader, chat_id: int, message_id: int) -> None:
        """Let a message follow the editions: one a chat, the last asked for, as long as something is under way."""
        self.watched[chat_id] = Watch(admin, message_id, self._clock.now())

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
            if not await unit.editions.stop(edition_id):
                raise EditionOver(number=edition_id)

    async def tidy(self) -> None:
        """Let old headlines expire, and fold old deliveries into counters, a block to a commit."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await unit.editions.expire(now - self._lifetime)
        folded = FOLD_BLOCK
        while folded == FOLD_BLOCK:
            async with self._storage.writing() as unit:
                folded = await unit.editions.fold(now - self._kept, FOLD_BLOCK)

    def _course(self, progress: Progress) -> Course:
        """Measure the rate against what was seen last."""
        edition: Edition = progress.edition
        now, done = self._clock.now(), progress.done
        seen_at, seen = self._seen.get(edition.id, (edition.created_at, 0))
        seconds = (now - seen_at).total_seconds()
        rate = max(0.0, (done - seen) / seconds) if seconds > 0 else 0.0
        self._seen[edition.id] = (now, done)
        moving = rate > 0 and not edition.paused and not edition.finished
        return Course(progress, rate, timedelta(seconds=progress.left / rate) if moving else None)
