"""The report of a publication: its push, what readers made of it within an hour, and when it is over."""

from datetime import timedelta

import pytest

from news.errors import NotAllowed
from news.ledger import Address, DeliveryState, Settlement
from news.model import Reader
from news.newsroom import Newsroom, make_newsroom
from news.rate_limits import RateLimiter
from news.reports import COUNTED
from news.richtext import from_plain
from news.roles import Role
from storage import Database
from tests.news.conftest import ZONE, HandClock, NoCourier, published
from tests.news.outlets import connected
from tests.planning import planned

LEASE = timedelta(seconds=12)


async def test_before_the_push_there_is_nothing_to_count(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)

    report = await news.reports.read(editor, article.number)

    assert (report.article, report.progress, report.unsubscribed) == (article, None, 0)
    assert report.moving
    assert not report.over


async def test_a_publication_in_its_first_seconds_can_be_taken_back(
    database: Database, editor: Reader, clock: HandClock
) -> None:
    undo = timedelta(seconds=10)
    news = make_newsroom(database, NoCourier(), RateLimiter(29), clock, zone=ZONE, undo=undo)
    draft = await news.editing.draft(editor, "Мост", from_plain("Текст."), key="k")
    assert (await news.reports.read(editor, draft.number)).over, "a draft has no report"
    await news.editing.publish(editor, draft.number)

    report = await news.reports.read(editor, draft.number)

    assert (report.undoable, report.moving, report.over) == (True, True, False)


async def test_the_push_and_the_readers_are_counted(
    news: Newsroom, editor: Reader, database: Database, clock: HandClock
) -> None:
    for reader in (1, 2, 3, 4):
        await news.subscriptions.start(Address(reader), "ru")
    article = await published(news, editor)
    edition = await news.delivery.tick()
    assert edition is not None
    clock.passes(seconds=30)
    async with database.writing() as unit:
        await planned(unit, clock.now(), 10)
        first, second, *_ = await unit.deliveries.claim(clock.now(), LEASE, 2)
        settled = [
            Settlement(edition.id, first.place, 1, DeliveryState.SENT),
            Settlement(edition.id, second.place, 1, DeliveryState.GONE),
        ]
        await unit.deliveries.settle(settled, clock.now())
    await news.articles.read(article.number)
    await news.articles.save_reads()

    report = await news.reports.read(editor, article.number)

    assert report.progress is not None
    assert (report.progress.counts["sent"], report.progress.counts["gone"], report.progress.left) == (1, 1, 2)
    assert report.time_left == timedelta(seconds=30), "two of four took half a minute"
    assert (report.article.reads, report.unsubscribed) == (1, 1), "who has blocked the bot is counted, too"
    assert report.moving

    await news.subscriptions.end(Address(4))
    clock.passes(seconds=COUNTED.total_seconds())
    await news.subscriptions.end(Address(3))
    assert (await news.reports.read(editor, article.number)).unsubscribed == 2, "within the hour"


async def test_a_report_is_over_after_an_hour_and_when_the_article_is_withdrawn(
    news: Newsroom, editor: Reader, clock: HandClock, database: Database
) -> None:
    articles = [await published(news, editor, title) for title in ("Мост", "Тоннель")]
    await news.delivery.tick()
    async with database.writing() as unit:
        await planned(unit, clock.now(), 10)
        await unit.deliveries.finish()
    await news.editing.retract(editor, articles[0].number)

    reports = [await news.reports.read(editor, article.number) for article in articles]
    assert [(report.moving, report.over) for report in reports] == [(False, True), (False, False)]

    clock.passes(seconds=COUNTED.total_seconds())
    assert (await news.reports.read(editor, articles[1].number)).over


async def test_reports_are_for_those_who_publish(news: Newsroom, editor: Reader) -> None:
    article = await published(news, editor)
    with pytest.raises(NotAllowed):
        await news.reports.read(Reader(7, Role.AUTHOR), article.number)


async def test_posts_in_channels_are_told_of_apart_from_the_push(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    await connected(news)
    article = await published(news, editor)

    report = await news.reports.read(editor, article.number)

    assert report.progress is None, "a post is no push"
    assert [(post.outlet.chat.title, post.state) for post in report.posts] == [("Вестник", DeliveryState.PENDING)]
    assert report.moving
