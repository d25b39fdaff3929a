"""An intake without the rest of the newspaper: recording handlers, intakes at work, and the states of the inbox."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Message

from bot.clock import SystemClock
from bot.intake import Intake
from bot.intake_ports import AdmissionFilter, Source
from bot.polling import Polling
from bot.timings import IntakeLimits, PollingTimes, Timings
from emulator import Emulator
from news.ports import Clock
from storage import Database
from tests.bot.conftest import open_session
from tests.newspaper import TOKEN

Handle = Callable[[Message], Awaitable[None]]
CLOCK = SystemClock()
NOWHERE = "http://127.0.0.1:9"
QUICK = Timings(
    intake=IntakeLimits(
        lease=timedelta(seconds=2),
        renew_age=timedelta(seconds=0.5),
        margin=timedelta(seconds=0.5),
        claim_interval_seconds=0.1,
        retry_seconds=0.05,
    ),
    polling=PollingTimes(lease=timedelta(seconds=2), renew_seconds=0.5, first_pause_seconds=0.05),
)
QUICK_CUT = replace(QUICK, intake=replace(QUICK.intake, drain_seconds=0.1))


class RecordingHandler:
    """Records the texts of messages when it begins and when it is done, and can be kept from finishing one."""

    def __init__(self, seconds: float = 0) -> None:
        self.seconds = seconds
        self.begun: list[str] = []
        self.done: list[str] = []
        self.blocked: dict[str, asyncio.Event] = {}

    async def handle(self, message: Message) -> None:
        """Handle one message; it takes `seconds`."""
        text = message.text or ""
        self.begun.append(text)
        if text in self.blocked:
            await self.blocked[text].wait()
        await asyncio.sleep(self.seconds)
        self.done.append(text)

    def block(self, text: str) -> asyncio.Event:
        """Keep the message with this text from being finished until the event is set."""
        self.blocked[text] = asyncio.Event()
        return self.blocked[text]


class SilentSource:
    """A source without updates: the test passes them to the intake."""

    async def run(self, intake: Any) -> None:
        """Wait until cancelled."""
        await asyncio.Event().wait()


@asynccontextmanager
async def open_intake(
    database: Any,
    handle: Handle,
    admission: AdmissionFilter | None = None,
    limits: IntakeLimits = IntakeLimits(),
    clock: Clock = CLOCK,
) -> AsyncIterator[Intake]:
    """An intake that is not running yet, with no Telegram to answer to."""
    dispatcher = Dispatcher()
    dispatcher.message.register(handle)
    async with open_session(NOWHERE) as session:
        bot = Bot(TOKEN, session=session)
        yield Intake(bot, dispatcher, database, clock, admission, limits=limits)


@asynccontextmanager
async def running(intake: Intake, source: Source) -> AsyncIterator[None]:
    """Run an intake; at the block's end it is stopped."""
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(intake.run(source))
        try:
            yield
        finally:
            intake.stop()


@asynccontextmanager
async def open_polling(
    url: str, database: Any, handle: Handle, timings: Timings = QUICK
) -> AsyncIterator[tuple[Intake, Polling]]:
    """An intake that is not running yet, and its source: polling."""
    async with (
        open_session(url) as session,
        open_intake(database, handle, limits=timings.intake) as intake,
    ):
        yield intake, Polling(session, database, SystemClock(), ["message"], timings.polling)


@asynccontextmanager
async def working(emulator: Emulator, database: Any, handle: Handle, timings: Timings = QUICK) -> AsyncIterator[Intake]:
    """A running intake that polls; at the block's end it is stopped, and its handlers may finish."""
    async with open_polling(emulator.url, database, handle, timings) as (intake, polling), running(intake, polling):
        yield intake


@asynccontextmanager
async def crashing(emulator: Emulator, database: Any, handle: Handle) -> AsyncIterator[None]:
    """A running intake that polls; at the block's end it is cancelled."""
    async with open_polling(emulator.url, database, handle) as (intake, polling):
        task = asyncio.get_running_loop().create_task(intake.run(polling))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])


async def inbox_states(database: Database) -> dict[int, str]:
    """Return the state of every update in the inbox, by its id."""
    async with database.reading() as unit:
        connection = unit.inbox._connection
        return {row["update_id"]: row["state"] for row in await connection.fetch("SELECT update_id, state FROM inbox")}


async def all_done(database: Database, count: int) -> bool:
    states = await inbox_states(database)
    return len(states) == count and set(states.values()) <= {"done"}
