"""The items of sources, and which article each became."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from news.sources.items import Clues, KnownItem
from storage.times import from_micros, to_micros


class SourceItems:
    """Implements `news.ports.sources.SourceItems`. Rows are written by ascending key, so that nothing deadlocks."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["source_items"]

    async def known(self, source_id: int, clues: Clues) -> Sequence[KnownItem]:
        """Return the items of a source with one of the clues, and those of others with one of the addresses."""
        lists = {"keys": clues.keys, "addresses": clues.addresses, "feeds": clues.feeds}
        dumped = {name: json.dumps(values) for name, values in lists.items()}
        rows = self._queries.known(self._connection, source_id=source_id, **dumped)
        found = [item_of(row) async for row in rows]
        return list({(item.source_id, item.key): item for item in found}.values())

    async def same_text(self, text_hash: str, since: datetime) -> KnownItem | None:
        """Return an item seen since then with this hash of its article's text; who asks for the same one waits."""
        await self._queries.lock_text(self._connection, text_hash=text_hash)
        row = await self._queries.same_text(self._connection, text_hash=text_hash, since=to_micros(since))
        return None if row is None else item_of(row)

    async def store(self, items: Collection[KnownItem], at: datetime) -> None:
        """Store items as seen at a time; one that is known is replaced."""
        rows = [
            {
                "source_id": item.source_id,
                "key": item.key,
                "article": item.article,
                "quiet": int(item.quiet),
                "done": int(item.done),
                "own": int(item.own),
                "address_hash": item.address_hash,
                "feed_hash": item.feed_hash,
                "text_hash": item.text_hash,
                "seen_at": to_micros(at),
                "read_at": to_micros(item.read_at),
                "look_at": to_micros(item.look_at),
            }
            for item in sorted(items, key=lambda each: each.key)
        ]
        if rows:
            await self._queries.store(self._connection, rows)

    async def has_looks(self, source_id: int, after: datetime, now: datetime) -> bool:
        """Whether the page of an item is to be looked at again, and was so for no longer than since `after`."""
        times = {"after": to_micros(after), "now": to_micros(now)}
        return await self._queries.has_looks(self._connection, source_id=source_id, **times) is not None

    async def touch(self, source_id: int, keys: Collection[str], at: datetime, before: datetime) -> None:
        """Note that items were seen at a time, where the last note is older than `before`."""
        times = {"at": to_micros(at), "before": to_micros(before)}
        rows = [{"source_id": source_id, "key": key, **times} for key in sorted(keys)]
        if rows:
            await self._queries.touch(self._connection, rows)

    async def forget(self, before: datetime, limit: int) -> int:
        """Forget up to `limit` items that were last seen before then; return how many."""
        rows = self._queries.forget(self._connection, before=to_micros(before), limit=limit)
        return len([row async for row in rows])


def item_of(row: Any) -> KnownItem:
    """Return the item of a row that has every column."""
    return KnownItem(
        row["source_id"],
        row["key"],
        row["feed_hash"],
        row["address_hash"],
        row["text_hash"],
        row["article"],
        quiet=bool(row["quiet"]),
        done=bool(row["done"]),
        own=bool(row["own"]),
        seen_at=from_micros(row["seen_at"]),
        read_at=from_micros(row["read_at"]),
        look_at=from_micros(row["look_at"]),
    )
