"""The search index finds matches from either end, in any order of storing, and no deleted entry; on both engines."""

import asyncio
import random
from collections.abc import Sequence

import pytest

from news.indexing import NEVER_AFTER, NEVER_BEFORE, doc_id_of
from news.ports.search import Entry, IndexQuery, IndexState
from storage import Database
from tests.storage.samples import at

# Numbers in several of PostgreSQL's blocks of 1,024.
MANY = 6_000


def entry(number: int, tokens: str, seconds: float = 0) -> Entry:
    return Entry(doc_id_of(at(seconds), number), f". {tokens} .".split(), {token: token for token in tokens.split()})


def index_query(tokens: str, *phrases: str, start: int = NEVER_BEFORE, end: int = NEVER_AFTER) -> IndexQuery:
    return IndexQuery(tuple(tokens.split()), tuple(tuple(phrase.split()) for phrase in phrases), start, end)


async def store(database: Database, entries: Sequence[Entry]) -> None:
    async with database.writing() as unit:
        await unit.search.store(entries)


async def found(database: Database, query: IndexQuery, limit: int = 11, *, oldest: bool = False) -> list[int]:
    async with database.reading() as unit:
        return list(await unit.search.find(query, limit, oldest=oldest))


@pytest.mark.parametrize("in_order", [True, False], ids=["in order of time", "in no order"])
async def test_matches_are_found_from_either_end_however_rare_a_word_is(database: Database, in_order: bool) -> None:
    chance = random.Random(5)  # noqa: S311 - made-up times
    moments = list(range(MANY))
    if not in_order:
        chance.shuffle(moments)
    entries = [
        entry(
            number,
            " ".join(
                token
                for token, step in (("half", 2), ("tenth", 10), ("few", 900), ("two", 2_500))
                if number % step == 0
            )
            or "none",
            seconds,
        )
        for number, seconds in enumerate(moments, 1)
    ]
    await store(database, entries)
    chance.shuffle(entries)
    for tokens in ("half", "tenth", "few", "two", "none", "half tenth", "tenth few", "two none", "nothing"):
        for start, end in ((NEVER_BEFORE, NEVER_AFTER), (doc_id_of(at(1_000), 0), doc_id_of(at(4_000), 0))):
            query = index_query(tokens, start=start, end=end)
            expected = sorted(
                each.doc_id
                for each in entries
                if start <= each.doc_id < end and set(tokens.split()) <= set(each.tokens)
            )
            assert await found(database, query) == expected[::-1][:11], tokens
            assert await found(database, query, oldest=True) == expected[:11], tokens
            assert await found(database, query, 1) == expected[::-1][:1], tokens
            assert len(await found(database, query, MANY)) == len(expected), tokens


async def test_a_phrase_is_tokens_side_by_side(database: Database) -> None:
    await store(database, [entry(1, "new bridge town"), entry(2, "bridge new town"), entry(3, "new bridges bridge")])
    assert await found(database, index_query("new bridge", "new bridge")) == [doc_id_of(at(0), 1)]
    assert len(await found(database, index_query("new bridge"))) == 3


async def test_storing_again_replaces_an_entry_and_deleting_removes_it(database: Database, other: Database) -> None:
    await store(database, [entry(1, "bridge"), entry(2, "bridge")])
    await store(database, [entry(1, "tunnel")])
    assert await found(other, index_query("bridge")) == [doc_id_of(at(0), 2)]
    assert await found(other, index_query("tunnel")) == [doc_id_of(at(0), 1)]
    async with database.writing() as unit:
        await unit.search.delete([doc_id_of(at(0), 2), doc_id_of(at(0), 99)])
    assert await found(other, index_query("bridge")) == []
    async with other.reading() as unit:
        assert await unit.search.tokens([doc_id_of(at(0), 1), 5]) == {doc_id_of(at(0), 1): [".", "tunnel", "."]}
        assert await unit.search.vocabulary("b", 4, 7, 10) == {"bridge": "bridge"}


async def test_entries_of_a_failed_transaction_are_not_found(database: Database) -> None:
    async def fail() -> None:
        async with database.writing() as unit:
            await unit.search.store([entry(1, "bridge")])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await found(database, index_query("bridge")) == []


async def test_two_processes_may_index_the_same_words_at_once(database: Database, other: Database) -> None:
    words = [f"w{number}" for number in range(300)]
    batches = [
        [entry(number, " ".join(words[:: 1 if number % 2 else -1])) for number in range(first, 100, 2)]
        for first in (1, 2)
    ]
    for _ in range(3):
        await asyncio.gather(store(database, batches[0]), store(other, batches[1]))
    assert len(await found(database, index_query("w7"), 200)) == 99


async def test_the_state_is_kept(database: Database, other: Database) -> None:
    async with database.writing() as unit:
        assert await unit.search.state() == IndexState("", None)
        await unit.search.set_state(IndexState("1/3", 7))
    async with other.reading() as unit:
        assert await unit.search.state() == IndexState("1/3", 7)
