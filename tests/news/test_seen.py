"""New since the last visit: for those who commented there, without their own comments and those of ignored readers."""

import pytest

from news import seen
from news.discussion import NewComments
from news.model import Article, Reader
from news.newsroom import Newsroom
from storage import Database
from tests.clocks import HandClock
from tests.news.answering import commented
from tests.news.conftest import published, registered


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def boris(news: Newsroom) -> Reader:
    return await registered(news, 501, "Борис")


async def opened(news: Newsroom, reader: Reader, article: Article) -> NewComments | None:
    """Open the discussion; return what is new."""
    return (await news.threads.page(reader, article.number)).new


async def test_who_has_commented_hears_once_what_is_new_when_the_discussion_is_opened(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader
) -> None:
    await commented(database, clock, article.number, boris, "До")
    mine = await commented(database, clock, article.number, member, "Моё")
    assert await opened(news, member, article) is None
    first = await commented(database, clock, article.number, boris, "Раз", mine)
    await commented(database, clock, article.number, member, "Моё второе")
    second = await commented(database, clock, article.number, boris, "Два")
    await news.threads.page(member, article.number, after=first.id)
    await news.threads.page(member, article.number, before=second.id)
    assert await opened(news, member, article) == NewComments(2, first.id, mine.id), "turning pages is no visit"
    assert await opened(news, member, article) is None
    third = await commented(database, clock, article.number, boris, "Три")
    assert await opened(news, member, article) == NewComments(1, third.id)


async def test_an_ignored_reader_has_nothing_new(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader
) -> None:
    await commented(database, clock, article.number, member)
    await news.ignores.ignore(member, (await commented(database, clock, article.number, boris)).id)
    assert await opened(news, member, article) is None
    vera = await registered(news, 502, "Вера")
    shown = await commented(database, clock, article.number, vera)
    await commented(database, clock, article.number, boris)
    assert await opened(news, member, article) == NewComments(1, shown.id)


async def test_nothing_is_kept_of_who_only_reads(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader
) -> None:
    await commented(database, clock, article.number, boris)
    await opened(news, member, article)
    await commented(database, clock, article.number, boris)
    assert await opened(news, member, article) is None
    async with database.reading() as unit:
        assert await unit.seen.last(member.id, article.number) is None


async def test_what_is_kept_is_deleted_when_the_discussion_was_not_opened_for_thirty_days(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader
) -> None:
    await commented(database, clock, article.number, member)
    for days, is_kept in ((29, True), (2, False)):
        clock.advance(days=days)
        await news.answers.clean_up()
        async with database.reading() as unit:
            assert (await unit.seen.last(member.id, article.number) is not None) is is_kept


async def test_of_many_new_comments_no_more_than_a_hundred_are_counted(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(seen, "MAX_COUNTED", 3)
    await commented(database, clock, article.number, member)
    first, *_ = [await commented(database, clock, article.number, boris) for _ in range(5)]
    assert await opened(news, member, article) == NewComments(3, first.id)
