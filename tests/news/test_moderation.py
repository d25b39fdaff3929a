"""The moderators' desk: verdicts on cases, on people and on single comments; what others see; who may do what."""

import asyncio
from datetime import timedelta

import pytest

from news.errors import (
    AuthorIsStaff,
    CaseUnknown,
    CommentEmpty,
    CommentRemoved,
    CommentUnknown,
    NotAllowed,
    OwnCase,
    ReasonTooLong,
    UndoTooLate,
)
from news.judgements import Outcome
from news.model import Article, Reader
from news.moderation import MUTES, may_remove
from news.newsroom import Newsroom
from news.notices import NoticeKind
from news.ports.cases import Verdict
from news.ports.verdicts import Ruling
from news.readers import ANONYMOUS
from news.roles import Deed, Role
from news.verdicts import Decision
from storage import Database
from tests.news.conftest import ADMIN_ID, START, HandClock, published, registered
from tests.news.held import (
    ADMIN,
    APPROVE,
    BAN,
    REJECT,
    REMOVE,
    case_of,
    holding,
    moderator_of,
    open_cases,
    says,
    seen,
    status_of,
    told,
)


@pytest.fixture
def news(database: Database, clock: HandClock) -> Newsroom:
    return holding(database, clock)


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def boris(news: Newsroom) -> Reader:
    return await moderator_of(news)


@pytest.fixture
async def ivan(news: Newsroom) -> Reader:
    return await registered(news, 501, "Иван")


async def test_an_approved_comment_is_seen_and_its_author_is_told_after_the_half_minute_of_undo(
    news: Newsroom, member: Reader, boris: Reader, article: Article, database: Database
) -> None:
    comment = await says(news, member, article, "Наконец-то!")
    case = await case_of(news, comment)
    assert await seen(news, article) == []

    judged = await news.moderation.judge(boris, case.id, APPROVE, version=case.version)

    assert (judged.outcome, judged.view.verdict, judged.view.judged_by) == (
        Outcome.GIVEN,
        Verdict.APPROVED,
        "Борис",
    )
    assert await seen(news, article) == ["Наконец-то!"]
    assert await open_cases(news) == []
    (notice,) = await told(database, member.id)
    assert (notice.what, notice.title, notice.text) == (NoticeKind.VERDICT, "Мост открыт", "Наконец-то!")
    async with database.reading() as unit:
        (row,) = await unit.deliveries._connection.fetch("SELECT not_before FROM deliveries")  # type: ignore[attr-defined]
    assert row["not_before"] == int((START + timedelta(seconds=31)).timestamp() * 1_000_000)


@pytest.mark.parametrize(
    ("decision", "status"),
    [(REJECT, "rejected"), (REMOVE, "removed"), (Decision(Ruling.MUTE, mute=MUTES[0]), "removed")],
)
async def test_each_other_verdict_ends_the_comment_and_tells_the_reason(
    news: Newsroom, member: Reader, boris: Reader, article: Article, database: Database, decision: Decision, status: str
) -> None:
    comment = await says(news, member, article)
    case = await case_of(news, comment)
    given = Decision(decision.ruling, "insult", decision.mute)

    judged = await news.moderation.judge(boris, case.id, given, version=case.version)

    assert judged.outcome is Outcome.GIVEN
    assert await status_of(database, comment) == status
    assert await seen(news, article) == []
    assert [(notice.reason, notice.details) for notice in await told(database, member.id)] == [
        ("insult", decision.ruling)
    ]


async def test_a_muted_author_is_told_until_when_and_may_write_again_then_or_when_a_moderator_says_so(
    news: Newsroom, member: Reader, boris: Reader, article: Article, clock: HandClock, database: Database
) -> None:
    case = await case_of(news, await says(news, member, article))
    await news.moderation.judge(boris, case.id, Decision(Ruling.MUTE, mute=timedelta(hours=1)), version=case.version)

    stored = await news.readers.recognise(member.id, "ru")
    assert stored.restricted_until == START + timedelta(hours=1)
    assert (await told(database, member.id))[0].moment == START + timedelta(hours=1)
    assert (await news.people.open(boris, member.id)).muted_until == START + timedelta(hours=1)
    assert (await news.moderation.unmute(boris, member.id)).restricted_until is None
    assert (await news.people.open(boris, member.id)).muted_until is None


