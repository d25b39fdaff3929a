"""The files of articles: their ids at Telegram are kept, and the bytes of pictures are fetched and stored once.

An id belongs to one bot. With the bytes, a newspaper that moves to another bot still has its pictures.
"""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from news.attachments import TELEGRAM
from news.ledger import MessageKind, SentFile
from news.model import Article, Attachment
from news.ports import Clock, Storage, Unit

logger = logging.getLogger(__name__)

# https://core.telegram.org/bots/api#getfile: a bot can download files of up to 20 MB.
MAX_BYTES = 20 * 1024 * 1024
BLOCK = 20
MAX_TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)


class FileUnavailableError(Exception):
    """A file cannot be fetched; with `for_good`, no later try will succeed."""

    def __init__(self, message: str, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good


class FileSource(Protocol):
    """Gives the bytes of files that Telegram has stored."""

    async def fetch(self, file_id: str) -> bytes:
        """Return the bytes of a file of at most MAX_BYTES. Raises FileUnavailableError."""


class FileDesk:
    """Fetches the bytes of pictures."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def keep(self, files: Sequence[SentFile]) -> None:
        """Store the ids under which Telegram has stored files."""
        async with self._storage.writing() as unit:
            await unit.files.keep(files, self._clock.now())

    async def fetch_missing(self, source: FileSource, limit: int = BLOCK) -> int:
        """Fetch the bytes of up to `limit` pictures that are not stored; return how many were tried.

        Two processes may fetch the same picture: it is stored once. A failure is tried again, at growing intervals.
        """
        async with self._storage.reading() as unit:
            due = await unit.files.due(self._clock.now(), limit)
        for file, tries in due:
            await self._fetch(source, file, tries)
        return len(due)

    async def _fetch(self, source: FileSource, file: SentFile, tries: int) -> None:
        try:
            content = await source.fetch(file.file_id)
        except FileUnavailableError as error:
            final = error.for_good or tries + 1 >= MAX_TRIES
            due_at = None if final else self._clock.now() + FIRST_PAUSE * (1 << tries)
            logger.warning(
                "picture %s was not fetched%s: %s", file.source, "" if final else "; this is tried again", error
            )
            async with self._storage.writing() as unit:
                await unit.files.postpone(file.source, due_at, str(error))
            return
        async with self._storage.writing() as unit:
            await unit.files.store(file.source, content)


async def keep_files(unit: Unit, attachments: Sequence[Attachment], at: datetime) -> None:
    """Store the ids of an article's files, and have the bytes of its pictures fetched."""
    known = [SentFile(each.source, each.kind, each.file_id) for each in attachments if each.file_id is not None]
    if known:
        await unit.files.keep(known, at)
    pictures = [file.source for file in known if file.kind is MessageKind.PHOTO and file.source.startswith(TELEGRAM)]
    if pictures:
        await unit.files.expect(pictures, at)


async def with_content(unit: Unit, article: Article, count: int | None = None) -> Article:
    """Return the article with the bytes of its first `count` files (None: of all) that this bot has never sent."""
    if all(each.file_id is not None for each in article.attachments[:count]):
        return article
    found = list(article.attachments)
    for index, each in enumerate(found[:count]):
        if each.file_id is None:
            found[index] = replace(each, content=await unit.files.content(each.source))
    return replace(article, attachments=tuple(found))
