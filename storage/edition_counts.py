"""How many deliveries of an edition are in which state, also when they have expired or were folded into counters."""

from collections import Counter
from datetime import datetime
from typing import Any

from news.ledger import DeliveryState, Edition, EditionKind
from storage.numbers import MIN_INT64
from storage.times import to_micros

_FINAL = (
    DeliveryState.SENT,
    DeliveryState.GONE,
    DeliveryState.FAILED,
    DeliveryState.EXPIRED,
    DeliveryState.CANCELLED,
)


class EditionCounts:
    """Counts deliveries, and ends those that are too old. A part of `storage.editions`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["editions"]

    async def counts(self, edition_id: int) -> dict[str, int]:
        """Return how many deliveries of the edition are in each state, folded ones included."""
        rows = self._queries.counts(self._connection, id=edition_id)
        counts = Counter({row["state"]: row["amount"] async for row in rows})
        folded = await self._queries.folded_counts(self._connection, id=edition_id)
        counts.update({state: amount for state, amount in dict(folded or {}).items() if amount})
        return dict(counts)

    async def unplanned(self, edition: Edition, now: datetime) -> int:
        """Return how many places or copies the plan of an edition has not reached."""
        if edition.kind is EditionKind.DIGEST:
            waiting = self._queries.unplanned_waiting
            return 0 if edition.planned else int(await waiting(self._connection, now=to_micros(now)))
        after = MIN_INT64 if edition.cursor is None else edition.cursor
        unplanned: int = 0
        if not edition.planned and edition.source is not None:
            copies = self._queries.unplanned_copies
            unplanned = await copies(self._connection, source=edition.source, after=after)
        elif not edition.planned:
            subscribers = self._queries.unplanned_subscribers
            unplanned = await subscribers(self._connection, edition_id=edition.id, after=after)
        return unplanned

    async def expire(self, edition: Edition, now: datetime) -> int:
        """Expire what is left of an edition; return how many deliveries there were."""
        times = {"id": edition.id, "now": to_micros(now)}
        unplanned, pending = (
            await self.unplanned(edition, now),
            await self._queries.count_expiring(self._connection, **times),
        )
        await self._queries.stop_planning(self._connection, id=edition.id)
        await self._queries.expire_pending(self._connection, **times)
        await self._add_counts(edition.id, Counter({DeliveryState.EXPIRED: unplanned}), folded=False)
        return int(unplanned + pending)

    async def fold(self, before: datetime, limit: int) -> bool:
        """Fold up to `limit` deliveries of a finished edition opened before then; False if there are none."""
        edition_id = await self._queries.foldable(self._connection, before=to_micros(before))
        if edition_id is None:
            return False
        rows = [row async for row in self._queries.delete_block(self._connection, id=edition_id, limit=limit)]
        counts = Counter(row["state"] for row in rows)
        counts["unknowns"] = sum(row["unknowns"] for row in rows)
        is_last = len(rows) < limit
        await self._add_counts(edition_id, counts, folded=is_last)
        if is_last:
            await self._queries.forget_articles(self._connection, id=edition_id)
        return True

    async def _add_counts(self, edition_id: int, counts: Counter[str], *, folded: bool) -> None:
        final = {state.value: counts[state] for state in _FINAL}
        unknowns = counts["unknowns"]
        await self._queries.fold(self._connection, id=edition_id, unknowns=unknowns, folded=int(folded), **final)
