"""Rebuilding the index: complete, resumed, and only of published articles."""

from datetime import timedelta

import pytest

from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.ports.search import IndexState
from news.reindexing import BLOCK, count_left, is_complete, reindex
from news.richtext import from_plain
from storage import Database
from tests.news.conftest import START, published

COUNT = BLOCK + 3


@pytest.fixture
async def unindexed(news: Newsroom, database: Database) -> Database:
    """A database with articles from before there was an index."""
    moments = [START + timedelta(seconds=number // 2) for number in range(COUNT)]
    async with database.writing() as unit:
        for number, at in enumerate(moments, 1):
            await unit.articles.add(NewArticle(f"{number}", "Мост", from_plain("Текст"), at, published_at=at))
    assert (await news.search.find("мост")).hits == ()
    return database


async def test_after_reindexing_every_published_article_is_found(news: Newsroom, unindexed: Database) -> None:
    done = list[int]()
    async with unindexed.reading() as unit:
        assert not await is_complete(unit)
        assert await count_left(unit) == COUNT

    await reindex(unindexed, done.append)

    assert done == [BLOCK, 3]
    page = await news.search.find("мосты", limit=COUNT)
    assert [hit.article.number for hit in page.hits] == list(range(COUNT, 0, -1))
    async with unindexed.reading() as unit:
        assert await is_complete(unit)


async def test_an_interrupted_run_continues(news: Newsroom, unindexed: Database) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await reindex(unindexed, interrupt)
    async with unindexed.reading() as unit:
        assert await count_left(unit) == 3
        assert not await is_complete(unit)
    assert len((await news.search.find("мост", limit=COUNT)).hits) == BLOCK, "the newest are indexed first"

    done = list[int]()
    await reindex(unindexed, done.append)

    assert done == [3]


async def test_an_index_of_other_rules_is_rebuilt_from_the_start(unindexed: Database) -> None:
    async with unindexed.writing() as unit:
        await unit.search.set_state(IndexState("0/0", 2))
    async with unindexed.reading() as unit:
        assert not await is_complete(unit)
        assert await count_left(unit) == COUNT


async def test_the_index_of_an_empty_newspaper_is_complete(database: Database) -> None:
    async with database.reading() as unit:
        assert await is_complete(unit)


async def test_an_article_retracted_meanwhile_is_not_found(news: Newsroom, editor: Reader, unindexed: Database) -> None:
    await news.editing.retract(editor, 5)
    await published(news, editor, "Мост новый")
    await reindex(unindexed, lambda _: None)
    assert 5 not in [hit.article.number for hit in (await news.search.find("мост", limit=COUNT)).hits]
    assert (await news.search.find("новый")).hits
