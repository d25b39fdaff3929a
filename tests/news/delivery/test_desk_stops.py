"""The delivery desk's stop: half-way, in a long pause, and while the database fails."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from time import monotonic

import pytest

from news.delivery import DEFAULT_TIMES, DeliveryTimes
from news.ledger import Delivery
from news.model import Reader
from news.newsroom import Newsroom
from news.outcomes import Outcome
from storage import Database
from tests.news.delivering import (
    QUICK,
    TIMEOUT_SECONDS,
    RecordingCourier,
    RunningClock,
    all_settled,
    make_desk,
    opened,
    running,
    states,
    until,
)
from tests.news.faulty import Faulty

pytestmark = pytest.mark.slow


async def test_a_stop_half_way_settles_or_returns_every_delivery_and_a_restart_finishes(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, seconds=0.01)
    desk = make_desk(database, courier, clock, 400)
    chats = await opened(news, editor, database, 300, desk)
    async with running(desk):
        await until(lambda: len(courier.carried) >= 100)
        desk.stop()
        left = len(courier.carried) + courier.in_flight
    assert len(courier.carried) == left, "something was sent after the stop"
    found = await states(database)
    assert set(found.values()) == {"sent", "pending"}
    assert {chat for chat, state in found.items() if state == "sent"} == set(courier.chats)
    second = make_desk(database, courier, clock, 4000)
    async with running(second):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats


@pytest.mark.parametrize("pause", [5, 25], ids=["scheduled", "in the ledger"])
async def test_a_stop_does_not_wait_for_the_end_of_the_pause(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock, pause: int
) -> None:
    courier = RecordingCourier(clock, lambda chat: Outcome(429, retry_after=pause))
    desk = make_desk(database, courier, clock, 50)
    await opened(news, editor, database, 20, desk)
    async with asyncio.timeout(4), running(desk):
        await until(lambda: len(courier.carried) >= 1)
    assert "sending" not in (await states(database)).values()


async def test_a_database_failure_loses_and_doubles_nothing(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    faulty, troubles = Faulty(database), list[int]()

    def answer(chat: Delivery) -> Outcome:
        if chat.chat_id in {50, 150}:
            faulty.fails(12)
            troubles.append(chat.chat_id)
        return Outcome(200)

    courier = RecordingCourier(clock, answer)
    desk = make_desk(faulty, courier, clock, 1000, times=QUICK)
    chats = await opened(news, editor, database, 200, desk)
    async with running(desk):
        await until(lambda: all_settled(database, len(chats)))
    assert len(troubles) == 2
    assert faulty.failed >= 12
    assert sorted(courier.chats) == chats


async def test_a_block_claimed_during_the_stop_is_returned(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    faulty, courier = Faulty(database), RecordingCourier(clock)
    desk = make_desk(faulty, courier, clock)
    chats = await opened(news, editor, database, 20, desk)
    faulty.seconds = 0.2
    async with running(desk):
        await until(lambda: faulty.opening > 0)
        desk.stop()
    assert courier.chats == []
    assert await states(database) == dict.fromkeys(chats, "pending")


async def test_the_results_of_sends_in_flight_at_a_stop_are_written(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, seconds=0.3)
    desk = make_desk(database, courier, clock, times=DeliveryTimes(stop_database_timeout=timedelta()))
    chats = await opened(news, editor, database, 20, desk)
    async with running(desk):
        await until(lambda: courier.in_flight == len(chats))
        desk.stop()
    assert await states(database) == dict.fromkeys(chats, "sent")


async def test_a_stop_waits_for_a_missing_answer_up_to_its_timeout(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, seconds=TIMEOUT_SECONDS)
    desk = make_desk(database, courier, clock, times=DeliveryTimes(stop_timeout=timedelta(seconds=0.3)))
    chats = await opened(news, editor, database, 3, desk)
    async with running(desk):
        await until(lambda: courier.in_flight == len(chats))
        stopped = monotonic()
    assert 0.3 <= monotonic() - stopped < 2
    assert await states(database) == dict.fromkeys(chats, "sending")


async def test_results_delayed_by_the_database_at_a_stop_are_written_when_it_works_again(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    faulty = Faulty(database)
    courier = RecordingCourier(clock, lambda chat: faulty.fails(10**9) or Outcome(200))
    desk = make_desk(faulty, courier, clock, times=QUICK)
    chats = await opened(news, editor, database, 20, desk)
    async with running(desk):
        await until(lambda: faulty.failed > 3)
        desk.stop()
        await asyncio.sleep(0.1)
        faulty.recovers()
    assert await states(database) == dict.fromkeys(chats, "sent")


@pytest.mark.parametrize("hangs", [False, True], ids=["refuses", "hangs"])
async def test_a_stop_waits_for_a_failing_database_up_to_its_timeout_and_logs_the_unwritten_results(
    news: Newsroom,
    editor: Reader,
    database: Database,
    clock: RunningClock,
    caplog: pytest.LogCaptureFixture,
    hangs: bool,
) -> None:
    times = replace(QUICK, stop_database_timeout=timedelta(seconds=0.5), last_commit_timeout=timedelta(seconds=0.2))
    faulty = Faulty(database)

    def answer(chat: Delivery) -> Outcome:
        faulty.fails(10**9)
        faulty.seconds = TIMEOUT_SECONDS if hangs else 0
        return Outcome(200)

    courier = RecordingCourier(clock, answer)
    desk = make_desk(faulty, courier, clock, times=times)
    chats = await opened(news, editor, database, 20, desk)
    with caplog.at_level(logging.WARNING):
        async with running(desk):
            await until(lambda: len(courier.carried) == len(chats))
            stopped = monotonic()
        assert monotonic() - stopped < 2
    assert f"{len(chats)} results not written" in caplog.text
    # The results are lost, so the deliveries are in doubt. When their leases expire, they are sent again.
    clock.passes(seconds=DEFAULT_TIMES.lease.total_seconds())
    second = RecordingCourier(clock)
    async with running(make_desk(database, second, clock)):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(second.chats) == chats


async def test_a_stopped_desk_claims_nothing(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock)
    chats = await opened(news, editor, database, 3, desk)
    desk.stop()
    async with asyncio.timeout(TIMEOUT_SECONDS):
        await desk.run()
    assert (courier.chats, await states(database)) == ([], {})
    async with running(make_desk(database, courier, clock)):
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats
