"""Processes are killed in the middle of handling, every update comes several times: nothing is lost or done twice.

The processes are real, and so are their databases and webhooks; the test stands in for Telegram, which posts an update
until somebody takes it.
"""

import asyncio
import random
import signal
import socket
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from emulator import Emulator, Person
from emulator.webhooks import SECRET_HEADER
from news.model import NewArticle
from news.richtext import from_plain
from storage import Database, migrate, open_storage
from tests.bot.terminal import start_python
from tests.databases import create_database, drop_database, url_of
from tests.journeys.steps import LONG_AGO
from tests.newspaper import TOKEN

SECRET = "s" * 32
PEOPLE = 40
SIDE_BY_SIDE = 10
# Half a minute is a long time for a test: the same code with a shorter lease.
SERVE = """
import asyncio
from datetime import timedelta
import bot.intake
bot.intake.LEASE, bot.intake.RENEWED_AT_AGE, bot.intake.MARGIN = (timedelta(seconds=each) for each in (4, 1, 1))
bot.intake.LOOK_SECONDS = 0.3
from bot.app import serve
from bot.settings import load_settings
asyncio.run(serve(load_settings()))
"""


@dataclass
class Server:
    """A newspaper in a process of its own, that serves a webhook and tells how it is."""

    settings: dict[str, str]
    port: int
    watch: int
    process: Process | None = field(default=None)

    async def start(self) -> None:
        """Start the process; it may take seconds until it serves."""
        self.process = await start_python("-c", SERVE, **self.settings)

    async def kill(self) -> None:
        """Kill it as the machine would."""
        assert self.process is not None
        assert self.process.returncode is None, "it ended by itself"
        self.process.kill()
        await self.process.communicate()

    async def stop(self) -> int:
        """Stop it as an operator would; return its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        await self.process.communicate()
        return self.process.returncode or 0


def server(emulator: Emulator, database_url: str) -> Server:
    port, watch = free_port(), free_port()
    settings = {
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": emulator.url,
        "DATABASE_URL": database_url,
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/updates",
        "WEBHOOK_SECRET": SECRET,
        "WEB_PORT": str(port),
        "METRICS_PORT": str(watch),
        "LOG_LEVEL": "ERROR",
        "PUSH_INTERVAL": "3600",
    }
    return Server(settings, port, watch)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


class Telegram:
    """Posts updates to one of the servers, again and again until one takes it."""

    def __init__(self, servers: list[Server], session: aiohttp.ClientSession, dice: random.Random) -> None:
        self._servers = servers
        self._session = session
        self._dice = dice
        self.taken = 0

    async def post(self, updates: list[Any]) -> None:
        """Post them all, some side by side."""
        waiting = list(updates)

        async def posts() -> None:
            while waiting:
                update = waiting.pop(0)
                while not await self._is_taken(update):
                    await asyncio.sleep(0.05)
                self.taken += 1

        await asyncio.gather(*(posts() for _ in range(SIDE_BY_SIDE)))

    async def until_taken(self, count: int) -> None:
        """Wait until so many posts were taken."""
        while self.taken < count:
            await asyncio.sleep(0.002)

    async def _is_taken(self, update: Any) -> bool:
        port = self._dice.choice(self._servers).port
        url, headers = f"http://127.0.0.1:{port}/updates", {SECRET_HEADER: SECRET}
        try:
            async with self._session.post(url, json=update, headers=headers) as response:
                return response.status == 200
        except aiohttp.ClientError:
            return False


async def ready(session: aiohttp.ClientSession, *servers: Server) -> None:
    for each in servers:
        async with asyncio.timeout(40):
            while True:
                assert each.process is not None
                assert each.process.returncode is None, (await each.process.communicate())[1].decode()
                try:
                    async with session.get(f"http://127.0.0.1:{each.watch}/readyz") as response:
                        if response.status == 200:
                            break
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)


async def prepare(database_url: str, people: list[Person]) -> None:
    """Publish an article, and register everybody."""
    await migrate(database_url)
    async with open_storage(database_url) as database, database.writing() as unit:
        await unit.articles.add(
            NewArticle("k", "Новость", from_plain("Текст."), LONG_AGO, published_at=LONG_AGO, to_push=False)
        )
        for person in people:
            await unit.readers.register(person.id, f"Имя {person.id}", f"имя {person.id}", "ru", LONG_AGO)


async def said(emulator: Emulator, people: list[Person]) -> list[Any]:
    """Return what everybody says, as updates that nobody has been given yet."""
    for person in people:
        await person.says(f"/comment 1 Слово {person.id}")
        await person.says("/subscribe")
        await person.says("/help")
    updates = [each.update for each in emulator.world.updates._queue]
    emulator.world.updates.drop()
    return updates


def expected(updates: list[Any]) -> set[tuple[Any, ...]]:
    """Return what a clean run leaves."""
    messages = [update["message"] for update in updates]
    return {
        (message["from"]["id"], message["text"].removeprefix("/comment 1 "), message["message_id"])
        for message in messages
        if message["text"].startswith("/comment")
    }


async def rows(database: Database, sql: str) -> list[tuple[Any, ...]]:
    async with database.reading() as unit:
        connection = unit.inbox._connection
        fetch = getattr(connection, "fetch", None) or connection.execute_fetchall
        return [tuple(row) for row in await fetch(sql)]


async def all_done(database: Database, count: int) -> None:
    async with asyncio.timeout(40):
        while await rows(database, "SELECT state, COUNT(*) FROM inbox GROUP BY state") != [("done", count)]:
            await asyncio.sleep(0.1)


async def check(database: Database, updates: list[Any], people: list[Person]) -> None:
    """The tables are those of a clean run."""
    comments = await rows(database, "SELECT author_id, text, message_id FROM comments")
    assert len(comments) == len(set(comments)) == PEOPLE
    assert set(comments) == expected(updates)
    assert await rows(database, "SELECT comment_count FROM articles") == [(PEOPLE,)]
    subscribed = await rows(database, "SELECT chat_id FROM subscriptions WHERE ended_at IS NULL ORDER BY chat_id")
    assert subscribed == [(person.id,) for person in sorted(people, key=lambda person: person.id)]
    assert len(await rows(database, "SELECT id FROM readers")) == PEOPLE


@asynccontextmanager
async def town() -> AsyncIterator[tuple[Emulator, list[Person], aiohttp.ClientSession]]:
    async with Emulator(TOKEN) as emulator, aiohttp.ClientSession() as session:
        yield emulator, [emulator.person(f"№ {each}") for each in range(PEOPLE)], session


def several_times(updates: list[Any], dice: random.Random) -> list[Any]:
    posted = [update for update in updates for _ in range(dice.randint(1, 5))]
    dice.shuffle(posted)
    return posted


def answers(emulator: Emulator) -> int:
    return sum(call.code == 200 for call in emulator.calls.of("sendMessage"))


async def test_after_kills_in_the_middle_of_handling_the_tables_equal_those_of_a_clean_run(sqlite_url: str) -> None:
    dice = random.Random(3)
    async with town() as (emulator, people, session):
        await prepare(sqlite_url, people)
        updates = await said(emulator, people)
        posted = several_times(updates, dice)
        only = server(emulator, sqlite_url)
        telegram = Telegram([only], session, dice)
        posting = asyncio.get_running_loop().create_task(telegram.post(posted))
        for share in (0.2, 0.6):
            await only.start()
            await telegram.until_taken(int(len(posted) * share))
            await only.kill()
        await only.start()
        await posting
        async with open_storage(sqlite_url) as database:
            await all_done(database, len(updates))
            await check(database, updates, people)
        assert await only.stop() == 0
        # Handled twice is at most what was being handled, or not yet marked, when the process was killed.
        assert len(updates) <= answers(emulator) <= len(updates) + 2 * 64


async def test_of_two_processes_on_one_database_one_is_killed_and_the_other_does_the_rest(postgres_url: str) -> None:
    dice = random.Random(4)
    name = await create_database()
    try:
        async with town() as (emulator, people, session):
            url = url_of(name)
            await prepare(url, people)
            updates = await said(emulator, people)
            posted = several_times(updates, dice)
            servers = [server(emulator, url) for _ in range(2)]
            for each in servers:
                await each.start()
            await ready(session, *servers)
            telegram = Telegram(servers, session, dice)
            posting = asyncio.get_running_loop().create_task(telegram.post(posted))
            await telegram.until_taken(len(posted) // 2)
            await servers[0].kill()
            await posting
            async with open_storage(url) as database:
                await all_done(database, len(updates))
                await check(database, updates, people)
            assert await servers[1].stop() == 0
            assert len(updates) <= answers(emulator) <= len(updates) + 64
    finally:
        await drop_database(name)


async def test_two_living_processes_never_handle_the_same_update(postgres_url: str) -> None:
    dice = random.Random(5)
    name = await create_database()
    try:
        async with town() as (emulator, people, session):
            url = url_of(name)
            await prepare(url, people)
            updates = await said(emulator, people)
            servers = [server(emulator, url) for _ in range(2)]
            for each in servers:
                await each.start()
            await ready(session, *servers)
            await Telegram(servers, session, dice).post(several_times(updates, dice))
            async with open_storage(url) as database:
                await all_done(database, len(updates))
                await check(database, updates, people)
            holders = {each.process.pid for each in servers if each.process is not None}
            async with open_storage(url) as database:
                found = await rows(database, "SELECT DISTINCT holder FROM inbox")
            assert {int(holder.split(":")[1]) for (holder,) in found} == holders
            assert [await each.stop() for each in servers] == [0, 0]
            assert answers(emulator) == len(updates)
    finally:
        await drop_database(name)


