"""The delivery desk at work: its lanes, its pace, the gate, stopping half-way, a database that is away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from news import delivery
from news.delivery import DeliveryDesk
from news.model import Delivery, Reader
from news.newsroom import Newsroom
from news.outcomes import Outcome
from storage import Database
from tests.news.conftest import published
from tests.news.delivering import (
    PATIENCE_SECONDS,
    Heartbeat,
    RecordingCourier,
    RunningClock,
    all_settled,
    ledger,
    make_desk,
    states,
    subscribe,
    until,
    worst_second,
)
from tests.news.faulty import Faulty


@pytest.fixture
def clock() -> RunningClock:
    return RunningClock()


@asynccontextmanager
async def running(*desks: DeliveryDesk) -> AsyncIterator[None]:
    """Let desks work while the block lasts, then stop them and wait until they have."""
    async with asyncio.timeout(2 * PATIENCE_SECONDS), asyncio.TaskGroup() as group:
        for desk in desks:
            group.create_task(desk.run())
        try:
            yield
        finally:
            for desk in desks:
                desk.stop()


async def opened(news: Newsroom, editor: Reader, database: Database, subscribers: int, desk: DeliveryDesk) -> list[int]:
    """Subscribe chats 1, 2, …, publish an article and open its edition; return the chats."""
    chats = list(range(1, subscribers + 1))
    await subscribe(database, chats)
    await published(news, editor)
    assert await desk.tick() is not None
    return chats


async def test_two_processes_share_the_work_and_the_pace_and_nobody_gets_it_twice(
    news: Newsroom, editor: Reader, database: Database, other: Database, clock: RunningClock
) -> None:
    rate = 40
    couriers = [RecordingCourier(clock, seconds=0.02) for _ in range(2)]
    storages = [Faulty(database), Faulty(other)]
    desks = [make_desk(*parts, clock, rate) for parts in zip(storages, couriers, strict=True)]
    chats = await opened(news, editor, database, 70, desks[0])
    async with Heartbeat() as heart, running(*desks):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(couriers[0].chats + couriers[1].chats) == chats
    assert all(len(courier.chats) > 10 for courier in couriers)
    assert worst_second(couriers[0].carried + couriers[1].carried) <= heart.most(rate, *storages)


async def test_no_second_holds_more_sends_than_the_rate_even_after_the_database_stalled(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    rate, faulty = 30, Faulty(database)
    faulty.seconds = 0.4

    def answer(chat: Delivery) -> Outcome:
        faulty.seconds = 0
        return Outcome(200)

    courier = RecordingCourier(clock, answer, seconds=0.02)
    desk = make_desk(faulty, courier, clock, rate)
    chats = await opened(news, editor, database, 46, desk)
    async with Heartbeat() as heart, running(desk):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats
    assert worst_second(courier.carried) <= heart.most(rate, faulty)


async def test_429_stops_every_lane_until_the_time_is_over(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    answers = {40: Outcome(429, retry_after=0.6)}
    courier = RecordingCourier(clock, lambda chat: answers.pop(chat.chat_id, Outcome(200)), seconds=0.005)
    desk = make_desk(database, courier, clock, 200)
    chats = await opened(news, editor, database, 120, desk)
    async with running(desk):
        await until(lambda: all_settled(database, len(chats)))
    (refused,) = [one for one in courier.carried if one.outcome.status == 429]
    late = [one.left - refused.answered for one in courier.carried if one.left > refused.answered]
    assert len(late) > 40
    assert min(late) >= timedelta(seconds=0.6)
    assert sorted(courier.sent) == chats


async def test_another_process_hears_of_the_pause_through_the_shared_budget(
    news: Newsroom, editor: Reader, database: Database, other: Database, clock: RunningClock
) -> None:
    answers = {1: Outcome(429, retry_after=0.6)}
    first = RecordingCourier(clock, lambda chat: answers.pop(chat.chat_id, Outcome(200)))
    second = RecordingCourier(clock)
    desk, later = make_desk(database, first, clock, 10), make_desk(other, second, clock, 10)
    await opened(news, editor, database, 5, desk)
    await desk.carry_block()
    (refused,) = first.carried
    await later.carry_block()
    assert second.carried[0].left - refused.answered >= timedelta(seconds=0.6)


async def test_a_pause_longer_than_the_lease_sends_nothing_twice_and_wastes_no_budget(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LEASE", timedelta(seconds=0.4))
    monkeypatch.setattr(delivery, "LONGEST_WAIT", timedelta(seconds=0.2))
    monkeypatch.setattr(delivery, "IDLE_SECONDS", 0.02)
    answers = {5: Outcome(429, retry_after=1)}
    courier = RecordingCourier(clock, lambda chat: answers.pop(chat.chat_id, Outcome(200)))
    desk = make_desk(database, courier, clock, 100)
    chats = await opened(news, editor, database, 60, desk)
    async with running(desk):
        await until(lambda: all_settled(database, len(chats)))
    (refused,) = [one for one in courier.carried if one.outcome.status == 429]
    assert sorted(courier.sent) == chats
    assert max(row["tries"] for row in await ledger(database)) <= 2
    late = sorted(one.left - refused.answered for one in courier.carried if one.left > refused.answered)
    assert late[0] >= timedelta(seconds=1)
    assert late[-1] <= timedelta(seconds=1 + 2.5)  # 60 sends at 100 a second: the budget was not spent on waiting


async def test_stopping_half_way_settles_or_gives_back_and_a_restart_finishes(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, seconds=0.01)
    desk = make_desk(database, courier, clock, 400)
    chats = await opened(news, editor, database, 300, desk)
    async with running(desk):
        await until(lambda: len(courier.carried) >= 100)
        desk.stop()
        left = len(courier.carried) + courier.on_the_way
    assert len(courier.carried) == left, "something left after the stop"
    found = await states(database)
    assert set(found.values()) == {"sent", "pending"}
    assert {chat for chat, state in found.items() if state == "sent"} == set(courier.chats)
    second = make_desk(database, courier, clock, 4000)
    async with running(second):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats


async def test_a_stop_does_not_wait_for_the_gate_to_open(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, lambda chat: Outcome(429, retry_after=25))
    desk = make_desk(database, courier, clock, 50)
    await opened(news, editor, database, 20, desk)
    async with asyncio.timeout(10), running(desk):
        await until(lambda: len(courier.carried) >= 1)
    assert "wire" not in (await states(database)).values()


async def test_a_database_that_is_away_for_a_while_loses_and_doubles_nothing(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "IDLE_SECONDS", 0.02)
    faulty, troubles = Faulty(database), list[int]()

    def answer(chat: Delivery) -> Outcome:
        if chat.chat_id in {50, 150}:
            faulty.fails(12)
            troubles.append(chat.chat_id)
        return Outcome(200)

    courier = RecordingCourier(clock, answer)
    desk = make_desk(faulty, courier, clock, 1000)
    chats = await opened(news, editor, database, 200, desk)
    async with running(desk):
        await until(lambda: all_settled(database, len(chats)))
    assert len(troubles) == 2
    assert faulty.failed >= 12
    assert sorted(courier.chats) == chats


async def test_a_stop_does_not_wait_for_a_database_that_is_away(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "IDLE_SECONDS", 0.02)
    faulty = Faulty(database)

    def answer(chat: Delivery) -> Outcome:
        faulty.fails(10**9)
        return Outcome(200)

    courier = RecordingCourier(clock, answer)
    desk = make_desk(faulty, courier, clock)
    chats = await opened(news, editor, database, 20, desk)
    async with asyncio.timeout(10), running(desk):
        await until(lambda: faulty.failed > 3)
    # What was sent is not recorded: it is in doubt until its lease is out, and then sent again rather than lost.
    clock.passes(seconds=delivery.LEASE.total_seconds())
    second = RecordingCourier(clock)
    async with running(make_desk(database, second, clock)):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(second.chats) == chats


async def test_a_tick_wakes_the_lanes_that_sleep(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "IDLE_SECONDS", 10 * PATIENCE_SECONDS)
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock)
    await subscribe(database, [1])
    async with running(desk):
        for edition in range(1, 4):
            await published(news, editor)
            await desk.tick()
            await until(lambda edition=edition: len(courier.chats) == edition)


async def test_an_edition_that_another_process_opened_is_found(
    news: Newsroom,
    editor: Reader,
    database: Database,
    other: Database,
    clock: RunningClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(delivery, "IDLE_SECONDS", 0.05)
    courier = RecordingCourier(clock)
    desk, ticker = make_desk(database, courier, clock), make_desk(other, RecordingCourier(clock), clock)
    async with running(desk):
        await asyncio.sleep(0.05)
        await opened(news, editor, database, 3, ticker)
        await until(lambda: all_settled(database, 3))
    assert sorted(courier.chats) == [1, 2, 3]


async def test_a_stopped_desk_takes_nothing(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock)
    chats = await opened(news, editor, database, 3, desk)
    desk.stop()
    async with asyncio.timeout(PATIENCE_SECONDS):
        await desk.run()
    assert (courier.chats, await states(database)) == ([], {})
    async with running(make_desk(database, courier, clock)):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats
