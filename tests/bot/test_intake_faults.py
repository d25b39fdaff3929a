"""Processes are killed while they handle updates, and every update comes several times: none is lost or done twice.

The processes, their databases and webhooks are real; the test plays Telegram, which posts an update until a process
accepts it.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import aiohttp
import pytest

from bot.timings import IntakeLimits, Timings
from emulator import Emulator, Person
from emulator.webhooks import SECRET_HEADER
from news.model import NewArticle
from news.richtext import from_plain
from storage import Database, migrate, open_storage
from tests.bot.ports import free_port
from tests.databases import create_database, drop_database, url_of
from tests.journeys.steps import LONG_AGO
from tests.newspaper import TOKEN
from tests.support.processes import BotProcess, ProcessFactory, open_process_factory

SECRET = "s" * 32
PEOPLE = 40
CONCURRENT_POSTS = 10
KILLS = 5
TIMEOUT_SECONDS = 40.0
# Shorter leases than in production, in the same proportions.
TIMINGS = Timings(
    intake=IntakeLimits(
        lease=timedelta(seconds=4),
        renew_age=timedelta(seconds=1),
        margin=timedelta(seconds=1),
        claim_interval_seconds=0.3,
    )
)


async def eventually(happened: Callable[[], bool | Awaitable[bool]], pause: float = 0.002) -> None:
    """Wait for a condition as long as a busy machine may take. Raises TimeoutError if it does not come true."""
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while True:
            found = happened()
            if found if isinstance(found, bool) else await found:
                return
            await asyncio.sleep(pause)


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessFactory]:
    with open_process_factory() as opened:
        yield opened


@dataclass
class Server:
    """A newspaper in a separate process, with a webhook and the operator's site."""

    processes: ProcessFactory
    settings: dict[str, str]
    port: int
    health: int
    program: BotProcess | None = None

    @property
    def running(self) -> BotProcess:
        """The process."""
        assert self.program is not None, "it was never started"
        return self.program

    async def start(self) -> None:
        """Start the process; it takes a moment until it serves."""
        self.program = await self.processes.start(self.settings, TIMINGS)

    async def stop(self) -> int:
        """Stop the process by SIGTERM; return its exit code."""
        code, _ = await self.running.stop()
        return code


def server(processes: ProcessFactory, emulator: Emulator, database_url: str) -> Server:
    port, health = free_port(), free_port()
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": emulator.url,
        "DATABASE_URL": database_url,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
        "WEBHOOK_SECRET": SECRET,
        "WEB_PORT": str(port),
        "METRICS_PORT": str(health),
        "LOG_LEVEL": "ERROR",
        "PUSH_INTERVAL": "3600",
        "HOLD_FIRST": "0",
        "COMMENT_GAP_SECONDS": "0",
        "COMMENT_DAYS": "0",
        "NEWCOMER_HOURLY": "0",
    }
    return Server(processes, settings, port, health)


class Telegram:
    """Posts each update to one of the servers, again and again until one accepts it."""

    def __init__(self, servers: list[Server], session: aiohttp.ClientSession, dice: random.Random) -> None:
        self._servers = servers
        self._session = session
        self._dice = dice
        self.accepted = 0

    async def post(self, updates: list[Any]) -> None:
        """Post all updates, several at a time."""
        waiting = list(updates)

        async def posts() -> None:
            while waiting:
                update = waiting.pop(0)
                await eventually(partial(self._is_accepted, update), 0.05)
                self.accepted += 1

        await asyncio.gather(*(posts() for _ in range(CONCURRENT_POSTS)))

    async def until_accepted(self, count: int) -> None:
        """Wait until this many posts were accepted."""
        await eventually(lambda: self.accepted >= count)

    async def _is_accepted(self, update: Any) -> bool:
        port = self._dice.choice(self._servers).port
        url, headers = f"http://127.0.0.1:{port}/updates", {SECRET_HEADER: SECRET}
        try:
            async with self._session.post(url, json=update, headers=headers) as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False


async def ready(session: aiohttp.ClientSession, *servers: Server) -> None:
    for each in servers:
        await eventually(partial(is_ready, session, each), 0.05)


async def is_ready(session: aiohttp.ClientSession, server: Server) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{server.health}/readyz") as response:
            return response.status == 200
    except aiohttp.ClientError:
        return False


async def prepare(database_url: str, people: list[Person]) -> None:
    """Publish an article, and register all people."""
    await migrate(database_url)
    async with open_storage(database_url) as database, database.writing() as unit:
        await unit.articles.add(
            NewArticle("k", "Новость", from_plain("Текст."), LONG_AGO, published_at=LONG_AGO, to_push=False)
        )
        for person in people:
            await unit.readers.register(person.id, f"Имя {person.id}", f"имя {person.id}", "ru", LONG_AGO)


async def updates_of(emulator: Emulator, people: list[Person]) -> list[Any]:
    """Return the updates of three messages by each person; the emulator no longer holds them."""
    for person in people:
        await person.says(f"/comment 1 Слово {person.id}")
        await person.says("/subscribe")
        await person.says("/help")
    updates = [each.update for each in emulator.world.updates._queue]
    emulator.world.updates.drop()
    return updates


