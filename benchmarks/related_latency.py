"""The time to read and to compute «Похожие публикации» in archives of three sizes; it should not depend on the size.

`benchmarks.archive` fills in articles only. This module adds the entries for related articles: the profiles of a few
hundred articles, repeated, with random neighbours, and with the maximum number of postings for every term. Every call
is made for all sizes before the next one, so other load affects all sizes equally.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import chain, islice
from statistics import median, quantiles
from time import perf_counter

from benchmarks.archive import Archive, ArticleSampler
from benchmarks.context import Context
from benchmarks.databases import NAMES, Engine
from benchmarks.memory import warm_page_cache
from benchmarks.related import compute_related
from benchmarks.runs import with_target
from benchmarks.timing import frozen_gc
from bot.clock import SystemClock
from news.indexing import entry_of, stems_of
from news.ports.related import SCALE, Neighbour, RelatedEntry, RelatedState
from news.related import RelatedDesk
from news.relating import MAX_POSTINGS, MIN_SIMILARITY, NEIGHBOURS, STRONGEST
from news.richtext import plain
from news.similarity import VERSION, Profile, traits_of, weigh
from storage import Database, open_storage

STOCK = 500
CHUNK = 5_000
SEED = 19
ASKED, QUICK_ASKED = 500, 50
# The targets for every size: the median of reading, and the 99th percentile of computing one article.
MAX_SHOWN_MICROS, MAX_P99_MS = 100, 15


async def measure(context: Context, engine: Engine, archives: Sequence[Archive]) -> None:
    """Measure in archives of every size, the smallest first."""
    heads = [f"{archive.size:,}" for archive in archives]
    context.table.add_section(
        f"Related, {NAMES[engine]}\narticles:",
        *_heads("read, µs\np50", heads),
        *_heads("computed, ms\np50", heads),
        *_heads("\np99", heads),
    )
    shown: list[list[float]] = [[] for _ in archives]
    computed: list[list[float]] = [[] for _ in archives]
    async with AsyncExitStack() as stack:
        databases = [await stack.enter_async_context(open_storage(archive.url)) for archive in archives]
        for database, archive in zip(databases, archives, strict=True):
            context.progress(f"Related articles of {archive.size:,}, {NAMES[engine]}")
            await _relate(database, archive)
        await warm_page_cache(archives[-1].url)
        samplers = [ArticleSampler(archive, SEED) for archive in archives]
        with frozen_gc():
            for times, way in ((shown, _show), (computed, compute_related)):
                for _ in range(context.pick(ASKED, QUICK_ASKED)):
                    for position, database in enumerate(databases):
                        times[position].append(await way(database, samplers[position].number()))
    p99 = [quantiles(times, n=100)[98] for times in computed]
    context.table.add_row(
        "related",
        *(with_target(median(times), MAX_SHOWN_MICROS, maximum=True, digits=0) for times in shown),
        *(f"{median(times):.1f}" for times in computed),
        *(with_target(each, MAX_P99_MS, maximum=True) for each in p99),
    )


def _heads(name: str, sizes: Sequence[str]) -> list[str]:
    return [f"{name} {size}" if position == 0 else f"\n{size}" for position, size in enumerate(sizes)]


async def _show(database: Database, number: int) -> float:
    """Read the related articles of an article; return the microseconds."""
    desk = RelatedDesk(database, SystemClock())
    begun = perf_counter()
    await desk.near(number)
    return (perf_counter() - begun) * 1e6


async def _relate(database: Database, archive: Archive) -> None:
    """Store an entry for every article."""
    profiles, seen = await _stock(database, archive.size)
    chance, numbers = ArticleSampler(archive, SEED), iter(range(1, archive.size + 1))
    while chunk := list(islice(numbers, CHUNK)):
        async with database.writing() as unit:
            await unit.related.store(
                {number: RelatedEntry(profiles[number % len(profiles)], _neighbours(chance)) for number in chunk}
            )
    postings: dict[int, dict[int, int]] = {}
    for number in range(archive.size, max(0, archive.size - len(profiles) * MAX_POSTINGS), -1):
        for term, weight in islice(profiles[number % len(profiles)].weights.items(), STRONGEST):
            posting = postings.setdefault(term, {})
            if len(posting) < MAX_POSTINGS:
                posting[number] = weight
    async with database.writing() as unit:
        await unit.related.add_frequencies(seen)
        await unit.related.store_postings(postings)
        await unit.related.set_state(RelatedState(VERSION, archive.size))


async def _stock(database: Database, size: int) -> tuple[list[Profile], Counter[int]]:
    """Return the profiles of some articles, and the frequency of each term in an archive of `size` articles."""
    async with database.reading() as unit:
        articles = await unit.search.articles(range(1, min(STOCK, size) + 1))
    stock = [
        traits_of(*stems_of(entry), plain(article.body))
        for article in articles.values()
        if (entry := entry_of(article))
    ]
    counted = Counter(chain.from_iterable(each.strengths for each in stock))
    seen = Counter({term: count * size // len(stock) for term, count in counted.items()})
    return [weigh(traits, seen, size) for traits in stock], seen


def _neighbours(chance: ArticleSampler) -> tuple[Neighbour, ...]:
    similarity = range(SCALE, MIN_SIMILARITY, -(SCALE - MIN_SIMILARITY) // NEIGHBOURS)
    return tuple(Neighbour(each, number := chance.number(), number) for each in islice(similarity, NEIGHBOURS))
