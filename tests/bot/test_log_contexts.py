"""Every log line about an update or an edition has its number, and no other line has one."""

import io
import logging
import re
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import structlog
from aiogram.types import Message

from bot.clock import SystemClock
from bot.courier import Courier
from bot.logs import set_up
from news.ledger import Address, Delivery
from news.model import Reader
from news.newsroom import make_newsroom
from news.outcomes import Outcome
from news.ports import EditionContent
from news.rate_limits import RateLimiter
from news.roles import Role
from storage import Database
from tests.bot.intakes import SilentSource, open_intake, running
from tests.bot.raw_updates import message
from tests.news.conftest import START, ZONE
from tests.news.delivering import RecordingCourier, RunningClock, make_desk, opened, until
from texts import Catalogs

handlers = logging.getLogger("handlers.anything")
couriers = logging.getLogger("bot.anything")
structured = structlog.get_logger("handlers.structured")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """The whole log."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("aiogram", "apscheduler", "asyncio", "alembic")}
    opened = io.StringIO()
    set_up("INFO", None, opened)
    yield opened
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
    structlog.reset_defaults()


def numbers(stream: io.StringIO, words: str, name: str) -> list[str | None]:
    """Return the value of `name` in each line with these words, in order."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    found = [re.search(rf"\b{name}=(\d+)", line) for line in plain.splitlines() if words in line]
    return [each[1] if each else None for each in found]


class LoggingHandler:
    """Logs each message."""

    async def handle(self, received: Message) -> None:
        """Log one message; raise for one text."""
        handlers.info("said %s", received.text)
        structured.info("said otherwise")
        if received.text == "беда":
            raise ZeroDivisionError


async def test_each_line_about_an_update_has_its_number(database: Database, stream: io.StringIO) -> None:
    async with open_intake(database, LoggingHandler().handle) as intake, running(intake, SilentSource()):
        await intake.wait_for_capacity()
        await intake.accept([message(each, f"x{each}", person=each) for each in (5, 6, 7)])
        await until(lambda: len(numbers(stream, "said x", "update")) == 3)
        handlers.info("said outside")
        await intake.accept([message(8, "беда"), {"update_id": 9, "message": {"message_id": "x"}}])
        await until(lambda: len(numbers(stream, "is a dead letter", "update")) == 2)
    assert {number: numbers(stream, f"said x{number}", "update") for number in (5, 6, 7)} == {
        5: ["5"],
        6: ["6"],
        7: ["7"],
    }
    assert sorted(map(str, numbers(stream, "said otherwise", "update"))) == ["5", "6", "7", "8"]
    assert numbers(stream, "said outside", "update") == [None]
    assert sorted(map(str, numbers(stream, "is a dead letter", "update"))) == ["8", "9"]
    assert numbers(stream, "cannot be handled", "update") == ["8"]


async def test_each_line_about_a_push_has_its_editions_number(database: Database, stream: io.StringIO) -> None:
    answers = {1: Outcome(429, retry_after=0.01)}
    clock = RunningClock()
    courier = RecordingCourier(clock, lambda chat: answers.pop(chat.chat_id, Outcome(400, description="Too silly")))
    handler = make_desk(database, courier, clock)
    news = make_newsroom(database, courier, RateLimiter(29), clock, zone=ZONE)
    editor = Reader(800, Role.EDITOR, "ru", "Вера", START)
    await opened(news, editor, database, 8, handler)
    await handler.carry_block()
    couriers.info("rested")
    for words in ("opened with", "asks for a pause", "is paused"):
        assert numbers(stream, words, "edition") == ["1"], words
    assert numbers(stream, "rested", "edition") == [None]


def test_an_edition_that_cannot_be_drawn_has_its_number_in_the_log(stream: io.StringIO) -> None:
    no_transport: Any = None
    courier = Courier(no_transport, Catalogs(ZoneInfo("Europe/Moscow")), SystemClock(), "vestnik_bot")
    courier.carry(EditionContent(3, (), 1), Delivery(3, 7, 1, Address(7), "ru"), lambda outcome: None)
    assert numbers(stream, "cannot be drawn", "edition") == ["3"]


def test_a_traceback_shows_no_local_variables(stream: io.StringIO) -> None:
    def trouble(word: str) -> float:
        return 1 / len(word.strip(word))

    try:
        trouble(word="hunter2")
    except ZeroDivisionError:
        couriers.exception("trouble")
    assert "ZeroDivisionError" in stream.getvalue()
    assert "word.strip" in stream.getvalue()
    assert stream.getvalue().count("hunter2") <= 1, "the line of the call is source, not a value"
