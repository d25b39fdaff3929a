"""One's own comments by pages: newest first, steady in both directions, and nobody else's."""

import pytest

from news import own_comments
from news.errors import NotRegistered
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.own_comments import OwnCommentPage
from storage import Database
from tests.clocks import HandClock
from tests.news.answering import commented
from tests.news.conftest import published, registered


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


def ids(page: OwnCommentPage) -> list[int]:
    return [own.comment.id for own in page.comments]


async def test_pages_lead_to_each_other_in_both_directions(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(own_comments, "PAGE_SIZE", 2)
    stored = [(await commented(database, clock, article.number, member)).id for _ in range(5)]
    newest = await news.own_comments.page(member)
    assert (ids(newest), newest.newer) == ([stored[4], stored[3]], None)
    middle = await news.own_comments.page(member, before=newest.older)
    assert ids(middle) == [stored[2], stored[1]]
    oldest = await news.own_comments.page(member, before=middle.older)
    assert (ids(oldest), oldest.older) == ([stored[0]], None)
    assert await news.own_comments.page(member, after=oldest.newer) == middle
    assert await news.own_comments.page(member, after=middle.newer) == newest


async def test_a_page_whose_neighbour_is_gone_is_the_newest(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader
) -> None:
    comment = await commented(database, clock, article.number, member)
    assert ids(await news.own_comments.page(member, after=comment.id)) == [comment.id]


async def test_a_reader_sees_only_own_comments(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader
) -> None:
    boris = await registered(news, 501, "Борис")
    theirs = await commented(database, clock, article.number, boris)
    assert ids(await news.own_comments.page(member)) == []
    assert ids(await news.own_comments.page(boris)) == [theirs.id]


async def test_the_page_tells_whether_answers_are_muted_and_how_many_are_ignored(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader
) -> None:
    boris = await registered(news, 501, "Борис")
    await news.ignores.ignore(member, (await commented(database, clock, article.number, boris)).id)
    page = await news.own_comments.mute_answers(member, on=True)
    assert (page.muted, page.ignored) == (True, 1)
    assert not (await news.own_comments.mute_answers(member, on=False)).muted


async def test_a_guest_has_none(news: Newsroom) -> None:
    with pytest.raises(NotRegistered):
        await news.own_comments.page(await news.readers.recognise(77, "ru"))
