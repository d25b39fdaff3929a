"""An intake at work, without the rest of the newspaper: a desk that remembers what it was given, and raw updates."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Message

from bot.api_session import ApiSession
from bot.clock import SystemClock
from bot.intake import AdmissionFilter, Intake, Source
from tests.bot.conftest import opened
from tests.newspaper import TOKEN

Json = dict[str, Any]
NOWHERE = "http://127.0.0.1:9"


class Desk:
    """Remembers the texts of messages, in the order in which it was done with them."""

    def __init__(self, seconds: float = 0) -> None:
        self.done: list[str] = []
        self._seconds = seconds

    async def handle(self, message: Message) -> None:
        """Take one message."""
        await asyncio.sleep(self._seconds)
        self.done.append(message.text or "")


class Waiting:
    """A source that brings nothing by itself."""

    async def run(self, intake: Any) -> None:
        """Wait until cancelled."""
        await asyncio.Event().wait()


@asynccontextmanager
async def intake_of(database: Any, desk: Any, doorkeeper: AdmissionFilter | None = None) -> AsyncIterator[Intake]:
    """An intake that is not running yet, with nobody to answer to."""
    dispatcher = Dispatcher()
    dispatcher.message.register(desk.handle)
    async with opened(ApiSession(NOWHERE, TOKEN)) as session:
        yield Intake(Bot(TOKEN, session=session), dispatcher, database, SystemClock(), doorkeeper)


@asynccontextmanager
async def running(intake: Intake, source: Source) -> AsyncIterator[None]:
    """Let an intake work; at the block's end it is stopped."""
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(intake.run(source))
        try:
            yield
        finally:
            intake.stop()


def message(update_id: int, text: str, *, person: int = 7, date: int = 1_700_000_000, **fields: Any) -> Json:
    """A raw update: a person's message in the private chat."""
    sender = {"id": person, "is_bot": False, "first_name": "Анна", "language_code": "ru"}
    chat = {"id": person, "type": "private", "first_name": "Анна"}
    body = {"message_id": update_id, "date": date, "chat": chat, "from": sender, "text": text}
    return {"update_id": update_id, "message": body | fields}


def inquiry(update_id: int, *, person: int = 7, words: str = "x") -> Json:
    """A raw update: a person types words after the bot's name, in whatever chat."""
    sender = message(update_id, "", person=person)["message"]["from"]
    query = {"id": str(update_id), "from": sender, "query": words, "offset": "", "chat_type": "supergroup"}
    return {"update_id": update_id, "inline_query": query}


def press(update_id: int, *, person: int = 7, **fields: Any) -> Json:
    """A raw update: a person presses a button under the bot's message."""
    pressed: Json = message(update_id, "", person=person)["message"]
    return {
        "update_id": update_id,
        "callback_query": {
            "id": str(update_id),
            "from": pressed["from"],
            "chat_instance": "1",
            "data": "x",
            "message": pressed,
        }
        | fields,
    }
