"""The statistics' desk: subscribers by day, most read articles, hours of the day, all in the newspaper's zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from news.errors import NotAllowed
from news.ledger import Address
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.ports.statistics import ChangeCount, SubscriptionChange
from news.richtext import from_plain
from news.roles import Role
from news.statistics import READS_DAYS, HourFigures, SubscriberDay, best_hours, subscriber_days
from storage import Database
from tests.news.conftest import START, ZONE, HandClock, published

BEGUN, ENDED, LOST = SubscriptionChange


@pytest.mark.parametrize("role", [Role.GUEST, Role.MEMBER, Role.MODERATOR, Role.BANNED])
async def test_the_figures_are_for_editors(news: Newsroom, role: Role) -> None:
    person = Reader(7, role, "ru", "Иван", START)
    desk = news.statistics
    for look in (desk.totals(person), desk.subscribers(person, 7), desk.most_read(person, 7), desk.hours(person)):
        with pytest.raises(NotAllowed):
            await look


async def test_who_comes_goes_and_comes_back_is_counted_on_each_day(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    today = START.astimezone(ZONE).date()
    for _ in range(2):
        await news.subscriptions.start(Address(1), "ru")
        clock.advance(days=1)
        await news.subscriptions.end(Address(1))
        clock.advance(days=1)
    await news.subscriptions.start(Address(1), "ru")
    await news.subscriptions.start(Address(2), "ru")
    await news.subscriptions.lose(2)

    found = await news.statistics.subscribers(editor, 6)

    figures = [(each.begun, each.ended, each.lost, each.total) for each in found]
    assert figures == [(0, 0, 0, 0), (1, 0, 0, 1), (0, 1, 0, 0), (1, 0, 0, 1), (0, 1, 0, 0), (2, 0, 1, 1)]
    assert [each.day for each in found] == [today + timedelta(days=offset) for offset in range(-1, 5)]


def test_days_are_those_of_the_zone_also_where_it_is_shifted_by_45_minutes() -> None:
    zone = ZoneInfo("Asia/Kathmandu")
    midnight = datetime(2026, 3, 1, tzinfo=zone).astimezone(UTC)
    changes = [
        ChangeCount(midnight - timedelta(minutes=15), BEGUN, 1),
        ChangeCount(midnight, BEGUN, 10),
        ChangeCount(midnight, LOST, 2),
    ]

    found = subscriber_days(changes, 20, date(2026, 2, 28), 2, zone)

    assert found == (SubscriberDay(date(2026, 2, 28), 1, 0, 0, 12), SubscriberDay(date(2026, 3, 1), 10, 0, 2, 20))


async def test_the_most_read_are_counted_by_openings_within_the_span(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    one, two = await published(news, editor, "Один"), await published(news, editor, "Два")
    for _ in range(3):
        await news.articles.read(one.number)
    await news.articles.save_reads()
    clock.advance(days=10)
    await news.articles.read(two.number)
    await news.articles.read(two.number, opening=False)
    await news.articles.save_reads()

    assert [(each.title, each.reads) for each in await news.statistics.most_read(editor, 7)] == [("Два", 1)]
    assert [(each.title, each.reads, each.total) for each in await news.statistics.most_read(editor, 30)] == [
        ("Один", 3, 3),
        ("Два", 1, 1),
    ]


async def test_hours_are_those_of_the_newspapers_zone(news: Newsroom, editor: Reader, clock: HandClock) -> None:
    await news.subscriptions.start(Address(1), "ru")
    hour = START.astimezone(ZONE).hour
    article = await published(news, editor)
    await news.delivery.tick()
    for count in (2, 3, 5):
        for _ in range(count):
            await news.articles.read(article.number)
        await news.articles.save_reads()
        clock.advance(hours=1)

    found = {each.hour: each for each in await news.statistics.hours(editor) if each != HourFigures(each.hour)}

    assert found == {
        hour: HourFigures(hour, pushes=1, reads=2, publications=1, early=2 + 3),
        hour + 1: HourFigures(hour + 1, reads=3),
        hour + 2: HourFigures(hour + 2, reads=5),
    }


async def test_publications_from_before_the_first_counted_read_make_no_hour_worse(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    old = clock.now() - timedelta(hours=3)
    await news.editing.take_in([NewArticle("old", "Старая", from_plain("Т"), old, published_at=old)])
    assert sum(each.publications for each in await news.statistics.hours(editor)) == 0
    article = await published(news, editor)
    await news.articles.read(article.number)
    await news.articles.save_reads()

    assert sum(each.publications for each in await news.statistics.hours(editor)) == 1


def test_the_best_hours_are_those_with_most_early_reads_of_a_publication() -> None:
    hours = [
        HourFigures(8, publications=10, early=100),
        HourFigures(9, publications=1, early=30),
        HourFigures(10, publications=3, early=30),
        HourFigures(11, publications=5),
        HourFigures(12, reads=99),
    ]

    assert [each.hour for each in best_hours(hours)] == [9, 8, 10]
    assert [each.hour for each in best_hours(hours, 1)] == [9]


async def test_old_changes_are_folded_and_daily_counters_that_no_figure_needs_are_deleted(
    news: Newsroom, editor: Reader, clock: HandClock, other: Database
) -> None:
    article = await published(news, editor)
    for chat in range(3):
        await news.subscriptions.start(Address(chat + 1), "ru")
        await news.articles.read(article.number)
        await news.articles.save_reads()
        clock.advance(days=READS_DAYS // 2)
    today = clock.now().astimezone(ZONE).date()

    assert [await news.statistics.clean_up() for _ in range(2)] == [True, False]

    async with other.reading() as unit:
        assert [each.reads for each in await unit.statistics.most_read(today - timedelta(days=99), 9)] == [2]
    assert [each.total for each in await news.statistics.subscribers(editor, 1)] == [3]
