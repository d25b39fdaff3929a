"""Live messages: one row a person, and one claim for an edit, however many processes try."""

from datetime import timedelta

from news.ports.live_messages import LiveKey, LiveMessage
from storage import Database
from tests.storage.samples import at

PERSON = 7
KEY = LiveKey(PERSON)
MESSAGE = LiveMessage(PERSON, 70, 5, "ru", at(0))
PAUSE = timedelta(seconds=4)


async def show(database: Database, message_id: int) -> None:
    async with database.writing() as unit:
        await unit.live_messages.show(LiveMessage(PERSON, 70, message_id, "ru", at(0)), at(0))


async def test_a_message_is_claimed_once_until_it_is_due_again(database: Database, other: Database) -> None:
    await show(database, 5)
    async with database.writing() as unit:
        assert await unit.live_messages.claim(KEY, at(0), at(0) + PAUSE) == MESSAGE
    async with other.writing() as unit:
        assert await unit.live_messages.claim(KEY, at(3), at(3) + PAUSE) is None
        assert await unit.live_messages.due(at(3)) == []
        assert await unit.live_messages.due(at(4)) == [KEY]
        assert await unit.live_messages.claim(KEY, at(4), at(4) + PAUSE) == MESSAGE


async def test_a_newer_message_takes_the_place_of_the_older_one_and_of_its_question(
    database: Database, other: Database
) -> None:
    await show(database, 5)
    async with database.writing() as unit:
        await unit.live_messages.ask(PERSON, 5, 3)
        found = await unit.live_messages.get(KEY)
        assert found is not None
        assert found.asking == 3
        assert await unit.live_messages.claim(KEY, at(9), at(13)) is None
        await unit.live_messages.forget(KEY, 5)
        assert await unit.live_messages.get(KEY) is not None, "an asked question is not forgotten"

    await show(other, 6)

    async with database.writing() as unit:
        await unit.live_messages.ask(PERSON, 5, 3)
        await unit.live_messages.forget(KEY, 5)
        claimed = await unit.live_messages.claim(KEY, at(9), at(13))
        assert claimed is not None
        assert (claimed.message_id, claimed.asking) == (6, None)
        await unit.live_messages.forget(KEY, 6)
        assert await unit.live_messages.get(KEY) is None
