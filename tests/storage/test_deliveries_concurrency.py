"""Several processes on one database neither double nor lose a delivery. Each Database stands for a process."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from news.errors import StorageError
from news.ledger import Address, DeliveryState
from storage import Database, Unit, open_storage
from tests.planning import planned
from tests.storage.samples import (
    NOON,
    RULES,
    at,
    claim,
    counts,
    open_edition,
    plan,
    publish,
    settle,
    settled,
    subscribe,
)

CHATS = range(1, 241)


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[list[Database]]:
    async with open_storage(database_url) as one, open_storage(database_url) as two:
        yield [one, two] * 3


async def test_all_published_articles_go_into_one_edition(processes: list[Database]) -> None:
    numbers = [await publish(processes[0], f"k{each}", each, to_push=True) for each in range(30)]

    async def tick(process: Database) -> tuple[int, ...] | None:
        async with process.writing() as unit:
            edition = await unit.editions.open_headlines(RULES, at(100), 99)
            await asyncio.sleep(0.01)
        return None if edition is None else edition.shown

    editions = [shown for shown in await asyncio.gather(*map(tick, processes)) if shown is not None]
    assert editions == [tuple(reversed(numbers))]


@pytest.mark.slow
async def test_an_article_published_meanwhile_goes_into_exactly_one_edition(processes: list[Database]) -> None:
    async def publish_many() -> list[int]:
        return [await publish(processes[0], f"k{each}", each, to_push=True) for each in range(40)]

    async def tick_many(process: Database) -> list[int]:
        shown: list[int] = []
        for _ in range(30):
            async with process.writing() as unit:
                edition = await unit.editions.open_headlines(RULES, at(100), 99)
            shown += edition.shown if edition is not None else ()
        return shown

    numbers, *ticks = await asyncio.gather(publish_many(), *map(tick_many, processes[1:4]))
    ticks.append(await tick_many(processes[0]))
    assert Counter(number for shown in ticks for number in shown) == Counter(numbers)


async def test_every_subscriber_is_planned_once_by_any_process(processes: list[Database]) -> None:
    await subscribe(processes[0], *CHATS)
    edition = await open_edition(processes[0])

    async def plan_all(process: Database) -> int:
        written = 0
        while block := await plan(process, 7):
            written += block
        return written

    assert sum(await asyncio.gather(*map(plan_all, processes))) == len(CHATS)
    assert await counts(processes[1], edition) == {"pending": len(CHATS)}


async def test_every_delivery_is_claimed_once_while_others_plan_and_settle(processes: list[Database]) -> None:
    await subscribe(processes[0], *CHATS)
    editions = [await open_edition(processes[0], f"k{each}", each) for each in (10, 11)]
    expected = Counter((edition, chat) for edition in editions for chat in CHATS)
    carried: Counter[tuple[int, int]] = Counter()

    async def carry(process: Database) -> None:
        while carried.total() < expected.total():
            async with process.writing() as unit:
                block = await unit.deliveries.claim(at(20), timedelta(hours=1), 9)
                if not block:
                    await planned(unit, at(20), 20)
            carried.update((each.edition, each.chat_id) for each in block)
            await settle(process, *(settled(each, DeliveryState.SENT, message_id=1) for each in block))

    async with asyncio.timeout(20):
        await asyncio.gather(*map(carry, processes))
    assert carried == expected
    assert [await counts(processes[1], edition) for edition in editions] == [{"sent": len(CHATS)}] * 2
    assert await claim(processes[1], 99_999) == []


async def until_served(process: Database, work: Callable[[Unit], Awaitable[Any]]) -> Any:
    """Do one unit of work, and repeat it if PostgreSQL aborted it in a deadlock, as the program does."""
    for _ in range(20):
        try:
            async with process.writing() as unit:
                return await work(unit)
        except StorageError as error:
            if "stood in each other's way" not in str(error):
                raise
    pytest.fail("two transactions stand in each other's way for ever")


async def test_people_may_leave_and_groups_move_while_their_deliveries_are_settled(processes: list[Database]) -> None:
    await subscribe(processes[0], *CHATS)
    edition = await open_edition(processes[0])
    await open_edition(processes[0], "second", 12)
    while await plan(processes[0], 50):
        pass

    async def leave(process: Database) -> None:
        for chat in CHATS[::3]:
            await until_served(process, lambda unit, chat=chat: unit.subscriptions.end(Address(chat), at(30), "asked"))

    async def move(process: Database) -> None:
        for chat in CHATS[1::3]:
            await until_served(process, lambda unit, chat=chat: unit.places.move(chat, -1000 - chat, NOON))

    async def carry(process: Database) -> None:
        while block := await until_served(process, lambda unit: unit.deliveries.claim(at(40), timedelta(hours=1), 8)):
            gone, *rest = block
            results = [
                settled(gone, DeliveryState.GONE, error="blocked"),
                *(settled(each, DeliveryState.SENT) for each in rest),
            ]
            await until_served(process, lambda unit, results=results: unit.deliveries.settle(results, at(50)))

    async with asyncio.timeout(30):
        await asyncio.gather(leave(processes[0]), move(processes[1]), *map(carry, processes))
        await carry(processes[0])
    found = await counts(processes[1], edition)
    assert set(found) <= {"sent", "gone", "cancelled"}


async def test_the_budget_gives_every_instant_to_one_process(processes: list[Database]) -> None:
    async def reserve(process: Database) -> int:
        async with process.writing() as unit:
            start = await unit.budget.reserve(NOON, timedelta(seconds=1))
        return (start - NOON) // timedelta(seconds=1)

    starts = await asyncio.gather(*map(reserve, processes * 5))
    assert sorted(starts) == list(range(30))


async def test_reads_counted_by_many_add_up_without_a_deadlock(processes: list[Database]) -> None:
    numbers = [await publish(processes[0], f"k{each}") for each in range(10)]

    async def count(process: Database, order: int) -> None:
        async with process.writing() as unit:
            await unit.articles.count_reads(dict.fromkeys(numbers[::order], 1), NOON, NOON.date())

    await asyncio.gather(*(count(process, order) for process in processes * 2 for order in (1, -1)))
    async with processes[0].reading() as unit:
        found = [await unit.articles.get(number) for number in numbers]
    assert [each.reads for each in found if each] == [24] * 10


async def test_the_same_results_written_by_many_do_not_deadlock(processes: list[Database]) -> None:
    await subscribe(processes[0], *CHATS)
    edition = await open_edition(processes[0])
    await plan(processes[0], len(CHATS))
    block = [settled(each, DeliveryState.PENDING) for each in await claim(processes[0], limit=len(CHATS))]
    await asyncio.gather(*(settle(process, *order) for process in processes for order in (block, block[::-1])))
    assert await counts(processes[1], edition) == {"pending": len(CHATS)}
