"""What the tests of the intake share: somebody who handles messages, an intake at work, a look into the inbox."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Message

from bot.api_session import ApiSession
from bot.clock import SystemClock
from bot.intake import Intake
from bot.polling import Polling
from emulator import Emulator
from storage import Database
from tests.bot.conftest import opened
from tests.newspaper import TOKEN

Handle = Callable[[Message], Awaitable[None]]


class Desk:
    """Whoever handles the messages: remembers their texts, and may be kept from finishing."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.held: dict[str, asyncio.Event] = {}

    async def handle(self, message: Message) -> None:
        text = message.text or ""
        self.begun.append(text)
        if text in self.held:
            await self.held[text].wait()
        self.done.append(text)

    def hold(self, text: str) -> asyncio.Event:
        """Keep the message from being finished until the event is set."""
        self.held[text] = asyncio.Event()
        return self.held[text]


@asynccontextmanager
async def intake_at(url: str, database: Any, handle: Handle) -> AsyncIterator[tuple[Intake, Polling]]:
    """An intake that is not running yet, and what it polls with."""
    dispatcher = Dispatcher()
    dispatcher.message.register(handle)
    async with opened(ApiSession(url, TOKEN)) as session:
        polling = Polling(session, database, SystemClock(), ["message"])
        yield Intake(Bot(TOKEN, session=session), dispatcher, database, SystemClock()), polling


@asynccontextmanager
async def working(emulator: Emulator, database: Any, handle: Handle) -> AsyncIterator[Intake]:
    """An intake at work; at the block's end it is stopped, and given time to finish."""
    async with (
        intake_at(emulator.url, database, handle) as (intake, polling),
        asyncio.timeout(20),
        asyncio.TaskGroup() as group,
    ):
        group.create_task(intake.run(polling))
        try:
            yield intake
        finally:
            intake.stop()


@asynccontextmanager
async def crashing(emulator: Emulator, database: Any, handle: Handle) -> AsyncIterator[None]:
    """An intake that is cut off at the block's end, whatever it is doing."""
    async with intake_at(emulator.url, database, handle) as (intake, polling):
        running = asyncio.get_running_loop().create_task(intake.run(polling))
        try:
            yield
        finally:
            running.cancel()
            await asyncio.wait([running])


async def kept(database: Database) -> dict[int, str]:
    """Return the states of all that is in the inbox."""
    async with database.reading() as unit:
        connection = unit.inbox._connection
        return {row["update_id"]: row["state"] for row in await connection.fetch("SELECT update_id, state FROM inbox")}


async def all_done(database: Database, count: int) -> bool:
    states = await kept(database)
    return len(states) == count and set(states.values()) <= {"done"}
