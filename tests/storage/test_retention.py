"""Retention takes blocks, and leaves what is younger."""

from news.ledger import Address
from storage import Database
from tests.storage.samples import NOON, at, raw


async def test_marks_are_deleted_at_their_time_and_their_deliveries_counted(database: Database) -> None:
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(7), "ru")
        await raw(
            unit,
            "INSERT INTO editions (kind, shown, total, created_at, planned, finished) "
            "VALUES ('headlines', '[]', 1, 5, 1, 1)",
        )
        await raw(
            unit,
            "INSERT INTO deliveries (edition_id, place_id, state, due_at) "  # noqa: S608 - a number
            f"VALUES (1, {place}, 'sent', 5)",
        )
        assert await unit.forgettings.mark_places(7, 2**62, NOON)
        assert await unit.retention.delete_marks(NOON, 5) == 0
        assert await unit.retention.delete_marks(at(1), 5) == 1
        assert await unit.editions.counts(1) == {"sent": 1}
        assert await raw(unit, "SELECT 1 FROM deliveries") == []


async def test_a_block_is_no_larger_than_its_limit(database: Database) -> None:
    async with database.writing() as unit:
        for person in range(5):
            await unit.fsm.put(person, person, "asking", {}, NOON)
        assert [await unit.retention.delete_dialogues(at(1), 3) for _ in range(3)] == [3, 2, 0]
