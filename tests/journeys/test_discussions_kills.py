"""Real processes, killed while people write in a discussion group and moderators take comments out."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clock import SystemClock
from emulator import Emulator, Group, Person
from news.discussed import PostCopy
from news.ledger import Address, PlaceKind
from news.model import NewArticle
from news.newsroom import Newsroom, make_newsroom
from news.posts import OutletChat
from news.rate_limits import RateLimiter
from news.richtext import from_plain
from storage import Database, open_storage
from tests.bot.intakes import QUICK
from tests.news.conftest import NoCourier
from tests.news.delivering import until
from tests.newspaper import TOKEN
from tests.storage.samples import raw
from tests.support.processes import BotProcess, ProcessFactory, open_process_factory

pytestmark = [pytest.mark.slow, pytest.mark.process]

SECONDS = 60
ROUNDS = 10


@pytest.fixture(scope="module")
def factory() -> Iterator[ProcessFactory]:
    with open_process_factory() as opened:
        yield opened


@dataclass
class Desk:
    """An emulator, a database with a moderator at it, and the processes that serve a discussion group."""

    emulator: Emulator
    factory: ProcessFactory
    database: Database
    news: Newsroom
    url: str
    folder: Path
    editor: Person
    running: list[BotProcess] = field(default_factory=list)
    started: int = 0

    async def start(self) -> None:
        """Start a process; on PostgreSQL two, for SQLite has one at a time."""
        for _ in range(2 if self.url.startswith("postgres") else 1):
            self.started += 1
            log = self.folder / f"{self.started}.log"
            log.touch()
            settings = {
                "BOT_TOKEN": TOKEN,
                "BOT_API_URL": self.emulator.url,
                "ADMIN_IDS": str(self.editor.id),
                "DATABASE_URL": self.url,
                "PUSH_INTERVAL": "1",
                "SEND_RATE": "200",
                "HOLD_FIRST": "0",
            }
            process = await self.factory.start(settings, QUICK, log)
            await until(lambda started=process: "the newspaper is open" in started.output(), SECONDS)
            self.running.append(process)

    async def kill(self) -> None:
        while self.running:
            await self.running.pop().kill()

    async def rows(self, sql: str) -> list[Any]:
        async with self.database.reading() as unit:
            return [tuple(row) for row in await raw(unit, sql)]


@pytest.fixture
async def desk(factory: ProcessFactory, database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk on each engine."""
    async with Emulator(TOKEN) as emulator, open_storage(database_url) as database:
        vera = emulator.person("Вера")
        courier, limiter, zone = NoCourier(), RateLimiter(29), ZoneInfo("UTC")
        news = make_newsroom(database, courier, limiter, SystemClock(), admins={vera.id}, zone=zone)
        opened = Desk(emulator, factory, database, news, database_url, tmp_path, vera)
        yield opened
        for process in opened.running:
            await process.stop()


async def discussed(desk: Desk, *readers: Person) -> tuple[Group, int]:
    """A channel's post about an article, and its copy in the group; return the group and the copy's id."""
    channel = desk.emulator.channel("Вестник", admins=[desk.editor])
    group = desk.emulator.group("Обсуждение", admins=[desk.editor], members=readers, bot="administrator")
    group.links(channel)
    at = SystemClock().now()
    async with desk.database.writing() as unit:
        article = NewArticle("k", "Мост открыт", from_plain("Движение началось."), at, published_at=at)
        number, _ = await unit.articles.add(article)
        place = await unit.places.obtain(Address(channel.id), kind=PlaceKind.CHANNEL)
        await unit.outlets.ask(place, OutletChat("Вестник", None, group.id))
        post = await channel.posts("Мост открыт")
        copy = int(channel.copy_of(post["message_id"])["message_id"])
        known = PostCopy(group.id, copy, channel.id, post["message_id"], "Обсуждение", number)
        await unit.discussions.keep_copy(known)
    for person in readers:
        await desk.news.readers.register(await desk.news.readers.recognise(person.id, "ru"), person.user.first_name)
    return group, copy


async def test_each_message_is_one_comment_and_each_verdict_reaches_the_group_through_kills(desk: Desk) -> None:
    people = [desk.emulator.person(f"Читатель {number}") for number in range(ROUNDS)]
    group, copy = await discussed(desk, *people)
    moderator = await desk.news.readers.recognise(desk.editor.id, "ru")
    await desk.start()
    removed = set[int]()
    for number, person in enumerate(people):
        await person.says(f"Слово {number}", reply_to=copy, chat=group)
        await asyncio.sleep(0.15 * (number % 4))
        for comment_id, message_id in await desk.rows("SELECT id, message_id FROM comments WHERE status = 'published'"):
            if message_id % 2:
                await desk.news.moderation.remove(moderator, comment_id)
                removed.add(message_id)
        await asyncio.sleep(0.15 * (number % 3))
        await desk.kill()
        await desk.start()

    await until(lambda: has(desk, "SELECT COUNT(*) FROM comments", ROUNDS), SECONDS)
    for comment_id, message_id in await desk.rows("SELECT id, message_id FROM comments WHERE status = 'published'"):
        if message_id % 2:
            await desk.news.moderation.remove(moderator, comment_id)
            removed.add(message_id)
    await until(lambda: has(desk, "SELECT COUNT(*) FROM group_deeds", 0), SECONDS)

    left = {message["message_id"] for message in group.messages} - {copy}
    assert removed
    assert left.isdisjoint(removed)
    assert len(left) + len(removed) == ROUNDS
    assert await desk.rows("SELECT message_id FROM comments GROUP BY message_id HAVING COUNT(*) > 1") == []
    ((counted,),) = await desk.rows("SELECT comment_count FROM articles")
    assert counted == len(left)


async def has(desk: Desk, sql: str, count: int) -> bool:
    return await desk.rows(sql) == [(count,)]
