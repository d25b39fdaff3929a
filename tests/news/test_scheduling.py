"""The schedule desk: undo, times, and articles that appear exactly once, whoever publishes them and when."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from news.errors import ArticleChanged, ArticleUnknown, NotADraft, NotAllowed, TooLateToUndo, WhenPast
from news.model import Article, Reader, Status
from news.newsroom import Newsroom, make_newsroom
from news.notices import Notice, NoticeKind
from news.rate_limits import RateLimiter
from news.richtext import from_plain
from news.roles import Role
from news.scheduling import MISSED_AFTER
from storage import Database
from tests.news.conftest import ZONE, HandClock, NoCourier, published
from tests.storage.samples import raw

UNDO = timedelta(seconds=10)
AUTHOR = Reader(7, Role.AUTHOR, "ru", "Глеб")


@pytest.fixture
def news(database: Database, clock: HandClock) -> Newsroom:
    """A newsroom in which a publication can be taken back for ten seconds."""
    return newsroom(database, clock)


def newsroom(database: Database, clock: HandClock, zone: ZoneInfo = ZONE) -> Newsroom:
    return make_newsroom(database, NoCourier(), RateLimiter(29), clock, zone=zone, undo=UNDO)


async def draft_of(news: Newsroom, editor: Reader, key: str = "k") -> Article:
    return await news.editing.draft(editor, f"Мост {key}", from_plain("Движение пошло."), key=key)


async def notices(database: Database) -> Sequence[Notice]:
    async with database.reading() as unit:
        rows = await raw(unit, "SELECT notice FROM editions WHERE notice IS NOT NULL ORDER BY id")
    return [Notice.load(row[0]) for row in rows]


async def test_nothing_leaves_before_the_seconds_of_undo_are_over(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    draft = await draft_of(news, editor)

    waiting = await news.editing.publish(editor, draft.number, version=draft.version)

    assert (waiting.status, waiting.publish_at, waiting.published_at) == (Status.SCHEDULED, clock.now() + UNDO, None)
    assert await news.scheduling.publish_due() == []
    assert await news.delivery.tick() is None
    assert (await news.articles.latest()).headlines == ()
    assert await news.scheduling.seconds_until_due(60) == 10

    clock.passes(seconds=10)
    assert await news.scheduling.seconds_until_due(60) == 0
    [article] = await news.scheduling.publish_due()
    assert (article.number, article.status, article.published_at) == (draft.number, Status.PUBLISHED, clock.now())
    assert article.publish_at is None
    assert await news.scheduling.seconds_until_due(60) == 60
    edition = await news.delivery.tick()
    assert edition is not None
    assert edition.shown == (draft.number,)


async def test_a_publication_taken_back_is_the_draft_that_it_was(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    draft = await draft_of(news, editor)
    await news.editing.publish(editor, draft.number)

    undone = await news.scheduling.cancel(editor, draft.number)

    assert undone == draft
    clock.passes(minutes=1)
    assert await news.scheduling.publish_due() == []
    with pytest.raises(TooLateToUndo):
        await news.scheduling.cancel(editor, draft.number)


async def test_a_scheduled_article_taken_back_in_the_first_seconds_keeps_its_time(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    draft, at = await draft_of(news, editor), clock.now() + timedelta(hours=3)
    scheduled = await news.scheduling.schedule(editor, draft.number, at)
    for _ in range(2):
        assert (await news.editing.publish(editor, draft.number)).publish_at == clock.now() + UNDO

    assert await news.scheduling.cancel(editor, draft.number) == scheduled

    assert (await news.scheduling.cancel(editor, draft.number)).status is Status.DRAFT


async def test_what_has_appeared_cannot_be_taken_back(news: Newsroom, editor: Reader, clock: HandClock) -> None:
    draft = await draft_of(news, editor)
    await news.editing.publish(editor, draft.number)
    clock.passes(seconds=11)
    await news.scheduling.publish_due()

    with pytest.raises(TooLateToUndo):
        await news.scheduling.cancel(editor, draft.number)
    assert (await news.articles.read(draft.number)).status is Status.PUBLISHED


async def test_an_update_that_is_handled_again_after_the_publication_finds_it_done(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    draft = await draft_of(news, editor)
    await news.editing.publish(editor, draft.number)
    clock.passes(seconds=11)
    [article] = await news.scheduling.publish_due()

    assert await news.editing.publish(editor, draft.number) == article
    with pytest.raises(NotADraft):
        await news.editing.publish(Reader(801, Role.EDITOR, "ru"), draft.number)


async def test_of_several_processes_one_publishes_each_article(
    news: Newsroom, editor: Reader, other: Database, clock: HandClock
) -> None:
    numbers = [(await draft_of(news, editor, f"k{index}")).number for index in range(6)]
    for index, number in enumerate(numbers):
        await news.scheduling.schedule(editor, number, clock.now() + timedelta(minutes=10 - index))
    clock.passes(minutes=10)
    desks = [newsroom(database, clock).scheduling for database in (other, other, other, other)]

    found = await asyncio.gather(*(desk.publish_due() for desk in desks))

    assert sorted(article.number for each in found for article in each) == numbers
    assert (await news.delivery.tick()).total == len(numbers)  # type: ignore[union-attr]
    assert await news.delivery.tick() is None


async def test_articles_appear_in_the_order_of_their_times(news: Newsroom, editor: Reader, clock: HandClock) -> None:
    first, second = [(await draft_of(news, editor, key)).number for key in ("a", "b")]
    await news.scheduling.schedule(editor, first, clock.now() + timedelta(hours=2))
    await news.scheduling.schedule(editor, second, clock.now() + timedelta(hours=1))
    clock.passes(hours=3)

    assert [article.number for article in await news.scheduling.publish_due()] == [second, first]


async def test_a_schedule_is_moved_and_taken_off(news: Newsroom, editor: Reader, clock: HandClock) -> None:
    draft = await draft_of(news, editor)
    await news.scheduling.schedule(editor, draft.number, clock.now() + timedelta(hours=1), version=draft.version)
    later = clock.now() + timedelta(hours=5)

    moved = await news.scheduling.schedule(editor, draft.number, later)

    assert moved.publish_at == later
    clock.passes(hours=2)
    assert await news.scheduling.publish_due() == []
    assert (await news.scheduling.cancel(editor, draft.number)).status is Status.DRAFT
    clock.passes(hours=5)
    assert await news.scheduling.publish_due() == []


async def test_a_scheduled_article_is_edited_and_appears_as_it_is_then(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    draft = await draft_of(news, editor)
    await news.scheduling.schedule(editor, draft.number, clock.now() + timedelta(hours=1))
    await news.editing.revise(editor, draft.number, lead="Движение открыли утром.", version=draft.version)
    clock.passes(hours=1)

    [article] = await news.scheduling.publish_due()

    assert (article.lead, article.updated_at) == ("Движение открыли утром.", None)


async def test_what_was_missed_is_published_at_once_and_the_editor_is_told(
    news: Newsroom, editor: Reader, clock: HandClock, database: Database
) -> None:
    late, slightly = [(await draft_of(news, editor, key)).number for key in ("a", "b")]
    at = clock.now() + timedelta(hours=1)
    await news.scheduling.schedule(editor, late, at)
    await news.scheduling.schedule(editor, slightly, at + timedelta(hours=2) - MISSED_AFTER)
    clock.passes(hours=3)

    assert [article.published_at for article in await news.scheduling.publish_due()] == [clock.now()] * 2

    [notice] = await notices(database)
    assert (notice.what, notice.number, notice.title, notice.moment) == (NoticeKind.MISSED, late, "Мост a", at)


async def test_an_article_with_a_damaged_text_stops_no_other_and_becomes_a_draft(
    news: Newsroom, editor: Reader, clock: HandClock, database: Database
) -> None:
    damaged, good = [(await draft_of(news, editor, key)).number for key in ("a", "b")]
    for minutes, number in enumerate((damaged, good), 1):
        await news.scheduling.schedule(editor, number, clock.now() + timedelta(minutes=minutes))
    async with database.writing() as unit:
        await raw(unit, f"UPDATE article_bodies SET body = '?' WHERE number = {damaged:d}")  # noqa: S608 - a number
    clock.passes(minutes=2)

    assert [article.number for article in await news.scheduling.publish_due()] == [good]

    assert (await news.editing.open(editor, damaged)).status is Status.DRAFT
    [notice] = await notices(database)
    assert (notice.what, notice.number) == (NoticeKind.HINDERED, damaged)
    assert await news.scheduling.publish_due() == []


async def test_a_damaged_article_that_cannot_appear_loses_the_time_before_its_undo_too(
    news: Newsroom, editor: Reader, clock: HandClock, database: Database
) -> None:
    number = (await draft_of(news, editor)).number
    await news.scheduling.schedule(editor, number, clock.now() + timedelta(hours=1))
    await news.editing.publish(editor, number)
    async with database.writing() as unit:
        await raw(unit, f"UPDATE article_bodies SET body = '?' WHERE number = {number:d}")  # noqa: S608 - a number
    clock.passes(seconds=10)

    assert await news.scheduling.publish_due() == []

    assert (await news.editing.open(editor, number)).status is Status.DRAFT
    assert [notice.what for notice in await notices(database)] == [NoticeKind.HINDERED]


async def test_a_time_that_is_over_and_a_changed_draft_are_refused(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    draft = await draft_of(news, editor)
    with pytest.raises(WhenPast):
        await news.scheduling.schedule(editor, draft.number, clock.now())
    await news.editing.revise(Reader(801, Role.EDITOR, "ru"), draft.number, title="Тоннель")
    with pytest.raises(ArticleChanged):
        await news.scheduling.schedule(editor, draft.number, clock.now() + UNDO, version=draft.version)
    assert (await news.editing.open(editor, draft.number)).status is Status.DRAFT


async def test_only_an_unpublished_article_has_a_time_and_only_those_who_publish_set_it(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    article = await published(newsroom_at_once(news, clock), editor)
    at = clock.now() + UNDO
    with pytest.raises(NotADraft):
        await news.scheduling.schedule(editor, article.number, at)
    with pytest.raises(ArticleUnknown):
        await news.scheduling.schedule(editor, 404, at)
    own = await draft_of(news, AUTHOR)
    for attempt in (
        news.scheduling.schedule(AUTHOR, own.number, at),
        news.scheduling.cancel(AUTHOR, own.number),
        news.scheduling.may_schedule(AUTHOR, own.number),
        news.editing.publish(AUTHOR, own.number),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    with pytest.raises(NotAllowed):
        news.scheduling.understand(AUTHOR, "завтра 9:00")


def newsroom_at_once(news: Newsroom, clock: HandClock) -> Newsroom:
    """The newsroom without the seconds of undo."""
    return make_newsroom(news.storage, NoCourier(), RateLimiter(29), clock, zone=ZONE)


@pytest.mark.parametrize(
    ("now", "words", "at"),
    [
        # In Berlin the clocks go from 2:00 to 3:00 on 29 March 2026, and from 3:00 to 2:00 on 25 October.
        (datetime(2026, 3, 28, 22, tzinfo=UTC), "завтра 1:59", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (datetime(2026, 3, 28, 22, tzinfo=UTC), "завтра 3:00", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), "завтра 2:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (datetime(2026, 10, 24, 20, tzinfo=UTC), "завтра 3:00", datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
async def test_in_the_nights_the_clocks_change_an_article_appears_once_at_its_time(
    database: Database, other: Database, editor: Reader, now: datetime, words: str, at: datetime
) -> None:
    clock = HandClock(now)
    rooms = [newsroom(each, clock, ZoneInfo("Europe/Berlin")) for each in (database, other)]
    draft = await draft_of(rooms[0], editor)
    await rooms[0].scheduling.schedule(editor, draft.number, rooms[0].scheduling.understand(editor, words))

    clock.moment = at - timedelta(minutes=70)
    appeared = []
    for _ in range(140):
        for room in rooms:
            appeared += [(article.number, clock.now()) for article in await room.scheduling.publish_due()]
        clock.passes(minutes=1)

    assert appeared == [(draft.number, at)]
