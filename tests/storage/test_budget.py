"""The send budget and the gate, on both engines: processes share them, and a clock that was ahead closes neither."""

from datetime import timedelta

from news.ledger import Gate
from storage import Database
from tests.storage.samples import NOON, at


async def reserve(database: Database, seconds: float, span: float) -> float:
    async with database.writing() as unit:
        start = await unit.budget.reserve(at(seconds), timedelta(seconds=span))
    return (start - NOON) / timedelta(seconds=1)


async def close(database: Database, now: float, until: float) -> None:
    async with database.writing() as unit:
        await unit.budget.close(at(now), at(until))


async def test_the_budget_is_taken_span_by_span_and_never_in_the_past(database: Database, other: Database) -> None:
    assert await reserve(database, 0, 2) == 0
    assert await reserve(other, 0.5, 0.000001) == 2
    assert await reserve(database, 1, 1) == 2.000001
    assert await reserve(other, 100, 1) == 100


async def test_a_closed_gate_holds_the_budget_and_a_shorter_pause_does_not_open_it(
    database: Database, other: Database
) -> None:
    await close(database, 0, 50)
    await close(other, 1, 20)
    assert await reserve(other, 1, 1) == 50
    async with other.reading() as unit:
        assert await unit.budget.gate(at(2)) == Gate(at(0), at(50))
        assert await unit.budget.gate(at(50)) is None


async def test_a_gate_can_be_opened_before_its_time(database: Database, other: Database) -> None:
    await close(database, 0, 50)
    async with other.writing() as unit:
        await unit.budget.open()
    assert await reserve(database, 1, 1) == 1


async def correct(database: Database, seconds: float) -> bool:
    async with database.writing() as unit:
        return await unit.budget.correct(at(seconds))


async def test_a_budget_written_an_hour_ahead_begins_now(database: Database) -> None:
    await reserve(database, 3600, 1)
    assert await correct(database, 5)
    assert await reserve(database, 5, 1) == 5


async def test_a_budget_that_is_a_moment_ahead_is_left_alone(database: Database) -> None:
    await reserve(database, 2, 1)
    assert not await correct(database, 0)
    assert await reserve(database, 0, 1) == 3


async def test_a_pause_that_was_asked_for_by_a_fast_clock_keeps_its_length(database: Database) -> None:
    await close(database, 3600, 3630)
    assert await correct(database, 10)
    async with database.reading() as unit:
        assert await unit.budget.gate(at(10)) == Gate(at(10), at(40))


async def test_a_pause_of_years_is_a_day(database: Database) -> None:
    await close(database, 0, 10**9)
    assert await correct(database, 10)
    async with database.reading() as unit:
        assert await unit.budget.gate(at(10)) == Gate(at(0), at(10) + timedelta(days=1))
