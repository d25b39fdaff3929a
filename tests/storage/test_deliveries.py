"""Deliveries are claimed, leased and paced as their port promises, on both engines."""

from dataclasses import replace
from datetime import timedelta

from news.ledger import NOTICE_RULES, Address, Delivery, DeliveryState, Message, MessageKind, Priority
from storage import Database
from tests.storage.samples import (
    LEASE,
    RULES,
    at,
    claim,
    correct,
    counts,
    facts,
    open_edition,
    plan,
    publish,
    raw,
    sent,
    settle,
    settled,
    subscribe,
    update,
)

SENT, GONE, PENDING = DeliveryState.SENT, DeliveryState.GONE, DeliveryState.PENDING


# Claiming


async def test_a_claimed_delivery_is_not_claimed_again_until_its_lease_expires(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, language="en")
    edition = await open_edition(database)
    await plan(database)
    assert await claim(database, 20) == [Delivery(edition, 1, 1, Address(1), "en")]
    assert await claim(other, 20 + LEASE.total_seconds() - 0.000001) == []
    assert await claim(other, 20 + LEASE.total_seconds()) == [Delivery(edition, 1, 2, Address(1), "en")]
    assert await facts(database, edition, 1) == {
        "state": "sending",
        "message_id": None,
        "tries": 2,
        "unknowns": 1,
        "error": "lapsed",
    }


async def renew(database: Database, delivery: Delivery, seconds: float) -> None:
    """Extend a lease at a time in seconds after noon."""
    async with database.writing() as unit:
        await unit.deliveries.renew([(delivery.edition, delivery.place, delivery.tries)], at(seconds) + LEASE)


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


SKIPPING = replace(RULES, resend=False)


async def skip(database: Database, seconds: float, limit: int = 100) -> list[int]:
    """Claim what is due; return the chats."""
    return [delivery.chat_id for delivery in await claim(database, seconds, limit)]


async def test_without_resend_a_delivery_fails_when_its_lease_expires(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database, rules=SKIPPING)
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
    await open_edition(database, rules=SKIPPING)
    await plan(database)
    assert await skip(database, 20, limit=3) == [1, 2, 3]
    assert await skip(database, 200, limit=2) == [4, 5]


async def test_a_delivery_that_waits_for_a_retry_has_not_lapsed(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database, rules=SKIPPING)
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


async def test_of_one_priority_the_edition_goes_first_that_has_been_due_for_longest(database: Database) -> None:
    await subscribe(database, 1, 2)
    old = await open_edition(database, "old", 10)
    await plan(database)
    for delivery in await claim(database):
        await settle(database, settled(delivery, PENDING, next_try_at=at(500)))
    new = await open_edition(database, "new", 400)
    await plan(database)
    assert [each.edition for each in await claim(database, 600, limit=3)] == [old, new, new]


async def test_the_more_urgent_edition_goes_first(database: Database) -> None:
    await subscribe(database, 1, 2)
    await open_edition(database, "usual", 10)
    urgent = await open_edition(database, "breaking", 11, replace(RULES, priority=Priority.BREAKING))
    while await plan(database):
        pass
    assert [each.edition for each in await claim(database, limit=2)] == [urgent, urgent]


async def test_what_has_low_priority_waits_until_a_push_is_planned_and_sent(database: Database) -> None:
    await subscribe(database, 1, 2, 3)
    async with database.writing() as unit:
        rules = replace(NOTICE_RULES, priority=Priority.LOW)
        low = await unit.editions.notify([await unit.places.obtain(Address(7))], "{}", rules, at(1))
    push = await open_edition(database, "news", 10)
    assert await claim(database) == [], "the push is to be planned first"
    assert await plan(database, 2) == 2
    assert [each.edition for each in await claim(database)] == [push, push]
    await plan(database, 2)
    assert [each.edition for each in await claim(database, limit=1)] == [push]
    assert [each.edition for each in await claim(database)] == [low]


async def test_a_delivery_planned_for_later_waits_for_its_time_and_holds_up_nothing(database: Database) -> None:
    await subscribe(database, 1)
    number = await publish(database, "morning")
    async with database.writing() as unit:
        later = await unit.editions.announce([number], RULES, at(10), not_before=at(3600))
    now = await open_edition(database, "now", 11)
    while await plan(database):
        pass
    assert [each.edition for each in await claim(database, 20)] == [now]
    assert await claim(database, 3599) != [], "the lease of the other one has expired"
    assert later in [each.edition for each in await claim(database, 3600)]


async def test_a_delivery_that_is_too_old_expires_by_its_own_time(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database, rules=replace(RULES, lifetime=timedelta(seconds=100)))
    await plan(database)
    assert await claim(database, 111) == []
    found = await facts(database, edition, 1)
    assert (found["state"], found["error"]) == ("expired", "too old")


async def test_a_delivery_replies_to_the_copy_that_its_place_got_of_an_earlier_edition(database: Database) -> None:
    first = await sent(database, 1, 2)
    await subscribe(database, 3)
    number = await publish(database, "more")
    async with database.writing() as unit:
        await unit.editions.announce([number], RULES, at(100), replies_to=first)
    await plan(database)
    found = {each.chat_id: each.reply_to for each in await claim(database, 100)}
    assert found == {1: 101, 2: 102, 3: None}


async def test_an_album_whose_lease_expires_fails_because_half_of_it_may_have_arrived(database: Database) -> None:
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    await plan(database)
    album, _ = await claim(database, 20)
    async with database.writing() as unit:
        await unit.deliveries.mark_albums([album])
    assert [each.chat_id for each in await claim(database, 200)] == [2]
    assert await counts(database, edition) == {"failed": 1, "sending": 1}


async def test_every_message_of_an_album_is_kept_and_given_to_its_correction(database: Database) -> None:
    await subscribe(database, 1)
    edition = await open_edition(database)
    await plan(database)
    [delivery] = await claim(database)
    copy = (Message(7, MessageKind.PHOTO), Message(8, MessageKind.VIDEO))
    await settle(database, settled(delivery, SENT)._replace(copy=copy))
    await update(database, edition, 100)
    await correct(database, 100)
    await plan(database, seconds=110)
    assert [each.copy for each in await claim(database, 110)] == [copy]


async def test_a_delivery_has_the_present_language_of_its_chat(database: Database) -> None:
    await subscribe(database, 1)
    await open_edition(database)
    await plan(database)
    async with database.writing() as unit:
        await unit.places.set_language(1, "en")
    assert [each.language for each in await claim(database)] == ["en"]


async def test_a_delivery_whose_subscription_ended_in_flight_is_not_claimed_again(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, 2, 3)
    edition = await open_edition(database)
    await plan(database)
    await claim(database, 20)
    async with database.writing() as unit:
        await unit.subscriptions.end(Address(1), at(25), "asked")
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


# What readers look at again


async def test_a_place_finds_the_form_of_its_own_delivery(database: Database, other: Database) -> None:
    await subscribe(database, 1, 2)
    number = await publish(database, "news")
    async with database.writing() as unit:
        places = [await unit.places.obtain(Address(chat)) for chat in (1, 2)]
        edition = await unit.editions.announce(
            [number], NOTICE_RULES, at(0), places=places, variants={places[0]: "for:hps::0"}
        )
    async with other.reading() as unit:
        variant_of = unit.deliveries.variant_of
        assert await variant_of(edition, Address(1)) == "for:hps::0"
        assert await variant_of(edition, Address(2)) is None
        assert await variant_of(edition, Address(1, 5)) is None
        assert await variant_of(edition + 1, Address(1)) is None
        assert await variant_of(2**62, Address(3)) is None
