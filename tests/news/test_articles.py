"""The reading desk: the newest headlines, the archive by pages and months, single articles, reads."""

from datetime import UTC, datetime, timedelta

import pytest

from news.articles import MAX_NUMBER, ArticleDesk
from news.errors import ArticleRetracted, ArticleUnknown, StorageError
from news.headline_pages import PAGE_SIZE
from news.model import HeadlinePage, Reader
from news.newsroom import Newsroom
from news.richtext import from_plain
from storage import Database
from tests.news.conftest import START, ZONE, HandClock, archive, published
from tests.news.faulty import Faulty


def numbers(page: HeadlinePage) -> list[int]:
    return [headline.number for headline in page.headlines]


async def archive_of(news: Newsroom, count: int) -> None:
    """One article an hour, number 1 the oldest."""
    await archive(news, [START - timedelta(hours=count - index) for index in range(count)])


async def test_an_empty_archive_has_an_empty_page_and_no_calendar(news: Newsroom) -> None:
    assert await news.articles.latest() == HeadlinePage(())
    assert await news.articles.page_of_month(2024, 3) == HeadlinePage(())
    assert await news.articles.calendar() is None


async def test_the_latest_are_the_ten_newest(news: Newsroom) -> None:
    await archive_of(news, 12)
    page = await news.articles.latest()
    assert numbers(page) == list(range(12, 2, -1))
    assert (page.newer, page.older) == (None, 2)


async def test_a_last_page_that_is_just_full_has_nothing_older(news: Newsroom) -> None:
    await archive_of(news, PAGE_SIZE)
    assert (await news.articles.latest()).older is None


async def test_older_pages_lead_through_the_whole_archive_and_newer_ones_back(news: Newsroom) -> None:
    await archive_of(news, 25)
    pages = [await news.articles.latest()]
    while (older := pages[-1].older) is not None:
        pages.append(await news.articles.page(older))
    assert [number for page in pages for number in numbers(page)] == list(range(25, 0, -1))
    back = pages[-1]
    for page in reversed(pages[:-1]):
        assert back.newer is not None
        back = await news.articles.page_newer(back.newer)
        assert back == page
    assert back.newer is None


async def test_a_page_stays_where_it_is_while_new_articles_come_in(news: Newsroom) -> None:
    await archive_of(news, 15)
    older = (await news.articles.latest()).older
    assert older is not None
    before = await news.articles.page(older)
    await archive(news, [START + timedelta(minutes=minute) for minute in range(30)])
    assert await news.articles.page(older) == before


async def test_pages_of_whole_articles_follow_each_other_without_retracted_ones(news: Newsroom, editor: Reader) -> None:
    await archive_of(news, 7)
    for number in (6, 4, 1):
        await news.editing.retract(editor, number)
    first = await news.articles.in_full(limit=2)
    assert ([article.number for article in first.articles], first.older) == ([7, 5], 3)
    second = await news.articles.in_full(3, limit=2)
    assert ([article.number for article in second.articles], second.older) == ([3, 2], None)
    # A page may begin at an article that was retracted meanwhile. From an unknown number it begins at the newest.
    assert [article.number for article in (await news.articles.in_full(4)).articles] == [3, 2]
    assert (await news.articles.in_full(999)).articles == (await news.articles.in_full()).articles


async def test_find_returns_published_articles_only_and_counts_no_read(
    news: Newsroom, editor: Reader, database: Database
) -> None:
    article = await published(news, editor)
    draft = await news.editing.draft(editor, "Черновик", (), key="draft")
    found = await news.articles.find(article.number)
    assert found == article
    await news.articles.in_full()
    assert await news.articles.find(draft.number) is None
    assert await news.articles.find(999) is None
    await news.articles.save_reads()
    async with database.reading() as unit:
        stored = await unit.articles.get(article.number)
    assert stored is not None
    assert stored.reads == 0
    await news.editing.retract(editor, article.number)
    assert await news.articles.find(article.number) is None


async def test_newer_than_the_first_rows_is_the_newest_page_and_full(news: Newsroom) -> None:
    await archive_of(news, 13)
    page = await news.articles.page_newer(10)
    assert page == await news.articles.latest()
    assert len(page.headlines) == PAGE_SIZE


async def test_articles_of_the_same_instant_are_neither_lost_nor_shown_twice(news: Newsroom) -> None:
    await archive(news, [START] * 23)
    seen: list[int] = []
    page = await news.articles.latest()
    seen += numbers(page)
    while page.older is not None:
        page = await news.articles.page(page.older)
        seen += numbers(page)
    assert seen == list(range(23, 0, -1))


async def test_a_page_from_an_unknown_number_is_the_newest_one(news: Newsroom) -> None:
    await archive_of(news, 12)
    assert await news.articles.page(999) == await news.articles.latest()
    assert await news.articles.page_newer(999) == await news.articles.latest()


@pytest.mark.parametrize("verb", ["read", "page", "page_newer"])
async def test_a_number_beyond_the_database_names_no_article(news: Newsroom, verb: str) -> None:
    for number in (0, -5, MAX_NUMBER + 1, 10**40):
        with pytest.raises(ArticleUnknown):
            await getattr(news.articles, verb)(number)


