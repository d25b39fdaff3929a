"""Pushing: one edition to many subscribers without a rate limit, compared with peers that send the same card.

The bot runs as `bot.app` composes it on SQLite: ledger, leases, commits with `synchronous=FULL`, courier. The time runs
from the tick until the last result is in the ledger. Measured are messages a second on the sink's clock, and the CPU
time of this process with its database threads. The peers store nothing. Then all of it over TLS, as with Telegram.
"""

import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from benchmarks.app_runner import NO_PACE, open_empty_app, publish, push, pushed_card, subscribe
from benchmarks.context import Context
from benchmarks.databases import Unavailable
from benchmarks.peers import aiogram_stock, grammy, plain_http
from benchmarks.runs import Run, Runs, with_target
from benchmarks.sink import Sink, open_sink, open_tls_sink
from handlers.cards.card import Card
from tests.support.variants import PHOTO, drawn_as_variants

ENGINE = "the bot, no rate limit"
PHOTOS = "the bot, photos by file_id"
STOCK = f"aiogram's send_message, {aiogram_stock.AT_ONCE} at once"
AIOHTTP = f"aiohttp's post, {plain_http.AT_ONCE} at once"
GRAMMY = f"grammY's sendMessage, {grammy.AT_ONCE} at once"
FLOOR = f"bytes on {plain_http.AT_ONCE} sockets, not pipelined"
# The targets: how many times as fast as each peer, and CPU milliseconds per message.
FASTER = {STOCK: 10.0, AIOHTTP: 1.5, GRAMMY: 3.0, FLOOR: 0.5}
# How many times as fast as photos texts may be.
MAX_OVER_PHOTOS = 1.25
MAX_CPU_MILLIS, MAX_TLS_CPU_MILLIS = 0.05, 0.09

Contender = Callable[[Sink, Card, int], Awaitable[Run]]


async def measure(context: Context) -> None:
    """Let all programs push, without TLS and over it."""
    async with _contenders(context) as contenders:
        async with open_sink() as sink:
            await _measure(context, sink, contenders, "SQLite", MAX_CPU_MILLIS)
        del contenders[FLOOR]
        async with open_tls_sink() as sink, _trusted(sink):
            await _measure(context, sink, contenders, "SQLite, over TLS", MAX_TLS_CPU_MILLIS)


async def _measure(
    context: Context, sink: Sink, contenders: dict[str, Contender], how: str, max_cpu_millis: float
) -> None:
    """Run in rounds; every second round runs in reverse order."""
    subscribers, rounds = context.pick((20_000, 3), (300, 1))
    async with open_empty_app(sink.url, NO_PACE) as app:
        card = await pushed_card(app)
    found: dict[str, list[Run]] = {name: [] for name in contenders}
    for number in range(rounds):
        for name in list(contenders)[:: -1 if number % 2 else 1]:
            context.progress(f"Pushing, {how}: {name}")
            found[name].append(await contenders[name](sink, card, subscribers))
    runs = {name: Runs(each) for name, each in found.items()}
    context.table.add_section(
        f"Pushing to {subscribers:,}, {how}",
        *("messages/s", "CPU ms\n/ message", "bot is\nfaster", "CPU\nratio"),
    )
    engine = runs[ENGINE]
    for name, each in runs.items():
        cpu = (
            with_target(each.cpu_millis, max_cpu_millis, maximum=True, digits=3)
            if name == ENGINE
            else f"{each.cpu_millis:.3f}"
        )
        faster = ""
        if name == PHOTOS:
            faster = with_target(engine.faster_than(each), MAX_OVER_PHOTOS, maximum=True, digits=2)
        elif name in FASTER:
            faster = with_target(engine.faster_than(each), FASTER[name], digits=2)
        context.table.add_row(name, f"{each.rate:,.0f}", cpu, faster, f"{engine.cpu_of(each):.2f}" if faster else "")


@asynccontextmanager
async def _trusted(sink: Sink) -> AsyncIterator[None]:
    """Let this process trust the sink's certificate in place of the system's."""
    os.environ["SSL_CERT_FILE"] = str(sink.certificate)  # noqa: TID251 - as an operator would
    try:
        yield
    finally:
        del os.environ["SSL_CERT_FILE"]  # noqa: TID251


@asynccontextmanager
async def _contenders(context: Context) -> AsyncIterator[dict[str, Contender]]:
    contenders: dict[str, Contender] = {
        ENGINE: _push,
        PHOTOS: _push_photos,
        STOCK: aiogram_stock.push,
        AIOHTTP: plain_http.push_by_aiohttp,
        FLOOR: plain_http.push_by_sockets,
    }
    try:
        async with grammy.installed() as node:
            yield contenders | {GRAMMY: node.push}
    except Unavailable as error:
        context.table.add_note(str(error))
        yield contenders


async def _push_photos(sink: Sink, card: Card, subscribers: int) -> Run:
    with drawn_as_variants(PHOTO):
        return await _push(sink, card, subscribers)


async def _push(sink: Sink, _card: Card, subscribers: int) -> Run:
    async with open_empty_app(sink.url, NO_PACE) as app:
        await subscribe(app, subscribers)
        await publish(app)
        await sink.reset()
        return await push(app, sink, subscribers)
