"""The timers: the first tick comes at once, then one per interval; a stop waits for the running tick."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from bot.clock import SystemClock
from bot.timers import DEAD_LETTER_RETENTION, Timers
from news.model import NewArticle, Reader
from news.newsroom import Newsroom, make_newsroom
from news.rate_limits import RateLimiter
from news.roles import Role
from storage import Database, open_storage
from tests.bot.intakes import inbox_states
from tests.news.conftest import NoCourier
from tests.news.delivering import until
from tests.news.faulty import Faulty

CLOCK = SystemClock()
LONG = 3600


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    async with open_storage(sqlite_url) as opened:
        yield opened


@pytest.fixture
def faulty(database: Database) -> Faulty:
    return Faulty(database)


@pytest.fixture
def news(faulty: Faulty) -> Newsroom:
    return make_newsroom(faulty, NoCourier(), RateLimiter(29), CLOCK, zone=ZoneInfo("UTC"))


@asynccontextmanager
async def ticking(news: Newsroom, interval: float, database: Any = None) -> AsyncIterator[None]:
    timers = Timers(news, database or news.storage, CLOCK, CLOCK, interval)
    timers.start()
    watching = asyncio.get_running_loop().create_task(timers.watch())
    try:
        yield
    finally:
        await timers.stop()
        watching.cancel()


async def published(database: Database, key: str) -> None:
    now = CLOCK.now()
    async with database.writing() as unit:
        await unit.articles.add(NewArticle(key, "Мост открыт", (), now, published_at=now, to_push=True))


async def editions(database: Database) -> int:
    async with database.reading() as unit:
        last = (await unit.statistics.read()).last_edition
    return 0 if last is None else last.id


def opened(database: Database, count: int) -> Any:
    async def look() -> bool:
        return await editions(database) == count

    return look


async def test_work_missed_while_the_program_was_down_is_done_at_once(news: Newsroom, database: Database) -> None:
    await published(database, "before the start")
    async with ticking(news, LONG):
        await until(opened(database, 1))


async def test_there_is_a_tick_in_each_interval(news: Newsroom, database: Database) -> None:
    async with ticking(news, 0.05):
        for count in (1, 2, 3):
            await published(database, str(count))
            await until(opened(database, count))


@pytest.mark.slow
@pytest.mark.parametrize("hours", [-1, 1, 24 * 365 * 56])
async def test_ticks_go_on_when_the_machines_clock_is_set(news: Newsroom, database: Database, hours: int) -> None:
    async with ticking(news, 2.0):
        await published(database, "before")
        await until(opened(database, 1))
        with time_machine.travel(CLOCK.now() + timedelta(hours=hours)):
            await published(database, "after")
            begun = CLOCK.monotonic()
            await until(opened(database, 2))
            assert CLOCK.monotonic() - begun < 4, "within two ticks"
            await published(database, "later")
            await until(opened(database, 3))


async def test_a_tick_saves_the_reads(news: Newsroom, database: Database) -> None:
    await published(database, "read")
    await news.articles.read(1)

    async def counted() -> bool:
        async with database.reading() as unit:
            article = await unit.articles.get(1)
        return article is not None and article.reads == 1

    async with ticking(news, LONG):
        await until(counted)


@pytest.mark.slow
async def test_a_stop_waits_for_the_running_tick(news: Newsroom, faulty: Faulty, database: Database) -> None:
    await published(database, "slow")
    faulty.seconds = 0.2
    async with ticking(news, LONG):
        await until(lambda: faulty.opening > 0)
        assert await editions(database) == 0
    assert await editions(database) == 1


async def test_after_the_stop_nothing_ticks(news: Newsroom, database: Database) -> None:
    async with ticking(news, 0.02):
        await published(database, "before")
        await until(opened(database, 1))
    await published(database, "after")
    await asyncio.sleep(0.1)
    assert await editions(database) == 1


async def test_an_unavailable_database_costs_ticks_but_no_edition(
    news: Newsroom, faulty: Faulty, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await published(database, "away")
    faulty.fails(4)
    async with ticking(news, 0.05):
        await until(opened(database, 1))
    assert faulty.failed == 4
    assert caplog.text.count("a push tick failed") == 2
    assert caplog.text.count("the cleanup failed") == 1
    assert caplog.text.count("memberships that are over could not be settled") == 1


async def test_a_tick_that_raises_does_not_stop_the_timer(news: Newsroom, database: Database) -> None:
    class Breaking:
        ticks = 0

        async def tick(self) -> object:
            self.ticks += 1
            if self.ticks < 3:
                raise ZeroDivisionError
            return await news.delivery.tick()

    await published(database, "broken")
    async with ticking(replace(news, delivery=Breaking()), 0.05):  # type: ignore[arg-type]
        await until(opened(database, 1))


async def test_a_tick_that_takes_longer_than_the_interval_is_not_run_twice_at_once(
    news: Newsroom, database: Database
) -> None:
    class Slow:
        inside = most = ticks = 0

        async def tick(self) -> None:
            self.inside += 1
            self.most = max(self.most, self.inside)
            await asyncio.sleep(0.1)
            self.inside -= 1
            self.ticks += 1

    slow = Slow()
    async with ticking(replace(news, delivery=slow), 0.02):  # type: ignore[arg-type]
        await until(lambda: slow.ticks >= 2)
    assert (slow.most, slow.inside) == (1, 0)


class Untidy:
    """An editions desk whose cleanup never ends."""

    blocks = 0

    async def clean_up(self) -> bool:
        self.blocks += 1
        await asyncio.sleep(0.01)
        return True


async def test_a_long_cleanup_delays_no_tick_and_no_stop(news: Newsroom, database: Database) -> None:
    untidy = Untidy()
    async with asyncio.timeout(10), ticking(replace(news, editions=untidy), 0.05, database):  # type: ignore[arg-type]
        await until(lambda: untidy.blocks > 3)
        for count in (1, 2):
            await published(database, str(count))
            await until(opened(database, count))
    blocks = untidy.blocks
    await asyncio.sleep(0.05)
    assert untidy.blocks == blocks, "no cleanup after the stop"


async def test_the_cleanup_at_the_start_deletes_old_updates(news: Newsroom, database: Database) -> None:
    async with database.writing() as unit:
        await unit.inbox.store([(each, 5, "{}") for each in (1, 2, 3, 4)], CLOCK.now() - 2 * DEAD_LETTER_RETENTION)
        await unit.inbox.mark_done([1, 2])
        await unit.inbox.mark_dead(3, "ValueError", CLOCK.now() - DEAD_LETTER_RETENTION - timedelta(minutes=1))
        await unit.inbox.mark_dead(4, "ValueError", CLOCK.now() - DEAD_LETTER_RETENTION + timedelta(minutes=1))

    async def forgotten() -> bool:
        return set(await inbox_states(database)) == {4}

    async with ticking(news, LONG):
        await until(forgotten)


async def test_a_membership_that_is_over_is_settled_by_the_timer_and_told_to_the_program(
    news: Newsroom, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.timers.MEMBERSHIP_SECONDS", 0.05)
    async with database.writing() as unit:
        await unit.readers.register(5, "Анна", "анна", "ru", CLOCK.now())
        await unit.readers.set_role(5, Role.EDITOR, CLOCK.now() + timedelta(seconds=0.2), Role.TRUSTED)
    ended = list[Reader]()

    async def keep(reader: Reader) -> None:
        ended.append(reader)

    timers = Timers(news, database, CLOCK, CLOCK, LONG, on_membership_ended=keep)
    timers.start()
    try:
        await until(lambda: bool(ended), 5)
    finally:
        await timers.stop()

    assert [(reader.id, reader.role) for reader in ended] == [(5, Role.TRUSTED)]
    async with database.reading() as unit:
        stored = await unit.readers.get(5)
    assert stored is not None
    assert (stored.role, stored.role_until) == (Role.TRUSTED, None)