async def test_a_page_begins_at_a_retracted_article_without_showing_it(news: Newsroom, editor: Reader) -> None:
    await archive_of(news, 14)
    older = (await news.articles.latest()).older
    assert older == 4
    await news.editing.retract(editor, 4)
    assert numbers(await news.articles.page(4)) == [3, 2, 1]


async def test_a_month_begins_with_its_newest_article_in_the_papers_own_time(news: Newsroom) -> None:
    # 21:30 in UTC is half past midnight in Moscow: the second article belongs to March there.
    moments = [datetime(2024, 2, 29, 20, 30, tzinfo=UTC), datetime(2024, 2, 29, 21, 30, tzinfo=UTC)]
    await archive(news, [*moments, datetime(2024, 4, 1, tzinfo=UTC)])
    assert numbers(await news.articles.page_of_month(2024, 2)) == [1]
    assert numbers(await news.articles.page_of_month(2024, 3)) == [2, 1]
    assert numbers(await news.articles.page_of_month(2024, 4)) == [3, 2, 1]


async def test_a_month_that_does_not_exist_is_the_newest_page(news: Newsroom) -> None:
    await archive_of(news, 2)
    for month in (0, 13, -1):
        assert await news.articles.page_of_month(2024, month) == await news.articles.latest()


async def test_a_year_beyond_every_calendar_is_empty_and_raises_nothing(news: Newsroom) -> None:
    await archive_of(news, 2)
    for year in (-1, 0, 1, 2, 9998, 9999, 10**6):
        await news.articles.page_of_month(year, 12)
        calendar = await news.articles.calendar(year)
        assert calendar is not None
        assert calendar.months == ()


async def test_the_calendar_names_months_with_articles_and_the_nearest_other_years(news: Newsroom) -> None:
    moments = [
        datetime(2019, 5, 1, tzinfo=UTC),
        datetime(2022, 12, 31, 21, 30, tzinfo=UTC),  # 2023 in Moscow
        datetime(2023, 7, 9, tzinfo=UTC),
        datetime(2023, 7, 10, tzinfo=UTC),
        datetime(2024, 2, 1, tzinfo=UTC),
    ]
    await archive(news, moments)
    newest = await news.articles.calendar()
    assert newest is not None
    assert (newest.year, newest.months, newest.earlier, newest.later) == (2024, (2,), 2023, None)
    middle = await news.articles.calendar(2023)
    assert middle is not None
    assert (middle.months, middle.earlier, middle.later) == ((1, 7), 2019, 2024)
    empty = await news.articles.calendar(2021)
    assert empty is not None
    assert (empty.months, empty.earlier, empty.later) == ((), 2019, 2023)


async def test_an_article_is_read_in_full(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor, "Мост открыт", "Первое.\n\nВторое.")
    read = await news.articles.read(article.number)
    assert read == article
    assert read.body == from_plain("Первое.\n\nВторое.")


async def test_a_draft_is_unknown_to_readers_and_so_is_a_discarded_one(news: Newsroom, editor: Reader) -> None:
    draft = await news.editing.draft(editor, "Черновик", (), key="draft")
    with pytest.raises(ArticleUnknown):
        await news.articles.read(draft.number)
    await news.editing.discard(editor, draft.number)
    with pytest.raises(ArticleUnknown) as refused:
        await news.articles.read(draft.number)
    assert refused.value.arguments == {"number": draft.number}


async def test_a_retracted_article_tells_the_reason_and_leaves_every_list(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    await news.editing.retract(editor, article.number, "не подтвердилось")
    with pytest.raises(ArticleRetracted) as refused:
        await news.articles.read(article.number)
    assert refused.value.arguments == {"number": article.number, "reason": "не подтвердилось"}
    assert await news.articles.latest() == HeadlinePage(())


async def test_reads_are_counted_and_written_by_save_reads(news: Newsroom, editor: Reader, other: Database) -> None:
    first, second = await published(news, editor), await published(news, editor)
    for number in (first.number, second.number, first.number):
        await news.articles.read(number)
    await news.articles.save_reads()
    await news.articles.save_reads()
    async with other.reading() as unit:
        assert [getattr(await unit.articles.get(article.number), "reads", None) for article in (first, second)] == [
            2,
            1,
        ]


async def test_reads_are_not_lost_while_the_database_fails(database: Database, news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    faulty = Faulty(database)
    desk = ArticleDesk(faulty, HandClock(), ZONE)
    await desk.read(article.number)
    faulty.fails(1)
    with pytest.raises(StorageError):
        await desk.save_reads()
    await desk.read(article.number)
    await desk.save_reads()
    assert (await news.articles.read(article.number)).reads == 2


async def test_only_an_opening_is_counted_as_a_read(news: Newsroom, editor: Reader, other: Database) -> None:
    article = await published(news, editor)
    await news.articles.read(article.number)
    for _ in range(3):
        assert await news.articles.read(article.number, opening=False) == article
    await news.articles.save_reads()
    async with other.reading() as unit:
        stored = await unit.articles.get(article.number)
    assert stored is not None
    assert stored.reads == 1
