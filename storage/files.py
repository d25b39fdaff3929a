"""Files that Telegram has stored, by where they came from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ledger import MessageKind, SentFile
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
        return [SentFile(row["source"], MessageKind(row["kind"]), row["file_id"]) async for row in rows]

    async def forget(self) -> None:
        """Forget every file: the ids belong to one bot, and another one has taken over."""
        await self._queries.forget(self._connection)
