"""Reports of comments and articles: one case a thing, hiding, what reporters hear, and who may not report."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from news.complaints import MAX_HOURLY
from news.errors import (
    ArticleUnknown,
    ButtonStale,
    CaseUnknown,
    CommentGone,
    CommentUnknown,
    ComplaintRepeated,
    NotAllowed,
    OwnComment,
    Refusal,
    ReportedChanged,
    TooManyComplaints,
)
from news.judgements import Outcome
from news.model import Article, Cause, Comment, NewComment, Reader
from news.newsroom import Newsroom, make_newsroom
from news.notices import NoticeKind
from news.ports.cases import CaseKind, Verdict
from news.ports.complaints import Finding, Grounds
from news.ports.verdicts import Ruling
from news.rate_limits import RateLimiter
from news.readers import ANONYMOUS
from news.roles import Role
from storage import Database
from tests.news.complaining import reader_of, reports
from tests.news.conftest import ADMIN_ID, START, ZONE, HandClock, NoCourier, published
from tests.news.held import (
    ADMIN,
    APPROVE,
    BAN,
    REMOVE,
    case_of,
    holding,
    moderator_of,
    open_cases,
    rows,
    says,
    seen,
    status_of,
    told,
)

UNDO_OVER = timedelta(seconds=31)


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def boris(news: Newsroom) -> Reader:
    return await moderator_of(news)


@pytest.fixture
async def comment(news: Newsroom, member: Reader, article: Article) -> Comment:
    """A published comment of a reader."""
    return await says(news, member, article, "Слово")


@pytest.fixture
async def trusted(news: Newsroom) -> list[Reader]:
    """Four trusted readers."""
    return [await reader_of(news, number) for number in range(511, 515)]


@pytest.fixture
def other_news(other: Database, clock: HandClock) -> Newsroom:
    """The newsroom of a second process."""
    return make_newsroom(other, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE)


async def current(news: Newsroom, comment: Comment) -> Comment:
    return (await news.threads.view(ADMIN, comment.id)).comment


async def test_three_trusted_readers_hide_a_comment_until_a_moderator_approves_it(
    news: Newsroom, article: Article, comment: Comment, trusted: list[Reader], boris: Reader, database: Database
) -> None:
    for reader in trusted[:2]:
        await reports(news, reader, comment)
    assert await seen(news, article) == ["Слово"]
    await reports(news, trusted[2], comment, Grounds.SPAM)

    assert await seen(news, article) == []
    held = await current(news, comment)
    assert (held.status.value, held.held_for) == ("held", (Cause.REPORTS,))
    (case,) = await open_cases(news)
    assert (case.kind, case.causes, case.comment) == (CaseKind.REPORT, (Cause.REPORTS,), comment.id)
    assert case.reports == ((Grounds.INSULT, 2), (Grounds.SPAM, 1))
    (notice,) = await told(database, comment.author_id)
    assert (notice.what, notice.number, notice.text) == (NoticeKind.COMMENT_HELD, comment.id, "Слово")

    await news.moderation.judge(boris, case.id, APPROVE, version=case.version)
    assert await seen(news, article) == ["Слово"]
    assert await open_cases(news) == []


async def test_a_comment_of_a_discussion_group_that_is_hidden_leaves_the_group_and_the_log_has_a_row(
    news: Newsroom, member: Reader, article: Article, trusted: list[Reader], database: Database
) -> None:
    async with database.writing() as unit:
        said = NewComment(article.number, member.id, "Слово", START, -100, 7)
        stored = await unit.comments.get((await unit.comments.add(said))[0])
    assert stored is not None
    for reader in trusted[:3]:
        await reports(news, reader, stored)
    assert await rows(database, "SELECT kind, chat_id, message_id FROM group_deeds") == [("delete", -100, 7)]
    hidden = await rows(database, "SELECT by_id, person, number FROM audit WHERE act = 'comment hidden'")
    assert hidden == [(None, member.id, stored.id)]


async def test_members_weigh_a_third_and_the_staff_more(
    news: Newsroom, article: Article, comment: Comment, trusted: list[Reader]
) -> None:
    await reports(news, await reader_of(news, 530, Role.AUTHOR), comment)
    await reports(news, trusted[0], comment)
    assert await seen(news, article) == ["Слово"]
    await reports(news, await reader_of(news, 531, Role.MEMBER), comment)
    assert await seen(news, article) == []


async def test_each_reporter_hears_the_outcome_once_after_the_time_for_taking_back(
    news: Newsroom, comment: Comment, trusted: list[Reader], boris: Reader, database: Database, clock: HandClock
) -> None:
    for reader in trusted[:3]:
        await reports(news, reader, comment)
    case = await case_of(news, comment)
    await news.moderation.judge(boris, case.id, REMOVE, version=case.version)
    for reader in trusted[:3]:
        (notice,) = await told(database, reader.id)
        assert (notice.what, notice.details) == (NoticeKind.COMPLAINT, Finding.FOUNDED)
        assert (notice.number, notice.title) == (comment.id, "Мост открыт")
    assert await told(database, trusted[3].id) == []
    editions = await rows(
        database,
        "SELECT COUNT(*), MIN(not_before) FROM editions WHERE notice LIKE '%\"complaint\"%'",
    )
    due = int((clock.now() + UNDO_OVER).timestamp() * 1_000_000)
    assert editions == [(1, due)], "one edition tells all of them"


@pytest.mark.parametrize("decision", [APPROVE, REMOVE, BAN], ids=lambda decision: decision.ruling.value)
async def test_a_verdict_that_is_taken_back_says_nothing_and_counts_for_nobody(
    news: Newsroom,
    comment: Comment,
    trusted: list[Reader],
    boris: Reader,
    database: Database,
    decision: object,
) -> None:
    for reader in trusted[:3]:
        await reports(news, reader, comment)
    case = await case_of(news, comment)
    for _ in range(2):
        judged = await news.moderation.judge(boris, case.id, decision, version=case.version)  # type: ignore[arg-type]
        undone = await news.moderation.undo(boris, judged.verdict or 0)
        assert undone.case is not None
        assert undone.case.open
        held = await current(news, comment)
        assert (held.status.value, held.held_for) == ("held", (Cause.REPORTS,))
        assert await told(database, trusted[0].id) == []
        assert await rows(database, "SELECT DISTINCT finding, judged_at FROM complaints") == [(None, None)]
    await news.moderation.judge(boris, case.id, REMOVE, version=case.version)
    assert len(await told(database, trusted[0].id)) == 1


async def test_a_report_on_a_comment_that_stays_visible_is_judged_without_telling_its_author(
    news: Newsroom,
    article: Article,
    comment: Comment,
    trusted: list[Reader],
    boris: Reader,
    database: Database,
) -> None:
    await reports(news, trusted[0], comment)
    case = await case_of(news, comment)
    judged = await news.moderation.judge(boris, case.id, APPROVE, version=case.version)
    assert judged.outcome is Outcome.GIVEN
    assert judged.view.verdict is Verdict.APPROVED
    assert await told(database, comment.author_id) == []
    assert [notice.details for notice in await told(database, trusted[0].id)] == [Finding.UNFOUNDED]
    assert await seen(news, article) == ["Слово"]
    undone = await news.moderation.undo(boris, judged.verdict or 0)
    assert undone.case is not None
    assert await seen(news, article) == ["Слово"]


async def test_what_a_moderator_has_approved_is_not_hidden_again_in_that_version(
    news: Newsroom, member: Reader, article: Article, comment: Comment, trusted: list[Reader], boris: Reader
) -> None:
    await reports(news, trusted[0], comment)
    case = await case_of(news, comment)
    await news.moderation.judge(boris, case.id, APPROVE, version=case.version)
    for reader in trusted[1:]:
        assert (await reports(news, reader, comment)).cleared
    assert await seen(news, article) == ["Слово"]
    assert await open_cases(news) == []

    edited = await news.comments.edit(member, comment.id, "Другое слово")
    for reader in trusted[:3]:
        assert not (await reports(news, reader, edited)).cleared
    assert await seen(news, article) == []


async def test_an_edit_shakes_no_reports_off_and_a_second_report_does_not_count_twice(
    news: Newsroom, member: Reader, article: Article, comment: Comment, trusted: list[Reader], boris: Reader
) -> None:
    for reader in trusted[:2]:
        await reports(news, reader, comment)
    edited = await news.comments.edit(member, comment.id, "Другое слово")
    await reports(news, trusted[0], edited)
    assert await seen(news, article) == ["Другое слово"]
    await reports(news, trusted[2], edited)
    assert await seen(news, article) == []

    (case,) = await open_cases(news)
    assert (case.text, case.version) == ("Другое слово", 2)
    edited = await news.comments.edit(member, comment.id, "Третье слово")
    assert edited.status.value == "held", "it goes on waiting"
    assert [view.id for view in await open_cases(news)] == [case.id], "in the same case"
    judged = await news.moderation.judge(boris, case.id, APPROVE, version=2)
    assert judged.outcome is Outcome.CHANGED


async def test_reports_of_words_that_are_gone_are_moot_when_the_present_ones_are_approved(
    news: Newsroom, member: Reader, comment: Comment, trusted: list[Reader], boris: Reader, database: Database
) -> None:
    await reports(news, trusted[0], comment)
    edited = await news.comments.edit(member, comment.id, "Другое слово")
    await reports(news, trusted[1], edited)
    case = await case_of(news, comment)
    await news.moderation.judge(boris, case.id, APPROVE, version=2)
    found = {reader.id: [notice.details for notice in await told(database, reader.id)] for reader in trusted[:2]}
    assert found == {trusted[0].id: [Finding.MOOT], trusted[1].id: [Finding.UNFOUNDED]}


async def test_reporters_hear_that_the_author_has_removed_the_comment(
    news: Newsroom, member: Reader, comment: Comment, trusted: list[Reader], database: Database
) -> None:
    await reports(news, trusted[0], comment)
    await news.moderation.remove(member, comment.id)
    assert [notice.details for notice in await told(database, trusted[0].id)] == [Finding.MOOT]
    assert await open_cases(news) == []


async def test_false_reports_lower_the_weight_of_their_reporter_and_are_forgiven_later(
    news: Newsroom, member: Reader, article: Article, trusted: list[Reader], boris: Reader, clock: HandClock
) -> None:
    async def judged(decision: object) -> None:
        comment = await says(news, member, article)
        await reports(news, trusted[0], comment)
        case = await case_of(news, comment)
        await news.moderation.judge(boris, case.id, decision, version=1)  # type: ignore[arg-type]
        clock.passes(hours=1)

    async def hides() -> bool:
        comment = await says(news, member, article)
        for reader in trusted[:3]:
            await reports(news, reader, comment)
        clock.passes(hours=1)
        return (await current(news, comment)).status.value == "held"

    for _ in range(2):
        await judged(APPROVE)
    assert await hides()
    await judged(APPROVE)
    assert not await hides()
    clock.passes(days=90)
    assert await hides()


async def test_a_comment_that_waits_has_one_case_and_the_reports_join_it(
    database: Database, clock: HandClock, news: Newsroom, member: Reader, article: Article, trusted: list[Reader]
) -> None:
    held = await says(holding(database, clock), member, article, "Слово")
    await reports(news, trusted[0], held)
    (case,) = await open_cases(news)
    assert (case.kind, case.reports) == (CaseKind.COMMENT, ((Grounds.INSULT, 1),))
    assert await refusal(news.complaints.may_report_comment(trusted[1], held.id)) is CommentGone, "its words are kept"


async def test_an_article_is_reported_judged_and_never_hidden(
    news: Newsroom, article: Article, trusted: list[Reader], boris: Reader, database: Database
) -> None:
    for reader in trusted[:3]:
        await reports(news, reader, article)
    assert (await news.articles.read(article.number)).number == article.number
    (case,) = await open_cases(news)
    assert (case.kind, case.article, case.comment, case.author) == (CaseKind.REPORT, article.number, 0, 0)
    assert case.reports == ((Grounds.ERROR, 3),)
    with pytest.raises(CaseUnknown):
        await news.moderation.judge(boris, case.id, APPROVE)

    judged = await news.complaints.judge_article(boris, case.id, Ruling.ACT)
    assert (judged.outcome, judged.view.verdict) == (Outcome.GIVEN, Verdict.ACTED)
    assert [notice.details for notice in await told(database, trusted[0].id)] == [Finding.FOUNDED]
    again = await news.complaints.judge_article(ADMIN, case.id, Ruling.DISMISS)
    assert (again.outcome, again.view.verdict, again.verdict) == (Outcome.ALREADY, Verdict.ACTED, None)
    undone = await news.moderation.undo(boris, judged.verdict or 0)
    assert undone.case is not None
    assert (undone.case.id, undone.case.open) == (case.id, True)
    assert await told(database, trusted[0].id) == []
    await news.complaints.judge_article(boris, case.id, Ruling.DISMISS)
    assert [notice.details for notice in await told(database, trusted[0].id)] == [Finding.UNFOUNDED]
    assert (await reports(news, trusted[3], article)).cleared
    acts = await rows(database, "SELECT act FROM audit WHERE act LIKE 'reports%' ORDER BY id")
    assert acts == [("reports acted on",), ("reports reopened",), ("reports dismissed",)]


async def test_a_case_of_a_comment_is_not_judged_as_one_of_an_article(
    news: Newsroom, comment: Comment, trusted: list[Reader], boris: Reader
) -> None:
    await reports(news, trusted[0], comment)
    for case_id in ((await case_of(news, comment)).id, 404):
        with pytest.raises(CaseUnknown):
            await news.complaints.judge_article(boris, case_id, Ruling.ACT)
    with pytest.raises(NotAllowed):
        await news.complaints.judge_article(trusted[0], 1, Ruling.ACT)


async def refusal(coroutine: object) -> type[Refusal]:
    with pytest.raises(Refusal) as refused:
        await coroutine  # type: ignore[misc]
    return type(refused.value)


async def test_who_may_not_report_and_what_cannot_be_reported(
    news: Newsroom, member: Reader, article: Article, comment: Comment, trusted: list[Reader], boris: Reader
) -> None:
    anna = trusted[0]
    report = news.complaints.report_comment
    for stranger in (ANONYMOUS, Reader(999)):
        assert await refusal(report(stranger, comment.id, 1, Grounds.SPAM)) is NotAllowed
        assert await refusal(news.complaints.may_report_comment(stranger, comment.id)) is NotAllowed
        assert await refusal(news.complaints.report_article(stranger, article.number, 1, Grounds.ERROR)) is NotAllowed
    assert await refusal(report(member, comment.id, 1, Grounds.SPAM)) is OwnComment
    assert await refusal(report(anna, 404, 1, Grounds.SPAM)) is CommentUnknown
    assert await refusal(report(anna, comment.id, 2, Grounds.SPAM)) is ReportedChanged
    assert await refusal(report(anna, comment.id, 1, Grounds.ERROR)) is ButtonStale
    assert await refusal(news.complaints.report_article(anna, 404, 1, Grounds.ERROR)) is ArticleUnknown
    assert await refusal(news.complaints.report_article(anna, article.number, 9, Grounds.ERROR)) is ReportedChanged
    assert await refusal(news.complaints.report_article(anna, article.number, 1, Grounds.SPAM)) is ButtonStale
    await reports(news, anna, comment)
    assert await refusal(report(anna, comment.id, 1, Grounds.SPAM)) is ComplaintRepeated
    assert await refusal(news.complaints.may_report_comment(anna, comment.id)) is ComplaintRepeated
    await news.moderation.remove(boris, comment.id)
    assert await refusal(news.complaints.may_report_comment(trusted[1], comment.id)) is CommentGone
    await news.moderation.ban(boris, trusted[1].id)
    second = await says(news, member, article)
    assert await refusal(report(trusted[1], second.id, 1, Grounds.SPAM)) is NotAllowed, "banned since the update came"


async def test_an_hour_has_so_many_reports_of_a_person_and_the_sentence_says_when_it_works_again(
    news: Newsroom, member: Reader, article: Article, trusted: list[Reader], clock: HandClock
) -> None:
    comments = [await says(news, member, article) for _ in range(MAX_HOURLY + 1)]
    begun = clock.now()
    for comment in comments[:-1]:
        await reports(news, trusted[0], comment)
        clock.passes(minutes=1)
    with pytest.raises(TooManyComplaints) as refused:
        await reports(news, trusted[0], comments[-1])
    assert refused.value.arguments == {"most": MAX_HOURLY, "at": begun + timedelta(hours=1)}
    clock.step(hours=1, minutes=-MAX_HOURLY)
    await reports(news, trusted[0], comments[-1])


async def test_reports_at_one_instant_in_two_processes_make_one_case_and_hide_once(
    news: Newsroom,
    other_news: Newsroom,
    article: Article,
    comment: Comment,
    trusted: list[Reader],
    database: Database,
) -> None:
    processes = (news, other_news, news, other_news)
    await asyncio.gather(*(reports(each, reader, comment) for each, reader in zip(processes, trusted, strict=True)))
    assert await seen(news, article) == []
    assert len(await open_cases(news)) == 1
    assert len(await told(database, comment.author_id)) == 1
    await asyncio.gather(*(reports(each, reader, article) for each, reader in zip(processes, trusted, strict=True)))
    assert [view.reports for view in await open_cases(news)][1] == ((Grounds.ERROR, 4),)


async def test_a_report_and_a_verdict_at_one_instant_leave_no_report_unanswered(
    news: Newsroom, other_news: Newsroom, member: Reader, article: Article, trusted: list[Reader], boris: Reader,
    database: Database,
) -> None:  # fmt: skip
    for decision in (APPROVE, REMOVE):
        comment = await says(news, member, article)
        await reports(news, trusted[0], comment)
        case = await case_of(news, comment)
        await asyncio.gather(
            news.moderation.judge(boris, case.id, decision, version=1),
            reports(other_news, trusted[1], comment),
            return_exceptions=True,
        )
        waiting = await rows(database, "SELECT COUNT(*) FROM complaints WHERE finding IS NULL AND case_id IS NOT NULL")
        assert waiting == [(0,)]
        assert await open_cases(news) == []


async def test_reports_that_a_moderator_judges_with_everything_else_of_a_person_stay_with_their_comment(
    news: Newsroom, article: Article, comment: Comment, trusted: list[Reader], boris: Reader
) -> None:
    await reports(news, trusted[0], comment)
    assert await news.moderation.judge_held(boris, comment.author_id, REMOVE) == (0, 1)
    assert await seen(news, article) == ["Слово"]
    assert len(await open_cases(news)) == 1, "it is not held"


async def test_the_report_of_somebody_who_is_forgotten_stays_without_the_person(
    news: Newsroom, comment: Comment, trusted: list[Reader], database: Database, boris: Reader
) -> None:
    await reports(news, trusted[0], comment)
    await rows(database, "SELECT 1")
    async with database.writing() as unit:
        await unit.deliveries._connection.fetch("UPDATE complaints SET reporter_id = NULL")  # type: ignore[attr-defined]
    case = await case_of(news, comment)
    assert Counter(dict(case.reports)).total() == 1
    await news.moderation.judge(boris, case.id, REMOVE, version=1)
    assert await status_of(database, comment) == "removed"
    assert await told(database, trusted[0].id) == []
