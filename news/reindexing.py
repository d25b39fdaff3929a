"""Rebuilding the search index: after a change of the stems, or for articles published before there was an index."""

from collections.abc import Callable

from news.indexing import index
from news.model import Keyset
from news.ports import Storage, Unit
from news.ports.search import IndexState
from news.stems import VERSION

# Articles indexed in one commit: a person's command waits about a tenth of a second for it.
BLOCK = 100
CURRENT = IndexState(VERSION, None)


async def is_complete(unit: Unit) -> bool:
    """Whether every published article is indexed by the stems of this program."""
    return await unit.search.state() == CURRENT or not await unit.articles.older(None, 1)


async def count_left(unit: Unit) -> int:
    """Return the number of articles that `reindex` has still to index; all, if the index is complete."""
    return await unit.search.count_from(await _start(unit))


async def reindex(storage: Storage, on_block: Callable[[int], object]) -> None:
    """Index every published article, newest first, and continue an interrupted run.

    The bot may run meanwhile: its changes are indexed in their own transactions. `on_block` gets the number of articles
    indexed since its last call.
    """
    complete = False
    while not complete:
        async with storage.writing() as unit:
            indexed, complete = await _index_block(unit)
        on_block(indexed)


async def _index_block(unit: Unit) -> tuple[int, bool]:
    """Index the next block; return the number of articles, and whether it was the last block."""
    headlines = await unit.articles.older(await _start(unit), BLOCK + 1)
    numbers = [headline.number for headline in headlines[:BLOCK]]
    await unit.search.lock_articles(numbers)
    articles = await unit.search.articles(numbers)
    await index(unit, articles.values())
    following = headlines[BLOCK].number if len(headlines) > BLOCK else None
    await unit.search.set_state(IndexState(VERSION, following))
    return len(numbers), following is None


async def _start(unit: Unit) -> Keyset | None:
    state = await unit.search.state()
    if state.version != VERSION or state.cursor is None:
        return None
    return await unit.articles.keyset(state.cursor)
