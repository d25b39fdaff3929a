"""A correction is planned when no delivery with old contents can arrive after it; on both engines."""

from news.ledger import Address, Delivery, DeliveryState, Message
from storage import Database
from storage.planning import MAX_CONTENT_AGE
from tests.storage.samples import (
    LEASE,
    at,
    claim,
    correct,
    counts,
    open_edition,
    plan,
    progress,
    raw,
    sent,
    settle,
    settle_all,
    settled,
    subscribe,
    update,
)

SENT, FAILED, PENDING = DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.PENDING
MAX_AGE_SECONDS = MAX_CONTENT_AGE.total_seconds()
LEASE_SECONDS = LEASE.total_seconds()


async def test_every_sent_copy_is_edited_in_blocks_and_nothing_else(database: Database, other: Database) -> None:
    await subscribe(database, *range(1, 9))
    source = await open_edition(database)
    await plan(database)
    one, two, three, four, five, *rest = await claim(database, 20)
    await settle(
        database,
        settled(one, FAILED, error="Bad"),
        settled(two, DeliveryState.GONE, error="blocked"),
        settled(three, SENT),  # Telegram's answer had no message in it
        settled(four, PENDING, next_try_at=at(500)),
        settled(five, DeliveryState.CANCELLED, error="retracted"),
        *(settled(each, SENT, message_id=100 + each.chat_id) for each in rest),
    )
    await update(database, source, 50)
    [correction] = await correct(database, 60)
    later = 60 + MAX_AGE_SECONDS
    assert [await plan(process, 2, later) for process in (database, other, database)] == [1, 2, 0]
    edits = await claim(other, later)
    assert edits == [Delivery(correction, chat, 1, Address(chat), "ru", (Message(100 + chat),)) for chat in (6, 7, 8)]


async def test_a_block_of_copies_without_messages_does_not_end_the_plan(database: Database) -> None:
    source = await sent(database, 1, 2, 3, 4)
    async with database.writing() as unit:
        await raw(unit, "UPDATE deliveries SET message_id = NULL WHERE place_id < 3")
    await update(database, source, 50)
    await correct(database, 60)
    assert await plan(database, 2, 60) == 2
    assert [each.chat_id for each in await claim(database, 60)] == [3, 4]


async def test_an_edited_copy_keeps_its_message_whatever_the_answer_held(database: Database, other: Database) -> None:
    source = await sent(database, 1)
    for seconds in (50, 150):
        await update(database, source, seconds)
        [correction] = await correct(database, seconds)
        await plan(database, seconds=seconds)
        [edit] = await claim(database, seconds)
        assert edit.copy == (Message(101),)
        await settle(database, settled(edit, SENT), seconds=seconds)  # «message is not modified» brings no message
        assert await claim(database, seconds) == []
        assert await counts(other, correction) == {"sent": 1}


async def test_a_correction_waits_for_deliveries_in_flight_and_goes_on_when_they_are_settled(
    database: Database,
) -> None:
    await subscribe(database, 1, 2)
    source = await open_edition(database)
    await plan(database)
    one, two = await claim(database, 20)
    await settle_all(database, [one], 21)
    await update(database, source, 22)
    [correction] = await correct(database, 23)
    assert await plan(database, seconds=23 + MAX_AGE_SECONDS) == 0
    assert (await progress(database, correction)).unplanned == 1
    await settle_all(database, [two], 30)
    assert await plan(database, seconds=30) == 2
    assert [each.copy for each in await claim(database, 30)] == [(Message(101),), (Message(102),)]


async def test_a_correction_waits_for_a_slow_answer_whose_lease_was_extended(
    database: Database,
) -> None:
    await subscribe(database, 1, 2)
    source = await open_edition(database)
    await plan(database)
    one, two = await claim(database, 20)
    await settle_all(database, [one], 21)
    await update(database, source, 22)
    await correct(database, 23)
    async with database.writing() as unit:
        await unit.deliveries.renew([(two.edition, two.place, two.tries)], at(40) + LEASE)
    assert await plan(database, seconds=40) == 0
    await settle_all(database, [two], 41)
    assert await plan(database, seconds=41) == 2


async def test_a_correction_goes_on_when_deliveries_of_a_dead_process_were_claimed_again(
    database: Database,
) -> None:
    await subscribe(database, 1, 2)
    source = await open_edition(database)
    await plan(database)
    one, _lost = await claim(database, 20)
    await settle_all(database, [one], 21)
    await update(database, source, 22)
    await correct(database, 23)
    assert await plan(database, seconds=20 + LEASE_SECONDS) == 0
    [again] = await claim(database, 20 + LEASE_SECONDS)
    assert (again.chat_id, again.tries) == (2, 2)
    assert await plan(database, seconds=20 + LEASE_SECONDS) == 1, "the second claim sends the new contents"


async def test_a_correction_waits_until_every_process_has_read_the_new_contents(
    database: Database, other: Database
) -> None:
    await subscribe(database, 1, 2)
    source = await open_edition(database)
    await plan(database)
    await settle_all(database, await claim(database, 20, 1), 21)
    await update(database, source, 22)
    await correct(database, 22)
    assert await plan(database, seconds=22 + MAX_AGE_SECONDS - 0.1) == 0
    [stale] = await claim(other, 22 + MAX_AGE_SECONDS - 0.1)  # by a process that read the contents a moment before
    assert await plan(database, seconds=22 + MAX_AGE_SECONDS) == 0, "and deliveries claimed until then must be settled"
    await settle_all(other, [stale], 25)
    assert await plan(database, seconds=25) == 2


async def test_a_correction_does_not_wait_for_deliveries_claimed_with_the_new_contents(database: Database) -> None:
    await subscribe(database, 1, 2)
    source = await open_edition(database)
    await plan(database)
    await settle_all(database, await claim(database, 20, 1), 21)
    await update(database, source, 22)
    await correct(database, 22)
    later = 22 + MAX_AGE_SECONDS
    assert [each.chat_id for each in await claim(database, later)] == [2]
    assert await plan(database, seconds=later) == 1


async def test_a_newer_correction_waits_for_the_edits_of_the_one_it_ends(database: Database) -> None:
    source = await sent(database, 1, 2)
    await update(database, source, 50)
    [old] = await correct(database, 60)
    await plan(database, seconds=60)
    one, two = await claim(database, 60)
    await update(database, source, 61)
    [new] = await correct(database, 61)
    assert await plan(database, seconds=61) == 0, "an old edit that lands last would win"
    await settle(database, settled(one, SENT), settled(two, PENDING, next_try_at=at(70)), seconds=62)
    assert await claim(database, 62) == []
    assert await counts(database, old) == {"sent": 1, "cancelled": 1}, "a retry of it is not sent"
    assert await plan(database, seconds=63) == 2
    assert [each.edition for each in await claim(database, 63)] == [new, new]


async def test_a_correction_that_waits_does_not_hold_up_the_others(database: Database) -> None:
    await subscribe(database, 1)
    source = await open_edition(database)
    await plan(database)
    await claim(database, 20)
    await update(database, source, 22)
    await correct(database, 23)
    headlines = await open_edition(database, "later", 24)
    assert await plan(database, seconds=30) == 1
    assert [each.edition for each in await claim(database, 30)] == [headlines]
