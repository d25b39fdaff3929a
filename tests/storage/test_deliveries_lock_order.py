"""The order of locks on PostgreSQL: transactions that lock the same rows wait for each other without a deadlock.

Each test runs two transactions to the point where each would wait for a lock of the other, if either broke the order
in the docstring of `storage`.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from typing import Any

import pytest

from news.ledger import Address, DeliveryState, Settlement
from news.posts import POST_RULES, OutletChat, OutletState
from storage import Database
from tests.databases import emptied
from tests.planning import planned
from tests.storage.samples import (
    LEASE,
    NOON,
    RULES,
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

# Longer than a step of these transactions takes, shorter than PostgreSQL's deadlock_timeout (one second).
MOMENT_SECONDS = 0.05
TIMEOUT_SECONDS = 3


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """A database on PostgreSQL only: SQLite has one writer."""
    return emptied(postgres_url)


async def begun(work: Coroutine[Any, Any, Any]) -> "asyncio.Task[Any]":
    """Start a task, and give it time to reach its first lock."""
    task = asyncio.get_running_loop().create_task(work)
    await asyncio.sleep(MOMENT_SECONDS)
    return task


async def results_of(*tasks: "asyncio.Task[Any]") -> list[Any]:
    async with asyncio.timeout(TIMEOUT_SECONDS):
        return list(await asyncio.gather(*tasks))


async def stop(database: Database, edition: int) -> bool:
    async with database.writing() as unit:
        return await unit.editions.stop(edition, NOON)


@pytest.mark.parametrize("last", ["refused", "moved"])
async def test_stopping_an_edition_and_settling_its_deliveries_do_not_deadlock(database: Database, last: str) -> None:
    """Two chats are gone, so their headlines in the edition are cancelled; a third moved or was refused."""
    await subscribe(database, 1, 2, 3)
    carried = await open_edition(database)
    await plan(database)
    first, second, third = await claim(database)
    ended_one = await open_edition(database, "second", 11)
    await plan(database, 3)
    results = [settled(each, DeliveryState.GONE, error="blocked") for each in (first, second)]
    if last == "moved":
        results.append(settled(third, DeliveryState.PENDING, moved_from=3, moved_to=-3))
    else:
        results.append(Settlement(ended_one, third.place, 0, DeliveryState.FAILED, refused=True))
    async with AsyncExitStack() as transactions:
        # The second chat's subscription is locked, so settling waits half-way.
        other = await transactions.enter_async_context(database.writing())
        await raw(other, f"SELECT 1 FROM subscriptions WHERE place_id = {second.place} FOR NO KEY UPDATE")  # noqa: S608
        settling = await begun(settle(database, *results))
        stopping = await begun(stop(database, ended_one))
    await results_of(settling, stopping)
    assert (await counts(database, carried)).get("gone") == 2
    assert "pending" not in await counts(database, ended_one)


async def test_a_plan_waits_for_a_claim_that_found_nothing_in_its_edition(database: Database) -> None:
    """The claim stores that the edition has nothing due, and the plan that it has: neither may be lost."""
    await subscribe(database, 1, 2, 3)
    await open_edition(database)
    async with AsyncExitStack() as transactions:
        claiming = await transactions.enter_async_context(database.writing())
        assert await claiming.deliveries.claim(at(20), LEASE, 9) == []
        planning = await begun(plan(database))
        assert not planning.done()
    assert await results_of(planning) == [3]
    assert len(await claim(database)) == 3


async def test_a_claim_does_not_wait_for_a_plan_and_finds_what_it_has_inserted_the_next_time(
    database: Database,
) -> None:
    await subscribe(database, 1, 2, 3)
    await open_edition(database)
    async with AsyncExitStack() as transactions:
        planning = await transactions.enter_async_context(database.writing())
        assert await planned(planning, at(20), 9) == 3
        assert await results_of(await begun(claim(database))) == [[]]
    assert len(await claim(database)) == 3


async def test_a_delivery_may_be_cancelled_and_settled_at_once(database: Database) -> None:
    """A lapsed delivery of a stopped edition is cancelled while its late result is stored."""
    await subscribe(database, 1, 2)
    edition = await open_edition(database)
    await plan(database)
    late = await claim(database, 20)
    await stop(database, edition)
    async with database.writing() as settling:
        await settling.deliveries.settle([settled(late[0], DeliveryState.SENT)], at(200))
        async with asyncio.timeout(TIMEOUT_SECONDS):
            assert await claim(database, 200) == []
    assert await counts(database, edition) == {"sent": 1, "cancelled": 1}


async def test_a_comment_does_not_wait_for_a_push_of_its_article(database: Database) -> None:
    """Inserting a reference to an article locks the article's key; a push changes no keys."""
    number = await publish(database, "news", 1, to_push=True)
    async with database.writing() as pushing:
        await pushing.editions.open_headlines(RULES, at(20), 9)
        async with asyncio.timeout(TIMEOUT_SECONDS), database.writing() as referring:
            await raw(referring, f"SELECT 1 FROM articles WHERE number = {number} FOR KEY SHARE")  # noqa: S608 - ours


