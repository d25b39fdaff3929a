"""A thousand sources on one process: the time and the CPU of a round of visits, beside a push, and among hostile ones.

Each source is at its own address of the loopback. At every visit a third answers 304, a third the same body without a
validator, and a third a new item; some of these have only a page with the text and a picture. All sources are due at
once, and a round ends when each has been visited. The bot runs whole, on SQLite; its CPU time and that of the process
that parses are added. The peer fetches the same feeds and parses them with feedparser in its event loop.
"""

import asyncio
import resource
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from benchmarks.app_runner import TOP_RATE, Endpoints, open_app_at, open_empty_app, publish, subscribe
from benchmarks.context import Context
from benchmarks.databases import empty_databases
from benchmarks.faults.databases import rows, until
from benchmarks.feed_farm import FeedFarm, open_feed_farm
from benchmarks.feed_server import HOSTILE, is_page
from benchmarks.memory import resident_megabytes
from benchmarks.peers.feed_poller import FeedPoller
from benchmarks.runs import MILLIS, with_target
from benchmarks.sink import Sink, open_sink
from benchmarks.sink_counters import SinkReport, SinkSettings, percentile
from benchmarks.tap_load import LATENCY_SECONDS, PRESS, TAPS_A_SECOND
from bot.app import App
from bot.leases import new_holder
from bot.visiting import SourceVisitor
from feeds.parser_lanes import ParserLanes
from feeds.reader import WebReader
from news.sources.found import SourceKind
from news.sources.records import Source, SourceRules, SourceState, Visits
from storage.times import to_micros

ROUND_SECONDS = 600.0
MAX_CORES, MIN_PUSH_RATIO, MAX_MILLIS, MAX_GROWTH_MB, MAX_WAIT_SECONDS = 0.05, 0.95, 100.0, 20.0, 15.0
LOOK_SECONDS = 0.2
TIMEOUT_SECONDS = 1200.0
_TICKS = 100  # of a second, in /proc/PID/stat


@dataclass(frozen=True, slots=True)
class Round:
    """A round of visits: its seconds, the CPU seconds of the bot and of its parser, and the memory after it in MB."""

    seconds: float
    bot: float
    parser: float
    megabytes: float

    @property
    def cpu(self) -> float:
        """The CPU seconds of both processes."""
        return self.bot + self.parser


async def measure(context: Context) -> None:
    """Measure rounds alone, a round beside a push with taps, and one among hostile sources."""
    count, rounds = context.pick((1_000, 3), (60, 3))
    seconds = context.pick(30, 3)
    async with open_sink() as sink, open_feed_farm() as farm:
        async with _open_app(sink, farm, count) as app:
            addresses = await _add_honest(app, farm, count)
            context.progress("Sources: the first round")
            first = await _round(app)
            found = list[Round]()
            for number in range(rounds):
                context.progress(f"Sources: round {number + 2}")
                found.append(await _round(app))
            context.progress("Sources: the peer")
            peer = await _peer(addresses, rounds)
            _show_rounds(context, count, first, found, peer)
            context.progress("Sources: a push alone, and beside a round")
            async with open_empty_app(sink.url, TOP_RATE) as empty:
                alone = await _push(empty, sink, seconds)
            await _due(app)
            async with _visiting(app):
                beside = await _push(app, sink, seconds)
            _show_pushes(context, alone, beside)
        async with _open_app(sink, farm, count) as app:
            context.progress("Sources: among hostile ones")
            await _measure_hostile(context, app, sink, farm)


@asynccontextmanager
async def _open_app(sink: Sink, farm: FeedFarm, count: int) -> AsyncIterator[App]:
    """Open the bot with articles that taps read; items of a first visit are not pushed."""
    async with (
        empty_databases("sqlite", 1) as (url,),
        open_app_at(
            Endpoints(url, sink.url), TOP_RATE, source_allow=farm.endpoints(count), source_pushed=0, log_level="ERROR"
        ) as app,
    ):
        await publish(app)
        yield app


async def _add_honest(app: App, farm: FeedFarm, count: int) -> list[str]:
    addresses = [farm.address(number) for number in range(count)]
    await _add(app, addresses, SourceKind.FEED)
    return addresses