async def test_the_first_verdict_stands_and_a_second_one_sees_who_gave_it(
    news: Newsroom, member: Reader, boris: Reader, article: Article, database: Database
) -> None:
    other = await moderator_of(news, 701, "Глеб")
    comment = await says(news, member, article)
    case = await case_of(news, comment)

    first, second = await asyncio.gather(
        news.moderation.judge(boris, case.id, APPROVE, version=case.version),
        news.moderation.judge(other, case.id, REJECT, version=case.version),
    )

    assert {first.outcome, second.outcome} == {Outcome.GIVEN, Outcome.ALREADY}
    assert first.view.verdict is second.view.verdict
    assert first.view.judged_by == second.view.judged_by
    assert len(await told(database, member.id)) == 1
    winner, loser = (first, second) if first.outcome is Outcome.GIVEN else (second, first)
    assert (winner.verdict is not None, loser.verdict) == (True, None), "nobody takes a colleague's verdict back"


async def test_two_presses_of_one_moderator_are_one_verdict_which_can_be_taken_back(
    news: Newsroom, member: Reader, boris: Reader, article: Article, database: Database
) -> None:
    case = await case_of(news, await says(news, member, article))
    judged = await asyncio.gather(
        *(news.moderation.judge(boris, case.id, APPROVE, version=case.version) for _ in range(2))
    )
    assert sorted(each.outcome for each in judged) == [Outcome.ALREADY, Outcome.GIVEN]
    assert judged[0].verdict == judged[1].verdict is not None
    assert len(await told(database, member.id)) == 1
    async with database.reading() as unit:
        (count,) = await unit.audit._connection.fetch(  # type: ignore[attr-defined]
            "SELECT COUNT(*) AS found FROM audit WHERE act = 'comment approved'"
        )
    assert count["found"] == 1


async def test_a_verdict_on_a_text_that_was_edited_meanwhile_is_none_and_shows_the_new_text(
    news: Newsroom, member: Reader, boris: Reader, article: Article, database: Database
) -> None:
    comment = await news.comments.add(member, article.number, "Хорошо", 5, 7)
    case = await case_of(news, comment)
    await news.comments.revise(member, "Купите слона", 5, 7)

    for decision in (APPROVE, REJECT, REMOVE, BAN):
        judged = await news.moderation.judge(boris, case.id, decision, version=case.version)
        assert (judged.outcome, judged.view.text, judged.view.open) == (Outcome.CHANGED, "Купите слона", True)
        assert judged.verdict is None
    assert await status_of(database, comment) == "held"
    assert await told(database, member.id) == []
    judged = await news.moderation.judge(boris, case.id, REJECT, version=judged.view.version)
    assert judged.outcome is Outcome.GIVEN


async def test_a_ban_from_a_case_removes_everything_closes_every_case_and_outlives_being_lifted(
    news: Newsroom, member: Reader, boris: Reader, article: Article, editor: Reader, database: Database
) -> None:
    second = await published(news, editor)
    first = await says(news, member, article, "Первое")
    await news.moderation.judge(boris, (await case_of(news, first)).id, APPROVE)
    held = await says(news, member, second, "Второе")
    assert await status_of(database, held) == "published", "only the first one is held"
    third = await registered(news, 502, "Пётр")
    case = await case_of(news, await says(news, third, article, "Третье"))

    judged = await news.moderation.judge(boris, case.id, BAN, version=case.version)
    await news.moderation.ban(boris, member.id)

    assert (await news.readers.recognise(third.id, "ru")).role is Role.BANNED
    assert judged.view.ruling is Ruling.BAN
    assert (await seen(news, article), await seen(news, second)) == ([], [])
    assert await open_cases(news) == []
    assert [await status_of(database, one) for one in (first, held)] == ["removed", "removed"]
    banned = await news.readers.recognise(member.id, "ru")
    with pytest.raises(NotAllowed):
        await says(news, banned, article, "Ещё")

    assert (await news.moderation.lift(boris, member.id)).role is Role.MEMBER
    assert await seen(news, article) == [], "what was removed stays removed"
    free = await news.readers.recognise(member.id, "ru")
    assert (await says(news, free, article, "Снова")).author_id == member.id


async def test_a_ban_by_role_hides_the_comments_and_the_next_role_shows_them(
    database: Database, clock: HandClock, member: Reader, editor: Reader
) -> None:
    news = holding(database, clock, hold_first=0)
    article = await published(news, editor)
    await says(news, member, article, "Раз")
    await news.readers.appoint(ADMIN, member.id, Role.BANNED)
    assert await seen(news, article) == []
    await news.readers.appoint(ADMIN, member.id, Role.MODERATOR)
    assert await seen(news, article) == ["Раз"]


