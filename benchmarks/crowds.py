"""A crowd: what a million subscribers change, beside ten thousand, each in a process of its own.

The push goes as fast as it can; how soon after the tick does the first message leave, how much memory does the process
hold at its fullest, and how long do people wait who press a button meanwhile? Linux tells the memory (`VmHWM`).
"""

import asyncio
import json
import sqlite3
import sys
from asyncio.subprocess import PIPE
from contextlib import closing
from dataclasses import dataclass
from time import monotonic

from benchmarks.arrivals import FIRST_CHAT, Order, Report, percentile
from benchmarks.databases import empty_databases, path_of
from benchmarks.memory import peak_mb
from benchmarks.newspaper import Outlet, check_sent, opened, publish
from benchmarks.runs import MILLIS, target
from benchmarks.section import Bench
from benchmarks.sink import Sink, open_sink
from benchmarks.storming import PRESS, TAPS_A_SECOND
from benchmarks.timing import settled_memory

# More than any machine sends. Not more by far: the pace remembers a second of sends.
RATE = 40_000
# What is promised.
MOST_SECONDS, MOST_MORE_MB, MOST_MILLIS = 1.0, 10.0, 100.0

_SUBSCRIBE = """
    WITH RECURSIVE numbers (number) AS (SELECT 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < :count - 1)
    INSERT INTO subscriptions (chat_id, language, since) SELECT :first + number, 'ru', 0 FROM numbers
"""


@dataclass(frozen=True, slots=True)
class Crowd:
    """What one push took."""

    report: Report
    first_seconds: float
    peak_mb: float


async def measure(bench: Bench) -> None:
    """Push to few, then to many."""
    sizes, taps = bench.pick(((10_000, 1_000_000), 500), ((500, 5_000), 20))
    bench.sheet.head(
        f"A crowd, SQLite; {TAPS_A_SECOND} presses/s",
        *("messages/s", "s to the\nfirst", "MB at\nmost", "MB more", "answered\nms, median", "p99", "slowest"),
    )
    crowds: list[Crowd] = []
    async with open_sink() as sink:
        for size in sizes:
            bench.say(f"A crowd of {size:,}")
            crowds.append(crowd := await _push(sink, size, taps))
            answers = [seconds * MILLIS for seconds in crowd.report.answers]
            bench.sheet.row(
                f"{size:,} subscribers",
                f"{crowd.report.rate:,.0f}",
                target(crowd.first_seconds, MOST_SECONDS, most=True, digits=2),
                f"{crowd.peak_mb:.1f}",
                target(crowd.peak_mb - crowds[0].peak_mb, MOST_MORE_MB, most=True) if len(crowds) > 1 else "",
                f"{percentile(answers, 0.5):.1f}",
                target(percentile(answers, 0.99), MOST_MILLIS, most=True),
                f"{answers[-1]:.1f}",
            )


async def _push(sink: Sink, subscribers: int, taps: int) -> Crowd:
    async with empty_databases("sqlite", 1) as (url,):
        with closing(sqlite3.connect(path_of(url))) as connection, connection:
            connection.execute(_SUBSCRIBE, {"count": subscribers, "first": FIRST_CHAT})
        await sink.reset(Order(taps=taps, taps_per_second=TAPS_A_SECOND, press=PRESS.pack()))
        command = (sys.executable, "-m", "benchmarks.crowds", url, sink.url, str(subscribers))
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
        try:
            report = await sink.report(subscribers, taps)
            output, _ = await process.communicate(b"")  # closes its input, which ends it
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        assert process.returncode == 0, "the pushing process failed"
        told = json.loads(output)
        return Crowd(report, report.first - told["ticked_at"], told["peak_mb"])


async def _serve(outlet: Outlet, subscribers: int) -> dict[str, float]:
    """Push and answer until standard input is closed; return when it ticked and the most memory it held."""
    async with opened(outlet, RATE) as app:
        await publish(app)
        with settled_memory():
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
    print(json.dumps(asyncio.run(_serve(Outlet(sys.argv[1], sys.argv[2]), int(sys.argv[3])))))
