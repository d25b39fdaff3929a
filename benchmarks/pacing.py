"""The pace: as fast as Telegram allows, and never faster.

First 1,000 a second, as paid broadcast allows, with answers that take 50 ms, by a receiver that refuses what would be
one too many in a second of its own clock, wherever that begins. Then 29 a second for a minute, as everybody may, by
real processes (`python -m bot run`): one on SQLite, two and four on one PostgreSQL, whose budget is one row.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from resource import RUSAGE_CHILDREN, getrusage
from signal import SIGTERM

from benchmarks.arrivals import Order
from benchmarks.databases import NAMES, Engine, Unavailable, empty_databases
from benchmarks.newspaper import TOKEN, TOP_RATE, Outlet, check_sent, newspaper, opened, publish, push, subscribe
from benchmarks.runs import Run, Runs, sent, target
from benchmarks.section import Bench
from benchmarks.sink import Sink, open_sink

LATENCY_SECONDS = 0.05
HELD_RATE = 29
TELEGRAMS_LIMIT = 30
START_SECONDS = 120
HELD: tuple[tuple[Engine, int], ...] = (("sqlite", 1), ("postgres", 2), ("postgres", 4))
# What is promised.
LEAST_RATE, MOST_OF_A_CORE = 990, 0.1
LEAST_HELD = 28.7


async def measure(bench: Bench) -> None:
    """Let it hold 1,000 a second several times, then 29 for long."""
    seconds, rounds = bench.pick((10, 5), (2, 1))
    bench.sheet.head(
        "The pace, answers in 50 ms", *("messages/s", "refused", "of a core", "fullest\nsecond", "CPU ms\nof each")
    )
    async with open_sink() as sink:
        runs = []
        for number in range(rounds):
            bench.say(f"The pace: {TOP_RATE:,} a second, {number + 1} of {rounds}")
            runs.append(await _push(sink, seconds * TOP_RATE))
        top = Runs(runs)
        bench.sheet.row(
            f"SEND_RATE={TOP_RATE:,} for {seconds} s, SQLite",
            target(top.rate, LEAST_RATE, digits=0),
            target(top.refused, 0, most=True, digits=0),
            target(top.core, MOST_OF_A_CORE, most=True, digits=3),
            target(top.worst, TOP_RATE, most=True, digits=0),
            f"{top.cpu_millis:.3f}",
        )
        seconds = bench.pick(60, 2)
        for engine, processes in HELD:
            bench.say(f"The pace: {HELD_RATE} a second, processes: {processes}")
            try:
                run = await _hold(sink, engine, processes, seconds * HELD_RATE)
            except Unavailable as error:
                bench.sheet.note(str(error))
                continue
            bench.sheet.row(
                f"SEND_RATE={HELD_RATE} for {seconds} s, {NAMES[engine]} × {processes}",
                target(run.rate, LEAST_HELD, digits=2),
                target(run.refused, 0, most=True, digits=0),
                "",
                target(run.worst, TELEGRAMS_LIMIT, most=True, digits=0),
            )


async def _push(sink: Sink, subscribers: int) -> Run:
    async with newspaper(sink.url, TOP_RATE) as app:
        await subscribe(app, subscribers)
        await publish(app)
        await sink.reset(Order(latency=LATENCY_SECONDS, limit=TOP_RATE))
        return await push(app, sink, subscribers)


async def _hold(sink: Sink, engine: Engine, processes: int, subscribers: int) -> Run:
    """Publish once all processes are there, which look for something to push once a second."""
    async with empty_databases(engine, 1) as (url,), opened(Outlet(url, sink.url), HELD_RATE) as app:
        await subscribe(app, subscribers)
        await sink.reset(Order(limit=TELEGRAMS_LIMIT))
        before = getrusage(RUSAGE_CHILDREN)
        async with AsyncExitStack() as running:
            async with asyncio.TaskGroup() as group:
                for _ in range(processes):
                    group.create_task(running.enter_async_context(_process(Outlet(url, sink.url))))
            await publish(app)
            report = await sink.report(subscribers)
        after = getrusage(RUSAGE_CHILDREN)
        await check_sent(app, 1, subscribers)
        return sent(report, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@asynccontextmanager
async def _process(outlet: Outlet) -> AsyncIterator[None]:
    """Run the program as its operator does; it is open when the block begins."""
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": outlet.sink_url,
        "DATABASE_URL": outlet.database_url,
        "SEND_RATE": str(HELD_RATE),
        "PUSH_INTERVAL": "1",
        "LOG_LEVEL": "INFO",
        "METRICS_PORT": "0",
    }
    environment = os.environ | settings  # noqa: TID251 - a program needs its PATH
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment, stderr=PIPE)
    try:
        async with asyncio.timeout(START_SECONDS):
            await _says(process, b"the newspaper is open")
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(_says(process, b"no line says this"))
            yield
            process.send_signal(SIGTERM)
            await process.wait()
            await reading
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _says(process: Process, words: bytes) -> None:
    """Read what the process logs until the words come, or its end."""
    assert process.stderr is not None
    async for line in process.stderr:
        if words in line:
            return
