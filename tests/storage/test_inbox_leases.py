"""A pending update, and all those of a chat, are leased to one process at a time; on both engines."""

import asyncio
from datetime import timedelta

from storage import Database
from storage.inbox import StoredUpdates
from storage.times import to_micros
from tests.storage.samples import at, raw

LEASE = timedelta(seconds=30)
TIMEOUT_SECONDS = 30


async def store(
    database: Database, holder: str, *updates: tuple[int, int], seconds: float = 0, lease: timedelta = LEASE
) -> StoredUpdates:
    """Store updates (id, chat) for a holder at a time in seconds after noon."""
    async with database.writing() as unit:
        rows = [(update_id, chat_id, f'{{"n": {update_id}}}') for update_id, chat_id in updates]
        return await unit.inbox.store(rows, at(seconds), holder, lease)


async def claim(database: Database, holder: str, seconds: float, limit: int = 100) -> list[int]:
    """Claim updates without a valid lease; return the ids."""
    async with database.writing() as unit:
        return [row[0] for row in await unit.inbox.claim(holder, at(seconds), LEASE, limit)]


async def renew(database: Database, holder: str, seconds: float, *ids: int) -> set[int]:
    async with database.writing() as unit:
        return await unit.inbox.renew(ids, holder, at(seconds) + LEASE)


async def done(database: Database, *ids: int) -> None:
    async with database.writing() as unit:
        await unit.inbox.mark_done(ids)


async def test_a_stored_update_is_leased_to_its_process_until_the_lease_expires(
    database: Database, other: Database
) -> None:
    assert await store(database, "a", (1, 10), (2, 20)) == StoredUpdates([1, 2], [])
    assert await claim(other, "b", 29.9) == []
    assert await claim(other, "b", 30) == [1, 2]
    assert await claim(database, "a", 59.9) == []


async def test_claimed_updates_are_complete_and_in_order(database: Database) -> None:
    await store(database, "a", (3, 10), (1, 10), (2, -20))
    async with database.writing() as unit:
        assert await unit.inbox.claim("b", at(40), LEASE, 9) == [
            (1, 10, '{"n": 1}'),
            (2, -20, '{"n": 2}'),
            (3, 10, '{"n": 3}'),
        ]


async def test_an_extended_lease_is_not_claimed_and_a_lost_one_is_reported(database: Database, other: Database) -> None:
    await store(database, "a", (1, 10), (2, 20), (3, 30))
    await done(database, 3)
    assert await renew(database, "a", 20, 1, 3, 99) == {1}
    assert await claim(other, "b", 40) == [2]
    assert await renew(database, "a", 45, 1, 2) == {1}


async def test_the_next_update_of_a_chat_is_leased_to_the_same_process(database: Database, other: Database) -> None:
    await store(database, "a", (1, 10))
    assert await store(database, "a", (2, 10), seconds=1) == StoredUpdates([2], [])
    assert await store(other, "b", (3, 10), (4, 20), seconds=2) == StoredUpdates([4], [3])
    assert await claim(other, "b", 3) == []
    assert await claim(database, "a", 3) == [3]


async def test_an_update_behind_another_process_s_is_claimed_when_that_is_done(
    database: Database, other: Database
) -> None:
    await store(database, "a", (1, 10))
    await store(other, "b", (2, 10))
    assert await claim(other, "b", 1) == []
    await done(database, 1)
    assert await claim(other, "b", 1) == [2]


async def test_an_update_behind_an_unleased_one_stays_unleased(database: Database, other: Database) -> None:
    await store(database, "a", (1, 10))
    assert await store(other, "b", (2, 10), seconds=31) == StoredUpdates([], [2])
    assert await claim(other, "b", 31, limit=1) == [1]
    assert await store(other, "b", (3, 10), seconds=31) == StoredUpdates([], [3])
    assert await claim(other, "b", 31) == [2, 3]


async def test_a_chat_that_waits_does_not_delay_other_chats(database: Database, other: Database) -> None:
    await store(database, "a", (1, 10))
    await store(other, "b", *((each, 10) for each in range(2, 30)), (99, 20), lease=timedelta(0))
    assert await claim(other, "b", 1, limit=5) == [99]


