"""Every pending update has one holder at a time, and a chat has one, whoever dies when: on both engines."""

import asyncio
from datetime import timedelta
from pathlib import Path

from storage import Database, open_storage
from storage.inbox import StoredUpdates
from tests.databases import copied
from tests.storage.samples import NOON, at

LEASE = timedelta(seconds=30)
PATIENCE_SECONDS = 30


async def keep(
    database: Database, holder: str, *updates: tuple[int, int], seconds: float = 0, lease: timedelta = LEASE
) -> StoredUpdates:
    """Store updates (id, chat) for a holder, so many seconds after noon."""
    async with database.writing() as unit:
        rows = [(update_id, chat_id, f'{{"n": {update_id}}}') for update_id, chat_id in updates]
        return await unit.inbox.store(rows, at(seconds), holder, lease)


async def claim(database: Database, holder: str, seconds: float, limit: int = 100) -> list[int]:
    """Claim what nobody holds; return the ids."""
    async with database.writing() as unit:
        return [row[0] for row in await unit.inbox.claim(holder, at(seconds), LEASE, limit)]


async def renew(database: Database, holder: str, seconds: float, *ids: int) -> set[int]:
    async with database.writing() as unit:
        return await unit.inbox.renew(ids, holder, at(seconds) + LEASE)


async def done(database: Database, *ids: int) -> None:
    async with database.writing() as unit:
        await unit.inbox.mark_done(ids)


async def test_who_stores_an_update_holds_it_until_the_lease_runs_out(database: Database, other: Database) -> None:
    assert await keep(database, "a", (1, 10), (2, 20)) == StoredUpdates([1, 2], [])
    assert await claim(other, "b", 29.9) == []
    assert await claim(other, "b", 30) == [1, 2]
    assert await claim(database, "a", 59.9) == []


async def test_what_is_claimed_comes_whole_and_in_order(database: Database) -> None:
    await keep(database, "a", (3, 10), (1, 10), (2, -20))
    async with database.writing() as unit:
        assert await unit.inbox.claim("b", at(40), LEASE, 9) == [
            (1, 10, '{"n": 1}'),
            (2, -20, '{"n": 2}'),
            (3, 10, '{"n": 3}'),
        ]


async def test_a_renewed_lease_is_not_claimed_and_a_lost_one_is_told(database: Database, other: Database) -> None:
    await keep(database, "a", (1, 10), (2, 20), (3, 30))
    await done(database, 3)
    assert await renew(database, "a", 20, 1, 3, 99) == {1}
    assert await claim(other, "b", 40) == [2]
    assert await renew(database, "a", 45, 1, 2) == {1}


async def test_who_holds_something_of_a_chat_holds_what_comes_next(database: Database, other: Database) -> None:
    await keep(database, "a", (1, 10))
    assert await keep(database, "a", (2, 10), seconds=1) == StoredUpdates([2], [])
    assert await keep(other, "b", (3, 10), (4, 20), seconds=2) == StoredUpdates([4], [3])
    assert await claim(other, "b", 3) == []
    assert await claim(database, "a", 3) == [3]


async def test_what_comes_behind_anothers_is_claimed_when_that_is_done(database: Database, other: Database) -> None:
    await keep(database, "a", (1, 10))
    await keep(other, "b", (2, 10))
    assert await claim(other, "b", 1) == []
    await done(database, 1)
    assert await claim(other, "b", 1) == [2]


async def test_what_comes_behind_something_nobody_holds_waits_for_its_turn(database: Database, other: Database) -> None:
    await keep(database, "a", (1, 10))
    assert await keep(other, "b", (2, 10), seconds=31) == StoredUpdates([], [2])
    assert await claim(other, "b", 31, limit=1) == [1]
    assert await keep(other, "b", (3, 10), seconds=31) == StoredUpdates([], [3])
    assert await claim(other, "b", 31) == [2, 3]


async def test_one_chat_that_is_held_up_hides_no_other(database: Database, other: Database) -> None:
    await keep(database, "a", (1, 10))
    await keep(other, "b", *((each, 10) for each in range(2, 30)), (99, 20), lease=timedelta(0))
    assert await claim(other, "b", 1, limit=5) == [99]


