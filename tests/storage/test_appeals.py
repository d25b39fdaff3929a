"""Appeals fulfil the promises of their port, on both engines."""

import asyncio

from news.ports.appeals import Appeal
from storage import Database
from tests.storage.samples import NOON, at

APPEAL = Appeal(verdict=3, case=5, person=7, text="Так нечестно", at=NOON)


async def test_a_verdict_is_appealed_once(database: Database, other: Database) -> None:
    async def add(where: Database) -> bool:
        async with where.writing() as unit:
            return await unit.appeals.add(APPEAL)

    assert sorted(await asyncio.gather(add(database), add(other))) == [False, True]
    async with other.reading() as unit:
        assert await unit.appeals.of_verdict(3) == APPEAL == await unit.appeals.of_case(5)
        assert (await unit.appeals.of_verdict(4), await unit.appeals.of_case(2**64)) == (None, None)


async def test_appeals_are_deleted_at_their_time(database: Database) -> None:
    async with database.writing() as unit:
        await unit.appeals.add(APPEAL)
        assert await unit.retention.delete_appeals(NOON, 9) == 0
        assert await unit.retention.delete_appeals(at(1), 9) == 1
