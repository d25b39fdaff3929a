"""The rate limit: as fast as Telegram allows, and never faster.

First 1,000 messages a second, the limit of paid broadcasts, with answers that take 50 ms. The sink refuses every
message above the limit in any window of one second of its own clock. Then 29 a second, the free limit, to a sink that
refuses above 30: a calm one, and one that stands still for 30 to 60 ms now and then. Then 29 a second for a minute, by
real processes (`python -m bot run`): one on SQLite, two and four on one PostgreSQL, which share one send budget.
"""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from resource import RUSAGE_CHILDREN, getrusage
from signal import SIGTERM

from benchmarks.app_runner import (
    TOKEN,
    TOP_RATE,
    Endpoints,
    check_sent,
    open_app_at,
    open_empty_app,
    publish,
    push,
    subscribe,
)
from benchmarks.context import Context
from benchmarks.databases import ENGINES, NAMES, Engine, Unavailable, empty_databases
from benchmarks.runs import Run, Runs, push_run, with_target
from benchmarks.sink import Sink, open_sink
from benchmarks.sink_counters import SinkSettings
from benchmarks.tap_load import PRESS

LATENCY_SECONDS = 0.05
SLOW_RATE = 29
STALL_EVERY_SECONDS = 2.0
PRESSES_A_SECOND = 60
TELEGRAMS_LIMIT = 30
START_SECONDS = 120
SLOW_RUNS: tuple[tuple[Engine, int], ...] = (("sqlite", 1), ("postgres", 2), ("postgres", 4))
# The targets.
MIN_TOP_RATE, MAX_CORE_SHARE = 990, 0.1
MIN_SLOW_RATE, MIN_STALLED_RATE = 28.7, 28
MIN_SHARE_BESIDE_PRESSES = 0.8


async def measure(context: Context) -> None:
    """Push at 1,000 a second several times, then at 29 a second for a minute."""
    seconds, rounds = context.pick((10, 5), (2, 1))
    context.table.add_section(
        "Rate limit, answers in 50 ms", *("messages/s", "refused", "cores", "fullest\nsecond", "CPU ms\n/ message")
    )
    async with open_sink() as sink:
        for engine in ENGINES:
            try:
                await _measure_top(context, sink, engine, seconds, rounds)
            except Unavailable as error:
                context.table.add_note(str(error))
        await _measure_stalls(context, sink)
        await _measure_presses(context, sink)
        seconds = context.pick(60, 2)
        for engine, processes in SLOW_RUNS:
            context.progress(f"Rate limit: {SLOW_RATE} a second, processes: {processes}")
            try:
                run = await _hold(sink, engine, processes, seconds * SLOW_RATE)
            except Unavailable as error:
                context.table.add_note(str(error))
                continue
            context.table.add_row(
                f"SEND_RATE={SLOW_RATE} for {seconds} s, {NAMES[engine]} × {processes}",
                with_target(run.rate, MIN_SLOW_RATE, digits=2),
                with_target(run.refused, 0, maximum=True, digits=0),
                "",
                with_target(run.fullest_second, TELEGRAMS_LIMIT, maximum=True, digits=0),
            )


async def _measure_top(context: Context, sink: Sink, engine: Engine, seconds: int, rounds: int) -> None:
    """Push at 1,000 a second, strictly limited to that."""
    runs = []
    for number in range(rounds):
        context.progress(f"Rate limit: {TOP_RATE:,} a second, {NAMES[engine]}, {number + 1} of {rounds}")
        settings = SinkSettings(latency=LATENCY_SECONDS, limit=TOP_RATE)
        runs.append(await _push(sink, seconds * TOP_RATE, TOP_RATE, settings, engine))
    top = Runs(runs)
    context.table.add_row(
        f"SEND_RATE={TOP_RATE:,} for {seconds} s, {NAMES[engine]}",
        with_target(top.rate, MIN_TOP_RATE, digits=0),
        with_target(top.refused, 0, maximum=True, digits=0),
        with_target(top.core, MAX_CORE_SHARE, maximum=True, digits=3),
        with_target(top.fullest_second, TOP_RATE, maximum=True, digits=0),
        f"{top.cpu_millis:.3f}",
    )


