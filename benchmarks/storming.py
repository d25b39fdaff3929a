"""The storm after a push: everybody presses a button of the same headlines at once, and gets the article in its place.

The sink hands out a hundred updates as soon as the last hundred are confirmed. Measured is the whole program on SQLite,
inbox included, from the first update it could have to the last message edited; beside it aiogram's own polling with one
read by aiosqlite, and grammY's runner without any. All make the same two calls: editMessageText, answerCallbackQuery.

Then fifty people a second press while a push runs at 1,000 a second; the sink takes 50 ms to answer, which is not
counted.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import process_time

from benchmarks.arrivals import Order, percentile
from benchmarks.databases import Unavailable, empty_databases
from benchmarks.newspaper import TOP_RATE, Outlet, newspaper, opened, publish, subscribe
from benchmarks.peers import grammy, stock
from benchmarks.runs import MILLIS, Run, Runs, answered, target
from benchmarks.section import Bench
from benchmarks.sink import Sink, open_sink
from benchmarks.timing import settled_memory
from bot.app import App
from handlers.callbacks.opening import OpenArticle
from handlers.callbacks.origins import Origin
from handlers.callbacks.reading import Listing, ShowList
from handlers.cards.articles import article_card
from handlers.cards.card import Card

NUMBER = 1
PRESS = OpenArticle(number=NUMBER, origin=Origin(ShowList(listing=Listing.EDITION, at=1)))
PROGRAM = "the newspaper"
STOCK = "aiogram's polling, one read"
GRAMMY = "grammY's runner, no read"
FASTER = {STOCK: 3.0, GRAMMY: 1.0}
LATENCY_SECONDS = 0.05
TAPS_A_SECOND = 50
MOST_MILLIS = 100.0

Contestant = Callable[[Sink, str, Card, int], Awaitable[Run]]


async def measure(bench: Bench) -> None:
    """Let them answer in turns; then see how long people wait during a push."""
    taps, rounds = bench.pick((10_000, 3), (300, 1))
    async with open_sink() as sink, _contestants(bench) as contestants:
        found: dict[str, list[Run]] = {name: [] for name in contestants}
        for number in range(rounds):
            for name in list(contestants)[:: -1 if number % 2 else 1]:
                bench.say(f"The storm: {name}")
                async with empty_databases("sqlite", 1) as (url,):
                    card = await _published(Outlet(url, sink.url))
                    await sink.reset(Order(taps=taps, press=PRESS.pack()))
                    found[name].append(await contestants[name](sink, url, card, taps))
        bench.sheet.head(
            f"A storm of {taps:,} presses, SQLite",
            *("answered/s", "CPU ms\nof each", "newspaper\nis faster", "its\nCPU"),
        )
        runs = {name: Runs(each) for name, each in found.items()}
        for name, each in runs.items():
            faster = target(runs[PROGRAM].faster_than(each), FASTER[name], digits=2) if name in FASTER else ""
            cpu = f"{runs[PROGRAM].cpu_of(each):.2f}" if faster else ""
            bench.sheet.row(name, f"{each.rate:,.0f}", f"{each.cpu_millis:.3f}", faster, cpu)
        bench.say("Presses during a push")
        await _measure_presses(bench, sink)


@asynccontextmanager
async def _contestants(bench: Bench) -> AsyncIterator[dict[str, Contestant]]:
    contestants: dict[str, Contestant] = {PROGRAM: _answer, STOCK: stock.storm}
    try:
        async with grammy.installed() as node:
            yield contestants | {GRAMMY: node.storm}
    except Unavailable as error:
        bench.sheet.note(str(error))
        yield contestants


async def _published(outlet: Outlet) -> Card:
    """Publish, and return the card that a press of the button is answered with."""
    async with opened(outlet, TOP_RATE) as app:
        await publish(app)
        article = await app.news.articles.read(NUMBER)
        return article_card(article, app.catalogs.texts("ru", app.clock.now()), PRESS)


async def _answer(sink: Sink, database_url: str, _card: Card, taps: int) -> Run:
    async with opened(Outlet(database_url, sink.url), TOP_RATE) as app:
        with settled_memory():
            begun = process_time()
            async with asyncio.TaskGroup() as group:
                intake = group.create_task(app.intake.run(app.source))
                report = await sink.report(0, taps)
                app.intake.stop()
                await intake
            taken = process_time() - begun
        await _check_done(app, taps)
        return answered(report, taken)


async def _check_done(app: App, taps: int) -> None:
    async with app.database.reading() as unit:
        readings = await unit.metrics.read(app.clock.now())
    assert (readings.pending, readings.dead) == (0, 0), readings


async def _measure_presses(bench: Bench, sink: Sink) -> None:
    seconds = bench.pick(20, 2)
    subscribers, taps = seconds * TOP_RATE, seconds * TAPS_A_SECOND
    async with newspaper(sink.url, TOP_RATE) as app:
        await subscribe(app, subscribers)
        await publish(app)
        await sink.reset(Order(LATENCY_SECONDS, 0, taps, TAPS_A_SECOND, PRESS.pack()))
        with settled_memory():
            await app.news.delivery.tick()
            async with asyncio.TaskGroup() as group:
                jobs = (app.news.delivery.run(), app.intake.run(app.source))
                running = [group.create_task(job) for job in jobs]
                report = await sink.report(subscribers, taps)
                app.news.delivery.stop()
                app.intake.stop()
                await asyncio.wait(running)
    answers = [seconds * MILLIS for seconds in report.answers]
    bench.sheet.head(
        f"{TAPS_A_SECOND} presses a second during a push, SQLite",
        *("pushed/s", "answered\nms, median", "p99", "slowest"),
    )
    bench.sheet.row(
        f"SEND_RATE={TOP_RATE:,}, answers take {LATENCY_SECONDS * MILLIS:.0f} ms",
        f"{report.rate:,.0f}",
        f"{percentile(answers, 0.5):.1f}",
        target(percentile(answers, 0.99), MOST_MILLIS, most=True),
        f"{answers[-1]:.1f}",
    )
