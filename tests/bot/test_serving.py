"""Serving until a signal, mostly as a process: signals, a kill in the middle of a push, and the log."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.serving import serve
from bot.settings import load_settings
from emulator import Dropped, Emulator, Fault, Slow
from storage import Database, open_storage
from tests.bot.cli_processes import Result, RunningProgram, start, wait_for_end
from tests.bot.intakes import all_done
from tests.bot.test_app import from_bot, publish, settings_for, subscribed
from tests.news.delivering import all_settled, states, until
from tests.newspaper import TOKEN, Newspaper

REAL_TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
# Importing aiogram takes 3 s on an idle machine.
START_SECONDS = 60
STOP_SECONDS = 10


@asynccontextmanager
async def started(emulator: Emulator, database_url: str, **settings: str) -> AsyncIterator[RunningProgram]:
    """Start the program and wait until it asks for updates."""
    given = {"BOT_TOKEN": emulator.token, "BOT_API_URL": emulator.url, "DATABASE_URL": database_url, **settings}
    async with start("run", **given) as running:
        await until(
            lambda: running.process.returncode is not None or len(emulator.calls.of("getUpdates")) > 0, START_SECONDS
        )
        assert running.process.returncode is None, running.err
        yield running


async def stopped(running: RunningProgram, number: signal.Signals) -> Result:
    """Send a signal and wait for the end: soon, with exit code 0 and no output."""
    running.process.send_signal(number)
    async with asyncio.timeout(STOP_SECONDS):
        ended = await wait_for_end(running)
    assert (ended.code, ended.out) == (0, ""), ended
    return ended


@pytest.fixture
def more_urls(tmp_path: Path, sqlite_template: Path) -> list[str]:
    """Two more databases."""
    paths = [tmp_path / name for name in ("second.db", "third.db")]
    for path in paths:
        path.write_bytes(sqlite_template.read_bytes())
    return [f"sqlite:///{path}" for path in paths]


async def test_a_signal_ends_the_program_quietly_and_loses_nothing(sqlite_url: str, more_urls: list[str]) -> None:
    """Three processes at once, because each takes seconds to start."""
    async with asyncio.TaskGroup() as group:
        group.create_task(sigterm_after_a_push(sqlite_url))
        group.create_task(stop_while_a_handler_is_at_work(more_urls[0], signal.SIGINT))
        group.create_task(stop_while_a_handler_is_at_work(more_urls[1], signal.SIGHUP))


async def sigterm_after_a_push(sqlite_url: str) -> None:
    """Its log at level DEBUG never contains the token."""
    async with Emulator(REAL_TOKEN) as emulator, open_storage(sqlite_url) as database:
        for method, effect in (("getUpdates", Dropped()), ("sendMessage", Dropped())):
            emulator.faults.add(Fault(effect, method=method))  # so that errors are logged
        async with started(emulator, sqlite_url, LOG_LEVEL="DEBUG", PUSH_INTERVAL="1") as running:
            anna = emulator.person("Анна")
            await anna.says("/start")
            await anna.says("/subscribe")
            await until(lambda: all_done(database, 2))
            await publish(database)
            await anna.sees("Мост открыт", timeout=20)
            ended = await stopped(running, signal.SIGTERM)
        assert set((await states(database)).values()) == {"sent"}
        assert await all_done(database, 2)
    assert REAL_TOKEN not in ended.err
    assert REAL_TOKEN.partition(":")[2] not in ended.err
    for event in ("the newspaper is open", "updates could not be fetched", "edition 1 opened", "stopping"):
        assert event in ended.err


async def stop_while_a_handler_is_at_work(sqlite_url: str, number: signal.Signals) -> None:
    """The handler may finish."""
    async with Emulator(TOKEN) as emulator, open_storage(sqlite_url) as database:
        async with started(emulator, sqlite_url) as running:
            emulator.faults.add(Fault(Slow(1), method="sendMessage"))
            anna = emulator.person("Анна")
            await anna.says("/help")
            await until(lambda: len(emulator.calls.of("sendMessage")) > 0)
            ended = await stopped(running, number)
        assert "Traceback" not in ended.err
        assert len(from_bot(anna.messages)) == 1
        assert await all_done(database, 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_ends_a_start_that_waits_for_telegram(
    sqlite_url: str, caplog: pytest.LogCaptureFixture, number: signal.Signals
) -> None:
    nowhere = load_settings(_env_file=None, bot_token=TOKEN, bot_api_url="http://127.0.0.1:9", database_url=sqlite_url)
    serving = asyncio.get_running_loop().create_task(serve(nowhere))
    await until(lambda: "Telegram is not reachable yet" in caplog.text)
    os.kill(os.getpid(), number)
    async with asyncio.timeout(5):
        await serving
    assert TOKEN not in caplog.text


async def test_a_signal_that_the_parent_ignores_is_ignored(emulator: Emulator, sqlite_url: str) -> None:
    """So does `nohup` keep a program from ending with its terminal."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        serving = asyncio.get_running_loop().create_task(serve(settings_for(emulator, sqlite_url)))
        await until(lambda: len(emulator.calls.of("getUpdates")) > 0)
        os.kill(os.getpid(), signal.SIGHUP)
        anna = emulator.person("Анна")
        await anna.says("/help")
        await until(lambda: len(from_bot(anna.messages)) == 1)
        os.kill(os.getpid(), signal.SIGTERM)
        async with asyncio.timeout(5):
            await serving
    finally:
        signal.signal(signal.SIGHUP, before)


async def test_a_kill_in_the_middle_of_a_push_loses_no_message(sqlite_url: str) -> None:
    async with Emulator(TOKEN) as emulator, open_storage(sqlite_url) as database:
        people = await subscribed(emulator, database, 300)
        await publish(database)
        async with started(emulator, sqlite_url, SEND_RATE="200") as running:
            await until(lambda: len(emulator.calls.of("sendMessage")) >= 80)
            running.process.kill()
            await running.process.wait()
        found = list((await states(database)).values())
        assert len(emulator.calls.of("sendMessage")) < len(people)
        assert found.count("sending") <= 80, "at most four blocks of a tenth of a second are in doubt"
        await leases_run_out(database)
        newspaper = Newspaper(emulator, emulator.person("Вера"), settings_for(emulator, sqlite_url))
        await newspaper.start()
        await until(lambda: all_settled(database, len(people)))
        await newspaper.stop()
        assert set((await states(database)).values()) == {"sent"}
    copies = [len(from_bot(person.messages)) for person in people]
    assert min(copies) == 1
    assert sum(copies) - len(people) <= found.count("sending")


async def leases_run_out(database: Database) -> None:
    """Let the leases of the killed process expire."""
    now = SystemClock().now()
    async with database.writing() as unit:
        connection = unit.deliveries._connection  # type: ignore[attr-defined]
        micros = int(now.timestamp() * 1_000_000)
        await connection.execute(f"UPDATE deliveries SET leased_until = {micros} WHERE state = 'sending'")  # noqa: S608
