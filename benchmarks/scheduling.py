"""Scheduled articles that are all due at once: the time until the last one is published, beside publishing by hand.

A publication is a commit of its own, with its entry in the search index, its related articles and its row in the log;
so is one by the button, which is the peer here.
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from benchmarks.context import Context
from benchmarks.databases import ENGINES, NAMES, Engine, empty_databases
from benchmarks.runs import with_target
from benchmarks.text_generator import TextGenerator
from bot.clock import SystemClock
from news.editing import EditingDesk
from news.model import Reader
from news.publication import PublicationRules
from news.richtext import from_plain
from news.roles import Role
from news.scheduling import ScheduleDesk
from storage import Database, open_storage

EDITOR = Reader(1, Role.EDITOR, "ru", "Вера")
MAX_RATIO = 1.5


class LateClock(SystemClock):
    """The system's clock, ahead by `ahead` from the moment that this is set."""

    ahead = timedelta()

    def now(self) -> datetime:
        """Return the time."""
        return super().now() + self.ahead


async def measure(context: Context) -> None:
    """Publish as many articles by their schedule as by the button, on each engine."""
    count = context.pick(1_000, 20)
    context.table.add_section(f"Scheduled, {count:,} due at once", "seconds", "ms an article", "x by the button")
    for engine in ENGINES:
        context.progress(f"Scheduling, {NAMES[engine]}")
        by_schedule = await _measure(engine, count, _by_schedule)
        by_button = await _measure(engine, count, _by_button)
        ratio = with_target(by_schedule / by_button, MAX_RATIO, maximum=True, digits=2)
        context.table.add_row(NAMES[engine], f"{by_schedule:.2f}", f"{1000 * by_schedule / count:.2f}", ratio)


Publish = Callable[[Database, LateClock, list[int]], Awaitable[float]]


async def _measure(engine: Engine, count: int, publish: Publish) -> float:
    """Return the seconds that publishing takes; every article must be published then."""
    async with empty_databases(engine, 1) as (url,), open_storage(url) as database:
        clock, generator = LateClock(), TextGenerator(seed=1)
        desk = EditingDesk(database, clock)
        numbers = [
            (await desk.draft(EDITOR, generator.title(), from_plain(generator.text()), key=f"k{index}")).number
            for index in range(count)
        ]
        seconds = await publish(database, clock, numbers)
        async with database.reading() as unit:
            assert (await unit.statistics.read()).published == count
        return seconds


async def _by_schedule(database: Database, clock: LateClock, numbers: list[int]) -> float:
    desk = ScheduleDesk(database, clock, PublicationRules(ZoneInfo("UTC")))
    at = clock.now() + timedelta(hours=1)
    for number in numbers:
        await desk.schedule(EDITOR, number, at)
    clock.ahead = timedelta(hours=1, seconds=1)
    begun = perf_counter()
    while await desk.publish_due():
        pass
    return perf_counter() - begun


async def _by_button(database: Database, clock: LateClock, numbers: list[int]) -> float:
    desk = EditingDesk(database, clock)
    begun = perf_counter()
    for number in numbers:
        await desk.publish(EDITOR, number)
    return perf_counter() - begun
