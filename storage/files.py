"""Files by where they came from: the ids under which Telegram has stored them, and the bytes of pictures."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from news.ledger import MessageKind, SentFile
from news.model import Attachment
from storage.times import to_micros


class Files:
    """Implements `news.ports.Files`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["files"]

    async def keep(self, files: Sequence[SentFile], at: datetime) -> None:
        """Store the ids of files; a newer id of the same source replaces the older."""
        rows = [{"source": file.source, "kind": file.kind.value, "file_id": file.file_id} for file in sorted(files)]
        await self._queries.keep(self._connection, [row | {"at": to_micros(at)} for row in rows])

    async def newest(self, limit: int) -> Sequence[SentFile]:
        """Return up to `limit` files, the last stored first."""
        rows = self._queries.newest(self._connection, limit=limit)
        return [_file(row) async for row in rows]

    async def forget(self) -> None:
        """Forget every id: they belong to one bot, and another one has taken over. The bytes stay."""
        await self._queries.forget(self._connection)

    async def with_ids(self, attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
        """Return the attachments, each with the id that it has at Telegram, None if it has none."""
        sources = json.dumps([each.source for each in attachments], ensure_ascii=False)
        rows = self._queries.ids(self._connection, sources=sources)
        ids = {(row["source"], row["kind"]): row["file_id"] async for row in rows}
        return tuple(replace(each, file_id=ids.get((each.source, each.kind.value))) for each in attachments)

    async def expect(self, sources: Sequence[str], at: datetime) -> None:
        """Have the bytes of pictures fetched, unless they are stored or were tried already."""
        rows = [{"source": source, "at": to_micros(at)} for source in sorted(set(sources))]
        await self._queries.expect(self._connection, rows)

    async def store(self, source: str, content: bytes) -> None:
        """Store the bytes of a picture."""
        await self._queries.store(self._connection, source=source, content=content)

    async def content(self, source: str) -> bytes | None:
        """Return the bytes of a picture, None if they are not stored."""
        content: bytes | None = await self._queries.content(self._connection, source=source)
        return content

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[SentFile, int]]:
        """Return up to `limit` pictures whose bytes are to be fetched, each with the number of tries so far."""
        rows = self._queries.due(self._connection, now=to_micros(now), limit=limit)
        return [(_file(row), row["tries"]) async for row in rows]

    async def postpone(self, source: str, due_at: datetime | None, error: str) -> None:
        """Note that fetching has failed; the next try is at `due_at`, never if that is None."""
        at = None if due_at is None else to_micros(due_at)
        await self._queries.postpone(self._connection, source=source, due_at=at, error=error)


def _file(row: Any) -> SentFile:
    return SentFile(row["source"], MessageKind(row["kind"]), row["file_id"])
