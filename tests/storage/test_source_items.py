"""The items of sources, on both engines."""

import asyncio
from dataclasses import replace

import pytest

from news.sources.items import Clues, KnownItem
from storage import Database
from tests.storage.samples import at

OURS, THEIRS = 1, 2


def item(key: str, source: int = OURS, **fields: object) -> KnownItem:
    usual: dict[str, object] = {
        "address_hash": f"a{key}",
        "text_hash": f"t{key}",
        "article": 7,
        "done": True,
        "own": True,
    }
    return KnownItem(source, key, f"f{key}", **(usual | fields))  # type: ignore[arg-type]


async def store(database: Database, *items: KnownItem, seconds: float = 0) -> None:
    async with database.writing() as unit:
        await unit.source_items.store(items, at(seconds))


async def known(database: Database, *, keys: str = "", addresses: str = "", feeds: str = "") -> list[KnownItem]:
    """Return what is known by keys, and by addresses and feed hashes of one letter behind their `a` and `f`."""
    clues = Clues(tuple(keys), tuple(f"a{each}" for each in addresses), tuple(f"f{each}" for each in feeds))
    async with database.reading() as unit:
        found = await unit.source_items.known(OURS, clues)
    return sorted(found, key=lambda each: (each.source_id, each.key))


async def test_an_item_is_read_as_it_was_stored_and_replaced(database: Database, other: Database) -> None:
    await store(database, item("x", quiet=True, done=False, own=False, article=None))
    (found,) = await known(other, keys="x")
    assert found == item("x", quiet=True, done=False, own=False, article=None)
    assert found.seen_at == at(0)
    await store(database, item("x", article=9), seconds=5)
    (found,) = await known(other, keys="x")
    assert (found, found.seen_at) == (item("x", article=9), at(5))


async def test_items_are_found_by_any_clue_and_each_once(database: Database) -> None:
    rows = [item("a"), item("b"), item("c"), item("d")]
    await store(database, *rows)
    assert await known(database, keys="a", addresses="b", feeds="c") == rows[:3]
    assert await known(database, keys="a", addresses="a", feeds="a") == rows[:1]
    assert await known(database) == []


async def test_items_of_other_sources_are_found_by_their_addresses_only(database: Database) -> None:
    theirs = item("a", THEIRS)
    await store(database, theirs)
    assert await known(database, keys="a", feeds="a") == []
    assert await known(database, addresses="a") == [theirs]


async def test_of_items_with_one_text_the_earliest_article_seen_lately_is_found(database: Database) -> None:
    same = {"text_hash": "t"}
    await store(database, item("old", article=1, **same))
    await store(database, item("b", article=3, **same), item("a", THEIRS, article=2, **same), seconds=50)
    await store(database, item("none", article=None, **same), seconds=50)
    async with database.writing() as unit:
        found = [await unit.source_items.same_text("t", at(seconds)) for seconds in (0, 1, 51)]
        assert await unit.source_items.same_text("other", at(0)) is None
    assert [each and each.article for each in found] == [1, 2, None]


async def test_who_asks_for_a_text_waits_for_the_one_who_stores_it(database: Database, other: Database) -> None:
    asked = asyncio.Event()

    async def take(where: Database, source: int) -> bool:
        async with where.writing() as unit:
            asked.set()
            if await unit.source_items.same_text("t", at(0)) is not None:
                return False
            await asyncio.sleep(0.05)
            await unit.source_items.store([item("x", source, text_hash="t")], at(0))
        return True

    async def second() -> bool:
        await asked.wait()
        return await take(other, THEIRS)

    assert sorted(await asyncio.gather(take(database, OURS), second())) == [False, True]


async def test_that_an_item_was_seen_is_noted_now_and_then(database: Database) -> None:
    await store(database, item("a"), item("b"))
    await store(database, item("c"), item("a", THEIRS), seconds=50)
    async with database.writing() as unit:
        await unit.source_items.touch(OURS, ["c", "b", "unknown"], at(60), at(40))
        await unit.source_items.touch(OURS, [], at(60), at(40))
    seen = {(each.source_id, each.key): each.seen_at for each in await known(database, keys="abc", addresses="a")}
    assert seen == {(OURS, "a"): at(0), (OURS, "b"): at(60), (OURS, "c"): at(50), (THEIRS, "a"): at(50)}


@pytest.mark.parametrize("limit", [1, 10])
async def test_what_was_not_seen_for_long_is_forgotten_in_blocks(database: Database, limit: int) -> None:
    await store(database, item("a"), item("b"), seconds=1)
    await store(database, item("c"), seconds=10)
    async with database.writing() as unit:
        counts = [await unit.source_items.forget(at(10), limit) for _ in range(3)]
    assert counts == ([1, 1, 0] if limit == 1 else [2, 0, 0])
    assert await known(database, keys="abc") == [item("c")]


async def test_many_items_are_stored_at_once(database: Database) -> None:
    rows = [item(f"k{number}") for number in range(500)]
    await store(database, *rows)
    clues = Clues(tuple(row.key for row in rows), (), ())
    async with database.reading() as unit:
        assert len(await unit.source_items.known(OURS, clues)) == 500
    await store(database, *(replace(row, article=8) for row in rows))
