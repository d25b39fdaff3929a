"""The bot as `bot.app` composes it, on a temporary database, with the sink in place of Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import process_time
from typing import Any

from benchmarks.databases import empty_databases
from benchmarks.runs import Run, push_run
from benchmarks.sink import Sink
from benchmarks.sink_counters import FIRST_CHAT
from benchmarks.text_generator import TextGenerator
from benchmarks.timing import frozen_gc
from bot.app import App, open_app
from bot.settings import load_settings
from handlers.cards.card import Card
from handlers.cards.editions import edition_card
from news.editing import EditingDesk
from news.ledger import Address, DeliveryState
from news.model import NewArticle
from news.richtext import from_plain

TOKEN = "1:benchmark"  # noqa: S105 - the sink's
ARTICLES = 5
TOP_RATE = 1000
# Far above the speed of any machine, so the rate limiter never waits. The settings do not allow such a rate.
NO_PACE = 1e6


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The database and the Bot API that the bot uses."""

    database_url: str
    sink_url: str


@asynccontextmanager
async def open_empty_app(sink_url: str, rate: float) -> AsyncIterator[App]:
    """Open the bot on an empty SQLite database."""
    async with empty_databases("sqlite", 1) as (url,), open_app_at(Endpoints(url, sink_url), rate) as app:
        yield app


@asynccontextmanager
async def open_app_at(endpoints: Endpoints, rate: float, **others: object) -> AsyncIterator[App]:
    """Open the bot, with `others` as further settings; `rate` (messages a second) may be above their limit."""
    settings = load_settings(
        _env_file=None,
        bot_token=TOKEN,
        bot_api_url=endpoints.sink_url,
        database_url=endpoints.database_url,
        **others,
    )
    async with open_app(settings.model_copy(update={"send_rate": rate})) as app:
        yield app


async def subscribe(app: App, subscribers: int) -> None:
    """Add this many subscribers, with chat ids from FIRST_CHAT on."""
    async with app.database.writing() as unit:
        for number in range(subscribers):
            await unit.subscriptions.start(Address(FIRST_CHAT + number), "ru", app.clock.now())


async def publish(app: App, push: int = 1) -> None:
    """Publish the articles of a push. Those of one number are the same each time; the first have the numbers from 1."""
    generator, now = TextGenerator(seed=push), app.clock.now()
    articles = [
        NewArticle(
            key=f"bench:{push}:{number}",
            title=generator.title(),
            body=from_plain(generator.text()),
            created_at=now,
            topic=generator.topic(),
            published_at=now + timedelta(microseconds=number),
            to_push=True,
        )
        for number in range(ARTICLES)
    ]
    await EditingDesk(app.database, app.clock).take_in(articles)


async def pushed_card(app: App) -> Card:
    """Publish, and return the card of the push."""
    await publish(app)
    edition = await app.news.delivery.tick()
    assert edition is not None
    return edition_card(await app.news.delivery.edition(edition.id), app.catalogs.texts("ru", app.clock.now()))


async def push(app: App, sink: Sink, subscribers: int) -> Run:
    """Push the published articles; measure from the tick until the last result is in the ledger."""
    with frozen_gc():
        begun = process_time()
        edition = await app.news.delivery.tick()
        assert edition is not None
        async with asyncio.TaskGroup() as group:
            delivery = group.create_task(app.news.delivery.run())
            report = await sink.report(subscribers)
            app.news.delivery.stop()
            await delivery
        taken = process_time() - begun
    await check_sent(app, edition.id, subscribers)
    assert report.count == subscribers, report
    return push_run(report, taken)


def parameters(card: Card) -> dict[str, Any]:
    """Return the card as Bot API parameters, without the chat."""
    keyboard = card.inline_keyboard
    return {
        "text": card.text.text,
        "entities": [entity.model_dump(exclude_none=True) for entity in card.entities],
        "link_preview_options": {"is_disabled": True},
        "reply_markup": keyboard.model_dump(exclude_none=True) if keyboard else {},
    }


async def check_sent(app: App, edition: int, subscribers: int) -> None:
    """Assert that the ledger has this many sent deliveries and no others."""
    async with app.database.reading() as unit:
        counts = await unit.editions.counts(edition)
    assert counts == {DeliveryState.SENT: subscribers}, counts
