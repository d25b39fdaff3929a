"""The delivery desk and Telegram's answers: chats that are gone or moved, failures, and unknown results."""

from news.delivery import DEFAULT_TIMES, DeliveryDesk
from news.delivery.claiming import PLAN_BLOCK
from news.ledger import Address, Message
from news.model import Reader
from news.newsroom import Newsroom
from news.outcomes import Outcome
from storage import Database
from tests.news.conftest import published
from tests.news.delivering import (
    RecordingCourier,
    RunningClock,
    carry_all,
    ledger,
    make_desk,
    states,
    subscribe,
    ticked,
)
from tests.planning import planned

BLOCKED = Outcome(403, description="Forbidden: bot was blocked by the user")


async def test_a_chat_that_blocked_the_bot_is_unsubscribed_and_gets_no_more(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(clock, lambda delivery: BLOCKED if delivery.chat_id == 2 else Outcome(200))
    desk = make_desk(database, courier, clock)
    await subscribe(database, [1, 2, 3])
    await published(news, editor)
    await ticked(desk)
    await carry_all(desk)
    assert await states(database) == {1: "sent", 2: "gone", 3: "sent"}
    subscription = await news.subscriptions.get(Address(2))
    assert subscription is not None
    assert not subscription.active
    clock.passes(seconds=1)
    await published(news, editor)
    await ticked(desk)
    await carry_all(desk)
    assert sorted(courier.chats) == [1, 1, 2, 3, 3]


async def test_a_group_that_became_a_supergroup_gets_its_message_there_once(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    courier = RecordingCourier(
        clock, lambda delivery: Outcome(400, moved_to=-1005) if delivery.chat_id == -5 else Outcome(200)
    )
    desk = make_desk(database, courier, clock)
    await subscribe(database, [-5])
    for _ in range(2):
        await published(news, editor)
        await ticked(desk)
        await carry_all(desk)
        clock.passes(seconds=4)
    assert courier.chats == [-5, -1005, -1005]


async def test_a_permanent_failure_concerns_one_chat_and_keeps_its_subscription(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    bad = Outcome(400, description="Bad Request: not enough rights")
    courier = RecordingCourier(clock, lambda delivery: bad if delivery.chat_id == 2 else Outcome(200))
    desk = make_desk(database, courier, clock)
    await subscribe(database, [1, 2, 3])
    await published(news, editor)
    await ticked(desk)
    await carry_all(desk)
    clock.passes(days=1)
    await carry_all(desk)
    assert await states(database) == {1: "sent", 2: "failed", 3: "sent"}
    assert len(courier.chats) == 3
    assert (await ledger(database))[1]["error"] == bad.description
    subscription = await news.subscriptions.get(Address(2))
    assert subscription is not None
    assert subscription.active


async def test_a_message_that_may_have_arrived_is_sent_again_after_a_pause(
    news: Newsroom, editor: Reader, database: Database, clock: RunningClock
) -> None:
    answers = iter([Outcome(None, description="TimeoutError"), Outcome(502), Outcome(200, (Message(77),))])
    courier = RecordingCourier(clock, lambda delivery: next(answers))
    desk = make_desk(database, courier, clock)
    await subscribe(database, [1])
    await published(news, editor)
    await ticked(desk)
    for seen, pause in ((1, 5), (2, 10), (3, 0)):
        await carry_all(desk)
        assert len(courier.carried) == seen
        clock.passes(seconds=pause)
    (row,) = await ledger(database)
    assert (row["state"], row["tries"], row["unknowns"], row["message_id"]) == ("sent", 3, 2, 77)


async def test_the_sends_of_a_crashed_process_are_taken_over_when_its_leases_expire(
    news: Newsroom, editor: Reader, desk: DeliveryDesk, courier: RecordingCourier, other: Database, clock: RunningClock
) -> None:
    await subscribe(other, [1, 2, 3])
    await published(news, editor)
    await ticked(desk)
    async with other.writing() as crashed:
        await planned(crashed, clock.now(), PLAN_BLOCK)
        assert len(await crashed.deliveries.claim(clock.now(), DEFAULT_TIMES.lease, 2)) == 2
    await carry_all(desk)
    assert len(courier.chats) == 1
    clock.passes(seconds=DEFAULT_TIMES.lease.total_seconds())
    await carry_all(desk)
    assert sorted(courier.chats) == [1, 2, 3]
    assert sorted(row["unknowns"] for row in await ledger(other)) == [0, 1, 1]
