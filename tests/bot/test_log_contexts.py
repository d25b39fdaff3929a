"""Every line of the log that is about an update or an edition has its number, and no other line has."""

import io
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from aiogram.types import Message

from bot.clock import SystemClock
from bot.logs import set_up
from bot.metrics import Metrics
from bot.observed import ObservedCourier
from news.model import Delivery
from news.outcomes import Outcome
from news.ports import Push
from storage import Database
from tests.bot.desks import Waiting, intake_of, message, running
from tests.news.delivering import until

handlers = logging.getLogger("handlers.anything")
couriers = logging.getLogger("bot.anything")
structured = structlog.get_logger("handlers.structured")


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """All that is logged."""
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
    """Return what each line with these words has as `name`, in order."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue())
    found = [re.search(rf"\b{name}=(\d+)", line) for line in plain.splitlines() if words in line]
    return [each[1] if each else None for each in found]


class Talking:
    """Says in the log what it is told."""

    async def handle(self, received: Message) -> None:
        """Take one message."""
        handlers.info("said %s", received.text)
        structured.info("said otherwise")
        if received.text == "беда":
            raise ZeroDivisionError


async def test_each_line_about_an_update_has_its_number(database: Database, stream: io.StringIO) -> None:
    async with intake_of(database, Talking()) as intake, running(intake, Waiting()):
        await intake.room()
        await intake.take([message(each, f"x{each}", person=each) for each in (5, 6, 7)])
        await until(lambda: len(numbers(stream, "said x", "update")) == 3)
        handlers.info("said outside")
        await intake.take([message(8, "беда"), {"update_id": 9, "message": {"message_id": "x"}}])
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


def test_each_line_about_a_send_has_its_editions_number(stream: io.StringIO) -> None:
    class Carrying:
        def carry(self, push: Push, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
            couriers.info("carried")
            done(Outcome(200, message_id=1))

    courier: Any = ObservedCourier(Carrying(), SystemClock(), Metrics())
    courier.carry(Push(3, (), 0), Delivery(3, 7, "ru", 1), lambda outcome: None)
    couriers.info("rested")
    courier.carry(Push(4, (), 0), Delivery(4, 7, "ru", 1), lambda outcome: None)
    assert numbers(stream, "carried", "edition") == ["3", "4"]
    assert numbers(stream, "rested", "edition") == [None]


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
