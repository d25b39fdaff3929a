"""The delivery desk by a clock that is set: pushes go on, nothing is sent twice, and a sleeper drops what it lost."""

from datetime import datetime, timedelta

import pytest

from news.delivery import DEFAULT_TIMES
from news.delivery.claiming import PLAN_BLOCK
from news.ledger import Address, Delivery, DeliveryState, Settlement
from news.model import Reader
from news.newsroom import Newsroom
from news.outcomes import Outcome
from storage import Database
from storage.budget import Budget
from tests.clocks import RunningClock
from tests.news.conftest import published
from tests.news.delivering import (
    ARRIVED,
    QUICK,
    RecordingCourier,
    all_settled,
    carry_all,
    make_desk,
    opened,
    running,
    states,
    until,
)
from tests.planning import planned

LEASE_SECONDS = DEFAULT_TIMES.lease.total_seconds()


@pytest.mark.parametrize("hours", [-1, 5])
async def test_a_push_goes_on_when_the_clock_is_set_and_reaches_everybody_once(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, hours: int
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock, 200, times=QUICK)
    chats = await opened(news, editor, database, 100, desk)
    async with running(desk):
        await until(lambda: len(courier.chats) > 20)
        clock.step(hours=hours)
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats


async def test_a_retry_set_by_a_clock_that_was_ahead_is_due_when_the_clock_is_right(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    answers = iter([Outcome(502), ARRIVED])
    courier = RecordingCourier(clock, lambda _: next(answers))
    clock.step(hours=1)
    await opened(news, editor, database, 1, desk := make_desk(database, courier, clock))
    await carry_all(desk)
    assert await states(database) == {1: "pending"}
    clock.step(hours=-1)
    again = make_desk(database, courier, clock, times=QUICK)
    async with running(again):
        await until(lambda: all_settled(database, 1))
    assert courier.chats == [1, 1]


async def test_a_database_written_an_hour_ahead_is_pushed_from_after_the_start(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    clock.step(hours=1)
    courier = RecordingCourier(clock)
    ahead = make_desk(database, courier, clock, 50)
    chats = await opened(news, editor, database, 20, ahead)
    await ahead.carry_block()
    sent = len(courier.chats)
    async with database.writing() as unit:
        await planned(unit, clock.now(), PLAN_BLOCK)
        await unit.deliveries.claim(clock.now(), DEFAULT_TIMES.lease, 3)  # and then the process dies
        await unit.budget.close(clock.now(), clock.now() + timedelta(seconds=0.2))
    clock.step(hours=-1)
    async with running(make_desk(database, courier, clock, 50, times=QUICK)):
        await until(lambda: len(courier.chats) == len(chats) - 3)
    assert 0 < sent < len(chats)
    assert sorted(set(courier.chats)) == sorted(courier.chats), "the three in flight wait for their lease"


async def test_who_subscribed_by_a_fast_clock_gets_what_is_published_when_it_is_right(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    clock.step(hours=1)
    await news.subscriptions.start(Address(1), "ru")
    clock.step(hours=-1)
    await published(news, editor)
    desk = make_desk(database, courier, clock)
    assert await desk.tick() is not None
    await carry_all(desk)
    assert courier.chats == [1]


async def test_a_process_that_slept_beyond_its_leases_sends_nothing_that_another_has_taken(
    news: Newsroom, editor: Reader, database: Database, other: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock, 50, times=QUICK)
    chats = await opened(news, editor, database, 40, desk)
    assert await desk._claimer.claim() > 3
    scheduled = {send.delivery.chat_id for send in desk._in_flight.scheduled}
    clock.passes(seconds=LEASE_SECONDS + 1)  # the process sleeps; another one takes its deliveries over
    async with other.writing() as unit:
        await unit.deliveries.release_lapsed(clock.now())
        taken = await unit.deliveries.claim(clock.now(), timedelta(hours=1), len(chats))
        await unit.deliveries.settle([arrived(each) for each in taken], clock.now())
    assert scheduled <= {each.chat_id for each in taken}
    async with running(desk):
        await until(lambda: all_settled(database, len(chats)))
    assert not scheduled & set(courier.chats)


def arrived(delivery: Delivery) -> Settlement:
    return Settlement(delivery.edition, delivery.place, delivery.tries, DeliveryState.SENT, ARRIVED.copy)


async def test_a_fast_process_takes_nothing_from_another_until_a_lease_after_it_was_set(
    news: Newsroom, editor: Reader, database: Database, other: Database, clock: RunningClock
) -> None:
    courier, mine = RecordingCourier(clock), RecordingCourier(clock)
    await opened(news, editor, database, 3, make_desk(database, mine, clock))
    async with other.writing() as unit:
        await planned(unit, clock.now(), PLAN_BLOCK)
        assert len(await unit.deliveries.claim(clock.now(), DEFAULT_TIMES.lease, 3)) == 3
    desk = make_desk(database, courier, clock, times=QUICK)
    await carry_all(desk)
    clock.step(minutes=10)
    await carry_all(desk)
    assert courier.chats == [], "their process still holds them"
    clock.passes(seconds=LEASE_SECONDS)
    await carry_all(desk)
    assert sorted(courier.chats) == [1, 2, 3]


async def test_a_slow_database_moves_no_slot_away_from_the_budget_that_all_processes_share(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    reserve = Budget.reserve

    async def slowly(self: Budget, now: datetime, span: timedelta) -> datetime:
        start = await reserve(self, now, span)
        clock.passes(hours=1)
        return start

    desk = make_desk(database, RecordingCourier(clock), clock, 10)
    await opened(news, editor, database, 3, desk)
    monkeypatch.setattr(Budget, "reserve", slowly)
    before = clock.monotonic()
    assert await desk._claimer.claim() == 1
    (send,) = desk._in_flight.scheduled
    assert send.slot - before < timedelta(hours=1).total_seconds()