async def test_everything_that_is_held_of_a_person_is_judged_at_once_with_one_message(
    database: Database, clock: HandClock, member: Reader, ivan: Reader, boris: Reader, editor: Reader
) -> None:
    news = holding(database, clock, hold_first=9)
    article = await published(news, editor)
    for word in ("Раз", "Два", "Три"):
        await says(news, member, article, word)
    await says(news, ivan, article, "Чужое")

    assert (await news.moderation.judge_held(boris, member.id, APPROVE))[0] == 3
    assert await seen(news, article) == ["Раз", "Два", "Три"]
    assert [view.text for view in await open_cases(news)] == ["Чужое"]
    (notice,) = await told(database, member.id)
    assert (notice.what, notice.number) == (NoticeKind.VERDICTS, 3)
    assert (await news.moderation.judge_held(boris, member.id, REMOVE)) == (0, None)

    count, verdict = await news.moderation.judge_held(boris, ivan.id, REMOVE)
    assert (count, await seen(news, article)) == (1, ["Раз", "Два", "Три"])
    assert verdict is not None
    await news.moderation.undo(boris, verdict)
    assert [view.text for view in await open_cases(news)] == ["Чужое"]
    assert await told(database, ivan.id) == []


async def test_authors_remove_their_own_comment_and_no_other_and_nobody_is_told(
    database: Database, clock: HandClock, member: Reader, ivan: Reader, editor: Reader, boris: Reader
) -> None:
    news = holding(database, clock, hold_first=0)
    article = await published(news, editor)
    own, other = await says(news, member, article, "Моё"), await says(news, ivan, article, "Чужое")
    with pytest.raises(NotAllowed) as refused:
        await news.moderation.remove(member, other.id)
    assert refused.value.arguments == {"deed": Deed.MODERATE}

    removal = await news.moderation.remove(member, own.id)
    assert await seen(news, article) == ["Чужое"]
    assert await told(database, member.id) == []
    assert removal.verdict is not None
    with pytest.raises(UndoTooLate):
        await news.moderation.undo(boris, removal.verdict)
    await news.moderation.undo(member, removal.verdict)
    assert await seen(news, article) == ["Моё", "Чужое"]


async def test_removing_a_held_comment_withdraws_its_case(
    news: Newsroom, member: Reader, boris: Reader, article: Article
) -> None:
    comment = await says(news, member, article)
    case = await case_of(news, comment)
    removal = await news.moderation.remove(member, comment.id)
    assert await open_cases(news) == []
    judged = await news.moderation.judge(boris, case.id, APPROVE, version=case.version)
    assert (judged.outcome, judged.view.verdict) == (Outcome.ALREADY, Verdict.WITHDRAWN)
    assert removal.verdict is not None
    await news.moderation.undo(member, removal.verdict)
    assert [view.id for view in await open_cases(news)] == [case.id]


async def test_a_removal_of_a_moderator_is_repeated_without_effect_and_told_once(
    database: Database, clock: HandClock, member: Reader, boris: Reader, editor: Reader
) -> None:
    news = holding(database, clock, hold_first=0)
    article = await published(news, editor)
    comment = await says(news, member, article)
    first = await news.moderation.remove(boris, comment.id)
    second = await news.moderation.remove(boris, comment.id)
    assert (first.verdict is None, second.verdict) == (False, None)
    assert (second.comment.text, second.comment.removed_by) == (comment.text, boris.id)
    assert len(await told(database, member.id)) == 1


@pytest.mark.parametrize("role", Role)
async def test_the_table_of_roles_decides_who_moderates(
    news: Newsroom, member: Reader, article: Article, role: Role
) -> None:
    comment = await says(news, member, article)
    case = await case_of(news, comment)
    reader = Reader(77, role, "ru", "Пётр", START)
    is_moderator = role in {Role.MODERATOR, Role.EDITOR, Role.CHIEF, Role.ADMIN}
    assert may_remove(reader, comment) is is_moderator
    verbs = (
        lambda: news.moderation.judge(reader, case.id, APPROVE),
        lambda: news.moderation.judge_held(reader, member.id, APPROVE),
        lambda: news.moderation.respond(reader, comment.id, "Спасибо", 1, 1),
        lambda: news.moderation.remove(reader, comment.id),
        lambda: news.moderation.unmute(reader, member.id),
        lambda: news.moderation.may_ban(reader, member.id),
        lambda: news.moderation.ban(reader, member.id),
        lambda: news.moderation.lift(reader, member.id),
    )
    for verb in verbs:
        if is_moderator:
            await verb()
        else:
            with pytest.raises(NotAllowed):
                await verb()


