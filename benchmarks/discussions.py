"""Discussions: a page of the comments on an article that has 100,000, beside one that has 1,000, in both orders.

Each call reads a page at another random place, as a registered reader, and draws its card. A fifth of the comments are
answers, half of them in one thread; likes are few, and many on some.
"""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from benchmarks.context import Context
from benchmarks.databases import ENGINES, NAMES, empty_databases, path_of
from benchmarks.operations import ZONE
from benchmarks.reading import FixedClock
from benchmarks.runs import with_target
from benchmarks.text_generator import TextGenerator
from benchmarks.timing import Call, SampleSize, Timing, slowdown, time_interleaved
from handlers.cards import comments
from handlers.cards.card import Card
from news.comment_rules import CommentRules
from news.model import Reader
from news.roles import Role
from news.threads import ThreadDesk
from storage import Database, open_storage
from texts import Catalogs

SIZES, QUICK_SIZES = (1_000, 100_000), (200, 2_000)
MAX_MICROS = 3_000
ANSWERS_EVERY = 5
LIKED_EVERY = 100
AUTHORS = 5_000
SEED = 7
READER = Reader(1, Role.MEMBER, "ru", "Анна", FixedClock().now())
_ARTICLES = ("number", "key", "title", "lead", "status", "created_at", "published_at", "comment_count")
_BODIES = ("number", "body")
_READERS = ("id", "role", "language", "name", "registered_at")
_COMMENTS = ("id", "article", "author_id", "text", "at", "published_at", "chat_id", "message_id", "root", "reply_to",
             "likes", "replies")  # fmt: skip

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Discussion:
    """The comments on one article: their number, and the ids of the first and the last one."""

    article: int
    size: int
    first: int

    @property
    def last(self) -> int:
        """The id of the last comment."""
        return self.first + self.size - 1


async def measure(context: Context) -> None:
    """Time pages by time, by worth and of the largest thread, on each engine."""
    sizes, sample = context.pick(SIZES, QUICK_SIZES), context.pick(SampleSize(100, 10), SampleSize(5, 5))
    discussions = [Discussion(1, sizes[0], 1), Discussion(2, sizes[1], sizes[0] + 1)]
    heads = [f"µs, of {size:,}" for size in sizes]
    context.table.add_section("A page of comments\nverb + card", *heads, "ratio")
    for engine in ENGINES:
        context.progress(f"Discussions, {NAMES[engine]}")
        async with empty_databases(engine, 1) as (url,):
            await _fill(url, discussions)
            async with open_storage(url) as database:
                timings = await time_interleaved(_calls(database, discussions), sample)
        for name in ("by time", "by worth", "a thread"):
            small, large = (timings[name, each.article] for each in discussions)
            context.table.add_row(f"{name}, {NAMES[engine]}", *_cells(small, large))


def _cells(small: Timing, large: Timing) -> Iterator[str]:
    yield f"{small.micros:,.0f}"
    yield with_target(large.micros, MAX_MICROS, maximum=True, digits=0)
    yield f"{slowdown(small, large):.2f}"


def _calls(database: Database, discussions: Sequence[Discussion]) -> dict[tuple[str, int], Call]:
    desk, t = ThreadDesk(database, FixedClock(), CommentRules(ZONE)), Catalogs(ZONE).texts("ru", FixedClock().now())
    calls: dict[tuple[str, int], Call] = {}
    for each in discussions:
        places = random.Random(SEED)

        def place(each: Discussion = each, places: random.Random = places) -> int:
            return places.randint(each.first, each.last)

        async def by_time(each: Discussion = each, place: Any = place) -> Card:
            page = await desk.page(READER, each.article, before=place())
            return comments.comments_card(page, READER, t, _link)

        async def by_worth(each: Discussion = each, place: Any = place) -> Card:
            page = await desk.best(READER, each.article, start=place())
            return comments.comments_card(page, READER, t, _link)

        async def a_thread(each: Discussion = each, place: Any = place) -> Card:
            page = await desk.thread(READER, each.first, after=place())
            return comments.thread_card(page, READER, t, _link)

        calls |= {("by time", each.article): by_time, ("by worth", each.article): by_worth}
        calls["a thread", each.article] = a_thread
    return calls


def _link(number: int) -> str:
    return f"https://t.me/vestnik_bot?start=c_{number}"


async def _fill(url: str, discussions: Sequence[Discussion]) -> None:
    tables = {name: (columns, list(rows)) for name, columns, rows in _tables(discussions)}
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(path_of(url), isolation_level=None)) as connection:
            connection.execute("BEGIN")
            for name, (columns, rows) in tables.items():
                marks = ", ".join("?" * len(columns))
                # The names are constants of this module.
                connection.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", rows)  # noqa: S608
            connection.execute("COMMIT")
            connection.execute("ANALYZE")
        return
    import asyncpg

    server = await asyncpg.connect(url)
    try:
        for name, (columns, rows) in tables.items():
            await server.copy_records_to_table(name, records=rows, columns=columns)
        await server.execute("VACUUM (ANALYZE)", timeout=None)
    finally:
        await server.close()


def _tables(discussions: Sequence[Discussion]) -> Iterator[tuple[str, tuple[str, ...], Rows]]:
    generator, at = TextGenerator(SEED), 1
    yield (
        "articles",
        _ARTICLES,
        [
            (each.article, f"k{each.article}", generator.title(), "", "published", at, at, each.size)
            for each in discussions
        ],
    )
    yield "article_bodies", _BODIES, [(each.article, generator.stored_body()) for each in discussions]
    yield "readers", _READERS, [(number, "member", "ru", f"Читатель {number}", at) for number in range(1, AUTHORS + 1)]
    yield "comments", _COMMENTS, [row for each in discussions for row in _comments(each, generator)]


def _comments(discussion: Discussion, generator: TextGenerator) -> Iterator[tuple[Any, ...]]:
    chance, answers = random.Random(SEED), dict[int, int]()
    roots = [number for number in range(discussion.first, discussion.last + 1) if number % ANSWERS_EVERY]
    for number in range(discussion.first, discussion.last + 1):
        if number % ANSWERS_EVERY == 0:
            answers[number] = discussion.first if chance.random() < 1 / 2 else chance.choice(roots)
    replies = dict[int, int]()
    for root in answers.values():
        replies[root] = replies.get(root, 0) + 1
    for number in range(discussion.first, discussion.last + 1):
        root, likes = answers.get(number), chance.randrange(1000) if number % LIKED_EVERY == 0 else chance.randrange(3)
        author = chance.randint(1, AUTHORS)
        yield (number, discussion.article, author, generator.comment(), number, number, author, number, root, root,
               likes, replies.get(number, 0))  # fmt: skip
