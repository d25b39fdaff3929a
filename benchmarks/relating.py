"""Relating: «Похожие публикации» in archives of three sizes, shown and worked out anew; either should cost the same.

Whose archives these are has filled them with articles only. Their places are made here: profiles of a few hundred of
the articles, over and over, with neighbours by chance, and every term has as many holders as it can have. Each size is
asked before the next question comes, so a busy moment hits all sizes alike.
"""

from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import chain, islice
from statistics import median, quantiles
from time import perf_counter

from benchmarks.archive import Archive, Places
from benchmarks.databases import NAMES, Engine
from benchmarks.memory import warm
from benchmarks.related import work_out
from benchmarks.runs import target
from benchmarks.section import Bench
from benchmarks.timing import settled_memory
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
# What is promised, whatever the archive's size: of showing, and of working one article out.
MOST_SHOWN_MICROS, MOST_MS = 100, 15


async def measure(bench: Bench, engine: Engine, archives: Sequence[Archive]) -> None:
    """Measure in archives of every size, the smallest first."""
    heads = [f"{archive.size:,}" for archive in archives]
    bench.sheet.head(
        f"Related, {NAMES[engine]}\narticles:",
        *_heads("shown, µs\np50", heads),
        *_heads("worked out, ms\np50", heads),
        *_heads("\np99", heads),
    )
    shown: list[list[float]] = [[] for _ in archives]
    worked_out: list[list[float]] = [[] for _ in archives]
    async with AsyncExitStack() as stack:
        databases = [await stack.enter_async_context(open_storage(archive.url)) for archive in archives]
        for database, archive in zip(databases, archives, strict=True):
            bench.say(f"Relating {archive.size:,}, {NAMES[engine]}")
            await _relate(database, archive)
        await warm(archives[-1].url)
        entries = [Places(archive, SEED) for archive in archives]
        with settled_memory():
            for times, way in ((shown, _show), (worked_out, work_out)):
                for _ in range(bench.pick(ASKED, QUICK_ASKED)):
                    for size, database in enumerate(databases):
                        times[size].append(await way(database, entries[size].number()))
    worst = [quantiles(times, n=100)[98] for times in worked_out]
    bench.sheet.row(
        "related",
        *(target(median(times), MOST_SHOWN_MICROS, most=True, digits=0) for times in shown),
        *(f"{median(times):.1f}" for times in worked_out),
        *(target(each, MOST_MS, most=True) for each in worst),
    )


def _heads(name: str, sizes: Sequence[str]) -> list[str]:
    return [f"{name} {size}" if entry == 0 else f"\n{size}" for entry, size in enumerate(sizes)]


async def _show(database: Database, number: int) -> float:
    """Ask for what stands under an article, and return the microseconds."""
    desk = RelatedDesk(database, SystemClock())
    begun = perf_counter()
    await desk.near(number)
    return (perf_counter() - begun) * 1e6


async def _relate(database: Database, archive: Archive) -> None:
    """Give every article a place."""
    profiles, seen = await _stock(database, archive.size)
    chance, numbers = Places(archive, SEED), iter(range(1, archive.size + 1))
    while chunk := list(islice(numbers, CHUNK)):
        async with database.writing() as unit:
            await unit.related.store(
                {number: RelatedEntry(profiles[number % len(profiles)], _neighbours(chance)) for number in chunk}
            )
    postings: dict[int, dict[int, int]] = {}
    for number in range(archive.size, max(0, archive.size - len(profiles) * MAX_POSTINGS), -1):
        for term, weight in islice(profiles[number % len(profiles)].weights.items(), STRONGEST):
            held = postings.setdefault(term, {})
            if len(held) < MAX_POSTINGS:
                held[number] = weight
    async with database.writing() as unit:
        await unit.related.add_frequencies(seen)
        await unit.related.store_postings(postings)
        await unit.related.set_state(RelatedState(VERSION, archive.size))


async def _stock(database: Database, size: int) -> tuple[list[Profile], Counter[int]]:
    """Return the profiles of some articles, and in how many of so many each term would be."""
    async with database.reading() as unit:
        articles = await unit.search.articles(range(1, min(STOCK, size) + 1))
    told = [
        traits_of(*stems_of(entry), plain(article.body))
        for article in articles.values()
        if (entry := entry_of(article))
    ]
    counted = Counter(chain.from_iterable(each.strengths for each in told))
    seen = Counter({term: count * size // len(told) for term, count in counted.items()})
    return [weigh(traits, seen, size) for traits in told], seen


def _neighbours(chance: Places) -> tuple[Neighbour, ...]:
    similarity = range(SCALE, MIN_SIMILARITY, -(SCALE - MIN_SIMILARITY) // NEIGHBOURS)
    return tuple(Neighbour(each, number := chance.number(), number) for each in islice(similarity, NEIGHBOURS))
