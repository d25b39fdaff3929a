"""The program as a whole, opened in this process: missing, slow and unavailable parts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

import bot.app
import bot.startup
from bot.settings import Settings, load_settings
from bot.timings import IntakeLimits, Timings
from emulator import Dropped, Emulator, Fault
from news.ledger import Address
from news.model import NewArticle
from storage import Database, open_storage
from tests.bot.intakes import all_done
from tests.news.delivering import states, until
from tests.news.faulty import Faulty
from tests.newspaper import SEND_RATE, TOKEN, Newspaper, open_newspaper

pytestmark = pytest.mark.slow


def settings_for(emulator: Emulator, database_url: str, **given: Any) -> Settings:
    return load_settings(
        **{
            "_env_file": None,
            "bot_token": TOKEN,
            "bot_api_url": emulator.url,
            "database_url": database_url,
            "push_interval": 1,
            "send_rate": SEND_RATE,
            **given,
        }
    )


@pytest.fixture
async def newspaper(sqlite_url: str) -> AsyncIterator[Newspaper]:
    async with open_newspaper(sqlite_url) as opened:
        yield opened


@asynccontextmanager
async def faulty_storage(url: str, made: list[Faulty]) -> AsyncIterator[Faulty]:
    async with open_storage(url) as database:
        made.append(Faulty(database))
        yield made[-1]


async def test_a_message_sent_while_the_database_is_away_is_answered_when_it_is_back(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first failure is in the FSM storage, in the recognition of the reader, or in the handler."""
    made = list[Faulty]()
    monkeypatch.setattr(bot.startup, "open_storage", lambda url: faulty_storage(url, made))
    timings = Timings(intake=IntakeLimits(retry_seconds=0.05))
    async with (
        open_newspaper(sqlite_url, timings, push_interval=3600) as newspaper,
        open_storage(sqlite_url) as database,
    ):
        anna = newspaper.emulator.person("Анна")
        await until(lambda: len(newspaper.emulator.calls.of("setMyShortDescription")) > 0)
        for answers in range(1, 4):
            made[0].fails(1, after=answers)  # the first transaction stores the update, and must not fail
            await anna.says("/latest")
            async with asyncio.timeout(3):
                await until(lambda: all_done(database, answers))  # noqa: B023 - awaited before it changes
            assert made[0].failed == len(from_bot(anna.messages)) == answers


def from_bot(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [message for message in messages if message["from"]["is_bot"]]


async def test_reads_since_the_last_tick_are_written_at_the_stop(newspaper: Newspaper, sqlite_url: str) -> None:
    now = newspaper.app.clock.now() if newspaper.app else None
    assert now is not None
    async with open_storage(sqlite_url) as database:
        async with database.writing() as unit:
            await unit.articles.add(NewArticle("k", "Мост открыт", (), now, published_at=now))
        await newspaper.news.articles.read(1)
        await newspaper.stop()
        async with database.reading() as unit:
            article = await unit.articles.get(1)
    assert article is not None
    assert article.reads == 1


async def test_the_settings_for_pushes_reach_the_delivery_desk_and_the_courier(
    sqlite_url: str,
) -> None:
    opening = open_newspaper(sqlite_url, paid_broadcast=True, on_unknown="skip")
    async with opening as newspaper, open_storage(sqlite_url) as database:
        (person,) = await subscribed(newspaper.emulator, database, 1)
        newspaper.emulator.faults.add(Fault(Dropped(after_effect=True), method="sendMessage", chat_id=person.id))
        await publish(database)
        await until(lambda: settled_as(database, "failed"))
        (call,) = newspaper.emulator.calls.of("sendMessage")
    assert call.parameters["allow_paid_broadcast"] is True


async def settled_as(database: Database, state: str) -> bool:
    return set((await states(database)).values()) == {state}


async def test_a_restart_in_the_middle_of_a_push_loses_and_repeats_no_message(
    database_url: str, database: Database
) -> None:
    async with open_newspaper(database_url, send_rate=300) as newspaper:
        people = await subscribed(newspaper.emulator, database, 150)
        await publish(database)
        await until(lambda: len(newspaper.emulator.calls.of("sendMessage")) >= 40)
        await newspaper.stop()
        assert "sending" not in (await states(database)).values()
        assert len(newspaper.emulator.calls.of("sendMessage")) < len(people)
        await newspaper.start()
        await until(lambda: len(newspaper.emulator.calls.of("sendMessage")) >= len(people))
    assert [len(from_bot(person.messages)) for person in people] == [1] * len(people)
    assert set((await states(database)).values()) == {"sent"}


async def subscribed(emulator: Emulator, database: Database, count: int) -> list[Any]:
    """People who have started the bot and get the headlines."""
    people = [emulator.person(f"Читатель {number}") for number in range(count)]
    async with database.writing() as unit:
        for person in people:
            person.chat.started = True
            await unit.subscriptions.start(Address(person.id), "ru", bot.app.SystemClock().now())
    return people


async def publish(database: Database) -> None:
    now = bot.app.SystemClock().now()
    async with database.writing() as unit:
        await unit.articles.add(NewArticle("push", "Мост открыт", (), now, published_at=now, to_push=True))
