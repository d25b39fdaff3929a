"""A storm of mutated updates over a running newspaper, and what the program complains of meanwhile."""

import asyncio
import logging
import os
from dataclasses import dataclass, field

from aiogram.exceptions import TelegramBadRequest

from benchmarks.faults.storm import Json, Weather
from bot.clock import SystemClock
from emulator import Person
from handlers.commands import correcting, posting, registering
from tests.journeys.steps import (
    PATIENCE_SECONDS,
    answer_to,
)
from tests.news.delivering import until
from tests.newspaper import Newspaper

# Tests have no bot.app to take their settings from.
WISHED = int(os.environ.get("VESTNIK_FUZZ", "0"))  # noqa: TID251
UPDATES = WISHED or 3000
BATCH = 60
SEED = int.from_bytes(os.urandom(4)) if WISHED else 20260121
SECONDS = 5.0
MADE_UP = ("chat not found", "message thread not found")
NEVER_SAID = ("Traceback", "сломалось", "went wrong", "object at 0x", "Error(")


class Failures(logging.Handler):
    """Keeps what the program logs as an error, but for the two that forged updates rightly cause.

    A dead letter is what an update that cannot be parsed becomes; and the emulated Telegram knows no chat or topic that
    was made up, so an answer there is refused as no answer to a real update would be.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []
        self.dead = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line that nobody expected."""
        error = record.exc_info[1] if record.exc_info else None
        if record.name == "bot.intake" and "is a dead letter" in record.getMessage():
            self.dead += 1
        elif not (isinstance(error, TelegramBadRequest) and error.message.endswith(MADE_UP)):
            self.lines.append(f"{record.name}: {record.getMessage()} ({error!r})")


@dataclass
class Storm:
    """A running newspaper full of people, each in the middle of something."""

    newspaper: Newspaper
    failures: Failures
    persons: dict[str, Person]
    weather: Weather
    strangers: int = 0
    seen: dict[int, int] = field(default_factory=dict)

    async def strikes(self, updates: list[Json]) -> None:
        """Let the updates in, then hold the program to its promises."""
        world = self.newspaper.emulator.world
        await self._begin_everything_anew()
        sent = {}
        for update in updates:
            number = world.inject(update)
            sent[number] = update
            if not any(name in world.updates.allowed for name in update):
                world.updates.again(number)  # of a kind that was not asked for: Telegram would keep it to itself
        await self.serves_the_next()
        await everything_is_handled(self.newspaper)
        guilty = [update for number, update in sent.items() if any(str(number) in line for line in self.failures.lines)]
        assert self.failures.lines == [], f"seed {SEED}: {guilty}"
        assert self._new_words() == [], f"seed {SEED}"

    async def serves_the_next(self) -> None:
        """A good update of somebody new is handled, within seconds."""
        self.strangers += 1
        stranger = self.newspaper.emulator.person(f"Новый {self.strangers}")
        async with asyncio.timeout(SECONDS):
            latest = await answer_to(self.newspaper, await stranger.says("/latest"))
        assert latest["text"].startswith("Последние новости\n\n")
        assert self.newspaper._running is not None
        assert not self.newspaper._running.done()

    async def _begin_everything_anew(self) -> None:
        """Put everybody in the middle of something, that words may meet every state."""
        fsm = [
            (registering.Naming.waiting, {"article": 1}),
            (posting.Posting.waiting, {}),
            (correcting.Correcting.title, {"number": 1}),
            (correcting.Correcting.text, {"number": 2}),
            (correcting.Correcting.reason, {"number": 3, "title": "Новый"}),
            (correcting.Correcting.deciding, {"number": 1, "title": "Новый"}),
        ]
        async with self.newspaper.news.storage.writing() as unit:
            for index, person in enumerate(self.persons.values()):
                state, data = fsm[(index + self.strangers) % len(fsm)]
                await unit.fsm.put(person.id, person.id, state.state, data, SystemClock().now())

    def _new_words(self) -> list[str]:
        """What the bot said since the last look that it should never say."""
        told = []
        for chat in self.newspaper.emulator.world.chats.values():
            last = self.seen.get(chat.id, 0)
            for message in chat.messages.values():
                if message.id > last and message.sender is self.newspaper.emulator.world.bot:
                    told += [f"{word!r} in {message.text!r}" for word in NEVER_SAID if word in message.text]
            self.seen[chat.id] = max(chat.messages, default=0)
        return told


async def everything_is_handled(newspaper: Newspaper) -> None:
    """Wait until no update is in any line. Those before an update that has been answered were in line before it."""
    assert newspaper.app is not None
    intake = newspaper.app.intake
    await until(lambda: intake.idle, PATIENCE_SECONDS)
