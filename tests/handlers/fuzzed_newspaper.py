"""Sends mutated updates to a running newspaper, and collects the errors that the program logs."""

import asyncio
import logging
import os
from dataclasses import dataclass, field

from aiogram.exceptions import TelegramBadRequest

from bot.clock import SystemClock
from emulator import Person
from handlers.commands import correcting, posting, registering
from tests.journeys.steps import TIMEOUT_SECONDS, answer_to
from tests.news.delivering import until
from tests.newspaper import Newspaper
from tests.support.update_fuzzer import Json, UpdateFuzzer

# Tests have no bot.app to take their settings from.
REQUESTED = int(os.environ.get("VESTNIK_FUZZ", "0"))  # noqa: TID251
UPDATES = REQUESTED or 3000
BATCH = 60
SEED = int.from_bytes(os.urandom(4)) if REQUESTED else 20260121
SECONDS = 5.0
UNKNOWN_TO_TELEGRAM = ("chat not found", "message thread not found")
FORBIDDEN_WORDS = ("Traceback", "сломалось", "went wrong", "object at 0x", "Error(")


class Failures(logging.Handler):
    """Collects the errors that the program logs, except two that forged updates cause by design.

    An update that cannot be parsed becomes a dead letter. The emulated Telegram refuses an answer to an unknown chat
    or topic, which a real update cannot name.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []
        self.dead = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count a dead letter; keep the line of any unexpected error."""
        error = record.exc_info[1] if record.exc_info else None
        if record.name == "bot.update_results" and "is a dead letter" in record.getMessage():
            self.dead += 1
        elif not (isinstance(error, TelegramBadRequest) and error.message.endswith(UNKNOWN_TO_TELEGRAM)):
            self.lines.append(f"{record.name}: {record.getMessage()} ({error!r})")


@dataclass
class FuzzedNewspaper:
    """A running newspaper with people in the middle of dialogues, and a source of mutated updates for it."""

    newspaper: Newspaper
    failures: Failures
    persons: dict[str, Person]
    updates: UpdateFuzzer
    strangers: int = 0
    seen: dict[int, int] = field(default_factory=dict)

    async def send(self, updates: list[Json]) -> None:
        """Send the updates, then assert that no error was logged or shown, and that the next update is handled."""
        world = self.newspaper.emulator.world
        await self._set_states()
        sent = {}
        for update in updates:
            number = world.inject(update)
            sent[number] = update
            if not any(name in world.updates.allowed for name in update):
                world.updates.redeliver(number)  # the program did not ask for this kind, so Telegram would not send it
        await self.assert_next_is_handled()
        await everything_is_handled(self.newspaper)
        guilty = [update for number, update in sent.items() if any(str(number) in line for line in self.failures.lines)]
        assert self.failures.lines == [], f"seed {SEED}: {guilty}"
        assert self._forbidden_words() == [], f"seed {SEED}"

    async def assert_next_is_handled(self) -> None:
        """Assert that a good update of a new person is handled within seconds."""
        self.strangers += 1
        stranger = self.newspaper.emulator.person(f"Новый {self.strangers}")
        async with asyncio.timeout(SECONDS):
            latest = await answer_to(self.newspaper, await stranger.says("/latest"))
        assert latest["text"].startswith("Последние новости\n\n")
        assert self.newspaper._running is not None
        assert not self.newspaper._running.done()

    async def _set_states(self) -> None:
        """Put each person in a state, so that texts meet every state."""
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

    def _forbidden_words(self) -> list[str]:
        """Return the forbidden words in messages of the bot since the last call."""
        told = []
        for chat in self.newspaper.emulator.world.chats.values():
            last = self.seen.get(chat.id, 0)
            for message in chat.messages.values():
                if message.id > last and message.sender is self.newspaper.emulator.world.bot:
                    told += [f"{word!r} in {message.text!r}" for word in FORBIDDEN_WORDS if word in message.text]
            self.seen[chat.id] = max(chat.messages, default=0)
        return told


async def everything_is_handled(newspaper: Newspaper) -> None:
    """Wait until no update is queued. Updates before one that was answered were queued before it."""
    assert newspaper.app is not None
    intake = newspaper.app.intake
    await until(lambda: intake.idle, TIMEOUT_SECONDS)