async def test_a_claim_ends_although_another_process_is_claiming_what_is_due(database: Database) -> None:
    """Two claims that waited for each other's deliveries would claim for ever."""
    await subscribe(database, 1)
    await open_edition(database)
    await plan(database)
    async with database.writing() as other:
        await raw(other, "SELECT 1 FROM deliveries FOR NO KEY UPDATE")
        async with asyncio.timeout(TIMEOUT_SECONDS):
            assert await claim(database) == []
    assert len(await claim(database)) == 1


async def test_of_two_publications_at_once_the_second_is_posted_second(database: Database) -> None:
    """The first one waits with its commit; the second gets the later edition, although nothing else holds it up."""
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(-1))
        await unit.outlets.ask(place, OutletChat("Channel"))
        await unit.outlets.arrange(place, state=OutletState.ACTIVE)

    async def post(number: int) -> int:
        async with database.writing() as unit:
            assert await unit.outlets.active()
            return await unit.editions.announce([number], POST_RULES, NOON, places=[place])

    async with database.writing() as first:
        await first.outlets.active()
        second = await begun(post(2))
        edition = await first.editions.announce([1], POST_RULES, NOON, places=[place])
    assert (await results_of(second))[0] > edition


async def test_a_publication_and_the_loss_of_its_outlet_do_not_deadlock(database: Database) -> None:
    async with database.writing() as unit:
        place = await unit.places.obtain(Address(-1))
        await unit.outlets.ask(place, OutletChat("Channel"))
        await unit.outlets.arrange(place, state=OutletState.ACTIVE)
        edition = await unit.editions.announce([1], POST_RULES, NOON, places=[place])
    (post,) = await claim(database)

    async def lose() -> None:
        async with database.writing() as unit:
            await unit.deliveries.settle([settled(post, DeliveryState.GONE, error="kicked")], at(30))
            await unit.outlets.change_state(place, OutletState.ACTIVE, OutletState.LOST)

    async with database.writing() as publishing:
        await publishing.outlets.active()
        losing = await begun(lose())
        await publishing.editions.announce([2], POST_RULES, NOON, places=[place])
    await results_of(losing)
    assert await counts(database, edition) == {"gone": 1}


async def test_a_push_locks_articles_in_the_order_in_which_reads_are_counted(database: Database) -> None:
    numbers = [await publish(database, f"k{each}", each, to_push=True) for each in range(3)]

    async def push() -> Any:
        async with database.writing() as unit:
            return await unit.editions.open_headlines(RULES, at(20), 9)

    async def count() -> None:
        async with database.writing() as unit:
            await unit.articles.count_reads(dict.fromkeys(numbers, 1), NOON, NOON.date())

    async with database.writing() as other:
        await other.articles.count_reads({numbers[1]: 1}, NOON, NOON.date())
        pushing, counting = await begun(push()), await begun(count())
    opened, _ = await results_of(pushing, counting)
    assert opened.shown == tuple(reversed(numbers))