async def _add(app: App, addresses: Sequence[str], kind: SourceKind) -> None:
    visits = Visits(app.clock.now() - timedelta(seconds=1), timedelta(minutes=10))
    async with app.database.writing() as unit:
        for address in addresses:
            await unit.sources.add(Source(0, address, kind, address, SourceState.ACTIVE, SourceRules(), visits))


async def _round(app: App) -> Round:
    """Let all sources be due, and visit each once."""
    begun_at = to_micros(app.clock.now())
    await _due(app)
    begun, bot, parser = perf_counter(), process_time(), _parser_seconds(app)
    async with _visiting(app):
        await until(lambda: _are_visited(app, begun_at), TIMEOUT_SECONDS, LOOK_SECONDS)
    failed = await rows(app.database, "SELECT address, trouble, detail FROM sources WHERE failures > 0")
    assert not failed, failed[:3]
    return Round(
        perf_counter() - begun, process_time() - bot, _parser_seconds(app) - parser,
        resident_megabytes() + _parser_megabytes(app),
    )  # fmt: skip


async def _due(app: App) -> None:
    async with app.database.writing() as unit:
        await unit.inbox._connection.execute("UPDATE sources SET next_at = 0")


@asynccontextmanager
async def _visiting(app: App) -> AsyncIterator[None]:
    async with asyncio.TaskGroup() as group:
        visitor = group.create_task(SourceVisitor(app.news, new_holder()).run())
        yield
        visitor.cancel()


async def _are_visited(app: App, begun_at: int | None) -> bool:
    left = f"SELECT COUNT(*) FROM sources WHERE COALESCE(visited_at, 0) < {begun_at}"  # noqa: S608 - a number
    return (0,) in await rows(app.database, left)


async def _peer(addresses: Sequence[str], rounds: int) -> list[Round]:
    poller, found = FeedPoller(), list[Round]()
    await poller.poll(addresses)
    for _ in range(rounds):
        begun, cpu = perf_counter(), process_time()
        await poller.poll(addresses)
        found.append(Round(perf_counter() - begun, process_time() - cpu, 0, resident_megabytes()))
    return found


def _show_rounds(context: Context, count: int, first: Round, found: Sequence[Round], peer: Sequence[Round]) -> None:
    context.table.add_section(
        f"A round of {count:,} sources, all due at once, SQLite",
        *("s", "CPU s,\nthe bot", "CPU s,\nparser", f"cores of\n{ROUND_SECONDS:.0f} s", "MB", "MB grown"),
    )
    context.table.add_row(
        "the first round: all items are new", f"{first.seconds:.0f}", f"{first.bot:.1f}", f"{first.parser:.1f}",
        f"{first.cpu / ROUND_SECONDS:.3f}", f"{first.megabytes:.0f}", "",
    )  # fmt: skip
    context.table.add_row(
        "a round: a third has news",
        with_target(median(each.seconds for each in found), ROUND_SECONDS, maximum=True, digits=0),
        f"{median(each.bot for each in found):.1f}",
        f"{median(each.parser for each in found):.1f}",
        with_target(median(each.cpu for each in found) / ROUND_SECONDS, MAX_CORES, maximum=True, digits=3),
        f"{found[-1].megabytes:.0f}",
        with_target(found[-1].megabytes - found[0].megabytes, MAX_GROWTH_MB, maximum=True),
    )
    context.table.add_row(
        "feedparser in an event loop, nothing stored",
        f"{median(each.seconds for each in peer):.0f}", f"{median(each.bot for each in peer):.1f}", "",
        f"{median(each.cpu for each in peer) / ROUND_SECONDS:.3f}", "", "",
    )  # fmt: skip


def _show_pushes(context: Context, alone: SinkReport, beside: SinkReport) -> None:
    context.table.add_section(
        f"A push at {TOP_RATE:,} a second with {TAPS_A_SECOND} taps/s, SQLite", "messages/s", "x alone", "tap ms, p99"
    )
    for name, report, ratio in (
        ("alone", alone, ""),
        ("beside a round of visits", beside, with_target(beside.rate / alone.rate, MIN_PUSH_RATIO, digits=2)),
    ):
        context.table.add_row(name, f"{report.rate:,.0f}", ratio, _shown_taps(report))


