"""Discussion groups for tests, comments in them, and an office that does deeds there as it is told."""

from collections.abc import Callable, Sequence

import pytest

from news.discussed import DeedKind, GroupDeed, PostCopy
from news.ledger import Address, PlaceKind
from news.model import Comment, NewComment
from news.outcomes import Outcome
from news.posts import OutletChat
from storage import Database
from tests.clocks import START, HandClock

GROUP, SECOND, CHANNEL = -1009, -10010, -1005
NO_RIGHT = Outcome(400, description="Bad Request: message can't be deleted")
DONE = Outcome(200)
READER = 7


class Office:
    """An office that answers as it is told, and remembers what it was asked for."""

    def __init__(self, answer: Callable[[GroupDeed], Outcome] = lambda deed: DONE, together: Outcome = DONE) -> None:
        self.answer = answer
        self.together = together
        self.done: list[tuple[DeedKind, int]] = []
        self.deleted: list[list[int]] = []

    async def perform(self, deed: GroupDeed) -> Outcome:
        self.done.append((deed.kind, deed.user_id or deed.message_id))
        return self.answer(deed)

    async def delete(self, chat_id: int, message_ids: Sequence[int]) -> Outcome:
        self.deleted.append(list(message_ids))
        return self.together


@pytest.fixture
async def groups(database: Database) -> None:
    """Two groups in which our channel is discussed."""
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(CHANNEL), kind=PlaceKind.CHANNEL)
        await unit.outlets.ask(place, OutletChat("Вестник"))
        for group, title in ((GROUP, "Обсуждение"), (SECOND, "Второе")):
            await unit.discussions.keep_copy(PostCopy(group, 1, CHANNEL, 1, title))


async def add(database: Database, clock: HandClock, *deeds: GroupDeed) -> None:
    async with database.writing() as unit:
        for deed in deeds:
            await unit.group_deeds.add(deed, clock.now())


async def comment(database: Database, number: int, chat_id: int, message_id: int, **fields: int) -> Comment:
    async with database.writing() as unit:
        given = NewComment(number, READER, "Слова", START, chat_id, message_id, **fields)
        found = await unit.comments.get((await unit.comments.add(given))[0])
    assert found is not None
    return found
