"""Reading: the time a person waits inside the bot, in small and large archives, in the same run.

Each operation is timed in four ways: the desk's verb with its card; the verb alone (storage and newsroom, no card); its
SQL by the raw driver; its SQL by SQLAlchemy. Telegram and aiogram are not timed. Every call reads a new random article.
All archives are in the page cache. Two more rows show the cost of a cold disk and of OFFSET.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from benchmarks.archive import END, Archive, ArticleSampler
from benchmarks.context import Context
from benchmarks.databases import NAMES, Engine
from benchmarks.drivers import Peer, Session, peer, raw
from benchmarks.memory import drop_page_cache, warm_page_cache
from benchmarks.operations import ONE_MORE, OPERATIONS, ZONE, Desks, Operation, page_script
from benchmarks.timing import Call, SampleSize, Timing, median_micros, slowdown, time_interleaved
from handlers.cards.card import Card
from news.articles import ArticleDesk
from news.comment_rules import CommentRules
from news.threads import ThreadDesk
from storage import open_storage
from texts import Catalogs, Texts

WAYS = ("whole", "desk", "raw", "peer")
OFFSET_SAMPLE = SampleSize(rounds=3, calls=3)
COLD_SAMPLE = SampleSize(rounds=5, calls=25)

# The target: in the median, the largest archive takes at most 1.3 times as long as the smallest.
MAX_SLOWDOWN = 1.3


class FixedClock:
    """Always returns the end of the archive's last day, so every run renders the same dates."""

    def now(self) -> datetime:
        """Return that moment."""
        return END

    def monotonic(self) -> float:
        """Return zero: no time passes."""
        return 0.0


@dataclass(frozen=True, slots=True)
class Opened:
    """An open archive, and the three ways to read it."""

    archive: Archive
    desks: Desks
    raw: Session
    peer: Peer


async def measure(context: Context, engine: Engine, archives: Sequence[Archive]) -> None:
    """Measure all operations in archives of every size, the smallest first."""
    sample = context.pick(SampleSize(100, 10), SampleSize(10, 5))
    sizes = [f"{archive.size:,}" for archive in archives]
    context.table.add_section(
        f"Reading, {NAMES[engine]}\nµs, articles:",
        *_heads("verb + card", sizes),
        *_heads("verb alone", sizes),
        *(f"raw driver\n{sizes[-1]}", "verb\n/ raw", "SQLAlchemy\n/ verb"),
    )
    async with _open(archives) as opened:
        for operation in OPERATIONS:
            await warm_page_cache(opened[-1].archive.url)
            context.table.add_row(operation.name, *await _measure(operation, opened, sample))
        blank, large = [""] * (2 * len(sizes) + 1), opened[-1]
        offset, keyset = await _measure_offset(large)
        context.table.add_row(f"a page by OFFSET: {offset.over(keyset):,.0f} × keyset", *blank, _micros(offset))
        if engine == "sqlite":
            disk, memory = await _measure_cold(large)
            context.table.add_row(
                f"/read N from disk: {disk.over(memory):.1f} × memory", *blank[len(sizes) :], _micros(disk)
            )


def _heads(way: str, sizes: Sequence[str]) -> Iterator[str]:
    yield f"{way}\n{sizes[0]}"
    for size in (*sizes[1:], "ratio"):
        yield f"\n{size}"


@asynccontextmanager
async def _open(archives: Sequence[Archive]) -> AsyncIterator[list[Opened]]:
    """Open all archives: as the bot does, by the raw driver and by SQLAlchemy."""
    async with AsyncExitStack() as stack:
        opened = []
        for archive in archives:
            database = await stack.enter_async_context(open_storage(archive.url))
            desks = Desks(
                ArticleDesk(database, FixedClock(), ZONE), ThreadDesk(database, FixedClock(), CommentRules(ZONE))
            )
            driver = await stack.enter_async_context(raw(archive.url))
            opened.append(Opened(archive, desks, driver, await stack.enter_async_context(peer(archive.url))))
        yield opened


async def _measure(operation: Operation, opened: Sequence[Opened], sample: SampleSize) -> list[str]:
    t = Catalogs(ZONE).texts("ru", END)
    calls = [dict(zip(WAYS, _ways(operation, one, t, seed), strict=True)) for seed, one in enumerate(opened)]
    sizes, largest = range(len(opened)), len(opened) - 1
    # Calls that are compared are neighbours: one way in every archive, then the other ways in the largest.
    order = [*(("whole", size) for size in sizes), *(("desk", size) for size in sizes)]
    order += [("raw", largest), ("peer", largest)]
    timings = await time_interleaved({(way, size): calls[size][way] for way, size in order}, sample)
    desk, raw_driver = timings["desk", largest], timings["raw", largest]
    return [
        *_row([timings["whole", size] for size in sizes]),
        *_row([timings["desk", size] for size in sizes]),
        _micros(raw_driver),
        f"{desk.over(raw_driver):.1f}",
        f"{timings['peer', largest].over(desk):.1f}",
    ]


def _row(timings: Sequence[Timing]) -> list[str]:
    ratio = slowdown(timings[0], timings[-1])
    verdict = f"{ratio:.2f}" if ratio <= MAX_SLOWDOWN else f"{ratio:.2f} > {MAX_SLOWDOWN}"
    return [*(_micros(timing) for timing in timings), verdict]


def _micros(timing: Timing) -> str:
    return f"{timing.micros:,.0f}"


def _ways(operation: Operation, opened: Opened, t: Texts, seed: int) -> tuple[Call, ...]:
    # Each way reads different articles. Otherwise the first way would fill the caches for the others.
    sampler = [ArticleSampler(opened.archive, seed * len(WAYS) + way) for way in range(len(WAYS))]

    async def whole() -> Card:
        return operation.card(await operation.verb(opened.desks, sampler[0]), t)

    async def desk() -> object:
        return await operation.verb(opened.desks, sampler[1])

    async def raw_driver() -> None:
        await operation.script(opened.raw, sampler[2])

    async def sqlalchemy() -> None:
        async with opened.peer.session() as session:
            await operation.script(session, sampler[3])

    return whole, desk, raw_driver, sqlalchemy


async def _measure_offset(large: Opened) -> tuple[Timing, Timing]:
    """Time a page at a random depth of the large archive, by OFFSET and by keyset, both by the raw driver."""
    await warm_page_cache(large.archive.url)
    by_offset, by_keyset = ArticleSampler(large.archive, 1), ArticleSampler(large.archive, 2)
    timings = await time_interleaved(
        {
            "offset": lambda: large.raw.ask("offset", offset=by_offset.number() - 1, limit=ONE_MORE),
            "keyset": lambda: page_script(large.raw, by_keyset),
        },
        OFFSET_SAMPLE,
    )
    return timings["offset"], timings["keyset"]


async def _measure_cold(large: Opened) -> tuple[Timing, Timing]:
    """Time a random article by the desk: read from disk, and from the page cache."""
    sampler = ArticleSampler(large.archive, 1)
    cold, warm = [], []
    for _ in range(COLD_SAMPLE.rounds):
        drop_page_cache(large.archive.url)
        cold.append(await median_micros(lambda: large.desks.articles.read(sampler.number()), COLD_SAMPLE.calls))
        await warm_page_cache(large.archive.url)
        warm.append(await median_micros(lambda: large.desks.articles.read(sampler.number()), COLD_SAMPLE.calls))
    return Timing(tuple(cold)), Timing(tuple(warm))
