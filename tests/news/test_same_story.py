"""The published articles that tell the story of an article which is not stored yet, by their similarity."""

from datetime import timedelta

import pytest

from news.changes import as_stored
from news.model import Headline, NewArticle, Reader
from news.newsroom import Newsroom
from news.richtext import from_plain
from news.same_story import RECENT, same_stories
from storage import Database
from tests.news.conftest import START, HandClock, published
from tests.news.test_stories import OTHER, RETOLD, TEXT, TITLE


@pytest.fixture(autouse=True)
async def archive(news: Newsroom) -> None:
    """Articles about other things, from long ago: words get their weight."""
    old = [
        NewArticle(
            f"old:{index}", f"Матч {index}", from_plain(f"{index} {OTHER}"), START, published_at=START - 2 * RECENT
        )
        for index in range(40)
    ]
    await news.editing.take_in(old)


async def found(database: Database, clock: HandClock, title: str = TITLE, text: str = RETOLD) -> list[Headline]:
    """Return what tells the story of an article that only exists in memory."""
    article = as_stored(0, NewArticle("k", title, from_plain(text), START))
    async with database.reading() as unit:
        return await same_stories(unit, article, clock.now())


async def test_the_tellings_of_a_story_are_found_the_most_similar_first(
    news: Newsroom, database: Database, editor: Reader, clock: HandClock
) -> None:
    far = await published(news, editor, TITLE, TEXT)
    near = await published(news, editor, TITLE, RETOLD)
    await published(news, editor, "Хоккеисты выиграли", OTHER)
    assert [headline.number for headline in await found(database, clock)] == [near.number, far.number]


async def test_another_story_and_one_of_earlier_days_are_not_found(
    news: Newsroom, database: Database, editor: Reader, clock: HandClock
) -> None:
    await published(news, editor, TITLE, TEXT)
    assert await found(database, clock, "Хоккеисты выиграли", OTHER) == []
    clock.moment += RECENT - timedelta(seconds=1)
    assert len(await found(database, clock)) == 1
    clock.passes(seconds=2)
    assert await found(database, clock) == []


async def test_drafts_and_retracted_articles_tell_nothing(
    news: Newsroom, database: Database, editor: Reader, clock: HandClock
) -> None:
    await news.editing.draft(editor, TITLE, from_plain(TEXT), key="draft")
    retracted = await published(news, editor, TITLE, TEXT)
    await news.editing.retract(editor, retracted.number)
    assert await found(database, clock) == []


async def test_an_article_without_a_text_is_like_no_other(
    news: Newsroom, database: Database, editor: Reader, clock: HandClock
) -> None:
    await published(news, editor, TITLE, TEXT)
    assert await found(database, clock, "", "") == []