async def test_a_sender_who_is_no_person_and_an_author_who_is_banned_remove_nothing(
    news: Newsroom, member: Reader, article: Article, database: Database
) -> None:
    comment = await says(news, member, article)
    banned = Reader(member.id, Role.BANNED, "ru", "Мария", START)
    for reader in (ANONYMOUS, banned, Reader(member.id)):
        with pytest.raises(NotAllowed):
            await news.moderation.remove(reader, comment.id)
    assert await status_of(database, comment) == "held"


async def test_what_is_unknown_is_named(news: Newsroom, member: Reader, boris: Reader) -> None:
    for number in (0, 99, 2**63):
        with pytest.raises(CommentUnknown) as refused:
            await news.moderation.remove(boris, number)
        assert refused.value.arguments == {"number": number}
        with pytest.raises(CaseUnknown):
            await news.moderation.judge(boris, number, APPROVE)
        with pytest.raises(UndoTooLate):
            await news.moderation.undo(boris, number)


async def test_no_moderator_mutes_or_bans_the_staff_and_nobody_judges_the_own_comment(
    news: Newsroom, boris: Reader, article: Article, database: Database
) -> None:
    vera = await registered(news, ADMIN_ID, "Вера")
    gleb = await registered(news, 701, "Глеб")
    comment = await says(news, gleb, article)
    case = await case_of(news, comment)
    await news.readers.appoint(ADMIN, gleb.id, Role.EDITOR)
    mute = Decision(Ruling.MUTE, mute=MUTES[0])
    for verb in (
        lambda: news.moderation.judge(boris, case.id, BAN),
        lambda: news.moderation.judge(boris, case.id, mute),
        lambda: news.moderation.ban(boris, vera.id),
        lambda: news.moderation.may_ban(boris, gleb.id),
        lambda: news.moderation.lift(boris, vera.id),
    ):
        with pytest.raises(AuthorIsStaff):
            await verb()
    with pytest.raises(OwnCase):
        await news.moderation.judge(await news.readers.recognise(gleb.id, "ru"), case.id, APPROVE)
    assert await status_of(database, comment) == "held"


async def test_a_reason_has_a_limit(news: Newsroom, member: Reader, boris: Reader, article: Article) -> None:
    case = await case_of(news, await says(news, member, article))
    with pytest.raises(ReasonTooLong):
        await news.moderation.judge(boris, case.id, Decision(Ruling.REJECT, "п" * 201))
    judged = await news.moderation.judge(boris, case.id, Decision(Ruling.REJECT, "  Не\nпо теме "))
    assert judged.view.reason == "Не по теме"


async def test_an_answer_of_the_newsroom_approves_what_it_answers_and_is_stored_once(
    news: Newsroom, member: Reader, boris: Reader, article: Article
) -> None:
    comment = await says(news, member, article, "Когда откроют?")
    answers = [await news.moderation.respond(boris, comment.id, "В мае.", 700, 1) for _ in range(2)]
    assert answers[0].id == answers[1].id
    assert (answers[0].editorial, answers[0].root, answers[0].reply_to) == (True, comment.id, comment.id)
    assert await seen(news, article) == ["Когда откроют?", "В мае."]
    with pytest.raises(CommentEmpty):
        await news.moderation.respond(boris, comment.id, "\u200b", 700, 2)


async def test_a_comment_that_comes_while_its_author_is_being_banned_is_refused_or_hidden(
    database: Database, clock: HandClock, member: Reader, boris: Reader, editor: Reader
) -> None:
    news = holding(database, clock, hold_first=0)
    article = await published(news, editor)
    await says(news, member, article, "Первое")

    async def comment(number: int) -> None:
        try:
            await news.comments.add(member, article.number, f"Слово {number}", 5, number)
        except NotAllowed:
            return

    await asyncio.gather(*(comment(number) for number in range(3)), news.moderation.ban(boris, member.id))
    assert await seen(news, article) == []


async def test_the_edit_or_another_delivery_of_a_removed_comment_brings_nothing_back(
    database: Database, clock: HandClock, member: Reader, boris: Reader, editor: Reader
) -> None:
    news = holding(database, clock, hold_first=0)
    article, second = await published(news, editor), await published(news, editor)
    comment = await news.comments.add(member, article.number, "Раз", 5, 7)
    await news.moderation.remove(boris, comment.id)
    for attempt in (
        news.comments.revise(member, "Два", 5, 7),
        news.comments.revise(member, "Раз", 5, 7, number=second.number),
        news.comments.add(member, article.number, "Раз", 5, 7),
    ):
        with pytest.raises(CommentRemoved):
            await attempt
    assert (await seen(news, article), await seen(news, second)) == ([], [])
