"""The review desk: who sends, returns and approves, and who hears of it."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from news.errors import (
    ArticleChanged,
    NotADraft,
    NotAllowed,
    NotInReview,
    ReasonTooLong,
)
from news.limits import REASON_LIMIT
from news.model import Article, Reader, Status
from news.newsroom import Newsroom
from news.notices import Notice, NoticeKind, Remedy
from news.richtext import from_plain
from news.roles import Role
from storage import Database
from tests.news.conftest import ADMIN_ID, HandClock, registered
from tests.storage.samples import raw

BODY = from_plain("Движение пошло.")


@pytest.fixture
async def author(news: Newsroom) -> Reader:
    """A registered author."""
    return await appointed(news, 501, "Глеб", Role.AUTHOR)


@pytest.fixture
async def chief(news: Newsroom) -> Reader:
    """A registered chief editor, beside the admin of the settings."""
    return await appointed(news, 502, "Анна", Role.CHIEF)


async def appointed(news: Newsroom, telegram_id: int, name: str, role: Role) -> Reader:
    await registered(news, telegram_id, name)
    return await news.readers.appoint(Reader(ADMIN_ID, Role.ADMIN, "ru"), telegram_id, role)


async def submitted(news: Newsroom, author: Reader) -> Article:
    draft = await news.editing.draft(author, "Мост", BODY, key="k")
    return await news.reviewing.submit(author, draft.number, version=draft.version)


async def told(database: Database) -> Sequence[tuple[int, Notice]]:
    """Whom the notices went to, in order, and what they say now. Corrections of notices are left out."""
    async with database.reading() as unit:
        rows = await raw(
            unit,
            "SELECT p.chat_id, e.notice FROM deliveries AS d JOIN editions AS e ON e.id = d.edition_id "
            "JOIN places AS p ON p.id = d.place_id WHERE e.kind = 'notice' ORDER BY e.id, p.chat_id",
        )
    return [(row[0], Notice.load(row[1])) for row in rows]


async def test_everybody_who_may_approve_hears_that_an_article_waits(
    news: Newsroom, author: Reader, chief: Reader, database: Database
) -> None:
    article = await submitted(news, author)

    assert article.status is Status.IN_REVIEW
    found = await told(database)
    assert [chat for chat, _ in found] == [chief.id, ADMIN_ID]
    assert found[0][1] == Notice(NoticeKind.REVIEW, article.number, title="Мост", author="Глеб")
    assert await news.reviewing.submit(author, article.number) == article, "sending it again changes nothing"
    assert len(await told(database)) == 2


async def test_a_returned_article_is_a_draft_and_its_author_reads_the_reason(
    news: Newsroom, author: Reader, chief: Reader, database: Database
) -> None:
    article = await submitted(news, author)

    returned = await news.reviewing.give_back(chief, article.number, "  Нет\nисточника ")

    assert returned.status is Status.DRAFT
    *others, (chat, notice) = await told(database)
    assert {each.remedy for _, each in others} == {Remedy.RETURNED}
    assert {each.by for _, each in others} == {"Анна"}
    assert (chat, notice.what, notice.reason, notice.by) == (
        author.id,
        NoticeKind.RETURNED,
        "Нет источника",
        "Анна",
    )
    with pytest.raises(NotInReview):
        await news.reviewing.give_back(chief, article.number, "Ещё раз")
    assert (await news.reviewing.submit(author, article.number)).status is Status.IN_REVIEW, "it may come again"


async def test_an_approved_article_is_published_and_its_author_hears_of_it(
    news: Newsroom, author: Reader, chief: Reader, database: Database
) -> None:
    article = await submitted(news, author)

    published = await news.editing.publish(chief, article.number, version=article.version)

    assert published.status is Status.PUBLISHED
    *others, (chat, notice) = await told(database)
    assert {each.remedy for _, each in others} == {Remedy.PUBLISHED}
    assert (chat, notice.what, notice.by) == (author.id, NoticeKind.PUBLISHED, "Анна")


async def test_an_approved_article_may_get_a_time_and_its_author_hears_when(
    news: Newsroom, author: Reader, chief: Reader, database: Database, clock: HandClock
) -> None:
    article = await submitted(news, author)
    at = clock.now() + timedelta(hours=3)

    await news.scheduling.schedule(chief, article.number, at)

    chat, notice = (await told(database))[-1]
    assert (chat, notice.what, notice.moment) == (author.id, NoticeKind.APPROVED, at)
    assert (await news.scheduling.cancel(chief, article.number)).status is Status.IN_REVIEW, "as it was before"


async def test_only_a_chief_decides_about_an_article_in_review(
    news: Newsroom, author: Reader, chief: Reader, editor: Reader, clock: HandClock
) -> None:
    article = await submitted(news, author)
    for attempt in (
        news.reviewing.give_back(editor, article.number, "Нет"),
        news.reviewing.may_return(editor, article.number),
        news.editing.publish(editor, article.number),
        news.scheduling.schedule(editor, article.number, clock.now() + timedelta(hours=1)),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    assert (await news.reviewing.may_return(chief, article.number)).status is Status.IN_REVIEW
    with pytest.raises(ReasonTooLong):
        await news.reviewing.give_back(chief, article.number, "щ" * (REASON_LIMIT + 1))


async def test_an_author_changes_and_sends_own_drafts_only(news: Newsroom, author: Reader, editor: Reader) -> None:
    own = await news.editing.draft(author, "Мост", BODY, key="own")
    foreign = await news.editing.draft(editor, "Тоннель", BODY, key="foreign")
    assert (await news.editing.revise(author, own.number, lead="Утром")).lead == "Утром"
    assert (await news.editing.open(author, foreign.number)).title == "Тоннель"
    for attempt in (
        news.editing.revise(author, foreign.number, title="Чужое"),
        news.editing.open(author, foreign.number, to_change=True),
        news.editing.discard(author, foreign.number),
        news.editing.choose(author, foreign.number, silent=True),
        news.editing.follow(author, foreign.number, "Чужое", BODY),
        news.reviewing.submit(author, foreign.number),
    ):
        with pytest.raises(NotAllowed):
            await attempt
    await news.editing.publish(editor, own.number)
    for attempt in (news.editing.revise(author, own.number, title="Поздно"), news.editing.open(author, own.number)):
        with pytest.raises(NotAllowed):
            await attempt


async def test_a_change_by_the_author_stops_an_approval_of_the_version_before(
    news: Newsroom, author: Reader, chief: Reader
) -> None:
    article = await submitted(news, author)
    await news.editing.revise(author, article.number, title="Мост открыт")
    with pytest.raises(ArticleChanged):
        await news.editing.publish(chief, article.number, version=article.version)
    assert (await news.editing.open(chief, article.number)).status is Status.IN_REVIEW


async def test_what_was_published_or_has_changed_is_not_sent_for_review(
    news: Newsroom, author: Reader, editor: Reader
) -> None:
    draft = await news.editing.draft(author, "Мост", BODY, key="k")
    await news.editing.revise(editor, draft.number, title="Мост открыт")
    with pytest.raises(ArticleChanged):
        await news.reviewing.submit(author, draft.number, version=draft.version)
    await news.editing.publish(editor, draft.number)
    with pytest.raises(NotADraft):
        await news.reviewing.submit(editor, draft.number)
