"""Making the index anew: after a change of the stems, or for what was published before there was one."""

from collections.abc import Callable

from news.indexing import index
from news.model import Keyset
from news.ports import Storage, Unit
from news.ports.search import IndexState
from news.stems import VERSION

# So many articles are indexed in one commit: a person's command waits about a tenth of a second for it.
BLOCK = 100


CURRENT = IndexState(VERSION, None)


async def is_whole(unit: Unit) -> bool:
    """Tell whether everything published can be found, by the stems of this program."""
    return await unit.search.state() == CURRENT or not await unit.articles.older(None, 1)


async def left(unit: Unit) -> int:
    """Return how many articles are still to be indexed until the index is whole; all, if it is."""
    return await unit.search.count_from(await _start(unit))


async def reindex(storage: Storage, on_block: Callable[[int], object]) -> None:
    """Index everything published anew, the newest first, and go on from where it was broken off.

    The newspaper may run meanwhile: what changes is indexed with the change. `on_block` gets the number of articles
    done since its last call.
    """
    whole = False
    while not whole:
        async with storage.writing() as unit:
            done, whole = await _index_block(unit)
        on_block(done)


async def _index_block(unit: Unit) -> tuple[int, bool]:
    """Index the next articles; return how many, and whether these were the last."""
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
