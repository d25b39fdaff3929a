"""Editions as wholes: corrections, notices, holding and ending them, folding old ones."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import DeliveryState, Edition, Progress
from storage.deliveries import Deliveries, edition_of
from storage.numbers import SMALLEST
from storage.times import to_micros

_FINAL = (
    DeliveryState.SENT,
    DeliveryState.GONE,
    DeliveryState.FAILED,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
)


class Editions:
    """Keeps the laws of `news.ports.Editions`."""

    def __init__(self, connection: Any, queries: dict[str, Any], deliveries: Deliveries) -> None:
        self._connection = connection
        self._queries = queries["editions"]
        self._deliveries = deliveries

    async def open_corrections(self, at: datetime) -> Sequence[int]:
        """Open a correction of every edition whose copies show an article which has changed visibly since."""
        changed = defaultdict[int, set[int]](set)
        async for row in self._queries.to_correct(self._connection):
            changed[row["edition_id"]].add(row["number"])
        sources = [source for source in sorted(changed) if await self._shows(source, changed[source])]
        await self._supersede(sources)
        at_micros = to_micros(at)
        return [
            await self._queries.open_correction(self._connection, source=source, at=at_micros) for source in sources
        ]

    async def _shows(self, source: int, numbers: set[int]) -> bool:
        """Note that an edition's articles are being corrected; return whether its copies show one of these."""
        await self._queries.mark_corrected(self._connection, source=source)
        edition = await self._deliveries.edition(source)
        return edition is not None and not numbers.isdisjoint(edition.shown)

    async def _supersede(self, sources: Sequence[int]) -> None:
        """End the corrections that newer ones make needless: all of the editions first, then their deliveries."""
        found = [self._queries.superseded(self._connection, source=source) for source in sources]
        corrections = sorted([row["id"] for rows in found async for row in rows])
        ended = [one for one in corrections if await self._queries.stop(self._connection, id=one) is not None]
        for correction in ended:
            await self._end(correction, DeliveryState.CANCELLED, "stopped")

    async def notify(self, chats: Sequence[int], notice: str, at: datetime) -> int:
        """Open a notice to some chats."""
        opened: int = await self._queries.open_notice(self._connection, notice=notice, at=to_micros(at))
        rows = [{"edition_id": opened, "chat_id": chat, "at": to_micros(at)} for chat in chats]
        await self._queries.add_notice_delivery(self._connection, rows)
        return opened

    async def newest(self, limit: int) -> Sequence[Edition]:
        """Return the newest editions but notices, the newest first."""
        return [edition_of(row) async for row in self._queries.newest(self._connection, limit=limit)]

    async def progress(self, edition_id: int) -> Progress | None:
        """Return how far an edition is, or None."""
        edition = await self._deliveries.edition(edition_id)
        if edition is None:
            return None
        return Progress(edition, await self._deliveries.counts(edition_id), await self._unplanned(edition))

    async def pause(self, edition_id: int, *, paused: bool) -> bool:
        """Hold an unfinished edition or let it go on."""
        return await self._queries.pause(self._connection, id=edition_id, paused=int(paused)) is not None

    async def stop(self, edition_id: int) -> bool:
        """End an edition: what waits is cancelled. Planning goes by small blocks, so that is never much."""
        if await self._queries.stop(self._connection, id=edition_id) is None:
            return False
        await self._end(edition_id, DeliveryState.CANCELLED, "stopped")
        return True

    async def expire(self, before: datetime) -> int:
        """Let what still waits of headlines opened earlier expire, those never planned included."""
        rows = self._queries.outdated(self._connection, before=to_micros(before))
        return sum([await self._expire(row["id"]) for row in [row async for row in rows]])

    async def _expire(self, edition_id: int) -> int:
        progress = await self.progress(edition_id)
        if progress is None:
            return 0
        await self._queries.stop_planning(self._connection, id=edition_id)
        await self._end(edition_id, DeliveryState.EXPIRED, "too old")
        await self._add(edition_id, Counter({DeliveryState.EXPIRED: progress.unplanned}), folded=False)
        return progress.unplanned + progress.counts.get(DeliveryState.PENDING, 0)

    async def _unplanned(self, edition: Edition) -> int:
        """Return how many chats or copies an edition has not reached with its plan."""
        after = SMALLEST if edition.cursor is None else edition.cursor
        unplanned: int = 0
        if not edition.planned and edition.source is not None:
            copies = self._queries.unplanned_copies
            unplanned = await copies(self._connection, source=edition.source, after=after)
        elif not edition.planned:
            chats = self._queries.unplanned_chats
            unplanned = await chats(self._connection, since=to_micros(edition.created_at), after=after)
        return unplanned

    async def fold(self, before: datetime, limit: int) -> bool:
        """Fold deliveries of finished editions opened earlier into counters."""
        edition_id = await self._queries.foldable(self._connection, before=to_micros(before))
        if edition_id is None:
            return False
        rows = [row async for row in self._queries.delete_block(self._connection, id=edition_id, limit=limit)]
        counts = Counter(row["state"] for row in rows)
        counts["unknowns"] = sum(row["unknowns"] for row in rows)
        await self._add(edition_id, counts, folded=len(rows) < limit)
        return True

    async def _end(self, edition_id: int, state: DeliveryState, error: str) -> None:
        await self._queries.finish_pending(self._connection, id=edition_id, state=state.value, error=error)

    async def _add(self, edition_id: int, counts: Counter[str], *, folded: bool) -> None:
        final = {state.value: counts[state] for state in _FINAL}
        unknowns = counts["unknowns"]
        await self._queries.fold(self._connection, id=edition_id, unknowns=unknowns, folded=int(folded), **final)
