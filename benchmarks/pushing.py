"""Pushing: one edition to many subscribers as fast as it goes, beside others who send the same card to as many chats.

Measured is the program as `bot.app` puts it together on SQLite (ledger, leases, commits with `synchronous=FULL`,
courier), with the pace out of the way, from the tick until the last result is written: messages a second on the sink's
clock, and the CPU time of this process, its database threads included. The others remember nothing.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from benchmarks.databases import Unavailable
from benchmarks.newspaper import NO_PACE, newspaper, publish, push, pushed_card, subscribe
from benchmarks.peers import bare, grammy, stock
from benchmarks.runs import Run, Runs, target
from benchmarks.section import Bench
from benchmarks.sink import Sink, open_sink
from handlers.cards.card import Card

ENGINE = "the newspaper, no pace"
STOCK = f"aiogram's send_message, {stock.AT_ONCE} at once"
AIOHTTP = f"aiohttp's post, {bare.AT_ONCE} at once"
GRAMMY = f"grammY's sendMessage, {grammy.AT_ONCE} at once"
FLOOR = f"bytes on {bare.AT_ONCE} sockets, not pipelined"
# What is promised: how many times as fast as each, and CPU milliseconds a message.
FASTER = {STOCK: 10.0, AIOHTTP: 1.5, GRAMMY: 3.0, FLOOR: 0.5}
MOST_CPU_MILLIS = 0.05

Contestant = Callable[[Sink, Card, int], Awaitable[Run]]


async def measure(bench: Bench) -> None:
    """Let them push in turns; every second round runs backwards."""
    subscribers, rounds = bench.pick((20_000, 3), (300, 1))
    async with open_sink() as sink, _contestants(bench) as contestants:
        async with newspaper(sink.url, NO_PACE) as app:
            card = await pushed_card(app)
        found: dict[str, list[Run]] = {name: [] for name in contestants}
        for number in range(rounds):
            for name in list(contestants)[:: -1 if number % 2 else 1]:
                bench.say(f"Pushing: {name}")
                found[name].append(await contestants[name](sink, card, subscribers))
    runs = {name: Runs(each) for name, each in found.items()}
    bench.sheet.head(
        f"Pushing to {subscribers:,}, SQLite",
        *("messages/s", "CPU ms\nof each", "engine\nis faster", "engine's\nCPU"),
    )
    engine = runs[ENGINE]
    for name, each in runs.items():
        cpu = (
            target(each.cpu_millis, MOST_CPU_MILLIS, most=True, digits=3)
            if name == ENGINE
            else f"{each.cpu_millis:.3f}"
        )
        faster = target(engine.faster_than(each), FASTER[name], digits=2) if name in FASTER else ""
        bench.sheet.row(name, f"{each.rate:,.0f}", cpu, faster, f"{engine.cpu_of(each):.2f}" if faster else "")


@asynccontextmanager
async def _contestants(bench: Bench) -> AsyncIterator[dict[str, Contestant]]:
    contestants: dict[str, Contestant] = {
        ENGINE: _push,
        STOCK: stock.push,
        AIOHTTP: bare.push_by_aiohttp,
        FLOOR: bare.push_by_sockets,
    }
    try:
        async with grammy.installed() as node:
            yield contestants | {GRAMMY: node.push}
    except Unavailable as error:
        bench.sheet.note(str(error))
        yield contestants


async def _push(sink: Sink, _card: Card, subscribers: int) -> Run:
    async with newspaper(sink.url, NO_PACE) as app:
        await subscribe(app, subscribers)
        await publish(app)
        await sink.reset()
        return await push(app, sink, subscribers)
