"""Pushing: one edition to many subscribers, through everything the newspaper has, into a sink that answers at once.

Measured is the program as `bot.app` puts it together on SQLite (ledger, leases, commits with `synchronous=FULL`,
courier, wire), from the tick until the last result is written: messages a second on the sink's clock, and the CPU
time of this process, its database threads included. Beside it, in turns: aiogram's own `Bot.send_message`, the same
card to as many chats, fifty at a time, which remembers nothing. The pace allows 1,000 messages a second at most, so a
third contestant is the newspaper with the pace out of the way.
"""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from time import process_time

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from benchmarks.databases import empty_databases
from benchmarks.prose import Prose
from benchmarks.section import Bench
from benchmarks.sink import Report, Sink, open_sink
from benchmarks.timing import settled_memory
from bot.app import App, open_app
from bot.settings import Settings, load_settings
from handlers.cards.card import Card
from handlers.cards.pushes import push_card
from news.editing import EditingDesk
from news.model import DeliveryState, NewArticle
from news.richtext import from_plain

TOKEN = "1:benchmark"  # noqa: S105 - the sink's
ARTICLES = 5
AT_ONCE = 50
TOP_RATE = 1000
HELD_RATE = 29
# Far more than any machine sends; settings stop at what Telegram sells.
NO_PACE = 1e6
FIRST_CHAT = 10_000
PROSE = Prose(seed=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run took."""

    report: Report
    cpu_seconds: float

    @property
    def cpu_millis(self) -> float:
        """CPU time of one message, in milliseconds."""
        return self.cpu_seconds / self.report.count * 1000


@dataclass(frozen=True, slots=True)
class Runs:
    """Several runs of one contestant, in the order they were made."""

    runs: list[Sent]

    @property
    def rate(self) -> float:
        """Messages a second, the median."""
        return median(run.report.rate for run in self.runs)

    @property
    def cpu_millis(self) -> float:
        """CPU time of one message in milliseconds, the median."""
        return median(run.cpu_millis for run in self.runs)

    @property
    def worst(self) -> int:
        """The fullest second of all runs."""
        return max(run.report.worst for run in self.runs)

    def faster_than(self, other: "Runs") -> float:
        """Return how many times more a second than the other, run by run."""
        return median(a.report.rate / b.report.rate for a, b in zip(self.runs, other.runs, strict=True))

    def dearer_than(self, other: "Runs") -> float:
        """Return how many times the other's CPU time a message costs, run by run."""
        return median(a.cpu_millis / b.cpu_millis for a, b in zip(self.runs, other.runs, strict=True))


async def measure(bench: Bench) -> None:
    """Let the three push in turns, then hold the pace."""
    subscribers, rounds, held_seconds = bench.pick((5_000, 3, 20), (300, 1, 2))
    found: dict[str, list[Sent]] = {"paced": [], "unpaced": [], "stock": []}
    async with open_sink() as sink:
        for _ in range(rounds):
            found["paced"].append(await _push(sink, TOP_RATE, subscribers))
            found["stock"].append(await _push_stock(sink, subscribers))
            found["unpaced"].append(await _push(sink, NO_PACE, subscribers))
        held = Runs([await _push(sink, HELD_RATE, HELD_RATE * held_seconds)])
    paced, unpaced, stock = (Runs(found[name]) for name in ("paced", "unpaced", "stock"))
    bench.sheet.head(
        f"Pushing to {subscribers:,}, SQLite",
        *("messages/s", "CPU ms\nof each", "fullest\nsecond", "speed,\nstock = 1", "CPU,\nstock = 1"),
    )
    bench.sheet.row(f"SEND_RATE={TOP_RATE:,}", *_figures(paced), *_beside(paced, stock))
    bench.sheet.row("no pace", *_figures(unpaced), *_beside(unpaced, stock))
    bench.sheet.row("aiogram's send_message, stock", *_figures(stock), *_beside(stock, stock))
    bench.sheet.row(f"SEND_RATE={HELD_RATE} for {held_seconds} s", *_figures(held))


def _figures(runs: Runs) -> tuple[str, str, str]:
    rate = f"{runs.rate:,.0f}" if runs.rate > TOP_RATE / 10 else f"{runs.rate:.2f}"
    return rate, f"{runs.cpu_millis:.3f}", f"{runs.worst:,}"


def _beside(runs: Runs, stock: Runs) -> tuple[str, str]:
    return f"{runs.faster_than(stock):.2f}", f"{runs.dearer_than(stock):.2f}"


async def _push(sink: Sink, rate: float, subscribers: int) -> Sent:
    async with _newspaper(sink.url, rate) as app:
        await _subscribe(app, subscribers)
        await _publish(app)
        await sink.reset()
        with settled_memory():
            begun = process_time()
            edition = await app.news.delivery.tick()
            assert edition is not None
            async with asyncio.TaskGroup() as group:
                delivery = group.create_task(app.news.delivery.run())
                report = await sink.report(subscribers)
                app.news.delivery.stop()
                await delivery
            taken = process_time() - begun
        async with app.database.reading() as unit:
            counts = await unit.deliveries.counts(edition.id)
        assert counts == {DeliveryState.SENT: subscribers}, counts
        assert report.count == subscribers, report
        return Sent(report, taken)


async def _push_stock(sink: Sink, subscribers: int) -> Sent:
    async with _newspaper(sink.url, TOP_RATE) as app:
        await _publish(app)
        edition = await app.news.delivery.tick()
        assert edition is not None
        card = push_card(await app.news.delivery.edition(edition.id), app.catalogs.texts("ru", app.clock.now()))
    async with Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(sink.url))) as bot:
        await bot.me()
        await sink.reset()
        gc.collect()
        begun = process_time()
        await _send_all(bot, card, subscribers)
        taken = process_time() - begun
        return Sent(await sink.report(subscribers), taken)


async def _send_all(bot: Bot, card: Card, subscribers: int) -> None:
    turn = asyncio.Semaphore(AT_ONCE)
    entities, keyboard = card.entities, card.inline_keyboard

    async def send(chat: int) -> None:
        async with turn:
            await bot.send_message(
                chat, card.text.text, entities=entities, reply_markup=keyboard, link_preview_options=card.preview
            )

    await asyncio.gather(*(send(FIRST_CHAT + number) for number in range(subscribers)))


@asynccontextmanager
async def _newspaper(sink_url: str, rate: float) -> AsyncIterator[App]:
    async with empty_databases("sqlite", 1) as (url,):
        settings = load_settings(_env_file=None, bot_token=TOKEN, bot_api_url=sink_url, database_url=url)
        async with open_app(_at_rate(settings, rate)) as app:
            yield app


def _at_rate(settings: Settings, rate: float) -> Settings:
    """Set the rate past the settings' own limits."""
    return settings.model_copy(update={"send_rate": rate})


async def _subscribe(app: App, subscribers: int) -> None:
    async with app.database.writing() as unit:
        for number in range(subscribers):
            await unit.subscriptions.start(FIRST_CHAT + number, "ru", app.clock.now())


async def _publish(app: App) -> None:
    prose, now = PROSE, app.clock.now()
    articles = [
        NewArticle(
            key=f"bench:{number}",
            title=prose.title(),
            body=from_plain(prose.text()),
            created_at=now,
            topic=prose.topic(),
            published_at=now + timedelta(microseconds=number),
            to_push=True,
        )
        for number in range(ARTICLES)
    ]
    await EditingDesk(app.database, app.clock).take_in(articles)
