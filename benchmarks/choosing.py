"""Choices at scale: a push to a million readers who have all chosen something, and a morning of 400,000 digests.

A reader has 20 topics, some of them off, five words, and one of 24 zones; a third wait for digests. Each run is a
process of its own at SEND_RATE=1000, in which 50 people a second press a button, and ends after some thousand messages.
The same push to as many readers who have chosen nothing runs beside it: what it takes less is what choices cost,
planning and, because few get the same, drawing. Nearly every digest is another one.
"""

import asyncio
import json
import random
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic, process_time
from typing import Any

from benchmarks.app_runner import TOP_RATE, Endpoints, open_app_at, publish
from benchmarks.context import Context
from benchmarks.databases import empty_databases, path_of
from benchmarks.memory import peak_mb
from benchmarks.pushing_process import run_pushing
from benchmarks.runs import MILLIS, with_target
from benchmarks.sink import Sink, open_sink
from benchmarks.sink_counters import FIRST_CHAT, SinkReport, SinkSettings, percentile
from benchmarks.tap_load import PRESS, TAPS_A_SECOND
from benchmarks.text_generator import TOPICS as NAMES
from benchmarks.text_generator import TextGenerator
from benchmarks.timing import frozen_gc
from bot.app import App
from news.choice import records
from news.choice.preferences import ChosenWord, Pace, Preferences, QuietHours, Timetable, Topics
from news.choice.tracking import Tracking
from news.stems import stems

TOPICS, WORDS = 20, 5
ZONES = (
    *("Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Novosibirsk"),
    *("Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka", "Asia/Almaty"),
    *("Europe/Berlin", "Europe/London", "Europe/Lisbon", "America/New_York", "America/Chicago", "America/Los_Angeles"),
    *("Asia/Tokyo", "Asia/Kolkata", "Asia/Dubai", "Asia/Jerusalem", "Asia/Tashkent", "Australia/Sydney"),
)
# So many different readers; more are like one of these.
KINDS = 20_000
PUSHES_OF_A_NIGHT = 12
# The targets.
MIN_RATE, MAX_CORE, MAX_SECONDS, MAX_MORE_MB, MAX_MILLIS = 950.0, 0.2, 2.0, 40.0, 100.0

_PLACES = """
    WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count - 1)
    INSERT INTO places (chat_id, kind, language) SELECT :first + number, 'person', 'ru' FROM numbers
"""
_SUBSCRIBE = (
    "INSERT INTO subscriptions (place_id, after_edition, since, tailored) SELECT id, 0, 0, :tailored FROM places"
)
_CHOOSE = "INSERT INTO choices (place_id, preferences, tracking) VALUES (?, ?, ?)"
_WAIT = "UPDATE subscriptions SET wakes_at = 1"


@dataclass(frozen=True, slots=True)
class Case:
    """One run: the number of readers, whether all of them have chosen something, and whether they wait for digests."""

    readers: int
    chosen: bool = True
    digests: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """The counters of the sink, and the measurements that the pushing process returns."""

    report: SinkReport
    first_seconds: float
    core: float
    peak_mb: float