async def test_an_update_that_arrives_again_stays_with_its_holder(database: Database, other: Database) -> None:
    await store(database, "a", (1, 10), (2, 20))
    assert await store(other, "b", (1, 10), seconds=1) == StoredUpdates([], [])
    assert await store(database, "a", (1, 10), (1, 10), seconds=1) == StoredUpdates([1], [])
    await done(database, 1)
    assert await store(database, "a", (1, 10), seconds=2) == StoredUpdates([], [])
    assert await claim(other, "b", 30.5) == [2]


async def test_only_released_updates_can_be_claimed_at_once(database: Database, other: Database) -> None:
    await store(database, "a", (1, 10))
    await store(other, "b", (2, 20))
    async with database.writing() as unit:
        await unit.inbox.release("a")
    assert await claim(other, "c", 1) == [1]
    async with database.writing() as unit:
        await unit.inbox.release_all()
    assert await claim(other, "d", 1) == [1, 2]


async def test_two_processes_that_claim_at_once_never_share_a_chat(database: Database, other: Database) -> None:
    chats = {each: each % 7 for each in range(200)}
    await store(database, "dead", *chats.items())

    one, two = list[int](), list[int]()

    async def take(where: Database, holder: str, claimed: list[int]) -> None:
        """Claim until every update is claimed: a claim skips chats that the other process has locked."""
        while len(one) + len(two) < len(chats):
            claimed += await claim(where, holder, 40, limit=3)

    async with asyncio.timeout(TIMEOUT_SECONDS):
        await asyncio.gather(take(database, "a", one), take(other, "b", two))
    assert sorted(one + two) == sorted(chats)
    assert not {chats[each] for each in one} & {chats[each] for each in two}
    assert all(sorted(mine) == mine for chat in range(7) for mine in [[each for each in one if chats[each] == chat]])


async def test_two_processes_that_store_at_once_never_share_a_chat(database: Database, other: Database) -> None:
    async def store_many(where: Database, holder: str, first: int) -> dict[int, int]:
        leased = {}
        for each in range(first, 60, 2):
            for number in (await store(where, holder, (each, each % 3))).leased:
                leased[number] = number % 3
        return leased

    one, two = await asyncio.gather(store_many(database, "a", 0), store_many(other, "b", 1))
    assert not set(one.values()) & set(two.values())


async def test_after_the_clock_was_set_only_released_updates_are_claimed(database: Database, other: Database) -> None:
    await store(database, "a", (1, 10), (2, 20))
    await store(database, "b", (3, 20), (4, 30))
    async with database.writing() as unit:
        await unit.inbox.give_up([1], "a")
    async with other.writing() as unit:
        # 3 waits for a lease, but its chat has one that may be valid.
        claimed = await unit.inbox.claim("c", at(3600), LEASE, 100, released_only=True)
    assert [row[0] for row in claimed] == [1]
    assert await claim(other, "c", 3600) == [2, 3, 4]


async def test_an_update_that_is_given_up_can_be_claimed_at_once(database: Database, other: Database) -> None:
    await store(database, "a", (1, 10), (2, 20))
    async with database.writing() as unit:
        await unit.inbox.give_up([1, 2], "another")
        await unit.inbox.give_up([2], "a")
    assert await claim(other, "b", 0) == [2]


async def test_leases_and_times_of_a_fast_clock_are_corrected_and_others_are_kept(
    database: Database, other: Database
) -> None:
    await store(database, "fast", (1, 10), seconds=3600)
    await store(database, "right", (2, 20), seconds=0)
    await store(database, "done", (3, 30), seconds=3600)
    await done(database, 3)
    async with database.writing() as unit:
        assert await unit.inbox.correct(at(1), LEASE) == 1
        assert await unit.inbox.correct(at(1), LEASE) == 0
    async with other.writing() as unit:
        rows = await raw(unit, "SELECT update_id, leased_until, stored_at FROM inbox ORDER BY 1")
        found = {row["update_id"]: (row["leased_until"], row["stored_at"]) for row in rows}
        assert found[1] == (to_micros(at(31)), to_micros(at(1)))
        assert found[2] == (to_micros(at(30)), to_micros(at(0)))
        assert found[3][1] == to_micros(at(1))
        assert await unit.inbox.renew([1], "fast", at(61)) == {1}, "the holder still holds it"
    assert await claim(other, "b", 60) == [2]
