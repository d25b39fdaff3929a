"""Deliveries are claimed, settled and paced by the laws of their port, on both engines."""

from datetime import timedelta

from news.model import Delivery, DeliveryState, Subscription
from storage import Database
from tests.storage.samples import (
    LEASE,
    NOON,
    at,
    claim,
    counts,
    open_edition,
    plan,
    raw,
    settle,
    settled,
    subscribe,
)

SENT, GONE, PENDING = DeliveryState.SENT, DeliveryState.GONE, DeliveryState.PENDING
GROUP, SUPERGROUP = -50, -1001234567890


async def facts(database: Database, edition: int, chat: int) -> dict[str, object]:
    async with database.reading() as unit:
        rows = await raw(
            unit,
            "SELECT state, message_id, tries, unknowns, error FROM deliveries"  # noqa: S608 - numbers
            f" WHERE edition_id = {edition} AND chat_id = {chat}",
        )
    return dict(next(iter(rows)))


# Claiming


async def test_a_claimed_delivery_is_nobody_else_s_until_its_lease_runs_out(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, language="en")
    edition = await open_edition(database)
    await plan(database)
    assert await claim(database, 20) == [Delivery(edition, 1, "en", 1)]
    assert await claim(other, 20 + LEASE.total_seconds() - 0.000001) == []
    assert await claim(other, 20 + LEASE.total_seconds()) == [Delivery(edition, 1, "en", 2)]
    assert await facts(database, edition, 1) == {
        "state": "wire",
        "message_id": None,
        "tries": 2,
        "unknowns": 1,
        "error": None,
    }


async def renew(database: Database, delivery: Delivery, seconds: float) -> None:
    """Prolong a lease, so many seconds after noon."""
    async with database.writing() as unit:
        await unit.deliveries.renew([(delivery.edition, delivery.chat_id, delivery.tries)], at(seconds) + LEASE)


async def test_a_lease_is_prolonged_as_long_as_nobody_else_has_claimed(database: Database, other: Database) -> None:
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
    assert len(await claim(database, 30 + 2 * lease)) == 1, "it is no longer mine to prolong"


async def test_what_is_settled_is_not_taken_back_by_a_late_renewal(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [mine] = await claim(database, 20)
    await settle(database, settled(mine, DeliveryState.SENT, message_id=5))
    await renew(database, mine, 30)
    assert await counts(database, edition) == {"sent": 1}
    assert await claim(database, 1000) == []


async def test_whoever_is_alone_ends_the_leases_of_the_dead(database: Database) -> None:
    await subscribe(database, 1, 2)
    first = await open_edition(database)
    await plan(database)
    await claim(database, 20, 1)
    async with database.writing() as unit:
        await unit.deliveries.free(at(21))
    found = await claim(database, 21)
    assert [(each.edition, each.chat_id, each.tries) for each in found] == [(first, 1, 2), (first, 2, 1)]


async def skip(database: Database, seconds: float, limit: int = 100) -> list[int]:
    """Claim what is due where nothing that may have arrived is sent again; return the chats."""
    async with database.writing() as unit:
        claimed = await unit.deliveries.claim(at(seconds), LEASE, limit, resend=False)
    return sorted(delivery.chat_id for delivery in claimed)


async def test_what_must_not_be_sent_again_fails_when_its_lease_runs_out(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database)
    await plan(database)
    assert await skip(database, 20, limit=2) == [1, 2]
    assert await skip(other, 20 + LEASE.total_seconds() - 0.000001, limit=1) == [3]
    assert await skip(other, 20 + LEASE.total_seconds()) == []
    assert await counts(database, edition) == {"failed": 2, "wire": 1}
    assert await facts(database, edition, 1) == {
        "state": "failed",
        "message_id": None,
        "tries": 1,
        "unknowns": 1,
        "error": "lapsed",
    }
    assert await skip(other, 500) == []
    assert await counts(database, edition) == {"failed": 3}


async def test_what_lapsed_takes_no_place_in_a_block(database: Database) -> None:
    await subscribe(database, 1, 2, 3, 4, 5)
    await open_edition(database)
    await plan(database)
    assert await skip(database, 20, limit=3) == [1, 2, 3]
    assert await skip(database, 200, limit=2) == [4, 5]


async def test_what_waits_for_another_try_is_no_lapse(database: Database) -> None:
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


async def test_a_delivery_in_the_language_of_now(database: Database) -> None:
    await subscribe(database, 1)
    await open_edition(database)
    await plan(database)
    async with database.writing() as unit:
        await unit.subscriptions.set_language(1, "en")
    assert [each.language for each in await claim(database)] == ["en"]


async def test_what_lost_its_subscription_on_the_wire_is_not_handed_out_again(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database)
    await plan(database)
    await claim(database, 20)
    async with database.writing() as unit:
        await unit.subscriptions.end(1, at(25), "asked")
    assert [each.chat_id for each in await claim(other, 200, limit=2)] == [2, 3]
    assert await counts(database, edition) == {"wire": 2, "cancelled": 1}


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


# Settling


async def test_what_was_sent_is_remembered_with_its_message(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    await plan(database)
    one, two = await claim(database)
    await settle(database, settled(two, SENT, message_id=2**40), settled(one, DeliveryState.FAILED, error="Bad"))
    assert await counts(other, edition) == {"sent": 1, "failed": 1}
    assert (await facts(other, edition, 2))["message_id"] == 2**40
    assert (await facts(other, edition, 1))["error"] == "Bad"


async def test_nothing_to_settle_is_no_error(database: Database) -> None:
    await settle(database)


async def test_a_retry_waits_for_its_time_and_doubts_are_counted(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [delivery] = await claim(database, 20)
    await settle(database, settled(delivery, PENDING, next_try_at=at(90), unknown=True, error="timed out"))
    assert await claim(database, 89) == []
    assert await claim(database, 90) == [Delivery(edition, 1, "ru", 2)]
    assert (await facts(database, edition, 1))["unknowns"] == 1


async def test_a_retry_without_a_time_is_due_at_once(database: Database) -> None:
    await subscribe(database, 1)
    await open_edition(database)
    await plan(database)
    [delivery] = await claim(database, 20)
    await settle(database, settled(delivery, PENDING), seconds=30)
    assert len(await claim(database, 30)) == 1


async def test_a_final_state_stays(database: Database, other: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [delivery] = await claim(database)
    await settle(database, settled(delivery, SENT, message_id=5))
    for state in DeliveryState:
        await settle(other, settled(delivery, state, message_id=6, error="late"))
    assert await facts(other, edition, 1) == {
        "state": "sent",
        "message_id": 5,
        "tries": 1,
        "unknowns": 0,
        "error": None,
    }


async def test_a_late_answer_still_counts_while_the_delivery_waits_again(database: Database, other: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [slow] = await claim(database, 20)
    [again] = await claim(other, 200)
    await settle(other, settled(again, PENDING, next_try_at=at(300)))
    await settle(database, settled(slow, SENT, message_id=5))
    assert await claim(other, 400) == []
    assert await counts(other, edition) == {"sent": 1}


async def test_a_late_word_that_it_was_put_off_does_not_call_back_the_next_try(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [late] = await claim(database, 20)
    [on_the_wire] = await claim(other, 200)
    await settle(database, settled(late, PENDING))
    assert await claim(database, 201) == []
    assert (await facts(database, edition, 1))["state"] == "wire"
    await settle(other, settled(on_the_wire, PENDING))
    assert [each.tries for each in await claim(database, 202)] == [3]


async def test_who_is_gone_loses_the_subscription_and_what_waits(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2)
    first = await open_edition(database, "first", 10)
    await plan(database)
    one, two = await claim(database)
    second = await open_edition(database, "second", 11)
    await plan(database)
    await settle(database, settled(one, GONE, error="bot was blocked by the user"), settled(two, SENT), seconds=30)
    async with other.reading() as unit:
        assert await unit.subscriptions.get(1) == Subscription(1, "ru", NOON, at(30))
        assert [row["end_reason"] for row in await raw(unit, "SELECT * FROM subscriptions WHERE chat_id = 1")] == [
            "bot was blocked by the user"
        ]
    assert await counts(other, first) == {"gone": 1, "sent": 1}
    assert await counts(other, second) == {"cancelled": 1, "pending": 1}


async def test_what_moved_is_sent_to_the_new_chat(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, 1)
    edition = await open_edition(database)
    await plan(database)
    moved, _ = await claim(database)
    await settle(database, settled(moved, DeliveryState.CANCELLED, error="moved", moved_to=SUPERGROUP), seconds=30)
    async with other.reading() as unit:
        assert await unit.subscriptions.get(SUPERGROUP) == Subscription(SUPERGROUP, "ru", NOON)
    assert await claim(other, 30) == [Delivery(edition, SUPERGROUP, "ru", 2)]
    assert (await facts(other, edition, GROUP))["state"] == "cancelled"


async def test_what_moved_to_a_subscribed_chat_is_sent_there_once(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, SUPERGROUP)
    edition = await open_edition(database)
    await plan(database)
    there, moved = await claim(database)
    assert there.chat_id == SUPERGROUP
    await settle(
        database,
        settled(moved, DeliveryState.CANCELLED, moved_to=SUPERGROUP),
        settled(there, SENT, message_id=1),
    )
    assert await claim(other, 500) == []
    assert await counts(other, edition) == {"sent": 1, "cancelled": 1}


async def test_a_late_word_of_a_move_does_not_send_again(database: Database) -> None:
    await subscribe(database, GROUP)
    edition = await open_edition(database)
    await plan(database)
    [delivery] = await claim(database)
    await settle(database, settled(delivery, SENT))
    await settle(database, settled(delivery, DeliveryState.CANCELLED, moved_to=SUPERGROUP))
    assert await claim(database, 500) == []
    assert await counts(database, edition) == {"sent": 1}
    async with database.reading() as unit:
        assert await unit.subscriptions.get(SUPERGROUP) is not None


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
        await unit.deliveries.hold(at(50))
    async with other.writing() as unit:
        await unit.deliveries.hold(at(20))
    assert await reserve(other, 1, 1) == 50
