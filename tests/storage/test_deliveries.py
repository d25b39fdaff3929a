"""Deliveries are claimed, leased and paced as their port promises, on both engines."""

from datetime import timedelta

from news.model import Delivery, DeliveryState
from storage import Database
from tests.storage.samples import (
    LEASE,
    NOON,
    at,
    claim,
    counts,
    facts,
    open_edition,
    plan,
    raw,
    settle,
    settled,
    subscribe,
)

SENT, GONE, PENDING = DeliveryState.SENT, DeliveryState.GONE, DeliveryState.PENDING


# Claiming


async def test_a_claimed_delivery_is_not_claimed_again_until_its_lease_expires(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, language="en")
    edition = await open_edition(database)
    await plan(database)
    assert await claim(database, 20) == [Delivery(edition, 1, "en", 1)]
    assert await claim(other, 20 + LEASE.total_seconds() - 0.000001) == []
    assert await claim(other, 20 + LEASE.total_seconds()) == [Delivery(edition, 1, "en", 2)]
    assert await facts(database, edition, 1) == {
        "state": "sending",
        "message_id": None,
        "tries": 2,
        "unknowns": 1,
        "error": None,
    }


async def renew(database: Database, delivery: Delivery, seconds: float) -> None:
    """Extend a lease at a time in seconds after noon."""
    async with database.writing() as unit:
        await unit.deliveries.renew([(delivery.edition, delivery.chat_id, delivery.tries)], at(seconds) + LEASE)


async def test_a_lease_is_extended_unless_another_process_has_claimed_the_delivery(
    database: Database, other: Database
) -> None:
    lease = LEASE.total_seconds()
    await subscribe(database, 1)
    await open_edition(database)
    await plan(database)
    [mine] = await claim(database, 20)
    await renew(database, mine, 30)
    assert await claim(other, 20 + lease) == []
    [theirs] = await claim(other, 30 + lease)
    assert theirs.tries == 2
    await renew(database, mine, 40 + lease)
    assert len(await claim(database, 30 + 2 * lease)) == 1, "a lease of another process is not extended"


async def test_a_late_renewal_does_not_reopen_a_settled_delivery(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [mine] = await claim(database, 20)
    await settle(database, settled(mine, DeliveryState.SENT, message_id=5))
    await renew(database, mine, 30)
    assert await counts(database, edition) == {"sent": 1}
    assert await claim(database, 1000) == []


async def test_the_only_process_ends_the_leases_of_dead_ones(database: Database) -> None:
    await subscribe(database, 1, 2)
    first = await open_edition(database)
    await plan(database)
    await claim(database, 20, 1)
    async with database.writing() as unit:
        await unit.deliveries.release_leases(at(21))
    found = await claim(database, 21)
    assert [(each.edition, each.chat_id, each.tries) for each in found] == [(first, 1, 2), (first, 2, 1)]


async def skip(database: Database, seconds: float, limit: int = 100) -> list[int]:
    """Claim due deliveries without `resend`; return the chats."""
    async with database.writing() as unit:
        claimed = await unit.deliveries.claim(at(seconds), LEASE, limit, resend=False)
    return sorted(delivery.chat_id for delivery in claimed)


async def test_without_resend_a_delivery_fails_when_its_lease_expires(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database)
    await plan(database)
    assert await skip(database, 20, limit=2) == [1, 2]
    assert await skip(other, 20 + LEASE.total_seconds() - 0.000001, limit=1) == [3]
    assert await skip(other, 20 + LEASE.total_seconds()) == []
    assert await counts(database, edition) == {"failed": 2, "sending": 1}
    assert await facts(database, edition, 1) == {
        "state": "failed",
        "message_id": None,
        "tries": 1,
        "unknowns": 1,
        "error": "lapsed",
    }
    assert await skip(other, 500) == []
    assert await counts(database, edition) == {"failed": 3}


async def test_lapsed_deliveries_do_not_count_in_a_claimed_block(database: Database) -> None:
    await subscribe(database, 1, 2, 3, 4, 5)
    await open_edition(database)
    await plan(database)
    assert await skip(database, 20, limit=3) == [1, 2, 3]
    assert await skip(database, 200, limit=2) == [4, 5]


async def test_a_delivery_that_waits_for_a_retry_has_not_lapsed(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [delivery] = await claim(database, 20)
    await settle(database, settled(delivery, PENDING, next_try_at=at(90), error="Too Many Requests"))
    assert await skip(database, 200) == [1]
    assert (await facts(database, edition, 1))["tries"] == 2


async def test_the_oldest_edition_goes_first_and_the_limit_holds(database: Database) -> None:
    await subscribe(database, 1, 2, 3)
    old, new = await open_edition(database, "old", 10), await open_edition(database, "new", 11)
    while await plan(database):
        pass
    assert [each.edition for each in await claim(database, limit=4)] == [old, old, old, new]
    assert len(await claim(database, limit=1)) == 1
    assert len(await claim(database, limit=9)) == 1


async def test_a_retry_of_an_old_edition_goes_before_a_new_one(database: Database) -> None:
    await subscribe(database, 1, 2)
    old = await open_edition(database, "old", 10)
    await plan(database)
    for delivery in await claim(database):
        await settle(database, settled(delivery, PENDING, next_try_at=at(500)))
    await open_edition(database, "new", 400)
    await plan(database)
    assert [each.edition for each in await claim(database, 600, limit=2)] == [old, old]


async def test_a_delivery_has_the_present_language_of_its_chat(database: Database) -> None:
    await subscribe(database, 1)
    await open_edition(database)
    await plan(database)
    async with database.writing() as unit:
        await unit.subscriptions.set_language(1, "en")
    assert [each.language for each in await claim(database)] == ["en"]


async def test_a_delivery_whose_subscription_ended_in_flight_is_not_claimed_again(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database)
    await plan(database)
    await claim(database, 20)
    async with database.writing() as unit:
        await unit.subscriptions.end(1, at(25), "asked")
    assert [each.chat_id for each in await claim(other, 200, limit=2)] == [2, 3]
    assert await counts(database, edition) == {"sending": 2, "cancelled": 1}


async def test_an_edition_is_closed_when_nothing_is_open_and_not_before(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await claim(database)
    await plan(database)
    [delivery] = await claim(database)
    await claim(database, 21)
    await settle(database, settled(delivery, SENT))
    await claim(database, 22)
    async with database.reading() as unit:
        rows = await raw(unit, "SELECT id FROM editions WHERE finished = 1")
    assert [row["id"] for row in rows] == [edition]


# The budget


async def reserve(database: Database, seconds: float, span: float) -> float:
    async with database.writing() as unit:
        start = await unit.deliveries.reserve(at(seconds), timedelta(seconds=span))
    return (start - NOON) / timedelta(seconds=1)


async def test_the_budget_is_taken_span_by_span_and_never_in_the_past(database: Database, other: Database) -> None:
    assert await reserve(database, 0, 2) == 0
    assert await reserve(other, 0.5, 0.000001) == 2
    assert await reserve(database, 1, 1) == 2.000001
    assert await reserve(other, 100, 1) == 100


async def test_a_pause_moves_the_budget_but_never_back(database: Database, other: Database) -> None:
    await reserve(database, 0, 1)
    async with database.writing() as unit:
        await unit.deliveries.close_budget(at(50))
    async with other.writing() as unit:
        await unit.deliveries.close_budget(at(20))
    assert await reserve(other, 1, 1) == 50
