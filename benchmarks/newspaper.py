"""The newspaper as `bot.app` puts it together, on a database of the benchmark's own, speaking to a sink."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import process_time
from typing import Any

from benchmarks.arrivals import FIRST_CHAT
from benchmarks.databases import empty_databases
from benchmarks.prose import Prose
from benchmarks.runs import Run, sent
from benchmarks.sink import Sink
from benchmarks.timing import settled_memory
from bot.app import App, open_app
from bot.settings import load_settings
from handlers.cards.card import Card
from handlers.cards.editions import edition_card
from news.editing import EditingDesk
from news.model import DeliveryState, NewArticle
from news.richtext import from_plain

TOKEN = "1:benchmark"  # noqa: S105 - the sink's
ARTICLES = 5
TOP_RATE = 1000
# Far more than any machine sends; settings stop at what Telegram sells.
NO_PACE = 1e6


@dataclass(frozen=True, slots=True)
class Outlet:
    """Where a newspaper lives and speaks to."""

    database_url: str
    sink_url: str


@asynccontextmanager
async def newspaper(sink_url: str, rate: float) -> AsyncIterator[App]:
    """Open the newspaper on an empty SQLite database."""
    async with empty_databases("sqlite", 1) as (url,), opened(Outlet(url, sink_url), rate) as app:
        yield app


@asynccontextmanager
async def opened(outlet: Outlet, rate: float) -> AsyncIterator[App]:
    """Open the newspaper; `rate` may be past the settings' own limits."""
    settings = load_settings(
        _env_file=None, bot_token=TOKEN, bot_api_url=outlet.sink_url, database_url=outlet.database_url
    )
    async with open_app(settings.model_copy(update={"send_rate": rate})) as app:
        yield app


async def subscribe(app: App, subscribers: int) -> None:
    """Let so many chats subscribe."""
    async with app.database.writing() as unit:
        for number in range(subscribers):
            await unit.subscriptions.start(FIRST_CHAT + number, "ru", app.clock.now())


async def publish(app: App) -> None:
    """Publish what one push carries; the articles are the same each time, and have the numbers from 1 on."""
    prose, now = Prose(seed=1), app.clock.now()
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


async def pushed_card(app: App) -> Card:
    """Publish, and return the card that a push of it carries."""
    await publish(app)
    edition = await app.news.delivery.tick()
    assert edition is not None
    return edition_card(await app.news.delivery.edition(edition.id), app.catalogs.texts("ru", app.clock.now()))


async def push(app: App, sink: Sink, subscribers: int) -> Run:
    """Push what was published, from the tick until the last result is written."""
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
    await check_sent(app, edition.id, subscribers)
    assert report.count == subscribers, report
    return sent(report, taken)


def parameters(card: Card) -> dict[str, Any]:
    """Return the card as the Bot API's parameters, but for the chat."""
    keyboard = card.inline_keyboard
    return {
        "text": card.text.text,
        "entities": [entity.model_dump(exclude_none=True) for entity in card.entities],
        "link_preview_options": {"is_disabled": True},
        "reply_markup": keyboard.model_dump(exclude_none=True) if keyboard else {},
    }


async def check_sent(app: App, edition: int, subscribers: int) -> None:
    """Assert that the ledger says so."""
    async with app.database.reading() as unit:
        counts = await unit.deliveries.counts(edition)
    assert counts == {DeliveryState.SENT: subscribers}, counts
