"""A named lease has one holder at a time, on both engines."""

from datetime import timedelta

from storage import Database
from tests.storage.samples import at

LEASE = timedelta(seconds=10)


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


async def test_after_the_clock_was_set_only_a_released_lease_is_taken(database: Database, other: Database) -> None:
    async def take(holder: str, seconds: float, *, released_only: bool) -> bool:
        async with other.writing() as unit:
            return await unit.leases.acquire("polling", holder, at(seconds), LEASE, released_only=released_only)

    assert await take("a", 0, released_only=True)
    assert not await take("b", 3600, released_only=True)
    assert await take("a", 3600, released_only=True)
    async with database.writing() as unit:
        await unit.leases.release("polling", "a")
    assert await take("b", 3601, released_only=True)


async def test_a_lease_of_a_fast_clock_is_shortened_to_the_longest_one(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        await unit.leases.acquire("polling", "fast", at(3600), LEASE)
        await unit.leases.acquire("another", "fast", at(3600), LEASE)
    async with other.writing() as unit:
        assert await unit.leases.correct("polling", at(10))
        assert not await unit.leases.correct("polling", at(10))
        assert not await unit.leases.correct("none", at(10))
        assert await unit.leases.get("polling") == ("fast", at(10))
        assert await unit.leases.get("another") == ("fast", at(3610))