async def test_an_update_that_comes_again_stays_with_its_holder(database: Database, other: Database) -> None:
    await keep(database, "a", (1, 10), (2, 20))
    assert await keep(other, "b", (1, 10), seconds=1) == StoredUpdates([], [])
    assert await keep(database, "a", (1, 10), (1, 10), seconds=1) == StoredUpdates([1], [])
    await done(database, 1)
    assert await keep(database, "a", (1, 10), seconds=2) == StoredUpdates([], [])
    assert await claim(other, "b", 30.5) == [2]


async def test_what_is_released_is_free_at_once_and_only_that(database: Database, other: Database) -> None:
    await keep(database, "a", (1, 10))
    await keep(other, "b", (2, 20))
    async with database.writing() as unit:
        await unit.inbox.release("a")
    assert await claim(other, "c", 1) == [1]
    async with database.writing() as unit:
        await unit.inbox.release_all()
    assert await claim(other, "d", 1) == [1, 2]


async def test_two_that_claim_at_once_never_share_a_chat(database: Database, other: Database) -> None:
    chats = {each: each % 7 for each in range(200)}
    await keep(database, "dead", *chats.items())

    one, two = list[int](), list[int]()

    async def take(where: Database, holder: str, claimed: list[int]) -> None:
        """Ask until everything is claimed: what the other is just looking at is passed by."""
        while len(one) + len(two) < len(chats):
            claimed += await claim(where, holder, 40, limit=3)

    async with asyncio.timeout(PATIENCE_SECONDS):
        await asyncio.gather(take(database, "a", one), take(other, "b", two))
    assert sorted(one + two) == sorted(chats)
    assert not {chats[each] for each in one} & {chats[each] for each in two}
    assert all(sorted(mine) == mine for chat in range(7) for mine in [[each for each in one if chats[each] == chat]])


async def test_two_that_store_at_once_never_share_a_chat(database: Database, other: Database) -> None:
    async def store(where: Database, holder: str, first: int) -> dict[int, int]:
        held = {}
        for each in range(first, 60, 2):
            for number in (await keep(where, holder, (each, each % 3))).leased:
                held[number] = number % 3
        return held

    one, two = await asyncio.gather(store(database, "a", 0), store(other, "b", 1))
    assert not set(one.values()) & set(two.values())


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


async def alone(database: Database) -> bool:
    async with database.begin_serving() as found:
        return found


async def test_who_comes_to_a_file_that_nobody_serves_knows_it(tmp_path: Path, sqlite_template: Path) -> None:
    url = copied(sqlite_template, tmp_path)
    async with open_storage(url) as doctor:
        async with open_storage(url) as first:
            assert await alone(first)
            async with open_storage(url) as second:
                assert not await alone(second)
                await first.close()
                async with open_storage(url) as third:
                    assert not await alone(third)
        assert await alone(doctor)


async def test_nobody_begins_to_serve_while_the_leases_of_the_dead_are_ended(
    tmp_path: Path, sqlite_template: Path
) -> None:
    url = copied(sqlite_template, tmp_path)
    async with open_storage(url) as first, open_storage(url) as second:
        async with first.begin_serving() as found:
            begin_serving = asyncio.get_running_loop().create_task(alone(second))
            await asyncio.sleep(0.1)
            assert found
            assert not begin_serving.done()
        assert await begin_serving is False


async def test_nobody_knows_to_serve_a_server_alone(postgres_url: str) -> None:
    async with open_storage(postgres_url) as database:
        assert not await alone(database)


async def test_the_gauges_read_what_waits_and_since_when(database: Database) -> None:
    async with database.reading() as unit:
        empty = await unit.metrics.read(NOON)
    assert (empty.pending, empty.dead, empty.open_deliveries, empty.push_lag) == (0, 0, 0, 0)
    await keep(database, "a", (1, 10), (2, 20), (3, 30))
    async with database.writing() as unit:
        await unit.inbox.mark_dead(1, "x", NOON)
        await unit.inbox.mark_done([2])
    async with database.reading() as unit:
        found = await unit.metrics.read(NOON)
    assert (found.pending, found.dead) == (1, 1)
