"""Editions as wholes: corrections and notices, pausing, stopping, expiring, and folding old deliveries."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import DeliveryState, Edition, Progress
from storage.deliveries import Deliveries, edition_of
from storage.numbers import MIN_INT64
from storage.times import to_micros

_FINAL = (
    DeliveryState.SENT,
    DeliveryState.GONE,
    DeliveryState.FAILED,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
)


class Editions:
    """Implements `news.ports.Editions`."""

    def __init__(self, connection: Any, queries: dict[str, Any], deliveries: Deliveries) -> None:
        self._connection = connection
        self._queries = queries["editions"]
        self._deliveries = deliveries

    async def open_corrections(self, at: datetime) -> Sequence[int]:
        """Open a correction of every edition whose copies show an article that was visibly changed; return the ids."""
        changed = defaultdict[int, set[int]](set)
        async for row in self._queries.to_correct(self._connection):
            changed[row["edition_id"]].add(row["number"])
        sources = [source for source in sorted(changed) if await self._mark_corrected(source, changed[source])]
        await self._stop_superseded(sources, at)
        at_micros = to_micros(at)
        return [
            await self._queries.open_correction(self._connection, source=source, at=at_micros) for source in sources
        ]

    async def _mark_corrected(self, source: int, numbers: set[int]) -> bool:
        """Clear the marks of an edition's changed articles; return whether its copies show one of `numbers`."""
        await self._queries.mark_corrected(self._connection, source=source)
        edition = await self._deliveries.edition(source)
        return edition is not None and not numbers.isdisjoint(edition.shown)

    async def _stop_superseded(self, sources: Sequence[int], at: datetime) -> None:
        """Stop the unfinished corrections of these editions: first lock every edition, then change the deliveries."""
        found = [self._queries.superseded(self._connection, source=source) for source in sources]
        corrections = sorted([row["id"] for rows in found async for row in rows])
        stopped = [one for one in corrections if await self._queries.stop(self._connection, id=one) is not None]
        for correction in stopped:
            await self._finish_pending(correction, DeliveryState.CANCELLED, "stopped", at)

    async def notify(self, chats: Sequence[int], notice: str, at: datetime) -> int:
        """Open a notice (JSON) to some chats and return its id."""
        opened: int = await self._queries.open_notice(self._connection, notice=notice, at=to_micros(at))
        rows = [{"edition_id": opened, "chat_id": chat, "at": to_micros(at)} for chat in chats]
        await self._queries.add_notice_delivery(self._connection, rows)
        return opened

    async def newest(self, limit: int) -> Sequence[Edition]:
        """Return the newest editions without notices, newest first."""
        return [edition_of(row) async for row in self._queries.newest(self._connection, limit=limit)]

    async def progress(self, edition_id: int) -> Progress | None:
        """Return how far an edition is, or None."""
        edition = await self._deliveries.edition(edition_id)
        if edition is None:
            return None
        return Progress(edition, await self._deliveries.counts(edition_id), await self._unplanned(edition))

    async def pause(self, edition_id: int, *, paused: bool) -> bool:
        """Pause or resume an unfinished edition; False if it is finished, stopped or unknown."""
        return await self._queries.pause(self._connection, id=edition_id, paused=int(paused)) is not None

    async def stop(self, edition_id: int, at: datetime) -> bool:
        """Stop an edition and cancel its pending deliveries: few, because planning goes by small blocks."""
        if await self._queries.stop(self._connection, id=edition_id) is None:
            return False
        await self._finish_pending(edition_id, DeliveryState.CANCELLED, "stopped", at)
        return True

    async def expire(self, before: datetime, at: datetime) -> int:
        """Expire the pending deliveries of headlines opened before then, and count those that were never planned."""
        rows = self._queries.outdated(self._connection, before=to_micros(before))
        return sum([await self._expire(row["id"], at) for row in [row async for row in rows]])

    async def _expire(self, edition_id: int, at: datetime) -> int:
        progress = await self.progress(edition_id)
        if progress is None:
            return 0
        await self._queries.stop_planning(self._connection, id=edition_id)
        await self._finish_pending(edition_id, DeliveryState.EXPIRED, "too old", at)
        await self._add_counts(edition_id, Counter({DeliveryState.EXPIRED: progress.unplanned}), folded=False)
        return progress.unplanned + progress.counts.get(DeliveryState.PENDING, 0)

    async def _unplanned(self, edition: Edition) -> int:
        """Return how many chats or copies the plan of an edition has not reached."""
        after = MIN_INT64 if edition.cursor is None else edition.cursor
        unplanned: int = 0
        if not edition.planned and edition.source is not None:
            copies = self._queries.unplanned_copies
            unplanned = await copies(self._connection, source=edition.source, after=after)
        elif not edition.planned:
            chats = self._queries.unplanned_chats
            unplanned = await chats(self._connection, since=to_micros(edition.created_at), after=after)
        return unplanned

    async def fold(self, before: datetime, limit: int) -> bool:
        """Fold up to `limit` deliveries of a finished edition opened before then; False if there are none."""
        edition_id = await self._queries.foldable(self._connection, before=to_micros(before))
        if edition_id is None:
            return False
        rows = [row async for row in self._queries.delete_block(self._connection, id=edition_id, limit=limit)]
        counts = Counter(row["state"] for row in rows)
        counts["unknowns"] = sum(row["unknowns"] for row in rows)
        await self._add_counts(edition_id, counts, folded=len(rows) < limit)
        return True

    async def _finish_pending(self, edition_id: int, state: DeliveryState, error: str, at: datetime) -> None:
        await self._queries.finish_pending(
            self._connection, id=edition_id, state=state.value, error=error, at=to_micros(at)
        )

    async def _add_counts(self, edition_id: int, counts: Counter[str], *, folded: bool) -> None:
        final = {state.value: counts[state] for state in _FINAL}
        unknowns = counts["unknowns"]
        await self._queries.fold(self._connection, id=edition_id, unknowns=unknowns, folded=int(folded), **final)
