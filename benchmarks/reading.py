"""Reading: what a person waits for inside the bot, in small and in large archives, in the same run.

Each thing a reader does is timed four ways: the desk's verb with the card drawn from its answer; the verb alone
(storage and newsroom, no drawing); its SQL by the raw driver; its SQL by SQLAlchemy. Not timed: Telegram, aiogram.
Places are random over the whole archive, new ones for every call. All archives lie in the machine's memory; what a
disk adds is told by one more line, and what OFFSET would cost by another.
"""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from benchmarks.archive import END, Archive, Places
from benchmarks.databases import NAMES, Engine
from benchmarks.doings import DOINGS, ONE_MORE, ZONE, Desks, Doing, page_script
from benchmarks.drivers import Peer, Session, peer, raw
from benchmarks.memory import cool, warm
from benchmarks.section import Bench
from benchmarks.timing import Call, Effort, Timing, apart, block, race
from handlers.cards.card import Card
from news.articles import ArticleDesk
from news.comments import CommentDesk
from storage import open_storage
from texts import Catalogs, Texts

WAYS = ("whole", "desk", "raw", "peer")
OFFSET_EFFORT = Effort(rounds=3, calls=3)
COLD_EFFORT = Effort(rounds=5, calls=25)

# What is promised: the largest archive at most 1.3 times the smallest, in the median.
MOST_APART = 1.3


class FixedClock:
    """Always the end of the archive's last day, so that every run draws the same dates."""

    def now(self) -> datetime:
        """Return that moment."""
        return END


@dataclass(frozen=True, slots=True)
class Opened:
    """An archive in service, and its three ways in."""

    archive: Archive
    desks: Desks
    raw: Session
    peer: Peer


async def measure(bench: Bench, engine: Engine, archives: Sequence[Archive]) -> None:
    """Measure everything in archives of every size, the smallest first."""
    effort = bench.pick(Effort(100, 10), Effort(10, 5))
    sizes = [f"{archive.size:,}" for archive in archives]
    bench.sheet.head(
        f"Reading, {NAMES[engine]}\nµs, articles:",
        *_heads("verb + card", sizes),
        *_heads("verb alone", sizes),
        *(f"raw driver\n{sizes[-1]}", "verb\n/ raw", "SQLAlchemy\n/ verb"),
    )
    async with _open(archives) as opened:
        for doing in DOINGS:
            await warm(opened[-1].archive.url)
            bench.sheet.row(doing.name, *await _measure(doing, opened, effort))
        blank, large = [""] * (2 * len(sizes) + 1), opened[-1]
        offset, keyset = await _measure_offset(large)
        bench.sheet.row(f"the page by OFFSET: {offset.over(keyset):,.0f} × keyset", *blank, _micros(offset))
        if engine == "sqlite":
            disk, memory = await _measure_cold(large)
            bench.sheet.row(f"/read N from disk: {disk.over(memory):.1f} × memory", *blank[len(sizes) :], _micros(disk))


def _heads(way: str, sizes: Sequence[str]) -> Iterator[str]:
    yield f"{way}\n{sizes[0]}"
    for size in (*sizes[1:], "apart"):
        yield f"\n{size}"


@asynccontextmanager
async def _open(archives: Sequence[Archive]) -> AsyncIterator[list[Opened]]:
    """Open the archives all at once, as the program does, by the raw driver and by the peer."""
    async with AsyncExitStack() as stack:
        opened = []
        for archive in archives:
            database = await stack.enter_async_context(open_storage(archive.url))
            desks = Desks(ArticleDesk(database, ZONE), CommentDesk(database, FixedClock()))
            driver = await stack.enter_async_context(raw(archive.url))
            opened.append(Opened(archive, desks, driver, await stack.enter_async_context(peer(archive.url))))
        yield opened


async def _measure(doing: Doing, opened: Sequence[Opened], effort: Effort) -> list[str]:
    t = Catalogs(ZONE).texts("ru", END)
    calls = [dict(zip(WAYS, _ways(doing, one, t, seed), strict=True)) for seed, one in enumerate(opened)]
    sizes, largest = range(len(opened)), len(opened) - 1
    # What is compared stands side by side: the same way in every archive, then other ways in the largest.
    order = [*(("whole", size) for size in sizes), *(("desk", size) for size in sizes)]
    order += [("raw", largest), ("peer", largest)]
    timings = await race({(way, size): calls[size][way] for way, size in order}, effort)
    desk, raw_driver = timings["desk", largest], timings["raw", largest]
    return [
        *_row([timings["whole", size] for size in sizes]),
        *_row([timings["desk", size] for size in sizes]),
        _micros(raw_driver),
        f"{desk.over(raw_driver):.1f}",
        f"{timings['peer', largest].over(desk):.1f}",
    ]


def _row(timings: Sequence[Timing]) -> list[str]:
    ratio = apart(timings[0], timings[-1])
    verdict = f"{ratio:.2f}" if ratio <= MOST_APART else f"{ratio:.2f} > {MOST_APART}"
    return [*(_micros(timing) for timing in timings), verdict]


def _micros(timing: Timing) -> str:
    return f"{timing.micros:,.0f}"


def _ways(doing: Doing, opened: Opened, t: Texts, seed: int) -> tuple[Call, ...]:
    # Each way has places of its own: otherwise the first to come would warm the caches for the others.
    places = [Places(opened.archive, seed * len(WAYS) + way) for way in range(len(WAYS))]

    async def whole() -> Card:
        return doing.card(await doing.verb(opened.desks, places[0]), t)

    async def desk() -> object:
        return await doing.verb(opened.desks, places[1])

    async def raw_driver() -> None:
        await doing.script(opened.raw, places[2])

    async def sqlalchemy() -> None:
        async with opened.peer.session() as session:
            await doing.script(session, places[3])

    return whole, desk, raw_driver, sqlalchemy


async def _measure_offset(large: Opened) -> tuple[Timing, Timing]:
    """A page at a random depth of the large archive, by OFFSET and by keyset, both by the raw driver."""
    await warm(large.archive.url)
    by_offset, by_keyset = Places(large.archive, 1), Places(large.archive, 2)
    timings = await race(
        {
            "offset": lambda: large.raw.ask("offset", offset=by_offset.number() - 1, limit=ONE_MORE),
            "keyset": lambda: page_script(large.raw, by_keyset),
        },
        OFFSET_EFFORT,
    )
    return timings["offset"], timings["keyset"]


async def _measure_cold(large: Opened) -> tuple[Timing, Timing]:
    """A random article by the desk, when the operating system must fetch its pages from the disk, and warm."""
    places = Places(large.archive, 1)
    cold, warmed = [], []
    for _ in range(COLD_EFFORT.rounds):
        cool(large.archive.url)
        cold.append(await block(lambda: large.desks.articles.read(places.number()), COLD_EFFORT.calls))
        await warm(large.archive.url)
        warmed.append(await block(lambda: large.desks.articles.read(places.number()), COLD_EFFORT.calls))
    return Timing(tuple(cold)), Timing(tuple(warmed))
