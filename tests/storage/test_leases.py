"""A named lease has one holder at a time, on both engines."""

from datetime import timedelta

from storage import Database
from tests.storage.samples import at


async def test_a_lease_has_one_holder_at_a_time(database: Database, other: Database) -> None:
    async def take(where: Database, holder: str, seconds: float, name: str = "polling") -> bool:
        async with where.writing() as unit:
            return await unit.leases.acquire(name, holder, at(seconds), timedelta(seconds=10))

    assert await take(database, "a", 0)
    assert not await take(other, "b", 9.9)
    assert await take(other, "b", 9.9, "another")
    assert await take(database, "a", 9)
    assert not await take(other, "b", 18)
    assert await take(other, "b", 19)
    async with database.writing() as unit:
        await unit.leases.release("polling", "a")
        assert await unit.leases.get("polling") == ("b", at(29))
        assert await unit.leases.get("none") is None
    async with other.writing() as unit:
        await unit.leases.release("polling", "b")
    assert await take(database, "a", 20)
    async with other.writing() as unit:
        await unit.leases.release_all()
    assert await take(other, "b", 20)
