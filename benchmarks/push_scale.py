"""A push to 10,000 and to 1,000,000 subscribers, each in a separate process.

The push runs without a rate limit. Measured are the time from the tick to the first message, the peak memory of the
process (Linux's `VmHWM`), and the latency of taps meanwhile.
"""

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from time import monotonic

from benchmarks.app_runner import Endpoints, check_sent, open_app_at, publish
from benchmarks.context import Context
from benchmarks.databases import empty_databases, path_of
from benchmarks.memory import peak_mb
from benchmarks.pushing_process import run_pushing
from benchmarks.runs import MILLIS, with_target
from benchmarks.sink import Sink, open_sink
from benchmarks.sink_counters import FIRST_CHAT, SinkReport, SinkSettings, percentile
from benchmarks.tap_load import PRESS, TAPS_A_SECOND
from benchmarks.timing import frozen_gc

# Above the speed of any machine, but not by far: the rate limiter keeps the times of a second of sends.
RATE = 40_000
# The targets.
MAX_SECONDS, MAX_MORE_MB, MAX_MILLIS = 1.0, 10.0, 100.0

_PLACES = """
    WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count - 1)
    INSERT INTO places (chat_id, kind, language) SELECT :first + number, 'person', 'ru' FROM numbers
"""
_SUBSCRIBE = "INSERT INTO subscriptions (place_id, after_edition, since) SELECT id, 0, 0 FROM places"


@dataclass(frozen=True, slots=True)
class PushResult:
    """The results of one push."""

    report: SinkReport
    first_seconds: float
    peak_mb: float


async def measure(context: Context) -> None:
    """Push to the small, then to the large number of subscribers."""
    sizes, taps = context.pick(((10_000, 1_000_000), 500), ((500, 5_000), 20))
    context.table.add_section(
        f"Push scale, SQLite; {TAPS_A_SECOND} taps/s",
        *("messages/s", "s to the\nfirst", "peak MB", "MB more", "latency\nms, median", "p99", "max"),
    )
    results: list[PushResult] = []
    async with open_sink() as sink:
        for size in sizes:
            context.progress(f"A push to {size:,}")
            results.append(result := await _push(sink, size, taps))
            answers = [seconds * MILLIS for seconds in result.report.answers]
            context.table.add_row(
                f"{size:,} subscribers",
                f"{result.report.rate:,.0f}",
                with_target(result.first_seconds, MAX_SECONDS, maximum=True, digits=2),
                f"{result.peak_mb:.1f}",
                with_target(result.peak_mb - results[0].peak_mb, MAX_MORE_MB, maximum=True) if len(results) > 1 else "",
                f"{percentile(answers, 0.5):.1f}",
                with_target(percentile(answers, 0.99), MAX_MILLIS, maximum=True),
                f"{answers[-1]:.1f}",
            )


async def _push(sink: Sink, subscribers: int, taps: int) -> PushResult:
    async with empty_databases("sqlite", 1) as (url,):
        with closing(sqlite3.connect(path_of(url))) as connection, connection:
            connection.execute(_PLACES, {"count": subscribers, "first": FIRST_CHAT})
            connection.execute(_SUBSCRIBE)
        await sink.reset(SinkSettings(taps=taps, taps_per_second=TAPS_A_SECOND, press=PRESS.pack()))
        arguments = ("benchmarks.push_scale", url, sink.url, str(subscribers))
        report, found = await run_pushing(arguments, sink.report(subscribers, taps))
        return PushResult(report, report.first - found["ticked_at"], found["peak_mb"])


async def _serve(endpoints: Endpoints, subscribers: int) -> dict[str, float]:
    """Push and answer taps until standard input is closed; return the time of the tick and the peak memory."""
    async with open_app_at(endpoints, RATE) as app:
        await publish(app)
        with frozen_gc():
            async with asyncio.TaskGroup() as group:
                jobs = (app.news.delivery.run(), app.intake.run(app.source))
                running = [group.create_task(job) for job in jobs]
                ticked_at = monotonic()
                edition = await app.news.delivery.tick()
                assert edition is not None
                await asyncio.to_thread(sys.stdin.read)
                app.news.delivery.stop()
                app.intake.stop()
                await asyncio.wait(running)
        peak = peak_mb()
        await check_sent(app, edition.id, subscribers)
    return {"ticked_at": ticked_at, "peak_mb": peak}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_serve(Endpoints(sys.argv[1], sys.argv[2]), int(sys.argv[3])))))
