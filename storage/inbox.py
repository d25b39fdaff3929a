"""Raw updates: stored before they are confirmed to Telegram, marked done after they are handled."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.times import to_micros

# PostgreSQL refuses the first, SQLite the others. The Bot API escapes both in JSON, so this changes nothing it sends.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class StoredUpdates:
    """What became of a batch: the ids that the holder is to handle now, and those that wait to be claimed, ascending.

    What was stored before and is somebody else's, or done, is in neither.
    """

    held: Sequence[int]
    left: Sequence[int]


class Inbox:
    """What Telegram said, once each: the update id is the key, whatever order the ids come in.

    An update is pending until it is `done`, or dead once it is buried. Ids may start anew at a smaller number, so
    their order is an order of work, never a proof that something is old.

    A pending update is handled by its holder, one process, until the lease runs out; then anybody may claim it. All
    that is pending in a chat is held by one process at a time: that, and the order of ids, is the chat's order.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["inbox"]

    async def store(
        self, updates: Sequence[tuple[int, int, str]], at: datetime, holder: str = "", lease: timedelta = timedelta(0)
    ) -> StoredUpdates:
        """Store updates (update id, chat id, raw JSON), for the holder until `at + lease`, or without a lease.

        What the holder holds already is held on; what comes behind something that is not the holder's waits.
        """
        rows = {update_id: (update_id, chat_id, _storable(raw)) for update_id, chat_id, raw in updates}
        chats = sorted({chat_id for _, chat_id, _ in rows.values()})
        await self._queries.lock_chats(self._connection, chats=json.dumps(chats))
        kept = self._queries.store(
            self._connection,
            rows=json.dumps(list(rows.values())),
            holder=holder,
            at=to_micros(at),
            until=to_micros(at + lease) if lease else 0,
        )
        found = [(row["update_id"], row["leased_until"]) async for row in kept]
        return StoredUpdates(
            sorted(update_id for update_id, until in found if until),
            sorted(update_id for update_id, until in found if not until),
        )

    async def claim(self, holder: str, now: datetime, lease: timedelta, limit: int) -> Sequence[tuple[int, int, str]]:
        """Take over up to `limit` updates that nobody holds, until `now + lease`, in order of their ids.

        None of a chat in which another process holds something: its order is that process's.
        """
        moment = to_micros(now)
        found = self._queries.claimable(self._connection, holder=holder, now=moment, limit=limit)
        ids = [row["update_id"] async for row in found]
        if not ids:
            return []
        claimed = self._queries.claim(
            self._connection, ids=json.dumps(ids), holder=holder, now=moment, until=to_micros(now + lease)
        )
        return sorted([(row["update_id"], row["chat_id"], row["raw"]) async for row in claimed])

    async def renew(self, update_ids: Sequence[int], holder: str, until: datetime) -> set[int]:
        """Prolong the leases on updates; return the ids that are pending and still the holder's."""
        renewed = self._queries.renew(
            self._connection, ids=json.dumps(sorted(update_ids)), holder=holder, until=to_micros(until)
        )
        return {row["update_id"] async for row in renewed}

    async def release(self, holder: str) -> None:
        """Let others take, at once, what the holder leaves unfinished."""
        await self._queries.release(self._connection, holder=holder)

    async def release_all(self) -> None:
        """End every lease. Only for a process that knows that no other serves this database."""
        await self._queries.release_all(self._connection)

    async def pending(self, after: int, limit: int) -> Sequence[tuple[int, int, str]]:
        """Return up to `limit` updates (update id, chat id, raw JSON) not handled yet, with ids above `after`."""
        rows = self._queries.pending(self._connection, after=after, limit=limit)
        return [(row["update_id"], row["chat_id"], row["raw"]) async for row in rows]

    async def mark_done(self, update_ids: Sequence[int]) -> None:
        """Mark updates handled."""
        await self._queries.mark_done(self._connection, [{"update_id": update_id} for update_id in sorted(update_ids)])

    async def mark_dead(self, update_id: int, error: str, at: datetime) -> None:
        """Lay an update that cannot be handled aside, with the reason; it is kept for a person to look at."""
        await self._queries.mark_dead(self._connection, update_id=update_id, error=_storable(error), at=to_micros(at))

    async def count_dead(self) -> int:
        """Return how many updates were laid aside."""
        count: int = await self._queries.count_dead(self._connection)
        return count

    async def last(self) -> int | None:
        """Return the update id kept last (of one batch the largest), None when none is kept: polling goes on there."""
        update_id: int | None = await self._queries.last(self._connection)
        return update_id

    async def delete_done(self, before: datetime) -> None:
        """Remove what is done and was kept before that."""
        await self._queries.delete_done(self._connection, before=to_micros(before))


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
