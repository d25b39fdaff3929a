"""Retention: words of removed comments, comments nobody judged, closed cases and old dialogues go at their time."""

from datetime import timedelta

import pytest

from news.model import Article, CommentStatus, Reader
from news.newsroom import Newsroom
from news.ports.cases import CaseKind, NewCase, Verdict
from news.privacy_rules import DIALOGUE_RETENTION, PrivacyRules
from news.retention import BLOCK
from storage import Database
from tests.news.conftest import HandClock, published
from tests.news.forgotten import says
from tests.storage.samples import raw

RULES = PrivacyRules()


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


async def texts(database: Database) -> list[str]:
    """Return the words of all comments, in the order of their ids."""
    async with database.reading() as unit:
        return [row["text"] for row in await raw(unit, "SELECT text FROM comments ORDER BY id")]


async def test_words_of_removed_and_rejected_comments_go_after_their_days_and_published_ones_stay(
    news: Newsroom, database: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    removed, rejected, _ = await says(news, member, article, "Раз", "Два", "Три")
    async with database.writing() as unit:
        await unit.comments.change_status(removed, CommentStatus.REMOVED, by=1, at=clock.now())
        await unit.comments.change_status(rejected, CommentStatus.REJECTED, by=1, at=clock.now())
    clock.advance(seconds=RULES.removed.total_seconds())
    await news.retention.clean_up()
    assert await texts(database) == ["Раз", "Два", "Три"]

    clock.advance(seconds=1)
    await news.retention.clean_up()
    assert await texts(database) == ["", "", "Три"]


async def test_a_comment_that_nobody_judges_is_withdrawn_and_its_case_closed(
    news: Newsroom, database: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    [held] = await says(news, member, article, "Слово")
    async with database.writing() as unit:
        await unit.comments.change_status(held, CommentStatus.HELD, by=1, at=clock.now())
        case = NewCase(CaseKind.COMMENT, article.number, (), clock.now(), held, 1, member.id)
        number = await unit.cases.open(case)
    clock.advance(seconds=RULES.removed.total_seconds() + 1)

    await news.retention.clean_up()

    async with database.reading() as unit:
        comment, closed = await unit.comments.get(held), await unit.cases.get(number)
    assert comment is not None
    assert closed is not None
    assert (comment.status, closed.verdict, closed.judged_by) == (CommentStatus.REMOVED, Verdict.WITHDRAWN, None)


async def test_closed_cases_go_after_their_days_block_by_block_and_open_ones_stay(
    news: Newsroom, database: Database, article: Article, clock: HandClock
) -> None:
    async with database.writing() as unit:
        for number in range(BLOCK + 2):
            case = NewCase(CaseKind.REPORT, article.number, (), clock.now(), comment=number)
            opened = await unit.cases.open(case)
            if number:
                await unit.cases.close(opened, Verdict.APPROVED, 1, clock.now())
    clock.advance(seconds=RULES.cases.total_seconds() + 1)

    assert await news.retention.clean_up(), "a block was full"
    assert not await news.retention.clean_up()

    async with database.reading() as unit:
        [left] = await raw(unit, "SELECT COUNT(*) AS count FROM cases")
        assert (left["count"], await unit.cases.count_open(10)) == (1, 1)


async def test_a_dialogue_that_nobody_goes_on_with_is_deleted(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    async with database.writing() as unit:
        await unit.fsm.put(5, 5, "old", {"text": "Слово"}, clock.now())
        clock.advance(seconds=DIALOGUE_RETENTION.total_seconds() + 1)
        await unit.fsm.put(6, 6, "new", {"text": "Слово"}, clock.now() - timedelta(days=1))

    await news.retention.clean_up()

    async with database.reading() as unit:
        assert [(await unit.fsm.get(one, one)).state for one in (5, 6)] == [None, "new"]


async def test_the_words_of_a_notice_go_with_its_deliveries(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    async with database.writing() as unit:
        await raw(
            unit,
            "INSERT INTO editions (kind, shown, total, created_at, planned, finished, notice, subject, audience) "
            "VALUES ('notice', '[]', 0, 5, 1, 1, '{}', 'article:1', 'places')",
        )
        await raw(unit, "INSERT INTO deliveries (edition_id, place_id, state, due_at) VALUES (1, 1, 'sent', 5)")

    while await news.editions.clean_up():
        pass

    async with database.reading() as unit:
        [row] = await raw(unit, "SELECT notice, subject, folded, sent FROM editions")
    assert dict(row) == {"notice": None, "subject": None, "folded": 1, "sent": 1}
