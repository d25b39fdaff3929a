"""A push beside a channel: its posts wait for their pace of twenty a minute, and must not slow the subscribers' push.

The same push to as many subscribers, with and without a channel that gets a post of each article, in turn. The time
runs from the tick until the ledger has the edition finished. Posts go before headlines, one after another.
"""

import asyncio
from functools import partial
from statistics import median
from time import perf_counter

from benchmarks.app_runner import NO_PACE, check_sent, open_empty_app, publish, subscribe
from benchmarks.context import Context
from benchmarks.faults.databases import until
from benchmarks.runs import with_target
from benchmarks.sink import Sink, open_sink
from bot.app import App
from news.ledger import Address, PlaceKind
from news.posts import OutletChat, OutletState

CHANNEL = Address(-1_001_000_000_000)
MIN_RATIO = 0.9
LOOK_SECONDS = 0.01
TIMEOUT_SECONDS = 120.0


async def measure(context: Context) -> None:
    """Push in rounds; the ratio is the median of the ratios within each."""
    subscribers, rounds = context.pick((20_000, 5), (300, 1))
    alone, beside = list[float](), list[float]()
    async with open_sink() as sink:
        for number in range(rounds):
            pair = [(alone, False), (beside, True)]
            for found, with_channel in reversed(pair) if number % 2 else pair:
                found.append(await _push(sink, subscribers, with_channel=with_channel))
    ratio = median(second / first for first, second in zip(alone, beside, strict=True))
    context.table.add_section(f"Pushing to {subscribers:,} beside a channel, SQLite", "messages/s", "x alone")
    context.table.add_row("alone", f"{median(alone):,.0f}", "")
    context.table.add_row("with posts in a channel", f"{median(beside):,.0f}", with_target(ratio, MIN_RATIO, digits=2))


async def _push(sink: Sink, subscribers: int, *, with_channel: bool) -> float:
    """Return how many messages a second subscribers get."""
    async with open_empty_app(sink.url, NO_PACE) as app:
        await subscribe(app, subscribers)
        if with_channel:
            await _connect(app)
        await publish(app)
        await sink.reset()
        begun = perf_counter()
        edition = await app.news.delivery.tick()
        assert edition is not None
        async with asyncio.TaskGroup() as group:
            delivery = group.create_task(app.news.delivery.run())
            await until(partial(_is_finished, app, edition.id), TIMEOUT_SECONDS, LOOK_SECONDS)
            taken = perf_counter() - begun
            app.news.delivery.stop()
            await delivery
        await check_sent(app, edition.id, subscribers)
        return subscribers / taken


async def _connect(app: App) -> None:
    async with app.database.writing() as unit:
        place = await unit.places.obtain(CHANNEL, kind=PlaceKind.CHANNEL)
        await unit.outlets.ask(place, OutletChat("Вестник"))
        await unit.outlets.arrange(place, state=OutletState.ACTIVE)


async def _is_finished(app: App, number: int) -> bool:
    async with app.database.reading() as unit:
        edition = await unit.editions.get(number)
    return edition is not None and edition.finished
