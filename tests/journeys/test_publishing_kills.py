"""Real processes killed around an undo and schedules: each article appears once, and nothing that was taken back."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from emulator import Emulator, Person
from news.model import NewArticle
from news.richtext import from_plain
from storage import Database, open_storage
from tests.bot.intakes import QUICK
from tests.journeys.steps import Json, count_messages, current, from_bot, press
from tests.news.delivering import until
from tests.newspaper import TOKEN
from tests.storage.samples import raw
from tests.support.processes import BotProcess, ProcessFactory, open_process_factory

pytestmark = [pytest.mark.slow, pytest.mark.process]

SECONDS = 30
ARTICLES = 12
TIMINGS = replace(QUICK, live_queue_seconds=0.3)


@pytest.fixture(scope="module")
def factory() -> Iterator[ProcessFactory]:
    with open_process_factory() as opened:
        yield opened


@dataclass
class Desk:
    """An emulator, a database, and the processes on it that serve the editor."""

    emulator: Emulator
    factory: ProcessFactory
    database: Database
    url: str
    folder: Path
    editor: Person
    running: list[BotProcess] = field(default_factory=list)
    started: int = 0

    async def start(self, undo_seconds: int = 2) -> BotProcess:
        settings = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": self.emulator.url,
            "ADMIN_IDS": str(self.editor.id),
            "DATABASE_URL": self.url,
            "PUSH_INTERVAL": "1",
            "SEND_RATE": "200",
            "UNDO_SECONDS": str(undo_seconds),
        }
        self.started += 1
        log = self.folder / f"{self.started}.log"
        log.touch()
        process = await self.factory.start(settings, TIMINGS, log)
        await until(lambda: "the newspaper is open" in process.output(), SECONDS)
        self.running.append(process)
        return process

    async def kill(self, process: BotProcess) -> None:
        self.running.remove(process)
        await process.kill()

    async def ask(self, person: Person, words: str) -> Json:
        """Write to the bot; return its answer."""
        before = len(from_bot(person))
        await person.says(words)
        await until(lambda: len(from_bot(person)) > before, SECONDS)
        return from_bot(person)[-1]

    async def rows(self, sql: str) -> list[Any]:
        async with self.database.reading() as unit:
            return [tuple(row) for row in await raw(unit, sql)]


@pytest.fixture
async def desk(factory: ProcessFactory, database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk on each engine."""
    async with Emulator(TOKEN) as emulator, open_storage(database_url) as database:
        opened = Desk(emulator, factory, database, database_url, tmp_path, emulator.person("Вера"))
        yield opened
        for process in opened.running:
            await process.stop()


async def test_a_process_killed_in_the_seconds_of_undo_is_replaced_and_the_article_appears_once(desk: Desk) -> None:
    anna = desk.emulator.person("Анна")
    first = await desk.start()
    await desk.ask(anna, "/subscribe")
    preview = await desk.ask(desk.editor, "/post Мост открыт\nДвижение началось.")
    await press(desk.editor, preview, "Опубликовать")

    await desk.kill(first)
    assert count_messages(anna, "Мост открыт") == 0
    await desk.start()

    await until(lambda: count_messages(anna, "Мост открыт") == 1, SECONDS)
    await until(lambda: "отправлено: 1" in current(desk.editor, preview)["text"], SECONDS)
    assert await desk.rows("SELECT COUNT(*) FROM edition_articles") == [(1,)]


async def test_what_was_taken_back_before_the_kill_does_not_appear_after_it(desk: Desk) -> None:
    anna = desk.emulator.person("Анна")
    first = await desk.start()
    await desk.ask(anna, "/subscribe")
    preview = await desk.ask(desk.editor, "/post Мост открыт\nДвижение началось.")
    await press(desk.editor, preview, "Опубликовать")
    await press(desk.editor, preview, "Отменить")

    await desk.kill(first)
    await desk.start()

    await desk.ask(anna, "/latest")
    await asyncio.sleep(3)  # longer than the undo and the timer together
    assert await desk.rows("SELECT status FROM articles") == [("draft",)]
    assert count_messages(anna, "Мост открыт") == 0


async def test_scheduled_articles_appear_once_each_though_processes_are_killed_all_the_time(desk: Desk) -> None:
    """On PostgreSQL two processes serve the database; SQLite has one at a time."""
    await schedule_many(desk)
    kills = 0
    while await desk.rows("SELECT 1 FROM articles WHERE status = 'scheduled'"):
        present = await desk.start()
        other = await desk.start() if desk.url.startswith("postgres") else None
        await asyncio.sleep(0.2 * (kills % 3))
        await desk.kill(present)
        kills += 1
        if other is not None:
            await desk.kill(other)
    await desk.start()

    assert kills
    await until(lambda: is_pushed(desk), SECONDS)
    assert await desk.rows("SELECT COUNT(*) FROM articles WHERE status = 'published'") == [(ARTICLES,)]
    assert await desk.rows("SELECT article FROM edition_articles GROUP BY article HAVING COUNT(*) > 1") == []


async def is_pushed(desk: Desk) -> bool:
    """Whether every article is in an edition."""
    return await desk.rows("SELECT COUNT(DISTINCT article) FROM edition_articles") == [(ARTICLES,)]


async def schedule_many(desk: Desk) -> None:
    """Schedule articles a moment apart, from now on."""
    now = SystemClock().now()
    async with desk.database.writing() as unit:
        for index in range(ARTICLES):
            text = from_plain("Движение началось.")
            number, _ = await unit.articles.add(NewArticle(f"k{index}", f"Мост {index}", text, now))
            await unit.drafts.schedule(number, now + timedelta(seconds=0.4 * index), desk.editor.id)