async def _measure_stalls(context: Context, sink: Sink) -> None:
    """Push at 29 a second, strictly limited to 30, to a calm sink and to one that stalls."""
    subscribers, rounds = context.pick((900, 5), (60, 1))
    for name, stall_every, target in (("calm", 0.0, MIN_SLOW_RATE), ("stalls", STALL_EVERY_SECONDS, MIN_STALLED_RATE)):
        runs = []
        for number in range(rounds):
            context.progress(f"Rate limit: {SLOW_RATE} a second, {name}, {number + 1} of {rounds}")
            settings = SinkSettings(limit=TELEGRAMS_LIMIT, stall_every=stall_every)
            runs.append(await _push(sink, subscribers, SLOW_RATE, settings))
        slowest, refused = min(run.rate for run in runs), max(run.refused for run in runs)
        context.table.add_row(
            f"SEND_RATE={SLOW_RATE} to {subscribers}, {name}, worst of {rounds}",
            with_target(slowest, target, digits=2),
            with_target(refused, 1 if stall_every else 0, maximum=True, digits=0),
            "",
            with_target(Runs(runs).fullest_second, TELEGRAMS_LIMIT, maximum=True, digits=0),
        )


async def _measure_presses(context: Context, sink: Sink) -> None:
    """Push at 29 a second while thirty people press two buttons a second."""
    subscribers = context.pick(900, 60)
    context.progress(f"Rate limit: {SLOW_RATE} a second, {PRESSES_A_SECOND} presses a second")
    taps = subscribers * PRESSES_A_SECOND // SLOW_RATE
    async with open_empty_app(sink.url, SLOW_RATE) as app:
        await subscribe(app, max(subscribers, taps))
        await publish(app)
        await sink.reset(
            SinkSettings(limit=TELEGRAMS_LIMIT, taps=taps, taps_per_second=PRESSES_A_SECOND, press=PRESS.pack())
        )
        await app.news.delivery.tick()
        async with asyncio.TaskGroup() as group:
            jobs = (app.news.delivery.run(), app.intake.run(app.source))
            running = [group.create_task(job) for job in jobs]
            report = await sink.report(subscribers, taps)
            app.news.delivery.stop()
            app.intake.stop()
            await asyncio.wait(running)
    context.table.add_row(
        f"SEND_RATE={SLOW_RATE}, {PRESSES_A_SECOND} presses a second",
        with_target(report.rate, SLOW_RATE * MIN_SHARE_BESIDE_PRESSES, digits=2),
        with_target(report.refused, 0, maximum=True, digits=0),
        "",
        with_target(report.fullest_second, TELEGRAMS_LIMIT, maximum=True, digits=0),
    )


async def _push(sink: Sink, subscribers: int, rate: float, settings: SinkSettings, engine: Engine = "sqlite") -> Run:
    async with empty_databases(engine, 1) as (url,), open_app_at(Endpoints(url, sink.url), rate) as app:
        await subscribe(app, subscribers)
        await publish(app)
        await sink.reset(settings)
        return await push(app, sink, subscribers)


async def _hold(sink: Sink, engine: Engine, processes: int, subscribers: int) -> Run:
    """Publish after all processes have started. They look for new articles once a second."""
    async with empty_databases(engine, 1) as (url,), open_app_at(Endpoints(url, sink.url), SLOW_RATE) as app:
        await subscribe(app, subscribers)
        await sink.reset(SinkSettings(limit=TELEGRAMS_LIMIT))
        before = getrusage(RUSAGE_CHILDREN)
        async with AsyncExitStack() as running:
            async with asyncio.TaskGroup() as group:
                for _ in range(processes):
                    group.create_task(running.enter_async_context(_process(Endpoints(url, sink.url))))
            await publish(app)
            report = await sink.report(subscribers)
        after = getrusage(RUSAGE_CHILDREN)
        await check_sent(app, 1, subscribers)
        return push_run(report, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


@asynccontextmanager
async def _process(endpoints: Endpoints) -> AsyncIterator[None]:
    """Run the bot as an operator does. The block begins when the bot has started."""
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": endpoints.sink_url,
        "DATABASE_URL": endpoints.database_url,
        "SEND_RATE": str(SLOW_RATE),
        "PUSH_INTERVAL": "1",
        "LOG_LEVEL": "INFO",
        "METRICS_PORT": "0",
    }
    environment = os.environ | settings  # noqa: TID251 - a program needs its PATH
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "run", env=environment, stderr=PIPE)
    try:
        async with asyncio.timeout(START_SECONDS):
            await _wait_for_log(process, b"the newspaper is open")
        async with asyncio.TaskGroup() as group:
            reading = group.create_task(_wait_for_log(process, b"no line says this"))
            yield
            process.send_signal(SIGTERM)
            await process.wait()
            await reading
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _wait_for_log(process: Process, words: bytes) -> None:
    """Read the log of the process until a line contains the words, or until its end."""
    assert process.stderr is not None
    async for line in process.stderr:
        if words in line:
            return
