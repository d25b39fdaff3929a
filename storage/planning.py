"""Planning: the deliveries of an edition are inserted in blocks while it is sent, not all at once."""

from datetime import datetime, timedelta
from typing import Any

from news.ledger import Audience
from storage.numbers import MIN_INT64
from storage.times import span_micros, to_micros

# No process sends contents that it read longer ago: `news.delivery.contents.CONTENT_TTL_SECONDS` and a margin.
MAX_CONTENT_AGE = timedelta(seconds=2)


class Planning:
    """Implements `news.ports.Planning`. Subscriptions and copies are walked by key."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["planning"]

    async def plan(self, now: datetime, limit: int) -> int:
        """Insert up to `limit` deliveries of the first edition not fully planned; 0 if nothing can be planned now."""
        for unplanned in [row["id"] async for row in self._queries.unplanned(self._connection)]:
            row = await self._queries.lock_edition(self._connection, id=unplanned)
            while not row["planned"] and not await self._must_wait(row, now):
                if planned := await self._plan_block(row, limit):
                    return planned
                row = await self._queries.lock_edition(self._connection, id=unplanned)
        return 0

    async def _must_wait(self, edition: Any, now: datetime) -> bool:
        """Return whether old contents may still arrive, so that a correction planned now would miss them.

        Copies of the edition, or edits by an earlier correction, may be in flight that were claimed before the
        correction was opened, or before every process had read the new contents.
        """
        if edition["source"] is None:
            return False
        new_from = edition["created_at"] + span_micros(MAX_CONTENT_AGE)
        outdated = await self._queries.has_outdated_in_flight(
            self._connection,
            id=edition["id"],
            source=edition["source"],
            may_be_cached=int(to_micros(now) < new_from),
            before=new_from,
        )
        return outdated is not None

    async def _plan_block(self, edition: Any, limit: int) -> int:
        """Insert one block; return how many deliveries are new."""
        span = {"edition_id": edition["id"], "after": MIN_INT64 if edition["cursor"] is None else edition["cursor"]}
        if edition["audience"] == Audience.COPIES:
            span = {"source": edition["source"], "after": span["after"]}
            block = await self._queries.next_copies(self._connection, **span, limit=limit)
        else:
            block = await self._queries.next_subscribers(self._connection, **span, limit=limit)
        due_at = edition["created_at"] if edition["not_before"] is None else edition["not_before"]
        planned = []
        if block["size"]:
            span |= {"edition_id": edition["id"], "last": block["last"], "due_at": due_at}
            if edition["audience"] == Audience.COPIES:
                left = {"left_place": edition["left_place"], "left_message": edition["left_message"]}
                rows = self._queries.plan_copies(self._connection, **span, **left)
            else:
                expires_at = None if edition["lifetime"] is None else due_at + edition["lifetime"]
                times = {"not_before": edition["not_before"], "expires_at": expires_at}
                rows = self._queries.plan_subscribers(self._connection, **span, **times)
            planned = [row["place_id"] async for row in rows]
        await self._queries.move_cursor(
            self._connection, id=edition["id"], cursor=block["last"], planned=int(block["size"] < limit), due_at=due_at
        )
        return len(planned)
