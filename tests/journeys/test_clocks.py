"""Two processes on one PostgreSQL database, of which one believes in a clock that is ten minutes fast, or sleeps."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.leases import POLLING_LEASE
from emulator import Emulator, Person
from news.model import NewArticle
from storage import Database, open_storage
from tests.bot.intakes import QUICK
from tests.databases import emptied
from tests.journeys.steps import count_messages, from_bot
from tests.news.delivering import until
from tests.newspaper import TOKEN
from tests.support.processes import BotProcess, ProcessFactory, open_process_factory

pytestmark = pytest.mark.slow

FAST = timedelta(minutes=10)
SECONDS = 20
TIMINGS = replace(QUICK, clock=replace(QUICK.clock, measure_seconds=0.5, watch_seconds=0.2))


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessFactory]:
    with open_process_factory() as opened:
        yield opened


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    async with Emulator(TOKEN) as running:
        yield running


@dataclass
class Machines:
    """The processes of one newspaper, each on a machine with a clock of its own."""

    factory: ProcessFactory
    emulator: Emulator
    url: str
    database: Database
    folder: Path

    async def start(self, name: str, ahead: timedelta = timedelta()) -> BotProcess:
        settings = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": self.emulator.url,
            "DATABASE_URL": self.url,
            "PUSH_INTERVAL": "1",
            "SEND_RATE": "200",
            "LOG_LEVEL": "INFO",
        }
        log = self.folder / f"{name}.log"
        log.touch()
        process = await self.factory.start(settings, TIMINGS, log, ahead)
        await until(lambda: "the newspaper is open" in process.output(), SECONDS)
        return process

    async def poller(self) -> str | None:
        async with self.database.reading() as unit:
            lease = await unit.leases.get(POLLING_LEASE)
        return None if lease is None else lease[0]

    async def polls(self, process: BotProcess) -> None:
        """Wait until this process polls."""

        async def is_poller() -> bool:
            return f":{process.pid}:" in (await self.poller() or "")

        await until(is_poller, SECONDS)

    async def publish(self, title: str) -> None:
        now = SystemClock().now()
        async with self.database.writing() as unit:
            await unit.articles.add(NewArticle(title, title, (), now, published_at=now, to_push=True))


@pytest.fixture
async def machines(
    processes: ProcessFactory, emulator: Emulator, postgres_url: str, tmp_path: Path
) -> AsyncIterator[Machines]:
    url = emptied(postgres_url)
    async with open_storage(url) as database:
        yield Machines(processes, emulator, url, database, tmp_path)


async def greet(person: Person, words: str) -> None:
    """Write to the bot, and wait for its answer."""
    before = len(from_bot(person))
    await person.says(words)
    await until(lambda: len(from_bot(person)) > before, SECONDS)


async def test_a_fast_process_that_dies_is_replaced_and_its_budget_is_not_closed(
    machines: Machines, emulator: Emulator
) -> None:
    anna, boris = emulator.person("Анна"), emulator.person("Борис")
    fast = await machines.start("fast", FAST)
    assert "off the database's" in fast.output()
    await machines.polls(fast)
    for person in (anna, boris):
        await greet(person, "/start")
        await greet(person, "/subscribe")
    await machines.publish("Мост открыт")
    await until(lambda: all(count_messages(person, "Мост открыт") for person in (anna, boris)), SECONDS)
    right = await machines.start("right")
    await fast.kill()
    await machines.polls(right)
    await greet(anna, "/latest")
    await machines.publish("Мост закрыт")
    await until(lambda: all(count_messages(person, "Мост закрыт") for person in (anna, boris)), SECONDS)
    await right.stop()
    assert "further in the future" not in right.output()


async def test_a_fast_process_takes_nothing_from_a_living_one(machines: Machines, emulator: Emulator) -> None:
    people = [emulator.person(name) for name in ("Анна", "Борис", "Вера")]
    right = await machines.start("right")
    await machines.polls(right)
    poller = await machines.poller()
    fast = await machines.start("fast", FAST)
    for person in people:
        await greet(person, "/start")
        await greet(person, "/subscribe")
    titles = ("Мост открыт", "Мост закрыт", "Мост починили")
    for title in titles:
        await machines.publish(title)
        await until(lambda: all(count_messages(person, title) for person in people), SECONDS)  # noqa: B023 - awaited
        assert await machines.poller() == poller
    await asyncio.sleep(2 * TIMINGS.polling.lease.total_seconds())  # any claim of the fast process would come by now
    assert await machines.poller() == poller
    await right.stop()
    await fast.stop()
    assert [count_messages(person, title) for person in people for title in titles] == [1] * 9
    assert "claimed" not in fast.output()


async def test_a_process_that_slept_beyond_its_leases_answers_nothing_that_another_has_answered(
    machines: Machines, emulator: Emulator
) -> None:
    anna = emulator.person("Анна")
    sleeper = await machines.start("sleeper")
    await machines.polls(sleeper)
    await greet(anna, "/start")
    awake = await machines.start("awake")
    os.kill(sleeper.pid, signal.SIGSTOP)
    said = [await anna.says("/latest") for _ in range(3)]
    await machines.polls(awake)
    await until(lambda: len(from_bot(anna)) == 1 + len(said), SECONDS)
    os.kill(sleeper.pid, signal.SIGCONT)
    await asyncio.sleep(TIMINGS.polling.lease.total_seconds())  # whatever it had begun would come by now
    await greet(anna, "/latest")
    await machines.polls(awake)
    assert len(from_bot(anna)) == 2 + len(said)
    assert ((await sleeper.stop())[0], (await awake.stop())[0]) == (0, 0)
