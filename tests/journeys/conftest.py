"""The people of the journeys, in a newspaper that runs on SQLite. An error in the program's log fails the test."""

from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.movable_clock import MovableClock
from emulator import Person
from news.rate_limits import chats
from tests.clocks import RunningClock
from tests.journeys.choices import NOON, QUICK, Readership
from tests.journeys.steps import Answer, answer_to, publish, register
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly


@pytest.fixture
def vera(newspaper: Newspaper) -> Person:
    """The editor. She is the newspaper's admin."""
    return newspaper.editor


@pytest.fixture
def anna(newspaper: Newspaper) -> Person:
    """A reader who has not registered and has not written to the bot."""
    return newspaper.emulator.person("Анна")


@pytest.fixture
def guest(newspaper: Newspaper) -> Person:
    """Another reader who has not registered: in the group «Гости»."""
    return newspaper.emulator.person("Гость")


@pytest.fixture
async def member(newspaper: Newspaper) -> Person:
    """A registered reader: in the group «Читатели»."""
    return await register(newspaper, newspaper.emulator.person("Анна"), "Анна из Твери")


@pytest.fixture
async def number(newspaper: Newspaper) -> int:
    """The number of a published article."""
    return await publish(newspaper, "Мост открыт", "Движение началось.")


@pytest.fixture
def answer(newspaper: Newspaper) -> Answer:
    """`answer_to` in this newspaper: the bot's answer to a message."""
    return partial(answer_to, newspaper)


@pytest.fixture
def quick_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chat gets a message in a tenth of a second instead of three seconds."""
    monkeypatch.setattr(chats, "GROUP_SECONDS", 0.1)
    monkeypatch.setattr("storage.deliveries.GROUP_SECONDS", 0.1)


@pytest.fixture
async def readership(
    newspaper_url: str, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Readership]:
    """The readers of a newspaper that opens at noon, and whose clock the test moves."""
    open_quickly(monkeypatch)
    clock = MovableClock(RunningClock(NOON))
    async with open_newspaper(newspaper_url, QUICK, clock) as opened:
        await opened.wait_for_menus()
        yield Readership(opened, clock)
