"""The port of files: pictures and other files of articles, at Telegram and as bytes."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from news.ledger import SentFile
from news.model import Attachment


class Files(Protocol):
    """Files by their source: the ids that they have at Telegram, and the bytes of pictures."""

    async def keep(self, files: Sequence[SentFile], at: datetime) -> None:
        """Store the ids of files; a newer id of the same source and kind replaces the older."""

    async def newest(self, limit: int) -> Sequence[SentFile]:
        """Return up to `limit` files, the last stored first."""

    async def forget(self) -> None:
        """Forget every id: they belong to one bot, and another one has taken over. The bytes stay."""

    async def with_ids(self, attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
        """Return the attachments, each with the id that it has at Telegram, None if it has none."""

    async def expect(self, sources: Sequence[str], at: datetime) -> None:
        """Have the bytes of pictures fetched, unless they are stored or were tried already."""

    async def store(self, source: str, content: bytes) -> None:
        """Store the bytes of a picture."""

    async def content(self, source: str) -> bytes | None:
        """Return the bytes of a picture, None if they are not stored."""

    async def due(self, now: datetime, limit: int) -> Sequence[tuple[SentFile, int]]:
        """Return up to `limit` pictures whose bytes are to be fetched, each with the number of tries so far."""

    async def postpone(self, source: str, due_at: datetime | None, error: str) -> None:
        """Note that fetching has failed; the next try is at `due_at`, never if that is None."""