async def _push(app: App, sink: Sink, seconds: int) -> SinkReport:
    """Push an edition to so many seconds' subscribers while people tap; return the counters."""
    async with app.database.writing() as unit:  # the push must not include the articles of the sources
        await unit.inbox._connection.execute("UPDATE articles SET to_push = 0")
    await subscribe(app, TOP_RATE * seconds)
    await publish(app, 2)
    taps = seconds * TAPS_A_SECOND
    await sink.reset(SinkSettings(LATENCY_SECONDS, taps=taps, taps_per_second=TAPS_A_SECOND, press=PRESS.pack()))
    assert await app.news.delivery.tick() is not None
    async with _serving(app):
        return await sink.report(TOP_RATE * seconds, taps)


@asynccontextmanager
async def _serving(app: App) -> AsyncIterator[None]:
    """Send what is due, and answer taps."""
    async with asyncio.TaskGroup() as group:
        running = [group.create_task(job) for job in (app.news.delivery.run(), app.intake.run(app.source))]
        yield
        app.news.delivery.stop()
        app.intake.stop()
        await asyncio.wait(running)


async def _measure_hostile(context: Context, app: App, sink: Sink, farm: FeedFarm) -> None:
    """Let hostile sources be due, and an honest one after all of them."""
    for number in range(HOSTILE):
        await _add(
            app, [farm.address(number, is_hostile=True)], SourceKind.LIST if is_page(number) else SourceKind.FEED
        )
    honest = farm.address(0)
    await _add(app, [honest], SourceKind.FEED)
    taps = context.pick(60, 5) * TAPS_A_SECOND
    await sink.reset(SinkSettings(LATENCY_SECONDS, taps=taps, taps_per_second=TAPS_A_SECOND, press=PRESS.pack()))
    begun_at, begun = to_micros(app.clock.now()), perf_counter()
    async with _visiting(app), _serving(app), asyncio.TaskGroup() as group:
        reporting = group.create_task(sink.report(0, taps))
        served = f"SELECT COUNT(*) FROM sources WHERE address = '{honest}' AND succeeded_at IS NULL"  # noqa: S608 - ours
        await until(lambda: _is_none(app, served), TIMEOUT_SECONDS, LOOK_SECONDS)
        waited = perf_counter() - begun
        await until(lambda: _are_visited(app, begun_at), TIMEOUT_SECONDS, LOOK_SECONDS)
        visited = perf_counter() - begun
        report = await reporting
    ((failing,),) = await rows(app.database, "SELECT COUNT(*) FROM sources WHERE failures > 0")
    context.table.add_section(
        f"{HOSTILE} hostile sources are due at once with {TAPS_A_SECOND} taps/s, SQLite",
        *("s until an honest\none is served", "s until all\nare visited", "marked failing", "tap ms, p99"),
    )
    context.table.add_row(
        "feeds, pages, bombs, endless answers",
        with_target(waited, MAX_WAIT_SECONDS, maximum=True),
        f"{visited:.0f}",
        str(failing),
        _shown_taps(report),
    )


async def _is_none(app: App, counting: str) -> bool:
    return (0,) in await rows(app.database, counting)


def _shown_taps(report: SinkReport) -> str:
    answers = [seconds * MILLIS for seconds in report.answers]
    return with_target(percentile(answers, 0.99), MAX_MILLIS, maximum=True)


def _parser_pids(app: App) -> list[int]:
    reader = app.news.source_visits._feeds
    assert isinstance(reader, WebReader)
    assert isinstance(reader._parser, ParserLanes)
    return reader._parser.pids


def _parser_seconds(app: App) -> float:
    """Return the CPU seconds of the parsers that have ended and of those that run."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    running = 0.0
    for pid in _parser_pids(app):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        running += (int(fields[11]) + int(fields[12])) / _TICKS
    return ended.ru_utime + ended.ru_stime + running


def _parser_megabytes(app: App) -> float:
    statuses = [Path(f"/proc/{pid}/status").read_text().splitlines() for pid in _parser_pids(app)]
    lines = [line for status in statuses for line in status if line.startswith("VmRSS:")]
    return sum(int(line.split()[1]) for line in lines) / 1024