def expected(updates: list[Any]) -> set[tuple[Any, ...]]:
    """Return the comments that a run without faults leaves."""
    messages = [update["message"] for update in updates]
    return {
        (message["from"]["id"], message["text"].removeprefix("/comment 1 "), message["message_id"])
        for message in messages
        if message["text"].startswith("/comment")
    }


async def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    async with database.reading() as unit:
        connection = unit.inbox._connection
        return [tuple(row) for row in await connection.fetch(sql)]


async def all_done(database: Database, count: int) -> None:
    async def look() -> bool:
        return await rows(database, "SELECT state, COUNT(*) FROM inbox GROUP BY state") == [("done", count)]

    await eventually(look, 0.1)


async def check(database: Database, updates: list[Any], people: list[Person]) -> None:
    """Check that the tables are those of a run without faults."""
    comments = await rows(database, "SELECT author_id, text, message_id FROM comments")
    assert len(comments) == len(set(comments)) == PEOPLE
    assert set(comments) == expected(updates)
    assert await rows(database, "SELECT comment_count FROM articles") == [(PEOPLE,)]
    subscribed = await rows(
        database, "SELECT chat_id FROM subscriptions JOIN places ON id = place_id WHERE ended_at IS NULL ORDER BY 1"
    )
    assert subscribed == [(person.id,) for person in sorted(people, key=lambda person: person.id)]
    assert len(await rows(database, "SELECT id FROM readers")) == PEOPLE


@asynccontextmanager
async def people_and_emulator() -> AsyncIterator[tuple[Emulator, list[Person], aiohttp.ClientSession]]:
    async with Emulator(TOKEN) as emulator, aiohttp.ClientSession() as session:
        yield emulator, [emulator.person(f"№ {each}") for each in range(PEOPLE)], session


def several_times(updates: list[Any], dice: random.Random) -> list[Any]:
    posted = [update for update in updates for _ in range(dice.randint(1, 5))]
    dice.shuffle(posted)
    return posted


def answers(emulator: Emulator) -> int:
    return sum(call.code == 200 for call in emulator.calls.of("sendMessage"))


async def test_after_kills_in_the_middle_of_handling_the_tables_equal_those_of_a_clean_run(
    processes: ProcessFactory, sqlite_url: str
) -> None:
    dice = random.Random(3)  # noqa: S311 - chance, not a secret
    async with people_and_emulator() as (emulator, people, session):
        await prepare(sqlite_url, people)
        updates = await updates_of(emulator, people)
        posted = several_times(updates, dice)
        only = server(processes, emulator, sqlite_url)
        telegram = Telegram([only], session, dice)
        posting = asyncio.get_running_loop().create_task(telegram.post(posted))
        for kill in range(1, KILLS + 1):
            await only.start()
            await telegram.until_accepted(len(posted) * kill // (KILLS + 1))
            await asyncio.sleep(dice.random() * 0.02)
            await only.running.kill()
        await only.start()
        await posting
        async with open_storage(sqlite_url) as database:
            await all_done(database, len(updates))
            await check(database, updates, people)
        assert await only.stop() == 0
        # Handled twice is at most what was being handled, or not yet marked, when the process was killed.
        assert len(updates) <= answers(emulator) <= len(updates) + KILLS * 2 * CONCURRENT_POSTS


async def test_two_processes_never_handle_the_same_update_and_when_one_is_killed_the_other_does_the_rest(
    processes: ProcessFactory, postgres_url: str
) -> None:
    dice = random.Random(4)  # noqa: S311 - chance, not a secret
    name = await create_database()
    url = url_of(name)
    try:
        async with people_and_emulator() as (emulator, people, session), open_storage_of(url, people) as database:
            updates = await updates_of(emulator, people)
            first, second = updates[: len(updates) // 2], updates[len(updates) // 2 :]
            servers = [server(processes, emulator, url) for _ in range(2)]
            for each in servers:
                await each.start()
            await ready(session, *servers)
            telegram = Telegram(servers, session, dice)

            await telegram.post(several_times(first, dice))
            await all_done(database, len(first))
            found = await rows(database, "SELECT DISTINCT holder FROM inbox")
            assert {int(holder.split(":")[1]) for (holder,) in found} == {each.running.pid for each in servers}
            assert answers(emulator) == len(first)

            posted = several_times(second, dice)
            posting = asyncio.get_running_loop().create_task(telegram.post(posted))
            await telegram.until_accepted(telegram.accepted + len(posted) // 2)
            await servers[0].running.kill()
            await posting
            await all_done(database, len(updates))
            await check(database, updates, people)
            assert await servers[1].stop() == 0
            assert len(updates) <= answers(emulator) <= len(updates) + 2 * CONCURRENT_POSTS
    finally:
        await drop_database(name)


@asynccontextmanager
async def open_storage_of(url: str, people: list[Person]) -> AsyncIterator[Database]:
    await prepare(url, people)
    async with open_storage(url) as database:
        yield database
