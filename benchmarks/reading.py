"""Reading: what a person waits for inside the bot, in a small archive and in a large one, in the same run.

Each thing a reader does is timed four ways: the desk's verb with the card drawn from its answer; the verb alone
(storage and newsroom, no drawing); its SQL by the raw driver; its SQL by SQLAlchemy. Not timed: Telegram, aiogram.
Places are random over the whole archive, new ones for every call. Both archives lie in the machine's memory; what a
disk adds is told by one more line, and what OFFSET would cost by another.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from benchmarks.archive import END, Archive, Places
from benchmarks.doings import DOINGS, ONE_MORE, ZONE, Desks, Doing, page_script
from benchmarks.drivers import Peer, Session, peer, raw
from benchmarks.memory import cool, warm
from benchmarks.timing import Call, Effort, Timing, block, race
from handlers.cards.card import Card
from handlers.texts import Catalogs, Texts
from news.articles import ArticleDesk
from news.comments import CommentDesk
from storage import open_storage

WAYS = ("whole", "desk", "raw", "peer")
OFFSET_EFFORT = Effort(rounds=3, calls=3)
COLD_EFFORT = Effort(rounds=5, calls=25)

Pair = tuple[Timing, Timing]


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


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing a reader does, each way, in the small and in the large archive."""

    name: str
    whole: Pair
    desk: Pair
    raw: Pair
    peer: Pair


@dataclass(frozen=True, slots=True)
class Readings:
    """All that was measured on one engine; what the disk adds on SQLite only."""

    readings: list[Reading]
    offset_keyset: Pair
    disk_memory: Pair | None


async def measure(archives: Sequence[Archive], effort: Effort) -> Readings:
    """Measure everything in a small and a large archive."""
    async with _open(archives) as (small, large):
        readings = []
        for doing in DOINGS:
            await warm(large.archive.url)
            readings.append(await _measure(doing, small, large, effort))
        offset_keyset = await _measure_offset(large)
        disk_memory = await _measure_cold(large) if large.archive.url.startswith("sqlite") else None
    return Readings(readings, offset_keyset, disk_memory)


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


async def _measure(doing: Doing, small: Opened, large: Opened, effort: Effort) -> Reading:
    t = Catalogs(ZONE).texts("ru", END)
    calls = [dict(zip(WAYS, _ways(doing, opened, t, seed), strict=True)) for seed, opened in enumerate((small, large))]
    # What is compared stands side by side: the same way in both archives.
    timings = await race({(way, size): calls[size][way] for way in WAYS for size in (0, 1)}, effort)
    return Reading(doing.name, *((timings[way, 0], timings[way, 1]) for way in WAYS))


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


async def _measure_offset(large: Opened) -> Pair:
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


async def _measure_cold(large: Opened) -> Pair:
    """A random article by the desk, when the operating system must fetch its pages from the disk, and warm."""
    places = Places(large.archive, 1)
    cold, warmed = [], []
    for _ in range(COLD_EFFORT.rounds):
        cool(large.archive.url)
        cold.append(await block(lambda: large.desks.articles.read(places.number()), COLD_EFFORT.calls))
        await warm(large.archive.url)
        warmed.append(await block(lambda: large.desks.articles.read(places.number()), COLD_EFFORT.calls))
    return Timing(tuple(cold)), Timing(tuple(warmed))
