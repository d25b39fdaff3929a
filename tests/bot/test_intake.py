"""The intake: stored before confirmed, in order within a chat, side by side between chats, once each, none lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiogram.types import Message

import bot.intake
import bot.polling
from emulator import Broken, Dropped, Emulator, Fault, Person, Refused, Strange
from emulator.errors import ApiError
from news.errors import StorageError
from storage import Database, open_storage
from tests.bot.receiving import Desk, all_done, crashing, intake_at, kept, working
from tests.news.delivering import until
from tests.news.faulty import Faulty
from tests.newspaper import TOKEN


@pytest.fixture(autouse=True)
def _impatience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.intake, "FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(bot.intake, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(bot.intake, "LEASE", timedelta(seconds=2))
    monkeypatch.setattr(bot.intake, "RENEWED_AT_AGE", timedelta(seconds=0.5))
    monkeypatch.setattr(bot.intake, "MARGIN", timedelta(seconds=0.5))
    monkeypatch.setattr(bot.polling, "FIRST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(bot.polling, "LOOK_SECONDS", 0.5)
    monkeypatch.setattr(bot.polling, "LEASE", timedelta(seconds=2))


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_updates_are_handled_marked_done_and_confirmed(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    async with working(emulator, database, desk.handle):
        for text in ("раз", "два"):
            await anna.says(text)
        await until(lambda: all_done(database, 2))
        await until(lambda: len(emulator.world.updates) == 0)
    assert desk.done == ["раз", "два"]


async def test_nothing_is_confirmed_that_could_not_be_stored(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    faulty = Faulty(database)
    async with crashing(emulator, faulty, desk.handle):
        await until(lambda: len(emulator.calls.of("getUpdates")) >= 1)
        faulty.fails(10**9)
        await anna.says("раз")
        await until(lambda: faulty.failed >= 2)
        assert len(emulator.world.updates) == 1
    assert (desk.begun, await kept(database)) == ([], {})
    async with working(emulator, database, desk.handle):
        await until(lambda: all_done(database, 1))
    assert desk.done == ["раз"]


async def test_a_database_that_comes_back_finds_the_update_waiting(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    faulty = Faulty(database)
    faulty.fails(2)  # at the very start: what a crash left unfinished cannot be read
    await anna.says("раз")
    async with working(emulator, faulty, desk.handle):
        await until(lambda: all_done(database, 1))
        faulty.fails(2)
        await anna.says("два")
        await until(lambda: all_done(database, 2))
    assert desk.done == ["раз", "два"]


async def test_what_was_stored_although_the_answer_was_lost_is_handled_once(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    class LosesAnswers(Faulty):
        """Commits, and then tells that it could not."""

        lost = 0

        @asynccontextmanager
        async def writing(self) -> AsyncIterator[Any]:
            async with super().writing() as unit:
                yield unit
            if self.lost < 2:
                self.lost += 1
                raise StorageError("The connection was lost, as the test wants it.")

    async with working(emulator, LosesAnswers(database), desk.handle):
        for text in ("раз", "два"):
            await anna.says(text)
        await until(lambda: all_done(database, 2))
    assert desk.done == ["раз", "два"]


async def test_what_a_crash_left_unfinished_is_handled_after_the_restart(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    desk.hold("раз")
    async with crashing(emulator, database, desk.handle):
        for text in ("раз", "два"):
            await anna.says(text)
        await until(lambda: len(emulator.world.updates) == 0)
        assert desk.begun == ["раз"]
    desk.held.clear()
    async with working(emulator, database, desk.handle):
        await anna.says("три")
        await until(lambda: all_done(database, 3))
    assert desk.done == ["раз", "два", "три"]


async def test_one_chats_messages_are_handled_in_order_one_at_a_time(
    emulator: Emulator, anna: Person, database: Database
) -> None:
    texts, done, inside = [str(number) for number in range(40)], list[str](), 0

    async def handle(message: Message) -> None:
        nonlocal inside
        inside += 1
        assert inside == 1
        await asyncio.sleep(0.003 if int(message.text or 0) % 3 == 0 else 0)
        inside -= 1
        done.append(message.text or "")

    async with working(emulator, database, handle):
        for text in texts:
            await anna.says(text)
        await until(lambda: all_done(database, len(texts)))
    assert done == texts


async def test_a_slow_handler_holds_up_nobody_elses_chat(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    boris = emulator.person("Борис")
    release = desk.hold("медленно")
    async with working(emulator, database, desk.handle):
        await anna.says("медленно")
        await anna.says("следом")
        for text in ("быстро", "ещё быстрее"):
            await boris.says(text)
        await until(lambda: desk.done == ["быстро", "ещё быстрее"])
        assert desk.begun.count("следом") == 0
        release.set()
        await until(lambda: all_done(database, 4))
    assert desk.done[2:] == ["медленно", "следом"]


@pytest.mark.parametrize("nonsense", [{"message": {"message_id": "x"}}, {"message": 5}, {"message": []}])
async def test_what_cannot_be_parsed_is_laid_aside_and_the_next_is_handled(
    emulator: Emulator, anna: Person, database: Database, desk: Desk, nonsense: dict[str, Any]
) -> None:
    async with working(emulator, database, desk.handle):
        bad = emulator.world.updates.put(nonsense)
        await anna.says("раз")
        await until(lambda: desk.done == ["раз"])
        await until(lambda: len(emulator.world.updates) == 0)
    states = await kept(database)
    assert states.pop(bad) == "dead"
    assert list(states.values()) == ["done"]
    async with database.reading() as unit:
        assert await unit.inbox.count_dead() == 1


async def test_a_handler_that_breaks_is_laid_aside_and_the_next_is_handled(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    async def handle(message: Message) -> None:
        if message.text == "беда":
            raise ZeroDivisionError
        await desk.handle(message)

    async with working(emulator, database, handle):
        for text in ("беда", "раз"):
            await anna.says(text)
        await until(lambda: desk.done == ["раз"])
    assert sorted((await kept(database)).values()) == ["dead", "done"]


async def test_an_update_that_comes_again_is_handled_once(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    release = desk.hold("раз")
    async with working(emulator, database, desk.handle):
        await anna.says("раз")
        await until(lambda: desk.begun == ["раз"])
        (update_id,) = await kept(database)
        emulator.redeliver(update_id)  # while it is being handled
        await anna.says("два")
        await until(lambda: len(emulator.world.updates) == 0)
        release.set()
        await until(lambda: all_done(database, 2))
        emulator.redeliver(update_id)  # after it was
        await anna.says("три")
        await until(lambda: all_done(database, 3))
    assert desk.begun == ["раз", "два", "три"]


async def test_a_handler_that_meets_no_database_is_tried_until_it_does(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    tries = 0

    async def handle(message: Message) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise StorageError("The database is away, as the test wants it.")
        await desk.handle(message)

    async with working(emulator, database, handle):
        await anna.says("раз")
        await until(lambda: all_done(database, 1))
    assert (desk.done, tries) == (["раз"], 3)


async def test_a_stop_lets_running_handlers_finish_and_leaves_the_rest_for_the_next_start(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    release = desk.hold("раз")
    async with working(emulator, database, desk.handle) as intake:
        for text in ("раз", "два"):
            await anna.says(text)
        await until(lambda: desk.begun == ["раз"])
        await until(lambda: len(emulator.world.updates) == 0)
        intake.stop()
        await asyncio.sleep(0)
        release.set()
    assert desk.done == ["раз"]
    assert sorted((await kept(database)).values()) == ["done", "pending"]
    async with working(emulator, database, desk.handle):
        await until(lambda: all_done(database, 2))
    assert desk.done == ["раз", "два"]


async def test_a_handler_that_does_not_end_is_cut_off_and_begun_anew(
    emulator: Emulator, anna: Person, database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.intake, "DRAIN_SECONDS", 0.1)
    desk.hold("раз")
    async with working(emulator, database, desk.handle):
        await anna.says("раз")
        await until(lambda: desk.begun == ["раз"])
    assert (desk.done, list((await kept(database)).values())) == ([], ["pending"])
    desk.held.clear()
    async with working(emulator, database, desk.handle):
        await until(lambda: desk.done == ["раз"])


async def test_a_stop_while_the_marks_are_being_written_loses_none(
    emulator: Emulator, anna: Person, database: Database, desk: Desk
) -> None:
    slow = Faulty(database)
    async with working(emulator, slow, desk.handle) as intake:
        await until(lambda: len(emulator.calls.of("getUpdates")) >= 1)
        await anna.says("раз")
        await until(lambda: desk.done == ["раз"])
        slow.seconds = 0.3
        await until(lambda: slow.opening > 0)
        intake.stop()
    assert await all_done(database, 1)


@pytest.mark.parametrize(
    "effect",
    [
        Refused(ApiError(409, "Conflict")),
        Refused(ApiError(401, "Unauthorized")),
        Broken(),
        Broken(200),
        Dropped(),
        Strange(replace=True),
    ],
    ids=["409", "401", "502", "html", "dropped", "strange"],
)
async def test_polling_survives_whatever_telegram_answers(
    emulator: Emulator, anna: Person, sqlite_url: str, desk: Desk, effect: Any
) -> None:
    emulator.faults.add(Fault(effect, method="getUpdates", times=2))
    async with open_storage(sqlite_url) as database, working(emulator, database, desk.handle):
        await anna.says("раз")
        await until(lambda: all_done(database, 1))
    assert desk.done == ["раз"]


async def test_polling_waits_for_a_telegram_that_is_not_there_yet(database: Database, desk: Desk) -> None:
    async with Emulator(TOKEN) as gone:
        port = int(gone.url.rpartition(":")[2])
    async with (
        intake_at(gone.url, database, desk.handle) as (intake, polling),
        asyncio.timeout(20),
        asyncio.TaskGroup() as group,
    ):
        group.create_task(intake.run(polling))
        await asyncio.sleep(0.1)
        async with Emulator(TOKEN, port) as emulator:
            await emulator.person("Анна").says("раз")
            await until(lambda: desk.done == ["раз"])
            intake.stop()
