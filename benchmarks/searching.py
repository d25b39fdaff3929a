"""Searching: what `/search` takes in archives of three sizes, and how fast articles are indexed.

Every question is asked of every size before the next one comes, so a busy moment hits all sizes alike.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from statistics import quantiles
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.archive import BEGINNING, SPAN
from benchmarks.databases import ENGINES, NAMES, Engine, Unavailable, empty_databases, path_of
from benchmarks.section import Bench
from benchmarks.sentences import FILE, Sentences
from benchmarks.timing import settled_memory
from handlers.callbacks.searching import ShowFound
from handlers.cards.search import found_card, nothing_card
from news.indexing import doc_id_of, index
from news.model import Article, Status
from news.richtext import from_plain
from news.search import SearchDesk
from news.stems import VERSION
from storage import Database, open_storage
from texts import Catalogs, Texts

SIZES, QUICK_SIZES = (10_000, 100_000, 1_000_000), (1_000, 3_000, 10_000)
QUESTIONS, QUICK_QUESTIONS = 500, 20
INDEXED, QUICK_INDEXED = 10_000, 400
BATCH = 200
CHUNK = 10_000
SEED = 13
ZONE = ZoneInfo("Europe/Moscow")
KINDS = {"one word": 1, "two words": 2, "three words": 3, "the commonest word": 0}

ARTICLES = "number, key, title, lead, status, created_at, published_at"
COLUMNS = tuple(ARTICLES.split(", "))


async def measure(bench: Bench) -> None:
    """Measure on every engine that is there."""
    if not FILE:
        bench.sheet.note("Searching: made-up sentences; SENTENCES=file of JSON Lines recombines real ones.")
    for engine in ENGINES:
        try:
            await _measure(bench, engine)
        except Unavailable as error:
            bench.sheet.note(str(error))


async def _measure(bench: Bench, engine: Engine) -> None:
    sizes = bench.pick(SIZES, QUICK_SIZES)
    heads = [f"{size:,}\np50" if doc_id == 0 else f"\n{size:,}" for doc_id, size in enumerate(sizes)]
    worst = [f"{size:,}\np99" if doc_id == 0 else f"\n{size:,}" for doc_id, size in enumerate(sizes)]
    bench.sheet.head(f"Searching, {NAMES[engine]}\nms, articles:", *heads, *worst, "p99, last\n/ first")
    async with empty_databases(engine, len(sizes) + 1) as (fresh, *urls):
        for url, size in zip(urls, sizes, strict=True):
            bench.say(f"Filling {size:,} for the search, {NAMES[engine]}")
            await fill(url, size)
        bench.say(f"Searching, {NAMES[engine]}")
        async with AsyncExitStack() as stack:
            databases = [await stack.enter_async_context(open_storage(url)) for url in urls]
            asked = [SearchDesk(database, ZONE) for database in databases]
            everything: list[list[float]] = [[] for _ in sizes]
            for name, count in KINDS.items():
                taken = await _ask(asked, count, bench.pick(QUESTIONS, QUICK_QUESTIONS))
                bench.sheet.row(f"/search {name}", *_figures(taken))
                for size, figures in zip(everything, taken, strict=True):
                    size += figures
            bench.sheet.row("/search, all of these", *_figures(everything))
        bench.say(f"Indexing, {NAMES[engine]}")
        async with open_storage(fresh) as database:
            rate = await _index(database, bench.pick(INDEXED, QUICK_INDEXED))
        bench.sheet.row(f"indexing: {rate:,.0f} articles/s")


async def _ask(desks: Sequence[SearchDesk], count: int, questions: int) -> list[list[float]]:
    """Return what each desk took for the questions, in milliseconds, the drawing of the answer included."""
    sentences, t = Sentences(SEED + count), Catalogs(ZONE).texts("ru", BEGINNING + SPAN)
    taken: list[list[float]] = [[] for _ in desks]
    with settled_memory():
        for number in range(questions + questions // 10):
            words = sentences.query(count) if count else sentences.vocabulary[sentences.commonest]
            for desk, figures in zip(desks, taken, strict=True):
                begun = perf_counter()
                await _answer(desk, words, t)
                if number >= questions // 10:  # the first only warm up
                    figures.append((perf_counter() - begun) * 1000)
    return taken


async def _answer(desk: SearchDesk, words: str, t: Texts) -> None:
    page = await desk.find(words)
    if page.hits:
        found_card(page, ShowFound(), t, "https://t.me/vestnik_bot?start=s")
    else:
        nothing_card(page.query, await desk.suggest(words), t, "https://t.me/vestnik_bot?start=s")


def _figures(taken: Sequence[Sequence[float]]) -> list[str]:
    cuts = [quantiles(figures, n=100) for figures in taken]
    return [
        *(f"{cut[49]:.1f}" for cut in cuts),
        *(f"{cut[98]:.1f}" for cut in cuts),
        f"{cuts[-1][98] / cuts[0][98]:.1f}",
    ]


async def _index(database: Database, count: int) -> float:
    """Return how many articles a second are indexed, stems included, in commits of a few hundred."""
    sentences, made = Sentences(SEED), list[Article]()
    for number in range(1, count + 1):
        at = BEGINNING + timedelta(minutes=number)
        body = from_plain(sentences.text())
        made.append(Article(number, "Заголовок", body, Status.PUBLISHED, at, published_at=at))
    begun = perf_counter()
    for start in range(0, count, BATCH):
        async with database.writing() as unit:
            await index(unit, made[start : start + BATCH])
    return count / (perf_counter() - begun)


async def fill(url: str, size: int) -> None:
    """Fill empty tables with so many articles and their index, straight through the driver."""
    if url.startswith("sqlite"):
        _fill_sqlite(path_of(url), size)
    else:
        await _fill_postgres(url, size)


def _fill_sqlite(path: str, size: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-200000")
        sentences = Sentences(SEED)
        for articles, bodies, entries in _chunks(sentences, size):
            connection.execute("BEGIN")
            # The names are this module's own.
            connection.executemany(f"INSERT INTO articles ({ARTICLES}) VALUES (?, ?, ?, ?, ?, ?, ?)", articles)  # noqa: S608
            connection.executemany("INSERT INTO article_bodies (number, body) VALUES (?, ?)", bodies)
            connection.executemany("INSERT INTO search (rowid, tokens) VALUES (?, ?)", entries)
            connection.execute("COMMIT")
        connection.executemany("INSERT INTO vocabulary (stem, form) VALUES (?, ?)", sentences.vocabulary.items())
        connection.execute("UPDATE search_state SET version = ?", (VERSION,))
        connection.execute("ANALYZE")


async def _fill_postgres(url: str, size: int) -> None:
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'")
        definition = await connection.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_tokens'")
        await connection.execute("DROP INDEX search_tokens")
        sentences = Sentences(SEED)
        for articles, bodies, entries in _chunks(sentences, size):
            await connection.copy_records_to_table("articles", records=articles, columns=COLUMNS)
            await connection.copy_records_to_table("article_bodies", records=bodies, columns=("number", "body"))
            await connection.copy_records_to_table("search", records=entries, columns=("place", "tokens"))
        words = list(sentences.vocabulary.items())
        await connection.copy_records_to_table("vocabulary", records=words, columns=("stem", "form"))
        await connection.execute(definition, timeout=None)
        await connection.execute(
            "INSERT INTO search_blocks SELECT bits, (place & 1073741823) >> bits, min(place), max(place) "
            "FROM search, (VALUES (10), (15)) AS size (bits) GROUP BY 1, 2"
        )
        await connection.execute("UPDATE search_state SET version = $1", VERSION)
        await connection.execute("VACUUM (ANALYZE)", timeout=None)
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def _chunks(sentences: Sentences, size: int) -> Iterator[tuple[list[tuple[Any, ...]], ...]]:
    """Yield rows of articles, bodies and the index, block by block."""
    numbers = iter(range(1, size + 1))
    while chunk := list(islice(numbers, CHUNK)):
        articles, bodies, entries = [], [], []
        for number in chunk:
            at = BEGINNING + SPAN * (number / size)
            title, body, tokens = sentences.article()
            micros = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
            articles.append((number, f"key:{number}", title, "", "published", micros, micros))
            bodies.append((number, body))
            entries.append((doc_id_of(at, number), tokens))
        yield articles, bodies, entries
