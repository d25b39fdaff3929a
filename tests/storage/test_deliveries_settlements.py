"""Deliveries are settled as their port promises, on both engines: sent, to be retried, gone, moved."""

from news.ledger import Address, Delivery, DeliveryState, Settlement
from storage import Database
from tests.storage.samples import (
    NOON,
    at,
    claim,
    counts,
    facts,
    open_edition,
    plan,
    raw,
    seen,
    settle,
    settled,
    subscribe,
)

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
    assert await claim(database, 90) == [Delivery(edition, 1, 2, Address(1), "ru")]
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
    assert await seen(other, 1) == (1, "ru", NOON, at(30))
    async with other.reading() as unit:
        rows = await raw(unit, "SELECT end_reason FROM subscriptions WHERE end_reason IS NOT NULL")
    assert [row["end_reason"] for row in rows] == ["bot was blocked by the user"]
    assert await counts(other, first) == {"gone": 1, "sent": 1}
    assert await counts(other, second) == {"cancelled": 1, "pending": 1}


async def test_a_topic_that_is_gone_ends_its_own_subscription_only(database: Database, other: Database) -> None:
    topic, general = Address(GROUP, 5), Address(GROUP)
    async with database.writing() as unit:
        await unit.subscriptions.start(topic, "ru", NOON, by=7)
        await unit.subscriptions.start(general, "ru", NOON)
    edition = await open_edition(database)
    await plan(database)
    claimed = {each.address: each for each in await claim(database)}
    async with database.writing() as unit:
        lost = settled(claimed[topic], GONE, error="TOPIC_CLOSED", topic_only=True)
        result = await unit.deliveries.settle([lost, settled(claimed[general], SENT)], at(30))
    assert [(each.place.address, each.started_by) for each in result.lost_topics] == [(topic, 7)]
    async with other.reading() as unit:
        found = [await unit.subscriptions.get(address) for address in (topic, general)]
    assert [each is not None and each.active for each in found] == [False, True]
    assert await counts(other, edition) == {"gone": 1, "sent": 1}


async def test_a_chat_that_is_gone_ends_every_subscription_in_it(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        for topic in (0, 5):
            await unit.subscriptions.start(Address(GROUP, topic), "ru", NOON)
    await open_edition(database)
    await plan(database)
    [first, _] = await claim(database)
    await settle(database, settled(first, GONE, error="bot was kicked"))
    async with other.reading() as unit:
        assert not await unit.subscriptions.active_in_chat(GROUP)


async def test_more_than_thirty_gone_of_the_first_hundred_are_reported_once_an_admin_must_look(
    database: Database,
) -> None:
    await subscribe(database, *range(1, 61))
    edition = await open_edition(database)
    await plan(database)
    claimed = await claim(database)
    async with database.writing() as unit:
        first = await unit.deliveries.settle([settled(each, GONE, error="x") for each in claimed[:30]], at(30))
        assert list(first.gone) == []
        last = await unit.deliveries.settle([settled(each, GONE, error="x") for each in claimed[30:40]], at(31))
    assert list(last.gone) == [edition]
    async with database.writing() as unit:
        assert await unit.editions.hold_gone(edition, at(32))
    async with database.writing() as unit:
        late = await unit.deliveries.settle([settled(claimed[40], GONE, error="x")], at(32))
        assert list(late.gone) == [edition], "it was in flight"
        assert not await unit.editions.hold_gone(edition, at(32)), "paused already"
        assert await unit.subscriptions.active_in_chat(claimed[40].chat_id)
    assert await claim(database, 33) == []
    async with database.writing() as unit:
        assert [await unit.subscriptions.active_in_chat(chat) for chat in (1, 40)] == [True, True]
        await unit.editions.resume(edition, at(40))
    again = await claim(database, 40)
    assert len(again) == 41, "those that were said to be gone"
    async with database.writing() as unit:
        result = await unit.deliveries.settle([settled(each, GONE, error="x") for each in again], at(41))
    assert list(result.gone) == [], "an admin has resumed it"


async def test_chats_that_are_gone_later_than_the_first_hundred_are_no_alarm(database: Database) -> None:
    await subscribe(database, *range(1, 151))
    await open_edition(database)
    await plan(database, 200)
    claimed = await claim(database, limit=200)
    async with database.writing() as unit:
        await unit.deliveries.settle([settled(each, SENT) for each in claimed[:101]], at(30))
        result = await unit.deliveries.settle([settled(each, GONE, error="x") for each in claimed[101:]], at(31))
    assert list(result.gone) == []


def moved(delivery: Delivery, state: DeliveryState = PENDING) -> Settlement:
    """Return the result of a delivery whose group became a supergroup."""
    return settled(delivery, state, error="moved", moved_from=delivery.chat_id, moved_to=SUPERGROUP)


async def test_a_delivery_to_a_moved_chat_is_sent_to_its_new_id(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, 1)
    edition = await open_edition(database)
    await plan(database)
    first, _ = await claim(database)
    await settle(database, moved(first), seconds=30)
    assert await seen(other, SUPERGROUP) == (SUPERGROUP, "ru", NOON, None)
    assert await seen(other, GROUP) is None
    assert await claim(other, 30) == [Delivery(edition, first.place, 2, Address(SUPERGROUP), "ru")]


async def test_a_delivery_moved_to_a_subscribed_chat_is_sent_there_once(database: Database, other: Database) -> None:
    await subscribe(database, GROUP, SUPERGROUP)
    edition = await open_edition(database)
    await plan(database)
    there, here = await claim(database)
    assert there.chat_id == SUPERGROUP
    await settle(database, moved(here), settled(there, SENT, message_id=1))
    assert await claim(other, 500) == []
    assert await counts(other, edition) == {"sent": 1, "cancelled": 1}


async def test_a_late_result_of_a_move_does_not_send_again(database: Database) -> None:
    await subscribe(database, GROUP)
    edition = await open_edition(database)
    await plan(database)
    [delivery] = await claim(database)
    await settle(database, settled(delivery, SENT))
    await settle(database, moved(delivery))
    assert await claim(database, 500) == []
    assert await counts(database, edition) == {"sent": 1}
    assert await seen(database, SUPERGROUP) is not None
