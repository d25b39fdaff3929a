"""Planning: the deliveries of an edition are inserted in blocks while it is sent, not all at once."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any

from news.choice.forms import Form, positions
from news.ledger import Audience, Priority
from news.ports.ledger import Digest, PlannedBlock, PlannedPush
from storage.numbers import MIN_INT64
from storage.times import from_micros, span_from_micros, span_micros, to_micros

# No process sends contents that it read longer ago: `news.delivery.contents.CONTENT_TTL_SECONDS` and a margin.
MAX_CONTENT_AGE = timedelta(seconds=2)
# More than are being planned at a time: what waits is the same for all who wake within a minute or so.
NEWEST_DIGESTS = 200


class Planning:
    """Implements `news.ports.Planning`. Subscriptions and copies are walked by key."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["planning"]

    async def plan(self, now: datetime, limit: int) -> PlannedBlock | None:
        """Insert a block of up to `limit` deliveries of the first edition that can be planned, or return None.

        One edition is locked and no other: who changes choices locks several, by id, and would wait for this process
        while it waits. If another process has planned the edition to its end meanwhile, the block is empty.
        """
        for each in [row async for row in self._queries.unplanned(self._connection)]:
            if not await self._must_wait(each, now):
                row = await self._lock(each["id"])
                return PlannedBlock(each["id"], 0) if row["planned"] else await self._plan_block(row, limit)
        return None

    async def _lock(self, edition: int) -> Any:
        return await self._queries.lock_edition(self._connection, id=edition)

    async def add(
        self, edition: int, pushes: Sequence[PlannedPush], due_at: datetime, lifetime: timedelta | None
    ) -> None:
        """Insert deliveries of an edition that is locked; a place that has one already keeps it."""
        if not pushes:
            return
        due = to_micros(due_at)
        times = {"due_at": due, "expires_at": None if lifetime is None else due + span_micros(lifetime)}
        await self._queries.add_chosen(self._connection, [_row(edition, push) | times for push in pushes])
        await self._queries.mark_chosen(self._connection, id=edition, due_at=due)

    async def digests(self) -> Sequence[Digest]:
        """Return the newest digests that are being planned or were ended, oldest first; keep them as they are."""
        await self._queries.lock_digests(self._connection)
        rows = self._queries.newest_digests(self._connection, limit=NEWEST_DIGESTS)
        found = [Digest(row["id"], tuple(json.loads(row["shown"])), bool(row["stopped"])) async for row in rows]
        return sorted(found, key=attrgetter("id"))

    async def close_digests(self) -> None:
        """Plan no further places for digests."""
        if await self._queries.has_open_digest(self._connection) is not None:
            await self._queries.close_digests(self._connection)

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

    async def _plan_block(self, edition: Any, limit: int) -> PlannedBlock:
        """Insert one block, and move the cursor of the edition behind it."""
        after = MIN_INT64 if edition["cursor"] is None else edition["cursor"]
        due_at = edition["created_at"] if edition["not_before"] is None else edition["not_before"]
        of_copies = edition["audience"] == Audience.COPIES
        block = await (self._next_copies if of_copies else self._next_subscribers)(edition, after, limit)
        count = 0
        if block["size"]:
            insert = self._insert_copies if of_copies else self._insert_subscribers
            count = await insert(edition, after, block["last"], due_at)
        await self._queries.move_cursor(
            self._connection, id=edition["id"], cursor=block["last"], planned=int(block["size"] < limit), due_at=due_at
        )
        return PlannedBlock(
            edition["id"],
            count,
            after,
            block["last"] or after,
            not of_copies and count < block["size"],
            edition["priority"] == Priority.BREAKING,
            from_micros(due_at),
            span_from_micros(edition["lifetime"]),
        )

    async def _next_subscribers(self, edition: Any, after: int, limit: int) -> Any:
        return await self._queries.next_subscribers(
            self._connection, edition_id=edition["id"], after=after, limit=limit
        )

    async def _next_copies(self, edition: Any, after: int, limit: int) -> Any:
        return await self._queries.next_copies(self._connection, source=edition["source"], after=after, limit=limit)

    async def _insert_subscribers(self, edition: Any, after: int, last: int, due_at: int) -> int:
        rows = self._queries.plan_subscribers(
            self._connection,
            edition_id=edition["id"],
            after=after,
            last=last,
            due_at=due_at,
            not_before=edition["not_before"],
            repeats=edition["repeats"],
            expires_at=None if edition["lifetime"] is None else due_at + edition["lifetime"],
        )
        return len([row async for row in rows])

    async def _insert_copies(self, edition: Any, after: int, last: int, due_at: int) -> int:
        span = {"source": edition["source"], "after": after, "last": last}
        if edition["changed"] is not None:
            return await self._insert_changed(edition, span, due_at)
        left = {"left_place": edition["left_place"], "left_message": edition["left_message"]}
        rows = self._queries.plan_copies(self._connection, edition_id=edition["id"], due_at=due_at, **span, **left)
        return len([row async for row in rows])

    async def _insert_changed(self, edition: Any, span: dict[str, Any], due_at: int) -> int:
        """Insert the edits of those copies that show an article which has changed."""
        source = await self._queries.shown(self._connection, id=edition["source"])
        changed = positions(json.loads(source), json.loads(edition["changed"]))
        copies = [row async for row in self._queries.copies(self._connection, **span)]
        rows = [
            {**dict(copy), "edition_id": edition["id"], "due_at": due_at}
            for copy in copies
            if (form := Form.load(copy["variant"])) is None or form.mask is None or form.mask & changed
        ]
        await self._queries.add_edit(self._connection, rows)
        return len(rows)


def _row(edition: int, push: PlannedPush) -> dict[str, Any]:
    return {
        "edition_id": edition,
        "place_id": push.place,
        "variant": push.variant,
        "reply_to": push.reply_to,
        "closes_at": to_micros(push.closes_at),
        "opens_at": to_micros(push.opens_at),
    }
