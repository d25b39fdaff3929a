"""The editions' desk: progress and rate, pausing and ending, live messages, cleaning up."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from news.delivery import DEFAULT_TIMES
from news.editions import MIN_MEASURE_SECONDS, SHOWN, Queue
from news.errors import EditionOver, NotAllowed
from news.ledger import DeliveryState, Edition, Gate, Message, Settlement
from news.model import Reader
from news.newsroom import Newsroom, make_newsroom
from news.rate_limits import RateLimiter
from news.roles import Role
from storage import Database
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier, published
from tests.news.delivering import ledger, subscribe
from tests.planning import planned

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)

VERBS: list[Callable[[Newsroom, Reader], Awaitable[object]]] = [
    lambda news, reader: news.editions.queue(reader),
    lambda news, reader: news.editions.pause(reader, 1, paused=True),
    lambda news, reader: news.editions.pause(reader, 1, paused=False),
    lambda news, reader: news.editions.may_stop(reader, 1),
    lambda news, reader: news.editions.stop(reader, 1),
    lambda news, reader: news.editions.open_gate(reader),
]


async def opened(news: Newsroom, editor: Reader) -> Edition:
    await published(news, editor)
    edition = await news.delivery.tick()
    assert edition is not None
    return edition


async def carried(database: Database, clock: HandClock, count: int) -> None:
    """Plan, and settle `count` due deliveries as sent."""
    async with database.writing() as unit:
        await planned(unit, clock.now(), 1000)
        claimed = await unit.deliveries.claim(clock.now(), DEFAULT_TIMES.lease, count)
        assert len(claimed) == count
        results = [Settlement(one.edition, one.place, one.tries, DeliveryState.SENT, (Message(1),)) for one in claimed]
        await unit.deliveries.settle(results, clock.now())


async def finished(database: Database, clock: HandClock) -> None:
    """Check that nothing is due, which finishes the edition."""
    async with database.writing() as unit:
        assert not await unit.deliveries.claim(clock.now(), DEFAULT_TIMES.lease, 1)
        await unit.deliveries.finish()


# Permissions


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
@pytest.mark.parametrize("verb", VERBS)
async def test_only_admins_see_and_manage_editions(
    news: Newsroom, editor: Reader, role: Role, verb: Callable[[Newsroom, Reader], Awaitable[object]]
) -> None:
    edition = await opened(news, editor)
    with pytest.raises(NotAllowed):
        await verb(news, Reader(7, role, "ru", "Иван", START))
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert course.progress.edition == edition


async def test_an_admin_pauses_resumes_and_ends_an_edition(news: Newsroom, editor: Reader, database: Database) -> None:
    await subscribe(database, [1])
    edition = await opened(news, editor)
    for paused in (True, False):
        await news.editions.pause(ADMIN, edition.id, paused=paused)
        (course,) = (await news.editions.queue(ADMIN)).editions
        assert course.progress.edition.paused is paused
    await news.editions.may_stop(ADMIN, edition.id)
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert not course.progress.edition.stopped, "may_stop ends nothing"
    await news.editions.stop(ADMIN, edition.id)
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert course.progress.edition.stopped


async def test_a_finished_or_unknown_edition_cannot_be_managed(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    await subscribe(database, [1])
    ended, over = await opened(news, editor), await opened(news, editor)
    await news.editions.stop(ADMIN, ended.id)
    await carried(database, clock, 1)
    await finished(database, clock)
    for number in (ended.id, over.id, 404):
        for verb in (news.editions.may_stop, news.editions.stop):
            with pytest.raises(EditionOver) as refused:
                await verb(ADMIN, number)
            assert refused.value.arguments == {"number": number}
        with pytest.raises(EditionOver):
            await news.editions.pause(ADMIN, number, paused=True)


async def test_an_admin_sees_the_pause_that_telegram_asked_for_and_can_end_it(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    assert (await news.editions.queue(ADMIN)).gate is None
    until = clock.now() + timedelta(hours=3)
    async with database.writing() as unit:
        await unit.budget.close(clock.now(), until)
    assert (await news.editions.queue(ADMIN)).gate == Gate(clock.now(), until)
    await news.editions.open_gate(ADMIN)
    assert (await news.editions.queue(ADMIN)).gate is None


# Progress and rate


async def test_the_newest_editions_are_shown_with_their_progress(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    assert await news.editions.queue(ADMIN) == Queue(())
    await subscribe(database, [1, 2, 3])
    editions = [(await opened(news, editor)).id for _ in range(SHOWN + 1)]
    await carried(database, clock, 2)
    courses = (await news.editions.queue(ADMIN)).editions
    assert [course.progress.edition.id for course in courses] == editions[:0:-1]
    assert [course.progress.left for course in courses] == [3] * SHOWN


async def test_rate_and_time_left_are_measured_between_two_queries(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    await subscribe(database, range(1, 101))
    await opened(news, editor)
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert (course.rate, course.time_left, course.progress.left) == (0, None, 100)
    clock.passes(seconds=10)
    await carried(database, clock, 20)
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert (course.rate, course.time_left, course.progress.left) == (2, timedelta(seconds=40), 80)
    clock.passes(seconds=4)
    await carried(database, clock, 40)
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert (course.rate, course.time_left) == (10, timedelta(seconds=4))


async def test_two_queries_at_the_same_moment_show_the_same_rate(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    await subscribe(database, range(1, 101))
    await opened(news, editor)
    clock.passes(seconds=10)
    await carried(database, clock, 20)
    (first,) = (await news.editions.queue(ADMIN)).editions
    clock.passes(seconds=MIN_MEASURE_SECONDS / 100)
    await carried(database, clock, 1)
    (second,) = (await news.editions.queue(ADMIN)).editions
    assert (first.rate, second.rate) == (2, 2)
    assert (second.progress.left, second.time_left) == (79, timedelta(seconds=39.5))


async def test_an_edition_that_does_not_move_has_no_time_left(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    await subscribe(database, range(1, 11))
    edition = await opened(news, editor)
    clock.passes(seconds=10)
    await carried(database, clock, 5)
    await news.editions.pause(ADMIN, edition.id, paused=True)
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert course.time_left is None
    await news.editions.pause(ADMIN, edition.id, paused=False)
    clock.passes(seconds=10)
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert (course.rate, course.time_left) == (0, None), "nothing was sent meanwhile"


async def test_a_finished_edition_is_not_counted_again(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    await subscribe(database, [1])
    await opened(news, editor)
    clock.passes(seconds=10)
    await carried(database, clock, 1)
    await finished(database, clock)
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert (course.progress.left, course.progress.done, course.time_left) == (0, 1, None)


async def test_editions_no_longer_shown_are_forgotten(news: Newsroom, editor: Reader) -> None:
    for _ in range(3 * SHOWN):
        await opened(news, editor)
        await news.editions.queue(ADMIN)
    assert len(news.editions._measurements) == SHOWN


# Live messages


# Cleaning up


async def test_headlines_older_than_their_lifetime_expire(
    database: Database, editor: Reader, clock: HandClock, caplog: pytest.LogCaptureFixture
) -> None:
    lifetime = timedelta(hours=3)
    news = make_newsroom(database, NoCourier(), RateLimiter(29), clock, zone=ZONE, lifetime=lifetime)
    await subscribe(database, [1, 2])
    await opened(news, editor)
    await carried(database, clock, 1)
    clock.passes(hours=2, minutes=59)
    await news.editions.clean_up()
    assert {row["state"] for row in await ledger(database)} == {"sent", "pending"}
    clock.passes(minutes=1)
    await news.editions.clean_up()
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert course.progress.counts == {"sent": 1, "expired": 1}
    assert not course.progress.edition.stopped, "no admin has ended it"
    assert "1 deliveries have expired unsent: they were too old" in caplog.text


async def test_old_deliveries_become_counters_block_by_block(
    database: Database, editor: Reader, clock: HandClock
) -> None:
    news = make_newsroom(database, NoCourier(), RateLimiter(29), clock, zone=ZONE, retention=timedelta(days=2))
    await subscribe(database, [1, 2, 3])
    await opened(news, editor)
    await carried(database, clock, 3)
    await finished(database, clock)
    clock.passes(days=2)
    assert not await news.editions.clean_up()
    clock.passes(seconds=1)
    kept = []
    while await news.editions.clean_up(block=2):
        kept.append(len(await ledger(database)))
    assert kept == [1, 0]
    (course,) = (await news.editions.queue(ADMIN)).editions
    assert course.progress.counts == {"sent": 3}
