"""Archives of any size: ten years of generated news, inserted through the database drivers.

Article 1 is the oldest, numbers rise with time, all articles are published, and every fiftieth has comments. All
engines and sizes get their rows from the same generator, so small and large archives have the same structure.
"""

import asyncio
import random
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from benchmarks.databases import path_of
from benchmarks.text_generator import TextGenerator

BEGINNING = datetime(2016, 1, 1, tzinfo=UTC)
YEARS = 10
SPAN = timedelta(days=365.2425 * YEARS)
END = BEGINNING + SPAN

COMMENTED_EVERY = 50
COMMENTS_EACH = 25
ARTICLES_A_READER = 100
CHUNK = 20_000
SEED = 7
COMMENT_MICROS = 60_000_000
MICROSECOND = timedelta(microseconds=1)

TABLES = {
    "articles": ("number", "key", "title", "lead", "topic", "source_url", "status", "created_at", "published_at",
                 "comment_count"),
    "article_bodies": ("number", "body"),
    "readers": ("id", "role", "language", "name", "name_key", "registered_at"),
    "comments": ("id", "article", "author_id", "text", "at", "chat_id", "message_id"),
}  # fmt: skip

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Archive:
    """A database with `size` articles."""

    url: str
    size: int


class ArticleSampler:
    """Picks random articles and months, evenly over the whole archive."""

    def __init__(self, archive: Archive, seed: int) -> None:
        self._size = archive.size
        self._random = random.Random(seed)

    def number(self) -> int:
        """Return the number of an article."""
        return self._random.randint(1, self._size)

    def month(self) -> tuple[int, int]:
        """Return a year and a month (1 to 12)."""
        return BEGINNING.year + self._random.randrange(YEARS), self._random.randint(1, 12)

    def commented(self) -> int:
        """Return the number of an article with comments."""
        return self._random.randrange(self._size // COMMENTED_EVERY) * COMMENTED_EVERY + COMMENTED_EVERY


async def fill(archive: Archive) -> None:
    """Fill empty tables and update the statistics of the engine."""
    if archive.url.startswith("sqlite"):
        await _fill_sqlite(archive)
    else:
        await _fill_postgres(archive)


async def _fill_sqlite(archive: Archive) -> None:
    with closing(sqlite3.connect(path_of(archive.url), isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-200000")
        connection.execute("BEGIN")
        for table, rows in _chunks(archive.size):
            columns = TABLES[table]
            marks = ", ".join("?" * len(columns))
            # The names are constants of this module.
            connection.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608
            await asyncio.sleep(0)  # lets Ctrl-C interrupt
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


async def _fill_postgres(archive: Archive) -> None:
    import asyncpg

    connection = await asyncpg.connect(archive.url)
    try:
        await connection.execute("SET synchronous_commit = off")
        for table, rows in _chunks(archive.size):
            await connection.copy_records_to_table(table, records=rows, columns=TABLES[table])
        # VACUUM too: otherwise the first read of a page would write it, and autovacuum would run during a measurement.
        await connection.execute("VACUUM (ANALYZE)", timeout=None)
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def _chunks(size: int) -> Iterator[tuple[str, Rows]]:
    """Yield the rows of all tables in blocks; rows come before the rows that refer to them."""
    yield (
        "readers",
        [
            (reader, "member", "ru", f"Читатель {reader}", f"читатель{reader}", _micros(BEGINNING))
            for reader in range(1, size // ARTICLES_A_READER + 2)
        ],
    )
    generator, numbers = TextGenerator(SEED), iter(range(1, size + 1))
    while chunk := list(islice(numbers, CHUNK)):
        yield "articles", [_article(number, size, generator) for number in chunk]
        yield "article_bodies", [(number, generator.stored_body()) for number in chunk]
        yield "comments", list(_comments(chunk, size, generator))


def _article(number: int, size: int, generator: TextGenerator) -> tuple[Any, ...]:
    at = _published_at(number, size)
    comments = 0 if number % COMMENTED_EVERY else COMMENTS_EACH
    url = f"https://news.example/{number:09}"
    return number, f"url:{url}", generator.title(), "", generator.topic(), url, "published", at, at, comments


def _comments(numbers: Iterable[int], size: int, generator: TextGenerator) -> Iterator[tuple[Any, ...]]:
    for number in numbers:
        if number % COMMENTED_EVERY == 0:
            first = (number // COMMENTED_EVERY - 1) * COMMENTS_EACH + 1
            for comment in range(first, first + COMMENTS_EACH):
                author = comment % (size // ARTICLES_A_READER) + 1
                at = _published_at(number, size) + (comment - first + 1) * COMMENT_MICROS
                yield comment, number, author, generator.comment(), at, author, comment


def _published_at(number: int, size: int) -> int:
    return _micros(BEGINNING) + SPAN // MICROSECOND * number // size


def _micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // MICROSECOND
