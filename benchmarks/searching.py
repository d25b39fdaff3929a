"""Searching: the latency of `/search` in archives of three sizes, and the speed of indexing.

Every query runs in all sizes before the next one, so other load affects all sizes equally.
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
from benchmarks.context import Context
from benchmarks.databases import ENGINES, NAMES, Engine, Unavailable, empty_databases, path_of
from benchmarks.search_corpus import FILE, SearchCorpus
from benchmarks.timing import frozen_gc
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
KINDS = {"one word": 1, "two words": 2, "three words": 3, "the most frequent word": 0}

ARTICLES = "number, key, title, lead, status, created_at, published_at"
COLUMNS = tuple(ARTICLES.split(", "))


async def measure(context: Context) -> None:
    """Measure on every available engine."""
    if not FILE:
        context.table.add_note("Searching: generated sentences; SENTENCES=file of JSON Lines recombines real ones.")
    for engine in ENGINES:
        try:
            await _measure(context, engine)
        except Unavailable as error:
            context.table.add_note(str(error))


async def _measure(context: Context, engine: Engine) -> None:
    sizes = context.pick(SIZES, QUICK_SIZES)
    heads = [f"{size:,}\np50" if position == 0 else f"\n{size:,}" for position, size in enumerate(sizes)]
    p99 = [f"{size:,}\np99" if position == 0 else f"\n{size:,}" for position, size in enumerate(sizes)]
    context.table.add_section(f"Searching, {NAMES[engine]}\nms, articles:", *heads, *p99, "p99, last\n/ first")
    async with empty_databases(engine, len(sizes) + 1) as (fresh, *urls):
        for url, size in zip(urls, sizes, strict=True):
            context.progress(f"Filling {size:,} for the search, {NAMES[engine]}")
            await fill(url, size)
        context.progress(f"Searching, {NAMES[engine]}")
        async with AsyncExitStack() as stack:
            databases = [await stack.enter_async_context(open_storage(url)) for url in urls]
            asked = [SearchDesk(database, ZONE) for database in databases]
            everything: list[list[float]] = [[] for _ in sizes]
            for name, count in KINDS.items():
                taken = await _ask(asked, count, context.pick(QUESTIONS, QUICK_QUESTIONS))
                context.table.add_row(f"/search {name}", *_figures(taken))
                for all_millis, millis in zip(everything, taken, strict=True):
                    all_millis += millis
            context.table.add_row("/search, all of these", *_figures(everything))
        context.progress(f"Indexing, {NAMES[engine]}")
        async with open_storage(fresh) as database:
            rate = await _index(database, context.pick(INDEXED, QUICK_INDEXED))
        context.table.add_row(f"indexing: {rate:,.0f} articles/s")


async def _ask(desks: Sequence[SearchDesk], count: int, questions: int) -> list[list[float]]:
    """Return the milliseconds each desk took for every query, with the rendering of the answer."""
    corpus, t = SearchCorpus(SEED + count), Catalogs(ZONE).texts("ru", BEGINNING + SPAN)
    taken: list[list[float]] = [[] for _ in desks]
    with frozen_gc():
        for number in range(questions + questions // 10):
            words = corpus.query(count) if count else corpus.vocabulary[corpus.commonest]
            for desk, figures in zip(desks, taken, strict=True):
                begun = perf_counter()
                await _answer(desk, words, t)
                if number >= questions // 10:  # the first ones are the warm-up
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
    """Return how many articles a second are stemmed and indexed, in commits of 200."""
    corpus, made = SearchCorpus(SEED), list[Article]()
    for number in range(1, count + 1):
        at = BEGINNING + timedelta(minutes=number)
        body = from_plain(corpus.text())
        made.append(Article(number, "Заголовок", body, Status.PUBLISHED, at, published_at=at))
    begun = perf_counter()
    for start in range(0, count, BATCH):
        async with database.writing() as unit:
            await index(unit, made[start : start + BATCH])
    return count / (perf_counter() - begun)


async def fill(url: str, size: int) -> None:
    """Fill empty tables with `size` articles and their index, through the database driver."""
    if url.startswith("sqlite"):
        _fill_sqlite(path_of(url), size)
    else:
        await _fill_postgres(url, size)


def _fill_sqlite(path: str, size: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-200000")
        corpus = SearchCorpus(SEED)
        for articles, bodies, entries in _chunks(corpus, size):
            connection.execute("BEGIN")
            # The names are constants of this module.
            connection.executemany(f"INSERT INTO articles ({ARTICLES}) VALUES (?, ?, ?, ?, ?, ?, ?)", articles)  # noqa: S608
            connection.executemany("INSERT INTO article_bodies (number, body) VALUES (?, ?)", bodies)
            connection.executemany("INSERT INTO search (rowid, tokens) VALUES (?, ?)", entries)
            connection.execute("COMMIT")
        connection.executemany("INSERT INTO vocabulary (stem, form) VALUES (?, ?)", corpus.vocabulary.items())
        connection.execute("UPDATE search_state SET version = ?", (VERSION,))
        connection.execute("ANALYZE")


async def _fill_postgres(url: str, size: int) -> None:
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        await connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '1GB'")
        definition = await connection.fetchval("SELECT indexdef FROM pg_indexes WHERE indexname = 'search_tokens'")
        await connection.execute("DROP INDEX search_tokens")
        corpus = SearchCorpus(SEED)
        for articles, bodies, entries in _chunks(corpus, size):
            await connection.copy_records_to_table("articles", records=articles, columns=COLUMNS)
            await connection.copy_records_to_table("article_bodies", records=bodies, columns=("number", "body"))
            await connection.copy_records_to_table("search", records=entries, columns=("doc_id", "tokens"))
        words = list(corpus.vocabulary.items())
        await connection.copy_records_to_table("vocabulary", records=words, columns=("stem", "form"))
        await connection.execute(definition, timeout=None)
        await connection.execute(
            "INSERT INTO search_blocks SELECT bits, (doc_id & 1073741823) >> bits, min(doc_id), max(doc_id) "
            "FROM search, (VALUES (10), (15)) AS size (bits) GROUP BY 1, 2"
        )
        await connection.execute("UPDATE search_state SET version = $1", VERSION)
        await connection.execute("VACUUM (ANALYZE)", timeout=None)
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def _chunks(corpus: SearchCorpus, size: int) -> Iterator[tuple[list[tuple[Any, ...]], ...]]:
    """Yield rows of articles, bodies and the index, in blocks."""
    numbers = iter(range(1, size + 1))
    while chunk := list(islice(numbers, CHUNK)):
        articles, bodies, entries = [], [], []
        for number in chunk:
            at = BEGINNING + SPAN * (number / size)
            title, body, tokens = corpus.article()
            micros = (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
            articles.append((number, f"key:{number}", title, "", "published", micros, micros))
            bodies.append((number, body))
            entries.append((doc_id_of(at, number), tokens))
        yield articles, bodies, entries
