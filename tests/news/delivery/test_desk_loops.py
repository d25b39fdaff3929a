"""The delivery desk's loops: two processes, rate limits, pauses, commits, the in-flight window."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from news.delivery import DeliveryTimes
from news.delivery.contents import CONTENT_TTL
from news.delivery.window import InFlightWindow
from news.model import Delivery, Reader, Settlement
from news.newsroom import Newsroom
from news.outcomes import Outcome
from news.rate_limits.chats import GROUP_SECONDS, PERSON_SECONDS
from storage import Database
from storage.deliveries import Deliveries
from tests.news.conftest import published
from tests.news.delivering import (
    FULL_SPEED,
    TIMEOUT_SECONDS,
    Heartbeat,
    RecordingCourier,
    RunningClock,
    all_settled,
    carry_all,
    ledger,
    make_desk,
    opened,
    running,
    subscribe,
    until,
    worst_second,
)
from tests.news.faulty import Faulty

pytestmark = pytest.mark.slow


async def test_two_processes_share_the_work_and_the_rate_and_send_nothing_twice(
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


async def test_429_stops_every_send_until_the_pause_is_over(
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


async def test_the_shared_budget_passes_the_pause_on_to_other_processes(
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


async def test_a_tick_wakes_the_loops_that_sleep(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier, rarely = RecordingCourier(clock), DeliveryTimes(claim_interval=timedelta(seconds=10 * TIMEOUT_SECONDS))
    desk = make_desk(database, courier, clock, times=rarely)
    await subscribe(database, [1])
    async with running(desk):
        for edition in range(1, 4):
            clock.passes(seconds=1)
            await published(news, editor)
            await desk.tick()
            await until(lambda edition=edition: len(courier.chats) == edition)


async def test_an_edition_that_another_process_opened_is_found(
    news: Newsroom,
    editor: Reader,
    database: Database,
    other: Database,
    clock: RunningClock,
) -> None:
    courier, often = RecordingCourier(clock), DeliveryTimes(claim_interval=timedelta(seconds=0.05))
    desk = make_desk(database, courier, clock, times=often)
    ticker = make_desk(other, RecordingCourier(clock), clock)
    async with running(desk):
        await asyncio.sleep(0.05)
        await opened(news, editor, database, 3, ticker)
        await until(lambda: all_settled(database, 3))
    assert sorted(courier.chats) == [1, 2, 3]


async def test_answers_that_arrive_during_a_commit_go_into_the_next(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits: list[list[int]] = []
    settle = Deliveries.settle

    async def slowly(self: Deliveries, settlements: Sequence[Settlement], at: datetime) -> Sequence[int]:
        commits.append([settlement.chat_id for settlement in settlements])
        await asyncio.sleep(0.1)
        return await settle(self, settlements, at)

    monkeypatch.setattr(Deliveries, "settle", slowly)
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock)
    chats = await opened(news, editor, database, 200, desk)
    async with running(desk):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(chat for commit in commits for chat in commit) == chats
    assert len(commits) <= len(chats) / 10


async def test_sending_waits_for_the_database_when_eight_answers_are_unwritten(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_write, settle = asyncio.Event(), Deliveries.settle

    async def late(self: Deliveries, settlements: Sequence[Settlement], at: datetime) -> Sequence[int]:
        await may_write.wait()
        return await settle(self, settlements, at)

    monkeypatch.setattr(Deliveries, "settle", late)
    courier, window = RecordingCourier(clock), InFlightWindow(400)
    desk = make_desk(database, courier, clock, 400, window=window)
    chats = await opened(news, editor, database, 60, desk)
    async with running(desk):
        await until(lambda: len(courier.carried) >= 8)
        await asyncio.sleep(0.2)
        assert len(courier.carried) + courier.in_flight <= window.max_in_doubt < 10
        may_write.set()
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats


async def test_when_answers_stop_arriving_sending_stops_and_a_crash_leaves_few_in_doubt(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, seconds=1)
    desk = make_desk(database, courier, clock, 400)
    chats = await opened(news, editor, database, 120, desk)
    async with running(desk):
        await until(lambda: courier.in_flight >= 8)
        await asyncio.sleep(0.2)  # time for eighty more
        assert courier.max_in_flight == 8
        await until(lambda: all_settled(database, len(chats)))
    assert courier.max_in_flight > 50, "a longer latency allows more sends in flight"
    assert sorted(courier.chats) == chats


async def test_no_more_sends_are_in_flight_than_the_courier_has_connections(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, seconds=0.03)
    desk = make_desk(database, courier, clock, window=InFlightWindow(FULL_SPEED, max_in_flight=7))
    chats = await opened(news, editor, database, 50, desk)
    async with running(desk):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats
    assert courier.max_in_flight == 7


async def test_an_unchanged_edition_has_one_content_object(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock, 100)
    await opened(news, editor, database, 40, desk)
    await published(news, editor)
    await desk.tick()
    while await desk.carry_block():
        clock.passes(seconds=CONTENT_TTL.total_seconds())
    assert len(courier.carried) == 80
    assert len({id(one.push) for one in courier.carried}) == 2


# ChatLimiter


async def test_two_editions_reach_a_person_a_second_apart_and_a_group_three(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier, often = RecordingCourier(clock), DeliveryTimes(claim_interval=timedelta(seconds=0.02))
    desk = make_desk(database, courier, clock, times=often)
    await subscribe(database, [7, -7])
    for _ in range(2):
        await published(news, editor)
        await desk.tick()
    async with running(desk):
        await until(lambda: len(courier.carried) == 2)
        clock.passes(seconds=1)
        await until(lambda: len(courier.carried) == 3)
        clock.passes(seconds=2.4)
        await until(lambda: settled(database, 4))
    assert courier.chats[2:] == [7, -7]
    left = {(one.delivery.chat_id, one.delivery.edition): one.left for one in courier.carried}
    for chat, pause in ((7, PERSON_SECONDS), (-7, GROUP_SECONDS)):
        apart = left[chat, 2] - left[chat, 1]
        assert pause - 0.001 <= apart.total_seconds() < 2 * pause


async def test_a_group_gets_eighteen_a_minute_however_many_editions_wait(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock)
    await subscribe(database, [-7])
    for _ in range(22):
        await published(news, editor)
        await desk.tick()
    for _ in range(80):
        await carry_all(desk)
        clock.passes(seconds=1)
    assert [one.delivery.edition for one in courier.carried] == list(range(1, len(courier.carried) + 1))
    first = courier.carried[0].left
    within = [one for one in courier.carried if one.left < first + timedelta(minutes=1)]
    assert 15 <= len(within) <= 18
    assert len(courier.carried) > len(within)


async def settled(database: Database, deliveries: int) -> bool:
    return [row["state"] for row in await ledger(database)] == ["sent"] * deliveries
