"""Deliveries are settled as their port promises, on both engines: sent, to be retried, gone, moved."""

from news.model import Delivery, DeliveryState, Subscription
from storage import Database
from tests.storage.samples import NOON, at, claim, counts, facts, open_edition, plan, raw, settle, settled, subscribe

SENT, GONE, PENDING = DeliveryState.SENT, DeliveryState.GONE, DeliveryState.PENDING
GROUP, SUPERGROUP = -50, -1001234567890


async def test_a_sent_delivery_is_stored_with_its_message(database: Database, other: Database) -> None:
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


async def test_a_late_result_still_counts_while_the_delivery_waits_for_a_retry(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [slow] = await claim(database, 20)
    [again] = await claim(other, 200)
    await settle(other, settled(again, PENDING, next_try_at=at(300)))
    await settle(database, settled(slow, SENT, message_id=5))
    assert await claim(other, 400) == []
    assert await counts(other, edition) == {"sent": 1}


async def test_a_late_retry_result_does_not_call_back_the_next_try(database: Database, other: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [late] = await claim(database, 20)
    [in_flight] = await claim(other, 200)
    await settle(database, settled(late, PENDING))
    assert await claim(database, 201) == []
    assert (await facts(database, edition, 1))["state"] == "sending"
    await settle(other, settled(in_flight, PENDING))
    assert [each.tries for each in await claim(database, 202)] == [3]


async def test_a_chat_that_is_gone_loses_its_subscription_and_pending_deliveries(
    database: Database, other: Database
) -> None:
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


async def test_a_delivery_to_a_moved_chat_is_sent_to_its_new_id(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, 1)
    edition = await open_edition(database)
    await plan(database)
    moved, _ = await claim(database)
    await settle(database, settled(moved, DeliveryState.CANCELLED, error="moved", moved_to=SUPERGROUP), seconds=30)
    async with other.reading() as unit:
        assert await unit.subscriptions.get(SUPERGROUP) == Subscription(SUPERGROUP, "ru", NOON)
    assert await claim(other, 30) == [Delivery(edition, SUPERGROUP, "ru", 2)]
    assert (await facts(other, edition, GROUP))["state"] == "cancelled"


async def test_a_delivery_moved_to_a_subscribed_chat_is_sent_there_once(database: Database, other: Database) -> None:
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


async def test_a_late_result_of_a_move_does_not_send_again(database: Database) -> None:
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
