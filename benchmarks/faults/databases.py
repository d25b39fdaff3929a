"""Databases for the fault benchmarks: filled with subscribers and an article to push, and inspected afterwards."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.databases import empty_databases
from bot.clock import SystemClock
from news.ledger import Address
from news.model import NewArticle
from news.richtext import from_plain
from storage import Database, open_storage

FIRST_CHAT = 10_000
PAUSE_SECONDS = 0.005


@asynccontextmanager
async def prepared_database(engine: Any, subscribers: int = 0) -> AsyncIterator[str]:
    """Make a database with this many subscribers and one article to push; return its URL."""
    async with empty_databases(engine, 1) as (url,):
        await subscribe_and_publish(url, subscribers)
        yield url


async def subscribe_and_publish(url: str, subscribers: int) -> None:
    """Add subscribers and one published article to a database with empty tables."""
    async with open_storage(url) as database:
        await subscribe(database, range(FIRST_CHAT, FIRST_CHAT + subscribers))
        await publish(database, "Мост открыт")


@asynccontextmanager
async def temporary_folder() -> AsyncIterator[Path]:
    """Make a temporary folder for logs; it is removed at the end of the block."""
    with tempfile.TemporaryDirectory(prefix="vestnik-faults-") as path:
        yield Path(path)


async def subscribe(database: Database, chats: Iterable[int]) -> None:
    """Subscribe chats."""
    now = SystemClock().now()
    async with database.writing() as unit:
        for chat in chats:
            await unit.subscriptions.start(Address(chat), "ru", now)


async def choose_variants(database: Database, variants: Mapping[int, str]) -> None:
    """Give the subscriptions of some chats a variant."""
    async with database.writing() as unit:
        connection = unit.inbox._connection
        for chat, variant in variants.items():
            await connection.fetch(
                f"UPDATE subscriptions SET variant = '{variant}' "  # noqa: S608 - names of ours
                f"WHERE place_id = (SELECT id FROM places WHERE chat_id = {chat})"
            )


async def publish(database: Database, title: str, *, to_push: bool = True) -> int:
    """Publish an article and return its number."""
    now = SystemClock().now()
    article = NewArticle(f"{title} {now}", title, from_plain("Текст."), now, published_at=now, to_push=to_push)
    async with database.writing() as unit:
        return (await unit.articles.add(article))[0]


async def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    """Run any SELECT, also one that the storage has no method for."""
    async with database.reading() as unit:
        connection = unit.inbox._connection
        return [tuple(row) for row in await connection.fetch(sql)]


async def states(database: Database) -> dict[str, int]:
    """Return how many deliveries are in each state."""
    return dict(await rows(database, "SELECT state, COUNT(*) FROM deliveries GROUP BY state"))


async def all_settled(database: Database, count: int) -> bool:
    """Whether at least `count` deliveries are in a final state."""
    found = await states(database)
    return sum(found.values()) - found.get("pending", 0) - found.get("sending", 0) >= count


async def unknowns(database: Database) -> int:
    """Return how many sends have an unknown outcome in the ledger: the message may have arrived or not."""
    return int((await rows(database, "SELECT COALESCE(SUM(unknowns), 0) FROM deliveries"))[0][0])


async def until(happened: Callable[[], bool | Awaitable[bool]], seconds: float, pause: float = PAUSE_SECONDS) -> None:
    """Poll a condition, every `pause` seconds. Raises TimeoutError when it is still false after `seconds`."""
    async with asyncio.timeout(seconds):
        while True:
            found = happened()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(pause)
