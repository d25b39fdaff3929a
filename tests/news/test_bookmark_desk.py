"""Bookmarks: saved and removed by one verb, listed newest first, for persons only, and not without end."""

import pytest

from news import bookmark_desk
from news.errors import ArticleUnknown, BookmarksFull, NotAllowed
from news.model import Reader
from news.newsroom import Newsroom
from news.readers import ANONYMOUS
from tests.clocks import HandClock
from tests.news.conftest import published

ANNA, BORIS = Reader(7), Reader(8)


async def numbers(news: Newsroom, reader: Reader = ANNA, page: int = 0) -> list[int]:
    return [each.number for each in (await news.bookmarks.page(reader, page)).headlines]


async def test_each_person_saves_for_themselves_and_finds_the_last_first(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    first, second = [(await published(news, editor, title)).number for title in ("Мост", "Парк")]
    for number in (second, first):
        clock.advance(minutes=1)
        assert await news.bookmarks.toggle(ANNA, number)
    assert await numbers(news) == [first, second]
    assert await numbers(news, BORIS) == []
    assert not await news.bookmarks.toggle(ANNA, second)
    assert await numbers(news) == [first]


async def test_a_withdrawn_article_is_not_shown_and_can_be_removed_but_not_saved(
    news: Newsroom, editor: Reader
) -> None:
    number = (await published(news, editor)).number
    await news.bookmarks.toggle(ANNA, number)
    await news.editing.retract(editor, number, "Ошибка")
    assert await numbers(news) == []
    assert not await news.bookmarks.toggle(ANNA, number)
    for unknown in (number, 404):
        with pytest.raises(ArticleUnknown):
            await news.bookmarks.toggle(ANNA, unknown)


async def test_the_list_has_pages_and_an_empty_one_gives_way_to_the_one_before(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    saved = [(await published(news, editor, f"Новость {index}")).number for index in range(11)]
    for number in saved:
        clock.advance(minutes=1)
        await news.bookmarks.toggle(ANNA, number)
    assert await numbers(news) == saved[:0:-1]
    assert (await news.bookmarks.page(ANNA)).has_more
    assert await numbers(news, page=1) == saved[:1]
    left = await news.bookmarks.remove(ANNA, saved[0], 1)
    assert (left.page, left.has_more, len(left.headlines)) == (0, False, 10)
    assert (await news.bookmarks.page(ANNA, 9999)).page == 0


async def test_there_is_an_end(news: Newsroom, editor: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = [(await published(news, editor, title)).number for title in ("Мост", "Парк")]
    monkeypatch.setattr(bookmark_desk, "MAX_SAVED", 1)
    await news.bookmarks.toggle(ANNA, first)
    with pytest.raises(BookmarksFull):
        await news.bookmarks.toggle(ANNA, second)
    assert not await news.bookmarks.toggle(ANNA, first), "what is saved can be removed"


async def test_a_sender_that_is_no_person_saves_nothing(news: Newsroom, editor: Reader) -> None:
    number = (await published(news, editor)).number
    for verb in (news.bookmarks.toggle(ANONYMOUS, number), news.bookmarks.page(ANONYMOUS)):
        with pytest.raises(NotAllowed):
            await verb
    with pytest.raises(NotAllowed):
        await news.bookmarks.remove(ANONYMOUS, number)
