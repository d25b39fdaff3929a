"""The load of taps after a push: all subscribers press a button of the same message at once.

The sink hands out 100 updates as soon as the last 100 are confirmed. The bot runs whole, on SQLite and with its inbox;
the time runs from the first getUpdates to the last edited message. Its peers are aiogram's polling with one read by
aiosqlite, and grammY's runner without a read. All make the same two calls: editMessageText and answerCallbackQuery.

Then 50 people a second press during a push at 1,000 messages a second. The sink delays every answer by 50 ms, which is
not part of the measured time.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import process_time

from benchmarks.app_runner import TOP_RATE, Endpoints, open_app_at, open_empty_app, publish, subscribe
from benchmarks.context import Context
from benchmarks.databases import Unavailable, empty_databases
from benchmarks.peers import aiogram_stock, grammy
from benchmarks.runs import MILLIS, Run, Runs, tap_run, with_target
from benchmarks.sink import Sink, open_sink
from benchmarks.sink_counters import SinkSettings, percentile
from benchmarks.timing import frozen_gc
from bot.app import App
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards.articles import article_card
from handlers.cards.card import Card

NUMBER = 1
PRESS = OpenArticle(number=NUMBER, origin=Origin(ShowList(listing=Listing.EDITION, at=1)))
PROGRAM = "the bot"
STOCK = "aiogram's polling, one read"
GRAMMY = "grammY's runner, no read"
FASTER = {STOCK: 3.0, GRAMMY: 1.0}
LATENCY_SECONDS = 0.05
TAPS_A_SECOND = 50
MAX_MILLIS = 100.0

Contender = Callable[[Sink, str, Card, int], Awaitable[Run]]


async def measure(context: Context) -> None:
    """Measure the throughput of all programs, then the latency of taps during a push."""
    taps, rounds = context.pick((10_000, 3), (300, 1))
    async with open_sink() as sink, _contenders(context) as contenders:
        found: dict[str, list[Run]] = {name: [] for name in contenders}
        for number in range(rounds):
            for name in list(contenders)[:: -1 if number % 2 else 1]:
                context.progress(f"Tap load: {name}")
                async with empty_databases("sqlite", 1) as (url,):
                    card = await _published(Endpoints(url, sink.url))
                    await sink.reset(SinkSettings(taps=taps, press=PRESS.pack()))
                    found[name].append(await contenders[name](sink, url, card, taps))
        context.table.add_section(
            f"{taps:,} taps at once, SQLite",
            *("answered/s", "CPU ms\n/ tap", "bot is\nfaster", "CPU\nratio"),
        )
        runs = {name: Runs(each) for name, each in found.items()}
        for name, each in runs.items():
            faster = with_target(runs[PROGRAM].faster_than(each), FASTER[name], digits=2) if name in FASTER else ""
            cpu = f"{runs[PROGRAM].cpu_of(each):.2f}" if faster else ""
            context.table.add_row(name, f"{each.rate:,.0f}", f"{each.cpu_millis:.3f}", faster, cpu)
        context.progress("Taps during a push")
        await _measure_presses(context, sink)


@asynccontextmanager
async def _contenders(context: Context) -> AsyncIterator[dict[str, Contender]]:
    contenders: dict[str, Contender] = {PROGRAM: _answer, STOCK: aiogram_stock.answer_taps}
    try:
        async with grammy.installed() as node:
            yield contenders | {GRAMMY: node.answer_taps}
    except Unavailable as error:
        context.table.add_note(str(error))
        yield contenders


async def _published(endpoints: Endpoints) -> Card:
    """Publish, and return the card that answers a tap."""
    async with open_app_at(endpoints, TOP_RATE) as app:
        await publish(app)
        article = await app.news.articles.read(NUMBER)
        return article_card(article, app.catalogs.texts("ru", app.clock.now()), PRESS)


async def _answer(sink: Sink, database_url: str, _card: Card, taps: int) -> Run:
    async with open_app_at(Endpoints(database_url, sink.url), TOP_RATE) as app:
        with frozen_gc():
            begun = process_time()
            async with asyncio.TaskGroup() as group:
                intake = group.create_task(app.intake.run(app.source))
                report = await sink.report(0, taps)
                app.intake.stop()
                await intake
            taken = process_time() - begun
        await _check_done(app, taps)
        return tap_run(report, taken)


async def _check_done(app: App, taps: int) -> None:
    async with app.database.reading() as unit:
        readings = await unit.metrics.read(app.clock.now())
    assert (readings.pending, readings.dead) == (0, 0), readings


async def _measure_presses(context: Context, sink: Sink) -> None:
    seconds = context.pick(20, 2)
    subscribers, taps = seconds * TOP_RATE, seconds * TAPS_A_SECOND
    async with open_empty_app(sink.url, TOP_RATE) as app:
        await subscribe(app, subscribers)
        await publish(app)
        await sink.reset(SinkSettings(LATENCY_SECONDS, taps=taps, taps_per_second=TAPS_A_SECOND, press=PRESS.pack()))
        with frozen_gc():
            await app.news.delivery.tick()
            async with asyncio.TaskGroup() as group:
                jobs = (app.news.delivery.run(), app.intake.run(app.source))
                running = [group.create_task(job) for job in jobs]
                report = await sink.report(subscribers, taps)
                app.news.delivery.stop()
                app.intake.stop()
                await asyncio.wait(running)
    answers = [seconds * MILLIS for seconds in report.answers]
    context.table.add_section(
        f"{TAPS_A_SECOND} taps/s during a push, SQLite",
        *("pushed/s", "latency\nms, median", "p99", "max"),
    )
    context.table.add_row(
        f"SEND_RATE={TOP_RATE:,}, answers take {LATENCY_SECONDS * MILLIS:.0f} ms",
        f"{report.rate:,.0f}",
        f"{percentile(answers, 0.5):.1f}",
        with_target(percentile(answers, 0.99), MAX_MILLIS, maximum=True),
        f"{answers[-1]:.1f}",
    )
