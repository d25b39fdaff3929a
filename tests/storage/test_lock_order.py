"""The order of locks on PostgreSQL: transactions that meet on the same rows wait for each other, and none is ended.

Each test brings two of them to the point where each holds what the other wants next, if either went out of the order
that `storage/__init__.py` tells.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any

import pytest

from news.model import DeliveryState, Settlement
from storage import Database
from tests.databases import emptied
from tests.storage.samples import (
    LEASE,
    NOON,
    at,
    claim,
    counts,
    open_edition,
    plan,
    publish,
    raw,
    settle,
    settled,
    subscribe,
)

# Longer than anything here waits, shorter than PostgreSQL waits until it looks for a deadlock (one second).
MOMENT_SECONDS = 0.05
PATIENCE_SECONDS = 3


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """Only this engine here: SQLite has one writer."""
    return emptied(postgres_url)


async def begun(work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """Begin, and give it time to come as far as it can."""
    task = asyncio.get_running_loop().create_task(work)
    await asyncio.sleep(MOMENT_SECONDS)
    return task


async def ended(*tasks: "asyncio.Task[Any]") -> list[Any]:
    async with asyncio.timeout(PATIENCE_SECONDS):
        return list(await asyncio.gather(*tasks))


async def stop(database: Database, edition: int) -> bool:
    async with database.writing() as unit:
        return await unit.editions.stop(edition, NOON)


@pytest.mark.parametrize("last", ["refused", "moved"])
async def test_whoever_ends_an_edition_and_whoever_settles_of_it_do_not_deadlock(database: Database, last: str) -> None:
    """What is settled tells that two chats are gone, whose headlines in the edition are cancelled, and of a third."""
    await subscribe(database, 1, 2, 3)
    carried = await open_edition(database)
    await plan(database)
    first, second, third = await claim(database)
    ended_one = await open_edition(database, "second", 11)
    await plan(database, 3)
    results = [settled(each, DeliveryState.GONE, error="blocked") for each in (first, second)]
    if last == "moved":
        results.append(settled(third, DeliveryState.CANCELLED, moved_to=-3))
    else:
        results.append(Settlement(ended_one, 3, 0, DeliveryState.FAILED, refused=True))
    async with AsyncExitStack() as held:
        # Somebody changes the language of the second chat, and so holds up the settling half way.
        other = await held.enter_async_context(database.writing())
        await other.subscriptions.set_language(2, "en")
        settling = await begun(settle(database, *results))
        stopping = await begun(stop(database, ended_one))
    await ended(settling, stopping)
    assert (await counts(database, carried)).get("gone") == 2
    assert "pending" not in await counts(database, ended_one)


async def test_of_two_that_claim_one_may_find_an_edition_finished_while_the_other_plans(database: Database) -> None:
    await subscribe(database, 1, 2, 3)
    unplanned = await open_edition(database)
    await stop_planning(database, unplanned, paused=True)
    finished = await open_edition(database, "second", 11)
    await plan(database)
    await settle(database, *(settled(each, DeliveryState.SENT) for each in await claim(database)))
    await stop_planning(database, unplanned, paused=False)
    async with AsyncExitStack() as held:
        one = await held.enter_async_context(database.writing())
        assert await one.deliveries.claim(at(20), LEASE, 9) == []
        two = await held.enter_async_context(AsyncExitStack())
        planner = await two.enter_async_context(database.writing())
        assert await planner.deliveries.plan(at(20), 9) == 3

        async def claim_all() -> int:
            claimed = await planner.deliveries.claim(at(20), LEASE, 9)
            await two.aclose()
            return len(claimed)

        planning = await begun(one.deliveries.plan(at(20), 9))
        claiming = await begun(claim_all())
        assert await ended(planning, claiming) == [0, 3]
    assert await is_finished(database, finished)


async def stop_planning(database: Database, edition: int, *, paused: bool) -> None:
    async with database.writing() as unit:
        await unit.editions.pause(edition, paused=paused)


async def is_finished(database: Database, edition: int) -> bool:
    await claim(database)
    async with database.reading() as unit:
        found = await unit.deliveries.edition(edition)
    assert found is not None
    return found.finished


async def test_what_one_calls_off_the_other_may_be_settling(database: Database) -> None:
    """Of an edition that was ended, what lapsed on the wire is called off while its late answer is written down."""
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    await plan(database)
    late = await claim(database, 20)
    await stop(database, edition)
    async with database.writing() as settling:
        await settling.deliveries.settle([settled(late[0], DeliveryState.SENT)], at(200))
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await claim(database, 200) == []
    assert await counts(database, edition) == {"sent": 1, "cancelled": 1}


async def test_a_comment_on_an_article_that_is_being_pushed_waits_for_nobody(database: Database) -> None:
    """A row that refers to an article holds its key; a push changes no keys."""
    number = await publish(database, "news", 1, to_push=True)
    async with database.writing() as pushing:
        await pushing.deliveries.open_edition("headlines", at(20), 9)
        async with asyncio.timeout(PATIENCE_SECONDS), database.writing() as referring:
            await raw(referring, f"SELECT 1 FROM articles WHERE number = {number} FOR KEY SHARE")  # noqa: S608 - ours


async def test_a_push_takes_articles_in_the_order_in_which_reads_are_counted(database: Database) -> None:
    numbers = [await publish(database, f"k{each}", each, to_push=True) for each in range(3)]

    async def push() -> Any:
        async with database.writing() as unit:
            return await unit.deliveries.open_edition("headlines", at(20), 9)

    async def count() -> None:
        async with database.writing() as unit:
            await unit.articles.count_reads(dict.fromkeys(numbers, 1))

    async with database.writing() as other:
        await other.articles.count_reads({numbers[1]: 1})
        pushing, counting = await begun(push()), await begun(count())
    opened, _ = await ended(pushing, counting)
    assert opened.shown == tuple(reversed(numbers))
