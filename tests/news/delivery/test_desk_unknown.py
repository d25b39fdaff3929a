"""The delivery desk and unknown results: resent or skipped, and always counted."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest

from news.delivery import DEFAULT_TIMES, DeliveryDesk
from news.delivery.claiming import PLAN_BLOCK
from news.delivery.window import InFlightWindow
from news.errors import StorageError
from news.ledger import Settlement
from news.model import Reader
from news.newsroom import Newsroom, make_newsroom
from news.outcomes import Outcome
from news.rate_limits import RateLimiter
from storage import Database
from storage.deliveries import Deliveries
from tests.news.conftest import ZONE
from tests.news.delivering import (
    FULL_SPEED,
    QUICK,
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
from tests.planning import planned

TIMEOUT = Outcome(None, description="TimeoutError")
REFUSED = Outcome(None, description="ConnectionRefusedError", may_have_arrived=False)


def skipping(database: Database, courier: RecordingCourier, clock: RunningClock) -> DeliveryDesk:
    return make_newsroom(database, courier, RateLimiter(FULL_SPEED), clock, zone=ZONE, resend_unknown=False).delivery


async def test_by_default_a_message_that_may_have_arrived_is_sent_again(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, lambda _: TIMEOUT if len(courier.carried) < 1 else Outcome(200))
    desk = make_newsroom(database, courier, RateLimiter(FULL_SPEED), clock, zone=ZONE).delivery
    await opened(news, editor, database, 1, desk)
    await carry_all(desk)
    clock.passes(seconds=10)
    await carry_all(desk)
    (row,) = await ledger(database)
    assert (courier.chats, row["state"], row["unknowns"]) == ([1, 1], "sent", 1)


async def test_without_resending_it_fails_and_is_counted_and_the_rest_is_sent(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    answers = {2: TIMEOUT, 3: Outcome(502, description="HTTP 502"), 4: REFUSED}
    courier = RecordingCourier(clock, lambda chat: answers.pop(chat.chat_id, Outcome(200)))
    desk = skipping(database, courier, clock)
    await opened(news, editor, database, 5, desk)
    for _ in range(3):
        await carry_all(desk)
        clock.passes(hours=1)
    assert sorted(courier.chats) == [1, 2, 3, 4, 4, 5]
    rows = {row["chat_id"]: (row["state"], row["unknowns"], row["error"]) for row in await ledger(database)}
    assert rows == {
        1: ("sent", 0, None),
        2: ("failed", 1, "TimeoutError"),
        3: ("failed", 1, "HTTP 502"),
        4: ("sent", 0, None),
        5: ("sent", 0, None),
    }


async def test_without_resending_the_sends_of_a_crashed_process_fail_too(
    news: Newsroom, editor: Reader, database: Database, other: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    desk = skipping(database, courier, clock)
    await opened(news, editor, database, 5, desk)
    async with other.writing() as crashed:
        await planned(crashed, clock.now(), PLAN_BLOCK)
        assert len(await crashed.deliveries.claim(clock.now(), DEFAULT_TIMES.lease, 2)) == 2
    clock.passes(seconds=DEFAULT_TIMES.lease.total_seconds())
    await carry_all(desk)
    assert len(courier.chats) == 3
    rows = [(row["state"], row["unknowns"]) for row in await ledger(database)]
    assert sorted(rows) == [("failed", 1)] * 2 + [("sent", 0)] * 3


@pytest.mark.slow
async def test_the_sends_of_a_crashed_process_do_not_wait_for_the_rest_of_a_large_edition(
    news: Newsroom, editor: Reader, database: Database, other: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock)
    desk = make_desk(database, courier, clock, 50)
    await opened(news, editor, database, 300, desk)
    assert await desk.carry_block() == InFlightWindow(50).block
    async with other.writing() as crashed:
        (lost,) = await crashed.deliveries.claim(clock.now(), DEFAULT_TIMES.lease, 1)
    clock.passes(seconds=DEFAULT_TIMES.lease.total_seconds())
    for _ in range(8):
        await desk.carry_block()
    assert lost.chat_id in courier.chats, "within half a second of sends, plus the blocks planned at the expiry"


@pytest.mark.parametrize("resend", [True, False])
async def test_results_known_to_a_process_are_not_in_doubt_however_long_the_database_fails(
    news: Newsroom,
    editor: Reader,
    database: Database,
    clock: RunningClock,
    monkeypatch: pytest.MonkeyPatch,
    resend: bool,
) -> None:
    settle, refused = Deliveries.settle, list[int]()

    async def full(self: Deliveries, settlements: Sequence[Settlement], at: datetime) -> None:
        refused.append(len(settlements))
        raise StorageError("The disk is full.")

    monkeypatch.setattr(Deliveries, "settle", full)
    courier = RecordingCourier(clock)
    desk = DeliveryDesk(database, courier, RateLimiter(FULL_SPEED), clock, resend_unknown=resend, times=QUICK)
    chats = await opened(news, editor, database, 20, desk)
    async with running(desk):
        await until(lambda: len(refused) > 2)
        clock.passes(seconds=DEFAULT_TIMES.lease.total_seconds())
        await asyncio.sleep(0.2)
        monkeypatch.setattr(Deliveries, "settle", settle)
        await until(lambda: all_settled(database, len(chats)))
    assert sorted(courier.chats) == chats
    assert {(row["state"], row["unknowns"]) for row in await ledger(database)} == {("sent", 0)}
