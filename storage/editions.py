"""Editions as wholes: corrections, notices, holding and ending them, folding old ones."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import DeliveryState, Edition, Progress
from storage.deliveries import Deliveries, edition_of
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
        """Open a correction of every edition that sent an article which has changed visibly since."""
        sources = {row["edition_id"] async for row in self._queries.to_correct(self._connection)}
        return [await self._open_correction(source, at) for source in sorted(sources)]

    async def _open_correction(self, source: int, at: datetime) -> int:
        for row in [row async for row in self._queries.superseded(self._connection, source=source)]:
            await self.stop(row["id"])
        await self._queries.mark_corrected(self._connection, source=source)
        opened: int = await self._queries.open_correction(self._connection, source=source, at=to_micros(at))
        return opened

    async def notify(self, chats: Sequence[int], notice: str, at: datetime) -> int:
        """Open a notice to some chats."""
        opened: int = await self._queries.open_notice(self._connection, notice=notice, at=to_micros(at))
        rows = [{"edition_id": opened, "chat_id": chat, "at": to_micros(at)} for chat in chats]
        await self._queries.address(self._connection, rows)
        return opened

    async def newest(self, limit: int) -> Sequence[Edition]:
        """Return the newest editions but notices, the newest first."""
        return [edition_of(row) async for row in self._queries.newest(self._connection, limit=limit)]

    async def progress(self, edition_id: int) -> Progress | None:
        """Return how far an edition is, or None."""
        edition = await self._deliveries.edition(edition_id)
        if edition is None:
            return None
        unplanned = await self._queries.unplanned_chats(self._connection, id=edition_id)
        return Progress(edition, await self._deliveries.counts(edition_id), unplanned)

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
        unplanned: int = await self._queries.unplanned_chats(self._connection, id=edition_id)
        waiting = (await self._deliveries.counts(edition_id)).get(DeliveryState.PENDING, 0)
        if not unplanned + waiting:
            return 0
        await self._queries.stop(self._connection, id=edition_id)
        await self._end(edition_id, DeliveryState.EXPIRED, "too old")
        await self._add(edition_id, Counter({DeliveryState.EXPIRED: unplanned}), folded=False)
        return unplanned + waiting

    async def fold(self, before: datetime, limit: int) -> int:
        """Fold deliveries of finished editions opened earlier into counters."""
        edition_id = await self._queries.foldable(self._connection, before=to_micros(before))
        if edition_id is None:
            return 0
        rows = [row async for row in self._queries.forget(self._connection, id=edition_id, limit=limit)]
        counts = Counter(row["state"] for row in rows)
        counts["unknowns"] = sum(row["unknowns"] for row in rows)
        await self._add(edition_id, counts, folded=len(rows) < limit)
        return len(rows)

    async def _end(self, edition_id: int, state: DeliveryState, error: str) -> None:
        await self._queries.end_pending(self._connection, id=edition_id, state=state.value, error=error)

    async def _add(self, edition_id: int, counts: Counter[str], *, folded: bool) -> None:
        final = {state.value: counts[state] for state in _FINAL}
        unknowns = counts["unknowns"]
        await self._queries.fold(self._connection, id=edition_id, unknowns=unknowns, folded=int(folded), **final)