async def measure(context: Context) -> None:
    """Push to a small and a large number of readers, and wake the large number's digests."""
    small, large, waking = context.pick((10_000, 1_000_000, 400_000), (400, 2_000, 1_000))
    messages = context.pick(20_000, 150)
    context.table.add_section(
        f"Readers who have chosen, SEND_RATE={TOP_RATE:,}, SQLite; {TAPS_A_SECOND} taps/s",
        *("messages/s", "s to the\nfirst", "cores", "cores of\nchoices", "peak MB", "MB more", "taps\nms, p50", "p99"),
    )
    async with open_sink() as sink:
        context.progress("A push to readers who have chosen nothing")
        plain = await _run(sink, Case(large, chosen=False), messages)
        _add_row(context, f"a push to {large:,} who have chosen nothing", plain, plain, plain)
        smallest: Result | None = None
        for case, words in (
            (Case(small), f"a push to {small:,} who have chosen"),
            (Case(large), f"a push to {large:,} who have chosen"),
            (Case(waking, digests=True), f"{waking:,} digests due at once"),
        ):
            context.progress(words.capitalize())
            result = await _run(sink, case, min(messages, case.readers // 2))
            smallest = smallest or result
            _add_row(context, words, result, plain, smallest)


def _add_row(context: Context, words: str, result: Result, plain: Result, smallest: Result) -> None:
    answers = [seconds * MILLIS for seconds in result.report.answers]
    context.table.add_row(
        words,
        with_target(result.report.rate, MIN_RATE, digits=0),
        with_target(result.first_seconds, MAX_SECONDS, maximum=True, digits=2),
        f"{result.core:.2f}",
        "" if result is plain else with_target(result.core - plain.core, MAX_CORE, maximum=True, digits=2),
        f"{result.peak_mb:.1f}",
        ""
        if result in (plain, smallest)
        else with_target(result.peak_mb - smallest.peak_mb, MAX_MORE_MB, maximum=True),
        f"{percentile(answers, 0.5):.1f}",
        with_target(percentile(answers, 0.99), MAX_MILLIS, maximum=True),
    )


async def _run(sink: Sink, case: Case, messages: int) -> Result:
    async with empty_databases("sqlite", 1) as (url,):
        await asyncio.to_thread(_fill, path_of(url), case)
        taps = messages * TAPS_A_SECOND // TOP_RATE
        await sink.reset(SinkSettings(taps=taps, taps_per_second=TAPS_A_SECOND, press=PRESS.pack()))
        arguments = ("benchmarks.choosing", url, sink.url, str(int(case.digests)))
        report, found = await run_pushing(arguments, sink.report(messages, taps))
        return Result(report, report.first - found["ticked_at"], found["core"], found["peak_mb"])


def _fill(path: str, case: Case) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_PLACES, {"count": case.readers, "first": FIRST_CHAT})
        connection.execute(_SUBSCRIBE, {"tailored": int(case.chosen)})
        if case.chosen:
            kinds = [records.dump(each) for each in _readers(KINDS, waiting=case.digests)]
            tracking = records.dump(Tracking())
            rows = ((place, kinds[place % KINDS], tracking) for place in range(1, case.readers + 1))
            connection.executemany(_CHOOSE, rows)
        if case.digests:
            connection.execute(_WAIT)


def _readers(count: int, *, waiting: bool) -> Iterator[Preferences]:
    """Yield readers; of those who are `waiting`, every one has a digest at eight in the newspaper's zone."""
    dice = random.Random(1)
    generator = TextGenerator(seed=1)
    vocabulary = sorted({word.strip(".,") for word in generator.text().split()})
    vocabulary = [word for word in vocabulary if stems(word)]
    for _ in range(count):
        words = [ChosenWord(word, tuple(stems(word))) for word in dice.sample(vocabulary, WORDS)]
        in_digests = waiting or dice.random() < 1 / 3
        quiet = None if waiting or dice.random() < 0.7 else QuietHours(23 * 60, 8 * 60)
        yield Preferences(
            Topics(but=frozenset(dice.sample(range(1, TOPICS + 1), dice.randrange(TOPICS - 5)))),
            followed=tuple(words[:3]),
            muted=tuple(words[3:]),
            timetable=Timetable(Pace.HOURS if in_digests else Pace.AT_ONCE, (480,) if in_digests else (), quiet=quiet),
            zone="Europe/Moscow" if waiting else dice.choice(ZONES),
        )


async def _serve(endpoints: Endpoints, *, digests: bool) -> dict[str, Any]:
    """Push, or let digests be due, and answer taps until standard input is closed."""
    async with open_app_at(endpoints, TOP_RATE) as app:
        await _prepare(app, pushes=PUSHES_OF_A_NIGHT if digests else 0)
        await publish(app, PUSHES_OF_A_NIGHT)
        with frozen_gc():
            async with asyncio.TaskGroup() as group:
                jobs = (app.news.delivery.run(), app.intake.run(app.source))
                running = [group.create_task(job) for job in jobs]
                ticked_at, begun = monotonic(), process_time()
                await app.news.delivery.tick()
                await asyncio.to_thread(sys.stdin.read)
                core = (process_time() - begun) / (monotonic() - ticked_at)
                app.news.delivery.stop()
                app.intake.stop()
                await asyncio.wait(running)
        return {"ticked_at": ticked_at, "core": core, "peak_mb": peak_mb()}


async def _prepare(app: App, *, pushes: int) -> None:
    """Make the topics, and open the pushes of a night, which no reader has been served yet."""
    yesterday = records.dump(Tracking(since=app.clock.now() - timedelta(days=1)))
    async with app.database.writing() as unit:
        for name in NAMES:
            await unit.topics.obtain([name] if name else [])
        raw: Any = unit.deliveries._connection  # type: ignore[attr-defined]
        await raw.execute("UPDATE choices SET tracking = :tracking", {"tracking": yesterday})
    for push in range(pushes):
        await publish(app, push)
        await app.news.delivery.tick()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_serve(Endpoints(sys.argv[1], sys.argv[2]), digests=sys.argv[3] == "1"))))
