"""The delivery desk when Telegram refuses: one chat that is put off, and the pause of all."""

from datetime import timedelta
from itertools import pairwise

import pytest

from news.delivery import DeliveryTimes
from news.model import Delivery, Reader
from news.newsroom import Newsroom
from news.outcomes import Outcome
from news.rate_limits import RateLimiter
from storage import Database
from tests.news.conftest import published
from tests.news.delivering import RecordingCourier, RunningClock, make_desk, running, states, subscribe, until

pytestmark = pytest.mark.slow

OFTEN = DeliveryTimes(claim_interval=timedelta(seconds=0.02))


async def test_a_group_that_refuses_each_message_holds_nobody_else_up(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    def answer(delivery: Delivery) -> Outcome:
        return Outcome(429, retry_after=0.5) if delivery.chat_id == -7 else Outcome(200, message_id=1)

    courier, limiter = RecordingCourier(clock, answer), RateLimiter(200)
    desk = make_desk(database, courier, clock, limiter, times=OFTEN)
    chats = list(range(1, 200))
    await subscribe(database, [-7, *chats])
    await published(news, editor)
    await desk.tick()
    async with running(desk):
        await until(lambda: len(courier.sent) == len(chats))
        assert limiter.paused_until is None
        await until(lambda: courier.chats.count(-7) == 3)
    assert sorted(courier.sent) == chats
    refused = [one for one in courier.carried if one.delivery.chat_id == -7]
    pauses = [(later.left - one.answered).total_seconds() for one, later in pairwise(refused)]
    assert pauses[0] >= 1
    assert pauses[1] >= 2
    assert (await states(database))[-7] == "pending"


async def test_groups_that_are_refused_together_close_the_gate_for_all(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    left = {-7: 1, -8: 1}

    def answer(delivery: Delivery) -> Outcome:
        if left.pop(delivery.chat_id, 0):
            return Outcome(429, retry_after=1)
        return Outcome(200, message_id=1)

    courier, limiter = RecordingCourier(clock, answer, seconds=0.02), RateLimiter(200)
    desk = make_desk(database, courier, clock, limiter, times=OFTEN)
    chats = [-8, -7, *range(1, 50)]
    await subscribe(database, chats)
    await published(news, editor)
    await desk.tick()
    async with running(desk):
        await until(lambda: len(courier.sent) == len(chats))
    refused_at = [one.answered for one in courier.carried if one.outcome.status == 429][1]
    late = [one.left - refused_at for one in courier.carried if one.left > refused_at]
    assert min(late) >= timedelta(seconds=1)
    assert sorted(courier.sent) == chats
