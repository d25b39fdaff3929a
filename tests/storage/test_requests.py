"""Requests to be registered fulfil the promises of their port, on both engines."""

import asyncio

from news.ports.requests import NewRequest, Request, RequestVerdict
from storage import Database
from tests.storage.samples import NOON, at


def request(reader: int, minutes: int = 0) -> NewRequest:
    return NewRequest(reader, f"Читатель {reader}", f"читатель{reader}", "ru", 7, at(minutes))


async def test_a_request_is_read_as_it_was_stored(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        number = await unit.requests.add(request(1))
        assert number is not None
    stored = Request(1, "Читатель 1", "читатель1", "ru", 7, NOON, number)
    async with other.reading() as unit:
        assert await unit.requests.get(number) == stored == await unit.requests.last_of(1)
        assert await unit.requests.get(2**70) is None
        assert await unit.requests.last_of(2) is None


async def test_a_person_has_one_request_that_waits(database: Database) -> None:
    async with database.writing() as unit:
        first = await unit.requests.add(request(1))
        assert first is not None
        assert await unit.requests.add(request(1, 5)) is None
        assert await unit.requests.judge(first, RequestVerdict.DECLINED, 9, at(6))
        second = await unit.requests.add(request(1, 7))
        assert second is not None
        assert second > first
        last = await unit.requests.last_of(1)
        assert last is not None
        assert last.id == second


async def test_of_two_decisions_at_once_one_counts(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        number = await unit.requests.add(request(1))
    assert number is not None

    async def judge(by: Database, verdict: RequestVerdict) -> bool:
        async with by.writing() as unit:
            return await unit.requests.judge(number, verdict, 9, at(1))

    judged = await asyncio.gather(judge(database, RequestVerdict.ADMITTED), judge(other, RequestVerdict.DECLINED))

    assert sorted(judged) == [False, True]
    async with database.reading() as unit:
        stored = await unit.requests.get(number)
    assert stored is not None
    assert (stored.judged_by, stored.judged_at) == (9, at(1))
    assert stored.verdict is (RequestVerdict.ADMITTED if judged[0] else RequestVerdict.DECLINED)


async def test_moderators_are_told_of_the_oldest_first_and_once(database: Database) -> None:
    async with database.writing() as unit:
        numbers = [await unit.requests.add(request(reader)) for reader in (3, 1, 2)]
        told = []
        while (found := await unit.requests.tell_next()) is not None:
            told.append(found.id)
        assert told == numbers
        assert await unit.requests.count_told(10) == 3
        assert await unit.requests.count_told(2) == 2
        assert numbers[0] is not None
        await unit.requests.judge(numbers[0], RequestVerdict.ADMITTED, 9, NOON)
        assert await unit.requests.count_told(10) == 2


async def test_a_withdrawn_request_is_gone(database: Database) -> None:
    async with database.writing() as unit:
        number = await unit.requests.add(request(1))
        assert number is not None
        await unit.requests.withdraw(1)
        assert await unit.requests.get(number) is None
        assert not await unit.requests.judge(number, RequestVerdict.ADMITTED, 9, NOON)


async def test_old_decisions_are_deleted_and_what_waits_stays(database: Database) -> None:
    async with database.writing() as unit:
        decided, waiting = await unit.requests.add(request(1)), await unit.requests.add(request(2))
        assert decided is not None
        assert waiting is not None
        await unit.requests.judge(decided, RequestVerdict.DECLINED, 9, at(5))
        await unit.requests.forget_before(at(5))
        assert await unit.requests.get(decided) is not None
        await unit.requests.forget_before(at(6))
        assert await unit.requests.get(decided) is None
        assert await unit.requests.get(waiting) is not None
