"""Appeals against verdicts: who may appeal, who judges, and what a reversal restores."""

import asyncio

import pytest

from news.appeal_desk import APPEAL_LIMIT
from news.errors import (
    AppealRepeated,
    AppealTooLate,
    AppealTooLong,
    ButtonStale,
    CaseUnknown,
    NotAllowed,
    OwnCase,
    OwnVerdict,
    Refusal,
    UndoTooLate,
    VerdictOver,
    WordsMissing,
)
from news.judgements import Outcome
from news.model import Article, Cause, Comment, Reader
from news.moderation import MUTES
from news.newsroom import Newsroom, make_newsroom
from news.notices import NoticeKind
from news.ports.cases import CaseKind, Verdict
from news.ports.complaints import Finding
from news.ports.privacy import CommentsAfter
from news.ports.verdicts import Ruling
from news.rate_limits import RateLimiter
from news.roles import Deed, Role
from news.verdicts import Decision
from storage import Database
from tests.news.complaining import reader_of, reports
from tests.news.conftest import ADMIN_ID, ZONE, HandClock, NoCourier, published, registered
from tests.news.forgotten import come_of_age
from tests.news.held import (
    ADMIN,
    REJECT,
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

MUTE = Decision(Ruling.MUTE, mute=MUTES[1])
SPAM = Decision(Ruling.REJECT, "spam")
WORDS = "Это не реклама"


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def boris(news: Newsroom) -> Reader:
    return await moderator_of(news)


@pytest.fixture
async def gleb(news: Newsroom) -> Reader:
    return await moderator_of(news, 701, "Глеб")


@pytest.fixture
def holds(database: Database, clock: HandClock) -> Newsroom:
    """A newsroom that holds the first comments of everybody."""
    return holding(database, clock, hold_first=9)


@pytest.fixture
async def held(holds: Newsroom, member: Reader, article: Article) -> Comment:
    """A comment of a reader's that waits for a moderator."""
    return await says(holds, member, article, "Слово")


async def judged(news: Newsroom, boris: Reader, comment: Comment, decision: Decision = REJECT) -> int:
    """Let a moderator decide about a held comment; return the verdict."""
    case = await case_of(news, comment)
    verdict = (await news.moderation.judge(boris, case.id, decision, version=case.version)).verdict
    assert verdict is not None
    return verdict


async def appealed(news: Newsroom, person: Reader, verdict: int) -> int:
    """Let a person appeal; return the case."""
    await news.appeals.appeal(person, verdict, WORDS)
    return (await open_cases(news))[-1].id


async def stored(news: Newsroom, person: Reader) -> Reader:
    return (await news.people.open(ADMIN, person.id)).reader


async def refusal(coroutine: object) -> type[Refusal]:
    with pytest.raises(Refusal) as refused:
        await coroutine  # type: ignore[misc]
    return type(refused.value)


async def test_an_appeal_is_a_case_and_a_reversed_rejection_publishes_the_comment(
    news: Newsroom, member: Reader, article: Article, held: Comment, boris: Reader, gleb: Reader, database: Database
) -> None:
    verdict = await judged(news, boris, held, Decision(Ruling.REJECT, "insult"))
    (notice,) = await told(database, member.id)
    assert (notice.what, notice.verdict) == (NoticeKind.VERDICT, verdict)
    await news.appeals.may_appeal(member, verdict)
    await news.appeals.appeal(member, verdict, f" {WORDS}\n")
    (case,) = await open_cases(news)
    assert (case.kind, case.article, case.comment, case.author) == (CaseKind.APPEAL, article.number, held.id, member.id)
    assert (case.appeal, case.text, case.appealed) == (WORDS, "Слово", Ruling.REJECT)
    assert (case.appealed_by, case.appealed_for) == ("Борис", "insult")

    result = await news.appeals.judge(gleb, case.id, Ruling.REVERSE)

    assert (result.outcome, result.view.verdict, result.verdict) == (Outcome.GIVEN, Verdict.REVERSED, None)
    assert not result.stands
    assert await seen(news, article) == ["Слово"]
    outcome = (await told(database, member.id))[-1]
    assert (outcome.what, outcome.details, outcome.later) == (NoticeKind.APPEAL_JUDGED, Ruling.REVERSE, False)
    acts = await rows(database, "SELECT act, by_id, person, number FROM audit WHERE act LIKE 'appeal%'")
    assert acts == [("appeal reversed", gleb.id, member.id, held.id)]
    again = await news.appeals.judge(boris, case.id, Ruling.UPHOLD)
    assert (again.outcome, again.verdict) == (Outcome.ALREADY, None)


async def test_an_upheld_verdict_stands_and_that_can_be_taken_back_for_a_moment(
    news: Newsroom, member: Reader, article: Article, held: Comment, boris: Reader, gleb: Reader, database: Database
) -> None:
    case = await appealed(news, member, await judged(news, boris, held))
    result = await news.appeals.judge(gleb, case, Ruling.UPHOLD)
    assert result.verdict is not None
    undone = await news.moderation.undo(gleb, result.verdict)
    assert undone.case is not None
    assert (undone.case.id, undone.case.open, undone.case.appeal) == (case, True, WORDS)
    assert [notice.what for notice in await told(database, member.id)] == [NoticeKind.VERDICT]
    await news.appeals.judge(gleb, case, Ruling.UPHOLD)
    assert [notice.details for notice in await told(database, member.id)] == [Ruling.REJECT, Ruling.UPHOLD]
    assert await seen(news, article) == []


async def test_a_reversal_cannot_be_taken_back(
    news: Newsroom, member: Reader, held: Comment, boris: Reader, gleb: Reader, database: Database
) -> None:
    case = await appealed(news, member, await judged(news, boris, held))
    await news.appeals.judge(gleb, case, Ruling.REVERSE)
    ((verdict,),) = await rows(database, "SELECT id FROM verdicts WHERE ruling = 'reverse'")
    assert await refusal(news.moderation.undo(gleb, verdict)) is UndoTooLate


async def test_a_banned_reader_appeals_and_gets_everything_back_as_it_was(
    news: Newsroom, holds: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, clock: HandClock
) -> None:
    await news.readers.appoint(ADMIN, member.id, Role.TRUSTED)
    clock.passes(seconds=1)
    first, second = await says(news, member, article, "Раз"), await says(news, member, article, "Два")
    await news.moderation.remove(member, second.id)
    await news.readers.appoint(ADMIN, member.id, Role.MEMBER)
    member = await news.readers.recognise(member.id, "ru")
    clock.passes(minutes=1)
    waits = await says(holds, member, article, "Три")
    verdict = await news.moderation.ban(boris, member.id)
    assert verdict is not None
    clock.passes(days=6)
    banned = await news.readers.recognise(member.id, "ru")
    case = await appealed(news, banned, verdict)
    (view,) = await open_cases(news)
    assert (view.article, view.comment, view.appealed, view.banned) == (0, 0, Ruling.BAN, True)

    result = await news.appeals.judge(gleb, case, Ruling.REVERSE)

    assert not result.stands
    assert (await stored(news, member)).role is Role.MEMBER
    assert await seen(news, article) == ["Раз"]
    assert first.id
    (waiting,) = await open_cases(news)
    assert (waiting.comment, waiting.kind, waiting.causes) == (waits.id, CaseKind.COMMENT, (Cause.FIRST,))


async def test_a_reversed_mute_ends_and_shows_the_comment_and_a_later_mute_stays(
    news: Newsroom, holds: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader,
    clock: HandClock, database: Database,
) -> None:  # fmt: skip
    first, second = await says(holds, member, article, "Раз"), await says(holds, member, article, "Два")
    one = await judged(news, boris, first, MUTE)
    case = await appealed(news, member, one)
    assert not (await news.appeals.judge(gleb, case, Ruling.REVERSE)).stands
    assert (await stored(news, member)).restricted_until is None
    assert await seen(news, article) == ["Раз"]

    third = await says(holds, member, article, "Три")
    two = await judged(news, boris, second, MUTE)
    clock.passes(hours=1)
    await judged(news, boris, third, MUTE)
    later = (await stored(news, member)).restricted_until
    result = await news.appeals.judge(gleb, await appealed(news, member, two), Ruling.REVERSE)
    assert result.stands
    assert (await stored(news, member)).restricted_until == later
    assert await seen(news, article) == ["Раз", "Два"]
    assert (await told(database, member.id))[-1].later


async def test_discussion_groups_follow_a_reversal(
    news: Newsroom, holds: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, database: Database
) -> None:
    await change(database, "INSERT INTO discussion_groups (chat_id, channel_id, title) VALUES (-100, -200, 'Мост')")
    muted = await judged(news, boris, await says(holds, member, article), MUTE)
    await news.appeals.judge(gleb, await appealed(news, member, muted), Ruling.REVERSE)
    assert await rows(database, "SELECT kind, user_id FROM group_deeds") == [("release", member.id)]
    verdict = await news.moderation.ban(boris, member.id)
    assert verdict is not None
    await news.appeals.judge(gleb, await appealed(news, member, verdict), Ruling.REVERSE)
    assert await rows(database, "SELECT kind, user_id FROM group_deeds") == [("unban", member.id)]


async def change(database: Database, sql: str) -> None:
    async with database.writing() as unit:
        await unit.deliveries._connection.fetch(sql)  # type: ignore[attr-defined]


async def test_a_later_ban_stands(
    news: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, clock: HandClock, database: Database
) -> None:
    comment = await says(news, member, article, "Раз")
    verdict = await news.moderation.ban(boris, member.id)
    assert verdict is not None
    case = await appealed(news, member, verdict)
    clock.passes(hours=1)
    await news.moderation.lift(gleb, member.id)
    clock.passes(hours=1)
    await news.moderation.ban(gleb, member.id)
    assert [view.id for view in await open_cases(news)] == [case], "a ban closes no appeal"
    assert (await news.appeals.judge(gleb, case, Ruling.REVERSE)).stands
    assert (await stored(news, member)).role is Role.BANNED
    assert await status_of(database, comment) == "removed"


async def test_after_a_ban_was_lifted_its_reversal_shows_what_it_removed(
    news: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, clock: HandClock
) -> None:
    await says(news, member, article, "Раз")
    verdict = await news.moderation.ban(boris, member.id)
    assert verdict is not None
    clock.passes(hours=1)
    await news.moderation.lift(gleb, member.id)
    assert await seen(news, article) == []
    assert not (await news.appeals.judge(gleb, await appealed(news, member, verdict), Ruling.REVERSE)).stands
    assert await seen(news, article) == ["Раз"]


async def test_trust_that_an_advertisement_took_comes_back(
    news: Newsroom, holds: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, clock: HandClock
) -> None:
    held = await says(holds, member, article, "Слово")
    await news.readers.appoint(ADMIN, member.id, Role.TRUSTED)
    clock.passes(minutes=1)
    verdict = await judged(news, boris, held, SPAM)
    assert (await stored(news, member)).role is Role.MEMBER
    clock.passes(minutes=1)
    await news.appeals.judge(gleb, await appealed(news, member, verdict), Ruling.REVERSE)
    assert (await stored(news, member)).role is Role.TRUSTED


async def test_what_an_administrator_has_changed_since_stays(
    news: Newsroom, holds: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, clock: HandClock
) -> None:
    held = await says(holds, member, article, "Слово")
    verdict = await judged(news, boris, held, SPAM)
    clock.passes(minutes=1)
    await news.readers.appoint(ADMIN, member.id, Role.TRUSTED)
    await news.appeals.judge(gleb, await appealed(news, member, verdict), Ruling.REVERSE)
    assert (await stored(news, member)).role is Role.TRUSTED, "it was a member's verdict"


async def test_a_reversed_removal_makes_the_reports_unfounded(
    news: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, database: Database
) -> None:
    comment = await says(news, member, article, "Слово")
    anna = await reader_of(news, 511)
    await reports(news, anna, comment)
    verdict = await judged(news, boris, comment, REMOVE)
    await news.appeals.judge(gleb, await appealed(news, member, verdict), Ruling.REVERSE)
    assert await rows(database, "SELECT finding FROM complaints") == [(Finding.UNFOUNDED.value,)]
    assert (await reports(news, await reader_of(news, 512), comment)).cleared


async def test_everything_held_that_one_press_removed_is_published(
    news: Newsroom, holds: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, database: Database
) -> None:
    for text in ("Раз", "Два"):
        await says(holds, member, article, text)
    _, verdict = await news.moderation.judge_held(boris, member.id, REMOVE)
    assert verdict is not None
    assert [notice.verdict for notice in await told(database, member.id)] == [verdict]
    await news.appeals.judge(gleb, await appealed(news, member, verdict), Ruling.REVERSE)
    assert sorted(await seen(news, article)) == ["Два", "Раз"]


async def test_another_moderator_judges_if_there_is_one(
    news: Newsroom, member: Reader, held: Comment, boris: Reader, gleb: Reader
) -> None:
    case = await appealed(news, member, await judged(news, boris, held))
    assert await refusal(news.appeals.judge(boris, case, Ruling.UPHOLD)) is OwnVerdict
    assert await refusal(news.appeals.judge(member, case, Ruling.UPHOLD)) is NotAllowed
    assert await refusal(news.appeals.judge(gleb, case, Ruling.REMOVE)) is ButtonStale
    assert await refusal(news.appeals.judge(gleb, 404, Ruling.UPHOLD)) is CaseUnknown
    assert await refusal(news.moderation.judge(gleb, case, REMOVE)) is CaseUnknown
    assert await refusal(news.complaints.judge_article(gleb, case, Ruling.ACT)) is CaseUnknown


async def test_who_is_alone_judges_the_appeal_against_the_own_verdict(
    database: Database, clock: HandClock, editor: Reader
) -> None:
    news = make_newsroom(database, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE)
    article = await published(news, editor)
    member = await registered(news, 500, "Мария")
    comment = await says(news, member, article, "Слово")
    removal = await news.moderation.remove(ADMIN, comment.id)
    case = await appealed(news, member, removal.verdict or 0)
    assert (await news.appeals.judge(ADMIN, case, Ruling.REVERSE)).outcome is Outcome.GIVEN
    assert await seen(news, article) == ["Слово"]


async def test_nobody_judges_the_own_appeal(news: Newsroom, article: Article, boris: Reader, gleb: Reader) -> None:
    comment = await says(news, boris, article, "Слово")
    removal = await news.moderation.remove(gleb, comment.id)
    case = await appealed(news, boris, removal.verdict or 0)
    assert await refusal(news.appeals.judge(boris, case, Ruling.REVERSE)) is OwnCase


async def test_kinds_of_refusals(
    news: Newsroom, member: Reader, article: Article, held: Comment, boris: Reader, clock: HandClock
) -> None:
    appeal = news.appeals.appeal
    verdict = await judged(news, boris, held)
    assert await refusal(appeal(boris, verdict, WORDS)) is NotAllowed, "it is about somebody else"
    assert await refusal(appeal(member, 404, WORDS)) is NotAllowed
    assert await refusal(appeal(Reader(0), verdict, WORDS)) is NotAllowed
    assert await refusal(appeal(member, verdict, " \u200b\n")) is WordsMissing
    assert await refusal(appeal(member, verdict, "щ" * (APPEAL_LIMIT + 1))) is AppealTooLong
    clock.passes(days=7)
    await news.appeals.may_appeal(member, verdict)
    clock.step(seconds=1)
    assert await refusal(appeal(member, verdict, WORDS)) is AppealTooLate
    clock.step(seconds=-1)
    await appeal(member, verdict, "щ" * APPEAL_LIMIT)
    for _ in range(2):
        assert await refusal(news.appeals.may_appeal(member, verdict)) is AppealRepeated
    own = await says(news, member, article, "Другое")
    removal = await news.moderation.remove(member, own.id)
    assert await refusal(appeal(member, removal.verdict or 0, WORDS)) is NotAllowed, "the own removal"


async def test_a_verdict_that_was_taken_back_and_an_approval_are_not_appealed(
    news: Newsroom, member: Reader, held: Comment, boris: Reader
) -> None:
    verdict = await judged(news, boris, held)
    await news.moderation.undo(boris, verdict)
    assert await refusal(news.appeals.may_appeal(member, verdict)) is VerdictOver
    approval = await judged(news, boris, held, Decision(Ruling.APPROVE))
    assert await refusal(news.appeals.may_appeal(member, approval)) is ButtonStale


async def test_of_two_appeals_or_judgements_at_one_instant_one_counts(
    news: Newsroom, other: Database, member: Reader, article: Article, held: Comment, boris: Reader, gleb: Reader,
    clock: HandClock, database: Database,
) -> None:  # fmt: skip
    second = make_newsroom(other, NoCourier(), RateLimiter(29), clock, admins={ADMIN_ID}, zone=ZONE)
    verdict = await judged(news, boris, held)
    done = await asyncio.gather(
        *(each.appeals.appeal(member, verdict, WORDS) for each in (news, second)), return_exceptions=True
    )
    assert sorted(type(each).__name__ for each in done) == ["AppealRepeated", "NoneType"]
    (case,) = await open_cases(news)
    results = await asyncio.gather(
        news.appeals.judge(gleb, case.id, Ruling.REVERSE), second.appeals.judge(ADMIN, case.id, Ruling.UPHOLD)
    )
    assert {result.outcome for result in results} == {Outcome.GIVEN, Outcome.ALREADY}
    reversed_ = results[0].view.verdict is Verdict.REVERSED
    assert await seen(news, article) == (["Слово"] if reversed_ else [])
    assert len(await told(database, member.id)) == 2


async def test_a_comment_whose_words_are_deleted_meanwhile_stays_removed(
    news: Newsroom, member: Reader, article: Article, boris: Reader, gleb: Reader, database: Database
) -> None:
    comment = await says(news, member, article, "Слово")
    verdict = await judged_removal(news, boris, comment)
    case = await appealed(news, member, verdict)
    async with database.writing() as unit:
        await unit.forgettings.empty_comments([comment.id])
    assert (await news.appeals.judge(gleb, case, Ruling.REVERSE)).stands
    assert await status_of(database, comment) == "removed"


async def judged_removal(news: Newsroom, moderator: Reader, comment: Comment) -> int:
    return (await news.moderation.remove(moderator, comment.id)).verdict or 0


async def test_a_ban_is_reversed_by_who_may_ban(news: Newsroom, member: Reader, boris: Reader, gleb: Reader) -> None:
    verdict = await news.moderation.ban(boris, member.id)
    assert verdict is not None
    case = await appealed(news, member, verdict)
    await news.groups.allow(ADMIN, Role.MODERATOR, Deed.BAN, allowed=False)
    reduced = await news.readers.recognise(gleb.id, "ru")
    assert await refusal(news.appeals.judge(reduced, case, Ruling.REVERSE)) is NotAllowed
    assert (await news.appeals.judge(reduced, case, Ruling.UPHOLD)).view.verdict is Verdict.UPHELD


async def test_the_appeal_of_somebody_who_is_forgotten_is_closed(
    news: Newsroom, member: Reader, held: Comment, boris: Reader, database: Database, clock: HandClock
) -> None:
    case = await appealed(news, member, await judged(news, boris, held))
    await news.forgetting.ask(member, CommentsAfter.KEEP)
    await come_of_age(news, database, clock)
    assert await open_cases(news) == []
    assert (await news.cases.open(ADMIN, case)).verdict is Verdict.WITHDRAWN
    assert await rows(database, "SELECT COUNT(*) FROM appeals") == [(0,)]
