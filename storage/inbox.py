"""Raw updates: stored before they are confirmed to Telegram, marked done after they are handled."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.times import to_micros

# PostgreSQL refuses the first, SQLite the others. The Bot API escapes both in JSON, so this changes nothing it sends.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class Inbox:
    """What Telegram said, once each: the update id is the key, whatever order the ids come in.

    An update is pending until it is `done`, or dead once it is buried. Ids may start anew at a smaller number, so
    their order is an order of work, never a proof that something is old.
    """

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["inbox"]

    async def keep(self, updates: Sequence[tuple[int, int, str]], at: datetime) -> Sequence[int]:
        """Store updates (update id, chat id, raw JSON); return the ids that were new, in ascending order."""
        rows = json.dumps([(update_id, chat_id, _storable(raw)) for update_id, chat_id, raw in updates])
        kept = self._queries.keep(self._connection, rows=rows, at=to_micros(at))
        return sorted([row["update_id"] async for row in kept])

    async def pending(self, after: int, limit: int) -> Sequence[tuple[int, int, str]]:
        """Return up to `limit` updates (update id, chat id, raw JSON) not handled yet, with ids above `after`."""
        rows = self._queries.pending(self._connection, after=after, limit=limit)
        return [(row["update_id"], row["chat_id"], row["raw"]) async for row in rows]

    async def done(self, update_ids: Sequence[int]) -> None:
        """Mark updates handled."""
        await self._queries.done(self._connection, [{"update_id": update_id} for update_id in sorted(update_ids)])

    async def bury(self, update_id: int, error: str, at: datetime) -> None:
        """Lay an update that cannot be handled aside, with the reason; it is kept for a person to look at."""
        await self._queries.bury(self._connection, update_id=update_id, error=_storable(error), at=to_micros(at))

    async def dead(self) -> int:
        """Return how many updates were laid aside."""
        count: int = await self._queries.dead(self._connection)
        return count

    async def last(self) -> int | None:
        """Return the update id kept last (of one batch the largest), None when none is kept: polling goes on there."""
        update_id: int | None = await self._queries.last(self._connection)
        return update_id

    async def forget(self, before: datetime) -> None:
        """Remove what is done and was kept before that."""
        await self._queries.forget(self._connection, before=to_micros(before))


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
