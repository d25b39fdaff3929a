"""The intake: updates are stored before they are confirmed, handled once each, in order within a chat; none is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiogram.types import Message

from emulator import Broken, Dropped, Emulator, Fault, Person, Refused, Strange
from emulator.errors import ApiError
from news.errors import StorageError
from storage import Database, open_storage
from tests.bot.intakes import QUICK_CUT, RecordingHandler, all_done, crashing, inbox_states, open_polling, working
from tests.news.delivering import until
from tests.news.faulty import Faulty
from tests.newspaper import TOKEN


@pytest.fixture
def handler() -> RecordingHandler:
    return RecordingHandler()


async def test_updates_are_handled_marked_done_and_confirmed(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    async with working(emulator, database, handler.handle):
        for text in ("раз", "два"):
            await anna.says(text)
        await until(lambda: all_done(database, 2))
        await until(lambda: len(emulator.world.updates) == 0)
    assert handler.done == ["раз", "два"]


@pytest.mark.slow
async def test_nothing_is_confirmed_that_could_not_be_stored(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    faulty = Faulty(database)
    async with crashing(emulator, faulty, handler.handle):
        await until(lambda: len(emulator.calls.of("getUpdates")) >= 1)
        faulty.fails(10**9)
        await anna.says("раз")
        await until(lambda: faulty.failed >= 2)
        assert len(emulator.world.updates) == 1
    assert (handler.begun, await inbox_states(database)) == ([], {})
    async with working(emulator, database, handler.handle):
        await until(lambda: all_done(database, 1))
    assert handler.done == ["раз"]


@pytest.mark.slow
async def test_a_database_that_comes_back_finds_the_update_waiting(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    faulty = Faulty(database)
    faulty.fails(2)  # at the start: the updates that a crash left unfinished cannot be claimed
    await anna.says("раз")
    async with working(emulator, faulty, handler.handle):
        await until(lambda: all_done(database, 1))
        faulty.fails(2)
        await anna.says("два")
        await until(lambda: all_done(database, 2))
    assert handler.done == ["раз", "два"]


@pytest.mark.slow
async def test_an_update_that_was_stored_although_the_commits_result_was_lost_is_handled_once(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    class LosingResults(Faulty):
        """Commits, and then raises as if it had not."""

        lost = 0

        @asynccontextmanager
        async def writing(self) -> AsyncIterator[Any]:
            async with super().writing() as unit:
                yield unit
            if self.lost < 2:
                self.lost += 1
                raise StorageError("The connection was lost, as the test wants it.")

    async with working(emulator, LosingResults(database), handler.handle):
        for text in ("раз", "два"):
            await anna.says(text)
        await until(lambda: all_done(database, 2))
    assert handler.done == ["раз", "два"]


@pytest.mark.slow
async def test_updates_that_a_crash_left_unfinished_are_handled_after_the_restart(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    handler.block("раз")
    async with crashing(emulator, database, handler.handle):
        for text in ("раз", "два"):
            await anna.says(text)
        await until(lambda: len(emulator.world.updates) == 0)
        assert handler.begun == ["раз"]
    handler.blocked.clear()
    async with working(emulator, database, handler.handle):
        await anna.says("три")
        await until(lambda: all_done(database, 3))
    assert handler.done == ["раз", "два", "три"]


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


async def test_a_slow_handler_delays_no_other_chat(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    boris = emulator.person("Борис")
    release = handler.block("медленно")
    async with working(emulator, database, handler.handle):
        await anna.says("медленно")
        await anna.says("следом")
        for text in ("быстро", "ещё быстрее"):
            await boris.says(text)
        await until(lambda: handler.done == ["быстро", "ещё быстрее"])
        assert handler.begun.count("следом") == 0
        release.set()
        await until(lambda: all_done(database, 4))
    assert handler.done[2:] == ["медленно", "следом"]


@pytest.mark.parametrize("nonsense", [{"message": {"message_id": "x"}}, {"message": 5}, {"message": []}])
async def test_an_update_that_cannot_be_parsed_becomes_a_dead_letter_and_the_next_is_handled(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler, nonsense: dict[str, Any]
) -> None:
    async with working(emulator, database, handler.handle):
        bad = emulator.world.updates.put(nonsense)
        await anna.says("раз")
        await until(lambda: handler.done == ["раз"])
        await until(lambda: len(emulator.world.updates) == 0)
    states = await inbox_states(database)
    assert states.pop(bad) == "dead"
    assert list(states.values()) == ["done"]
    async with database.reading() as unit:
        assert await unit.inbox.count_dead() == 1


async def test_an_update_whose_handler_breaks_becomes_a_dead_letter_and_the_next_is_handled(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    async def handle(message: Message) -> None:
        if message.text == "беда":
            raise ZeroDivisionError
        await handler.handle(message)

    async with working(emulator, database, handle):
        for text in ("беда", "раз"):
            await anna.says(text)
        await until(lambda: handler.done == ["раз"])
    assert sorted((await inbox_states(database)).values()) == ["dead", "done"]


async def test_an_update_that_comes_again_is_handled_once(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    release = handler.block("раз")
    async with working(emulator, database, handler.handle):
        await anna.says("раз")
        await until(lambda: handler.begun == ["раз"])
        (update_id,) = await inbox_states(database)
        emulator.redeliver(update_id)  # while it is being handled
        await anna.says("два")
        await until(lambda: len(emulator.world.updates) == 0)
        release.set()
        await until(lambda: all_done(database, 2))
        emulator.redeliver(update_id)  # after it was
        await anna.says("три")
        await until(lambda: all_done(database, 3))
    assert handler.begun == ["раз", "два", "три"]


async def test_a_handler_is_retried_until_the_database_is_available(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    tries = 0

    async def handle(message: Message) -> None:
        nonlocal tries
        tries += 1
        if tries < 3:
            raise StorageError("The database is away, as the test wants it.")
        await handler.handle(message)

    async with working(emulator, database, handle):
        await anna.says("раз")
        await until(lambda: all_done(database, 1))
    assert (handler.done, tries) == (["раз"], 3)


async def test_a_stop_lets_running_handlers_finish_and_leaves_the_rest_for_the_next_start(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    release = handler.block("раз")
    async with working(emulator, database, handler.handle) as intake:
        for text in ("раз", "два"):
            await anna.says(text)
        await until(lambda: handler.begun == ["раз"])
        await until(lambda: len(emulator.world.updates) == 0)
        intake.stop()
        await asyncio.sleep(0)
        release.set()
    assert handler.done == ["раз"]
    assert sorted((await inbox_states(database)).values()) == ["done", "pending"]
    async with working(emulator, database, handler.handle):
        await until(lambda: all_done(database, 2))
    assert handler.done == ["раз", "два"]


async def test_a_handler_that_does_not_end_is_cancelled_and_the_next_start_handles_the_update(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    handler.block("раз")
    async with working(emulator, database, handler.handle, QUICK_CUT):
        await anna.says("раз")
        await until(lambda: handler.begun == ["раз"])
    assert (handler.done, list((await inbox_states(database)).values())) == ([], ["pending"])
    handler.blocked.clear()
    async with working(emulator, database, handler.handle):
        await until(lambda: handler.done == ["раз"])


@pytest.mark.slow
async def test_a_stop_while_the_marks_are_being_written_loses_none(
    emulator: Emulator, anna: Person, database: Database, handler: RecordingHandler
) -> None:
    slow = Faulty(database)
    async with working(emulator, slow, handler.handle) as intake:
        await until(lambda: len(emulator.calls.of("getUpdates")) >= 1)
        await anna.says("раз")
        await until(lambda: handler.done == ["раз"])
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
async def test_polling_survives_every_failure_of_getupdates(
    emulator: Emulator, anna: Person, sqlite_url: str, handler: RecordingHandler, effect: Any
) -> None:
    emulator.faults.add(Fault(effect, method="getUpdates", times=2))
    async with open_storage(sqlite_url) as database, working(emulator, database, handler.handle):
        await anna.says("раз")
        await until(lambda: all_done(database, 1))
    assert handler.done == ["раз"]


async def test_polling_waits_until_telegram_is_reachable(database: Database, handler: RecordingHandler) -> None:
    async with Emulator(TOKEN) as gone:
        port = int(gone.url.rpartition(":")[2])
    async with (
        open_polling(gone.url, database, handler.handle) as (intake, polling),
        asyncio.timeout(20),
        asyncio.TaskGroup() as group,
    ):
        group.create_task(intake.run(polling))
        await asyncio.sleep(0.1)
        async with Emulator(TOKEN, port) as emulator:
            await emulator.person("Анна").says("раз")
            await until(lambda: handler.done == ["раз"])
            intake.stop()
