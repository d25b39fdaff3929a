"""New since the last visit: for those who commented there, without their own comments and those of ignored readers."""

import pytest

from news import seen
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.seen import NewComments, mark_seen, new_comments
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


async def found(database: Database, reader: Reader, article: Article, *ignored: int) -> NewComments | None:
    async with database.reading() as unit:
        return await new_comments(unit, reader.id, article.number, set(ignored))


async def test_who_has_commented_hears_what_is_new_until_the_discussion_is_opened(
    database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader
) -> None:
    await commented(database, clock, article.number, boris, "До")
    await commented(database, clock, article.number, member, "Моё")
    assert await found(database, member, article) is None
    first = await commented(database, clock, article.number, boris, "Раз")
    await commented(database, clock, article.number, member, "Моё второе")
    await commented(database, clock, article.number, boris, "Два")
    assert await found(database, member, article) == NewComments(2, first.id)
    assert await found(database, member, article, boris.id) is None, "an ignored reader has nothing new"

    async with database.writing() as unit:
        await mark_seen(unit, member.id, article.number, clock.now())
    assert await found(database, member, article) is None
    third = await commented(database, clock, article.number, boris, "Три")
    assert await found(database, member, article) == NewComments(1, third.id)


async def test_nothing_is_kept_of_who_only_reads(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader
) -> None:
    async with database.writing() as unit:
        await mark_seen(unit, member.id, article.number, clock.now())
    await commented(database, clock, article.number, boris)
    assert await found(database, member, article) is None
    async with database.reading() as unit:
        assert await unit.seen.last(member.id, article.number) is None


async def test_what_is_kept_is_deleted_after_thirty_days(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader
) -> None:
    await commented(database, clock, article.number, member)
    await commented(database, clock, article.number, boris)
    clock.advance(days=29)
    await news.answers.clean_up()
    assert await found(database, member, article) is not None
    clock.advance(days=2)
    await news.answers.clean_up()
    assert await found(database, member, article) is None


async def test_of_many_new_comments_no_more_than_a_hundred_are_counted(
    database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(seen, "MAX_COUNTED", 3)
    await commented(database, clock, article.number, member)
    first, *_ = [await commented(database, clock, article.number, boris) for _ in range(5)]
    assert await found(database, member, article) == NewComments(3, first.id)
