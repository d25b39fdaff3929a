"""Human checks fulfil the promises of their port, on both engines."""

from datetime import timedelta

from news.human_checks import CheckState
from storage import Database
from tests.storage.samples import NOON, at

ASKED = CheckState(2**48 - 1, 3, NOON, 2)
PASSED = CheckState(7, 0, NOON, 0, at(60), at(5))


async def test_a_state_is_read_as_it_was_stored(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert await unit.human_checks.lock(1) is None
        await unit.human_checks.put(1, ASKED)
        await unit.human_checks.put(2, PASSED)
    async with other.writing() as unit:
        assert await unit.human_checks.get(1) == ASKED == await unit.human_checks.lock(1)
        assert await unit.human_checks.get(2) == PASSED
        assert await unit.human_checks.get(2**70) is None


async def test_a_state_takes_the_place_of_the_one_before(database: Database) -> None:
    async with database.writing() as unit:
        await unit.human_checks.put(1, PASSED)
        await unit.human_checks.put(1, ASKED)
        assert await unit.human_checks.get(1) == ASKED
        await unit.human_checks.forget(1)
        assert await unit.human_checks.get(1) is None


async def test_old_states_are_deleted(database: Database) -> None:
    async with database.writing() as unit:
        await unit.human_checks.put(1, ASKED)
        await unit.human_checks.forget_before(NOON)
        assert await unit.human_checks.get(1) == ASKED
        await unit.human_checks.forget_before(NOON + timedelta(microseconds=1))
        assert await unit.human_checks.get(1) is None
