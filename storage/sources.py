"""Sources: feeds and list pages, their visits, and the leases of their hosts."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from news.sources.found import SourceKind, Trouble, Validators
from news.sources.records import Source, SourceRules, SourceState, Visits
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class Sources:
    """Implements `news.ports.sources.Sources`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["sources"]

    async def add(self, source: Source) -> int | None:
        """Store a source and return its id; None if the address is known."""
        visits = {"next_at": to_micros(source.visits.next_at), "interval_s": _seconds(source.visits.interval)}
        stored: int | None = await self._queries.add(
            self._connection, kind=source.kind.value, **_decided(source), **visits
        )
        return stored

    async def get(self, source_id: int) -> Source | None:
        """Return the source, or None."""
        row = await self._queries.get(self._connection, id=clamp(source_id))
        return None if row is None else _source_of(row)

    async def find(self, address: str) -> Source | None:
        """Return the source with an address, or None."""
        row = await self._queries.find(self._connection, address=address)
        return None if row is None else _source_of(row)

    async def page(self, after: int, limit: int) -> Sequence[Source]:
        """Return up to `limit` sources with larger ids, by ascending id."""
        rows = self._queries.page(self._connection, after=clamp(after), limit=limit)
        return [_source_of(row) async for row in rows]

    async def counts(self) -> dict[SourceState, int]:
        """Return how many sources are in each state."""
        return {SourceState(row["state"]): row["sources"] async for row in self._queries.counts(self._connection)}

    async def update(self, source: Source) -> bool:
        """Store what the staff decides of a source; False if it is gone."""
        return await self._queries.update(self._connection, id=source.id, **_decided(source)) is not None

    async def remove(self, source_id: int) -> bool:
        """Forget a source and its items; False if it is gone."""
        await self._queries.lock_lease(self._connection, id=clamp(source_id))
        removed = await self._queries.remove(self._connection, id=clamp(source_id))
        if removed is not None:
            await self._queries.remove_items(self._connection, id=source_id)
        return removed is not None

    async def schedule(self, source_id: int, next_at: datetime) -> None:
        """Set the time of the next visit."""
        await self._queries.schedule(self._connection, id=source_id, next_at=to_micros(next_at))

    async def due(self, now: datetime, latest_lease: datetime, limit: int) -> Sequence[Source]:
        """Return up to `limit` active sources that are due and whose hosts nobody visits, those that fail last."""
        times = {"now": to_micros(now), "latest_lease": to_micros(latest_lease)}
        found = list[Source]()
        for failing in (0, 1):
            rows = self._queries.due(self._connection, failing=failing, limit=limit - len(found), **times)
            found += [_source_of(row) async for row in rows]
        return found

    async def bring_forward(self, now: datetime, latest: datetime, latest_visit: datetime) -> None:
        """Make the sources due whose times come from a clock that was ahead."""
        times = {"now": to_micros(now), "latest": to_micros(latest), "latest_visit": to_micros(latest_visit)}
        await self._queries.bring_forward(self._connection, **times)

    async def lease(self, host: str, holder: str, now: datetime, latest: datetime, lease: timedelta) -> bool:
        """Take the lease of a host; False while one is valid."""
        times = {"now": to_micros(now), "latest": to_micros(latest), "until": to_micros(now + lease)}
        return await self._queries.lease(self._connection, host=host, holder=holder, **times) is not None

    async def release(self, host: str, holder: str) -> None:
        """End the holder's lease."""
        await self._queries.release(self._connection, host=host, holder=holder)

    async def release_all(self) -> None:
        """End every lease."""
        await self._queries.release_all(self._connection)

    async def holds(self, source_id: int, holder: str) -> bool:
        """Whether the source is active and the holder has the lease of its host."""
        return await self._queries.holds_active(self._connection, id=source_id, holder=holder) is not None

    async def visited(self, source_id: int, visits: Visits, holder: str, due_at: datetime) -> bool:
        """Store how the visit that was due at a time went; False if the holder has lost the lease of the host."""
        if await self._queries.holds(self._connection, id=source_id, holder=holder) is None:
            return False
        await self._queries.visited(self._connection, id=source_id, due_at=to_micros(due_at), **_row_of(visits))
        return True

    async def count_taken(self, source_id: int, count: int) -> None:
        """Add to the number of articles that came from a source."""
        await self._queries.count_taken(self._connection, id=source_id, count=count)


def _decided(source: Source) -> dict[str, Any]:
    return {
        "address": source.address,
        "name": source.name,
        "site": source.site,
        "host": source.host,
        "state": source.state.value,
        "rules": source.rules.dump(),
        "by_file": int(source.by_file),
    }


def _row_of(visits: Visits) -> dict[str, Any]:
    return {
        "next_at": to_micros(visits.next_at),
        "interval_s": _seconds(visits.interval),
        "visited_at": to_micros(visits.visited_at),
        "succeeded_at": to_micros(visits.succeeded_at),
        "etag": visits.validators.etag,
        "modified": visits.validators.modified,
        "body_hash": visits.validators.body_hash,
        "begun": int(visits.begun),
        "failures": visits.failures,
        "failing_since": to_micros(visits.failing_since),
        "trouble": None if visits.trouble is None else visits.trouble.value,
        "detail": visits.detail,
        "told": int(visits.told),
    }


def _source_of(row: Any) -> Source:
    visits = Visits(
        next_at=from_micros(row["next_at"]),
        interval=timedelta(seconds=row["interval_s"]),
        visited_at=from_micros(row["visited_at"]),
        succeeded_at=from_micros(row["succeeded_at"]),
        validators=Validators(row["etag"], row["modified"], row["body_hash"]),
        begun=bool(row["begun"]),
        failures=row["failures"],
        failing_since=from_micros(row["failing_since"]),
        trouble=None if row["trouble"] is None else Trouble(row["trouble"]),
        detail=row["detail"],
        told=bool(row["told"]),
    )
    return Source(
        id=row["id"],
        address=row["address"],
        kind=SourceKind(row["kind"]),
        name=row["name"],
        state=SourceState(row["state"]),
        rules=SourceRules.load(row["rules"]),
        visits=visits,
        site=row["site"],
        by_file=bool(row["by_file"]),
        taken=row["taken"],
    )


def _seconds(interval: timedelta) -> int:
    return round(interval.total_seconds())
