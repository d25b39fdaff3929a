"""The delivery desk and its leases: renewed while needed, and nothing is sent on one that may have expired."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from news.delivery import DEFAULT_TIMES, DeliveryTimes
from news.ledger import Delivery
from news.model import Reader
from news.newsroom import Newsroom
from news.outcomes import Outcome
from storage import Database
from tests.news.delivering import (
    RecordingCourier,
    RunningClock,
    all_settled,
    carry_all,
    ledger,
    make_desk,
    opened,
    running,
    until,
)
from tests.news.faulty import Faulty

pytestmark = pytest.mark.slow

SHORT_LEASES = DeliveryTimes(lease=timedelta(seconds=0.6), claim_interval=timedelta(seconds=0.02))


async def test_a_scheduled_send_does_not_leave_on_an_expired_lease_after_the_machine_slept(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    def answer(chat: Delivery) -> Outcome:
        if chat.chat_id == 1:
            clock.passes(seconds=DEFAULT_TIMES.lease.total_seconds())
        return Outcome(200)

    courier = RecordingCourier(clock, answer)
    desk = make_desk(database, courier, clock, 50)
    chats = await opened(news, editor, database, 5, desk)
    assert await desk.carry_block() == 5
    assert courier.chats == [1]
    await carry_all(desk)
    assert sorted(courier.chats) == chats
    assert {row["unknowns"] for row in await ledger(database)} == {0}


async def test_an_answer_that_takes_longer_than_a_lease_is_awaited_and_nothing_is_sent_again(
    news: Newsroom,
    editor: Reader,
    database: Database,
    other: Database,
    clock: RunningClock,
) -> None:
    slow, quick = RecordingCourier(clock, seconds=1.5), RecordingCourier(clock)
    desk = make_desk(database, slow, clock, times=SHORT_LEASES)
    chats = await opened(news, editor, database, 5, desk)
    async with running(desk):
        await until(lambda: slow.in_flight == len(chats))
        async with running(make_desk(other, quick, clock, times=SHORT_LEASES)):
            await until(lambda: all_settled(database, len(chats)))
    assert (slow.chats, quick.chats) == (chats, [])
    assert {(row["tries"], row["unknowns"]) for row in await ledger(database)} == {(1, 0)}


async def test_nothing_leaves_on_a_lease_that_could_not_be_renewed_in_time(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    faulty = Faulty(database)
    courier = RecordingCourier(clock, lambda _: faulty.fails(10**9) or Outcome(200))
    desk = make_desk(faulty, courier, clock, 20, times=SHORT_LEASES)
    chats = await opened(news, editor, database, 30, desk)
    async with running(desk):
        await until(lambda: faulty.failed > 1)
        clock.passes(seconds=1)
        left = len(courier.carried)
        await asyncio.sleep(0.2)
        assert len(courier.carried) + courier.in_flight == left
        faulty.recovers()
        courier._answer = lambda _: Outcome(200)
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats


async def test_a_pause_longer_than_the_lease_sends_nothing_twice_and_wastes_no_budget(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    times = replace(
        SHORT_LEASES,
        lease=timedelta(seconds=0.9),
        max_slot_wait=timedelta(seconds=0.4),
        max_claim_ahead=timedelta(seconds=0.1),
    )
    answers = {5: Outcome(429, retry_after=1)}
    courier = RecordingCourier(clock, lambda chat: answers.pop(chat.chat_id, Outcome(200)))
    desk = make_desk(database, courier, clock, 100, times=times)
    chats = await opened(news, editor, database, 60, desk)
    async with running(desk):
        await until(lambda: all_settled(database, len(chats)))
    (refused,) = [one for one in courier.carried if one.outcome.status == 429]
    assert sorted(courier.sent) == chats
    assert max(row["tries"] for row in await ledger(database)) <= 2
    late = sorted(one.left - refused.answered for one in courier.carried if one.left > refused.answered)
    assert late[0] >= timedelta(seconds=1)
    assert late[-1] <= timedelta(seconds=1 + 2.5)  # 60 sends at 100 a second: the budget was not spent on waiting
