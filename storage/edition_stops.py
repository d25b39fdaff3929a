"""Stopping editions: nothing more is planned, and what is pending is cancelled block by block."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from storage.times import to_micros

# Deliveries of a stopped edition that are cancelled in one statement; a large edition takes several.
CANCEL_BLOCK = 5000


class EditionStops:
    """Stops editions. A part of `storage.editions`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["editions"]
        self._delivery_queries = queries["deliveries"]

    async def stop(self, edition_id: int, at: datetime) -> bool:
        """Stop an edition and cancel its first block of pending deliveries; False if it had ended."""
        if await self._queries.stop(self._connection, id=edition_id) is None:
            return False
        await self._cancel_block(edition_id, at)
        return True

    async def cancel_stopped(self, now: datetime) -> int:
        """Cancel a block of what is left of each stopped edition; return how many deliveries there were."""
        stopped = [row["id"] async for row in self._queries.stopped(self._connection)]
        return sum([await self._cancel_block(edition, now) for edition in stopped])

    async def stop_corrections(self, sources: Sequence[int], at: datetime) -> dict[int, set[int] | None]:
        """Stop the unfinished corrections of these editions; return the articles that each was to correct.

        None stands for a correction of every copy. First lock every edition, then change the deliveries.
        """
        earlier, corrections = dict[int, set[int] | None](), list[int]()
        for source in sources:
            found = [row async for row in self._queries.superseded(self._connection, source=source)]
            changed = [row["changed"] for row in found]
            of_all = None in changed
            earlier[source] = None if of_all else {number for each in changed for number in json.loads(each)}
            corrections += [row["id"] for row in found]
        corrections.sort()
        stopped = [one for one in corrections if await self._queries.stop(self._connection, id=one) is not None]
        for correction in stopped:
            await self._cancel_block(correction, at)
        return earlier

    async def _cancel_block(self, edition_id: int, at: datetime) -> int:
        rows = self._queries.cancel_pending(self._connection, id=edition_id, now=to_micros(at), limit=CANCEL_BLOCK)
        cancelled = len([row async for row in rows])
        if cancelled < CANCEL_BLOCK:
            advanced = self._delivery_queries.advance(self._connection, editions=json.dumps([edition_id]))
            _ = [row async for row in advanced]
        return cancelled
