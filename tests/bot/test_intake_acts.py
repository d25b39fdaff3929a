"""Several updates of one act: handled once and whole, in whichever process they arrive, and through a crash."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from aiogram.types import Message

from bot.intake import Intake
from bot.timings import IntakeLimits
from handlers.acts import messages_of
from storage import Database, open_storage
from tests.bot.intakes import SilentSource, all_done, open_intake, running
from tests.bot.raw_updates import message, press
from tests.news.delivering import until

pytestmark = pytest.mark.slow

LIMITS = IntakeLimits(
    lease=timedelta(seconds=1.2),
    renew_age=timedelta(seconds=0.3),
    margin=timedelta(seconds=0.2),
    claim_interval_seconds=0.1,
    claim_timeout_seconds=0.5,
    retry_seconds=0.05,
    quiet_seconds=0.4,
)
LONG = "Слово. " * 520 + "конец"
PHOTO = {"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}


@pytest.fixture
async def other(database: Database, database_url: str) -> AsyncIterator[Database]:
    async with open_storage(database_url) as opened:
        yield opened


class Acts:
    """Records the acts that were handled, each by the ids of its messages."""

    def __init__(self) -> None:
        self.seen: list[list[int]] = []

    async def handle(self, received: Message) -> None:
        self.seen.append([each["message_id"] for each in messages_of(received)])


def item(number: int, album: str = "a") -> Any:
    update = message(number, "", photo=[PHOTO], media_group_id=album)
    del update["message"]["text"]
    return update


ALBUM = [item(1), item(2), item(3), item(4)]
CUT = [message(1, LONG), message(2, LONG), message(3, "Конец")]
ACTS = [pytest.param(ALBUM, id="album"), pytest.param(CUT, id="cut text")]


@pytest.mark.parametrize("updates", ACTS)
async def test_the_parts_of_an_act_that_arrive_in_two_processes_are_handled_once_and_whole(
    database: Database, other: Database, updates: list[Any]
) -> None:
    acts = Acts()
    async with (
        open_intake(database, acts.handle, limits=LIMITS) as first,
        open_intake(other, acts.handle, limits=LIMITS) as second,
        running(first, SilentSource()),
        running(second, SilentSource()),
    ):
        await first.wait_for_capacity()
        await second.wait_for_capacity()
        for number, each in enumerate(updates):
            await (first, second)[number % 2].accept([each])
        await second.accept([message(9, "Потом")])
        await until(lambda: all_done(database, len(updates) + 1))
    assert acts.seen == [[each["update_id"] for each in updates], [9]]


@pytest.mark.parametrize("updates", ACTS)
@pytest.mark.parametrize("before", [1, 2])
async def test_an_act_is_whole_though_its_process_died_between_two_of_its_updates(
    database: Database, other: Database, updates: list[Any], before: int
) -> None:
    acts = Acts()
    async with open_intake(database, acts.handle, limits=LIMITS) as first, dying(first):
        await first.wait_for_capacity()
        await first.accept(updates[:before])
    async with open_intake(other, acts.handle, limits=LIMITS) as second, running(second, SilentSource()):
        await second.wait_for_capacity()
        await second.accept(updates[before:])
        await until(lambda: all_done(other, len(updates)))
    assert acts.seen == [[each["update_id"] for each in updates]]


async def test_a_stop_keeps_the_parts_that_have_come_for_the_next_start(database: Database) -> None:
    acts = Acts()
    for updates in (ALBUM[:2], ALBUM[2:]):
        async with open_intake(database, acts.handle, limits=LIMITS) as intake, running(intake, SilentSource()):
            await intake.wait_for_capacity()
            await intake.accept(updates)
            if updates[-1] is ALBUM[-1]:
                await until(lambda: all_done(database, len(ALBUM)))
    assert acts.seen == [[1, 2, 3, 4]]


async def test_what_comes_behind_an_open_act_waits_and_an_ordinary_message_does_not(database: Database) -> None:
    acts = Acts()
    async with open_intake(database, acts.handle, limits=LIMITS) as intake, running(intake, SilentSource()):
        await intake.wait_for_capacity()
        await intake.accept([message(1, "Слово")])
        async with asyncio.timeout(LIMITS.quiet_seconds / 2):
            await until(lambda: acts.seen == [[1]])
        await intake.accept([item(2), press(3), item(4), message(5, "/cancel")])
        await until(lambda: all_done(database, 5))
    assert acts.seen == [[1], [2, 4], [5]]


async def test_an_act_that_cannot_be_read_is_a_dead_letter_with_all_its_parts(database: Database) -> None:
    acts = Acts()
    broken = [item(1), item(2)]
    broken[0]["message"]["photo"] = "x"
    async with open_intake(database, acts.handle, limits=LIMITS) as intake, running(intake, SilentSource()):
        await intake.wait_for_capacity()
        await intake.accept([*broken, message(3, "Слово")])
        await until(lambda: acts.seen == [[3]])
    async with database.reading() as unit:
        assert await unit.inbox.count_dead() == 2


@asynccontextmanager
async def dying(intake: Intake) -> AsyncIterator[None]:
    """Run an intake; at the block's end it dies without releasing a lease."""
    task = asyncio.get_running_loop().create_task(intake.run(SilentSource()))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
