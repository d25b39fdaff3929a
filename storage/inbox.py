"""Raw updates: stored before they are confirmed to Telegram, emptied and marked done after they are handled."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.times import from_micros, to_micros

# PostgreSQL refuses NUL, SQLite lone surrogates. The Bot API escapes both in JSON, so no update of it is changed.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class StoredUpdates:
    """The ids of a stored batch, ascending: `leased` to the holder, or `unleased`, which wait to be claimed.

    An update that was stored before, and is done or leased to another process, is in neither.
    """

    leased: Sequence[int]
    unleased: Sequence[int]


class Inbox:
    """Telegram's updates. The update id is the key, so an update that arrives twice is stored once.

    An update is `pending`, then `done` or `dead` (a dead letter). Telegram may restart its ids at a smaller number:
    their order is the order of handling, not of age.

    A pending update is handled by its holder, one process, until the lease expires; then any process may claim it. All
    pending updates of a chat are leased to one process at a time and handled by ascending id, so each chat is handled
    in order.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["inbox"]

    async def store(
        self, updates: Sequence[tuple[int, int, str]], at: datetime, holder: str = "", lease: timedelta = timedelta(0)
    ) -> StoredUpdates:
        """Store updates (update id, chat id, raw JSON), leased to the holder until `at + lease` if a lease is given.

        The holder's own leases on stored updates are extended. An update stays unleased if its chat has a pending
        update that is not leased to the holder.
        """
        rows = {update_id: (update_id, chat_id, _storable(raw)) for update_id, chat_id, raw in updates}
        chats = sorted({chat_id for _, chat_id, _ in rows.values()})
        await self._queries.lock_chats(self._connection, chats=json.dumps(chats))
        stored = self._queries.store(
            self._connection,
            rows=json.dumps(list(rows.values())),
            holder=holder,
            at=to_micros(at),
            until=to_micros(at + lease) if lease else 0,
        )
        found = [(row["update_id"], row["leased_until"]) async for row in stored]
        return StoredUpdates(
            sorted(update_id for update_id, until in found if until),
            sorted(update_id for update_id, until in found if not until),
        )

    async def claim(
        self,
        holder: str,
        now: datetime,
        lease: timedelta,
        limit: int,
        *,
        chat: int | None = None,
        released_only: bool = False,
    ) -> Sequence[tuple[int, int, str]]:
        """Lease up to `limit` updates without a valid lease until `now + lease`; return them by ascending id.

        With a `chat`, only those of this chat; a process that is storing one is waited for.
        Chats in which another process has a leased update are left out. With `released_only`, a lease counts as valid
        until it is released, although it has expired: after the clock was set, that says nothing about its holder.
        """
        moment = 0 if released_only else to_micros(now)
        if chat is None:
            found = self._queries.claimable(self._connection, holder=holder, now=moment, limit=limit)
        else:
            await self._queries.lock_chats(self._connection, chats=json.dumps([chat]))
            found = self._queries.claimable_in_chat(
                self._connection, chat_id=chat, holder=holder, now=moment, limit=limit
            )
        ids = [row["update_id"] async for row in found]
        if not ids:
            return []
        claimed = self._queries.claim(
            self._connection, ids=json.dumps(ids), holder=holder, now=moment, until=to_micros(now + lease)
        )
        return sorted([(row["update_id"], row["chat_id"], row["raw"]) async for row in claimed])

    async def renew(self, update_ids: Sequence[int], holder: str, until: datetime) -> set[int]:
        """Extend the leases on updates; return the ids that are pending and still leased to the holder."""
        renewed = self._queries.renew(
            self._connection, ids=json.dumps(sorted(update_ids)), holder=holder, until=to_micros(until)
        )
        return {row["update_id"] async for row in renewed}

    async def give_up(self, update_ids: Sequence[int], holder: str) -> None:
        """End the holder's leases on these updates, so that they can be claimed at once."""
        await self.renew(update_ids, holder, from_micros(0))

    async def correct(self, now: datetime, lease: timedelta) -> int:
        """Correct times that a clock can only have written that was fast; return how many leases it were.

        A lease that ends later than `now + lease` ends then: its holder has the time to renew it. An update that was
        stored later than now was stored now.
        """
        latest = to_micros(now + lease)
        corrected = [row async for row in self._queries.correct_leases(self._connection, latest=latest)]
        await self._queries.correct_stored_at(self._connection, now=to_micros(now))
        return len(corrected)

    async def release(self, holder: str) -> None:
        """End the holder's leases, so that other processes can claim its unfinished updates at once."""
        await self._queries.release(self._connection, holder=holder)

    async def release_all(self) -> None:
        """End every lease. Only for a process that knows that no other process serves this database."""
        await self._queries.release_all(self._connection)

    async def pending(self, after: int, limit: int) -> Sequence[tuple[int, int, str]]:
        """Return up to `limit` pending updates (update id, chat id, raw JSON) with ids above `after`."""
        rows = self._queries.pending(self._connection, after=after, limit=limit)
        return [(row["update_id"], row["chat_id"], row["raw"]) async for row in rows]

    async def mark_done(self, update_ids: Sequence[int]) -> None:
        """Mark updates handled. Their text leaves the inbox, their ids stay, so that no update is handled twice."""
        await self._queries.mark_done(self._connection, [{"update_id": update_id} for update_id in sorted(update_ids)])

    async def mark_dead(self, update_id: int, error: str, at: datetime) -> None:
        """Make an update that cannot be handled a dead letter, with the reason. Its text stays to be read."""
        await self._queries.mark_dead(self._connection, update_id=update_id, error=_storable(error), at=to_micros(at))

    async def count_dead(self) -> int:
        """Return how many dead letters there are."""
        count: int = await self._queries.count_dead(self._connection)
        return count

    async def delete_dead(self, before: datetime) -> None:
        """Delete the dead letters that are such since before then."""
        await self._queries.delete_dead(self._connection, before=to_micros(before))

    async def delete_done(self, before: datetime) -> None:
        """Delete done updates that were stored before then."""
        await self._queries.delete_done(self._connection, before=to_micros(before))


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
