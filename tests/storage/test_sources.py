"""Sources, their visits, and the leases of their hosts, on both engines."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from news.sources.found import SourceKind, Trouble, Validators
from news.sources.items import KnownItem
from news.sources.records import Publishing, Source, SourceRules, SourceState, Visits
from storage import Database
from tests.storage.samples import at

LEASE = timedelta(minutes=5)
LATEST = at(300)


def new(name: str, **fields: object) -> Source:
    usual: dict[str, object] = {"state": SourceState.ACTIVE, "rules": SourceRules()}
    visits = Visits(at(0), timedelta(minutes=10))
    address = f"https://{name}.test/feed.xml"
    return Source(0, address, SourceKind.FEED, name, visits=visits, **(usual | fields))  # type: ignore[arg-type]


async def add(database: Database, *sources: Source) -> list[int]:
    numbers = []
    async with database.writing() as unit:
        for source in sources:
            number = await unit.sources.add(source)
            assert number is not None
            numbers.append(number)
    return numbers


async def get(database: Database, number: int) -> Source:
    async with database.reading() as unit:
        source = await unit.sources.get(number)
    assert source is not None
    return source


async def visited(database: Database, number: int, visits: Visits) -> None:
    source = await get(database, number)
    async with database.writing() as unit:
        assert await unit.sources.lease(source.host, "p", at(0), LATEST, LEASE)
        assert await unit.sources.visited(number, visits, "p", source.visits.next_at)
        await unit.sources.release(source.host, "p")


async def due(database: Database, seconds: float, limit: int = 10) -> list[str]:
    async with database.reading() as unit:
        return [source.name for source in await unit.sources.due(at(seconds), at(seconds) + LEASE, limit)]


async def test_a_source_is_read_as_it_was_stored(database: Database, other: Database) -> None:
    rules = SourceRules(Publishing.DRAFT, ("Город",), (("a", "b"),), outlets=(1, 2), hold_words=("суд",), sign_off="С")
    source = new("a", rules=rules, site="https://a.test/", by_file=True, state=SourceState.TRIAL)
    (number,) = await add(database, source)
    assert await get(other, number) == replace(source, id=number)
    async with other.reading() as unit:
        assert await unit.sources.find(source.address) == replace(source, id=number)
        assert await unit.sources.find("https://b.test/") is None
        assert await unit.sources.get(2**70) is None


async def test_of_two_sources_with_one_address_one_is_stored(database: Database) -> None:
    await add(database, new("a"))
    async with database.writing() as unit:
        assert await unit.sources.add(replace(new("a"), name="Иначе")) is None
    assert (await get(database, 1)).name == "a"


async def test_sources_have_pages_and_are_counted_by_state(database: Database) -> None:
    await add(database, *(new(name) for name in "abc"), new("d", state=SourceState.PAUSED))
    async with database.reading() as unit:
        assert [source.name for source in await unit.sources.page(0, 2)] == ["a", "b"]
        assert [source.name for source in await unit.sources.page(2, 9)] == ["c", "d"]
        assert await unit.sources.counts() == {SourceState.ACTIVE: 3, SourceState.PAUSED: 1}


async def test_what_the_staff_decides_leaves_the_visits_as_they_are(database: Database, other: Database) -> None:
    (number,) = await add(database, new("a"))
    visits = Visits(
        at(600),
        timedelta(minutes=7),
        at(1),
        at(2),
        Validators("etag", "modified", "hash"),
        begun=True,
        failures=3,
        failing_since=at(-5),
        trouble=Trouble.LARGE,
        detail="3 MB",
        told=True,
    )
    await visited(database, number, visits)
    changed = replace(await get(other, number), name="Иначе", address="https://b.test/", state=SourceState.PAUSED)
    async with database.writing() as unit:
        assert await unit.sources.update(replace(changed, visits=Visits(at(0), timedelta())))
        assert not await unit.sources.update(replace(changed, id=number + 1, address="https://c.test/"))
        await unit.sources.count_taken(number, 2)
        await unit.sources.count_taken(number, 3)
    stored = await get(other, number)
    assert stored == replace(changed, visits=visits, taken=5)
    assert stored.host == "b.test"
    async with database.writing() as unit:
        await unit.sources.schedule(number, at(9))
    assert (await get(other, number)).visits == replace(visits, next_at=at(9))


async def test_a_source_is_removed_with_its_items(database: Database, other: Database) -> None:
    first, second = await add(database, new("a"), new("b"))
    async with database.writing() as unit:
        await unit.source_items.store([KnownItem(first, "k", "f", text_hash="t", article=1)], at(0))
        await unit.source_items.store([KnownItem(second, "k", "f", text_hash="t", article=2)], at(0))
        assert await unit.sources.remove(first)
        assert not await unit.sources.remove(first)
        assert not await unit.sources.remove(2**70)
    async with other.writing() as unit:
        left = await unit.source_items.same_text("t", at(0))
    assert left is not None
    assert left.source_id == second


async def test_the_longest_due_come_first_and_only_active_ones_of_free_hosts(database: Database) -> None:
    numbers = await add(database, *(new(name) for name in "abc"), new("d", state=SourceState.TRIAL))
    async with database.writing() as unit:
        for number, seconds in zip(numbers, (30, 10, 20, 0), strict=True):
            await unit.sources.schedule(number, at(seconds))
    assert await due(database, 29) == ["b", "c"]
    assert await due(database, 30) == ["b", "c", "a"]
    assert await due(database, 30, limit=1) == ["b"]
    async with database.writing() as unit:
        assert await unit.sources.lease("b.test", "p", at(30), LATEST, LEASE)
    assert await due(database, 30) == ["c", "a"]
    assert await due(database, 330) == ["b", "c", "a"], "the lease is over"


async def test_a_host_has_one_lease_at_a_time(database: Database, other: Database) -> None:
    async def lease(where: Database, holder: str, seconds: float) -> bool:
        async with where.writing() as unit:
            return await unit.sources.lease("a.test", holder, at(seconds), at(seconds) + LEASE, LEASE)

    assert await lease(database, "a", 0)
    assert not await lease(other, "b", 299)
    assert not await lease(database, "a", 299), "the holder visits the host already"
    assert await lease(other, "b", 300)
    async with database.writing() as unit:
        await unit.sources.release("a.test", "a")
    assert not await lease(database, "a", 301)
    assert await lease(database, "a", -1), "a lease until then was taken by a clock that was ahead"
    async with database.writing() as unit:
        await unit.sources.release_all()
    assert await lease(other, "b", 0)


async def test_only_the_holder_of_the_lease_stores_a_visit(database: Database, other: Database) -> None:
    (number,) = await add(database, new("a"))
    before = await get(database, number)
    visits = Visits(at(600), timedelta(minutes=5), at(1), at(1))
    async with database.writing() as unit:
        assert not await unit.sources.visited(number, visits, "p", at(0))
        assert await unit.sources.lease("a.test", "other", at(0), LATEST, LEASE)
        assert not await unit.sources.visited(number, visits, "p", at(0))
        assert not await unit.sources.visited(number + 1, visits, "other", at(0))
    assert await get(other, number) == before


@pytest.mark.parametrize("state", SourceState)
async def test_a_lease_holds_for_an_active_source(database: Database, state: SourceState) -> None:
    (number,) = await add(database, new("a", state=state))
    async with database.writing() as unit:
        assert not await unit.sources.holds(number, "p")
        assert await unit.sources.lease("a.test", "p", at(0), LATEST, LEASE)
        assert await unit.sources.holds(number, "p") is (state is SourceState.ACTIVE)
        assert not await unit.sources.holds(number, "other")
        assert not await unit.sources.holds(number + 1, "p")
        assert await unit.sources.visited(number, Visits(at(9), timedelta(minutes=5)), "p", at(0)), "in any state"


async def test_sources_that_a_clock_which_was_ahead_has_put_off_become_due(database: Database) -> None:
    await add(database, *(new(name) for name in ("usual", "future", "far", "fresh", "just")), new("paused"))
    times = {1: (50, 600), 2: (7200, 7800), 3: (50, 900_000), 5: (90, 700), 6: (7200, 7800)}
    for number, (last, then) in times.items():
        await visited(database, number, Visits(at(then), timedelta(minutes=10), at(last), at(last)))
    async with database.writing() as unit:
        await unit.sources.schedule(4, at(5000))
        await unit.sources.update(replace(new("paused", state=SourceState.PAUSED), id=6))
        await unit.sources.bring_forward(at(100), at(200_000), at(160))
    assert sorted(await due(database, 100)) == ["far", "fresh", "future"]
    assert (await get(database, 6)).visits.next_at == at(7800)


async def test_a_source_is_removed_behind_the_unit_of_a_visit_without_a_deadlock(
    database: Database, other: Database
) -> None:
    (number,) = await add(database, new("a"))
    async with database.writing() as unit:
        assert await unit.sources.lease("a.test", "p", at(0), LATEST, LEASE)
        await unit.source_items.store([KnownItem(number, "k", "f")], at(0))
    stored = asyncio.Event()

    async def take() -> None:
        async with database.writing() as unit:
            assert await unit.sources.holds(number, "p")
            await unit.source_items.store([KnownItem(number, "k", "f", article=1)], at(0))
            stored.set()
            await asyncio.sleep(0.05)
            await unit.sources.count_taken(number, 1)

    async def remove() -> bool:
        await stored.wait()
        async with other.writing() as unit:
            return await unit.sources.remove(number)

    async with asyncio.timeout(5):
        assert await asyncio.gather(take(), remove()) == [None, True]


async def test_a_source_that_failed_the_last_time_comes_after_the_others(database: Database) -> None:
    failed, _ = await add(database, new("a"), new("b"))
    await visited(database, failed, replace((await get(database, failed)).visits, failures=1, trouble=Trouble.SLOW))
    async with database.writing() as unit:
        await unit.sources.schedule(failed, at(-60))
    assert await due(database, 0) == ["b", "a"]


async def test_a_visit_that_somebody_wants_now_is_not_put_off_by_the_one_that_goes_on(database: Database) -> None:
    (number,) = await add(database, new("a"))
    due_at = (await get(database, number)).visits.next_at
    async with database.writing() as unit:
        await unit.sources.schedule(number, at(-5))
    async with database.writing() as unit:
        assert await unit.sources.lease("a.test", "p", at(0), LATEST, LEASE)
        assert await unit.sources.visited(number, Visits(at(600), timedelta(minutes=5), at(1), at(1)), "p", due_at)
    visits = (await get(database, number)).visits
    assert (visits.next_at, visits.visited_at) == (at(-5), at(1))
