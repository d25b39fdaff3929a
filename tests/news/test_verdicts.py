"""Taking a verdict back: everything is exactly as it was, for half a minute, for who gave it."""

from typing import Any

import pytest

from news.errors import UndoTooLate
from news.ledger import Address
from news.model import Article, Comment, Reader
from news.moderation import MUTES
from news.newsroom import Newsroom
from news.ports.verdicts import Ruling
from news.roles import Role
from news.verdicts import Decision, Pressed
from storage import Database
from tests.news.conftest import HandClock, published, registered
from tests.news.held import (
    ADMIN,
    APPROVE,
    BAN,
    REJECT,
    REMOVE,
    case_of,
    holding,
    moderator_of,
    rows,
    says,
    sends_everything,
    told,
)
from tests.planning import planned

MUTE = Decision(Ruling.MUTE, mute=MUTES[1])
EVERY = (APPROVE, REJECT, REMOVE, MUTE, BAN)
# What people and moderators can see. The columns of a verdict itself are not compared.
TABLES = {
    "comments": "SELECT id, status, held_for, version, removed_at, removed_by, hidden FROM comments ORDER BY id",
    "articles": "SELECT number, comment_count FROM articles ORDER BY number",
    "readers": "SELECT id, role, role_until, restricted_until, name FROM readers ORDER BY id",
    "cases": "SELECT id, kind, comment, version, causes, verdict, judged_by, judged_at, reason FROM cases ORDER BY id",
}


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
async def comment(news: Newsroom, member: Reader, article: Article, boris: Reader) -> Comment:
    """A held comment of a reader who has published another one."""
    first = await says(news, member, article, "Первое")
    await news.moderation.judge(boris, (await case_of(news, first)).id, APPROVE)
    ivan = await registered(news, 501, "Иван")
    return await says(news, ivan, article, "Слово")


async def state(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    return {name: await rows(database, sql) for name, sql in TABLES.items()}


@pytest.mark.parametrize("decision", EVERY, ids=lambda decision: decision.ruling.value)
async def test_a_verdict_that_is_taken_back_leaves_everything_as_it_was_and_says_nothing(
    news: Newsroom, boris: Reader, comment: Comment, clock: HandClock, database: Database, decision: Decision
) -> None:
    before, case = await state(database), await case_of(news, comment)
    judged = await news.moderation.judge(boris, case.id, decision, version=case.version)
    assert await state(database) != before
    clock.passes(seconds=30)

    for _ in range(2):  # a second press, or the update again
        undone = await news.moderation.undo(boris, judged.verdict or 0)
        assert undone.case is not None
        assert undone.case.open
        assert await state(database) == before
    assert await told(database, comment.author_id) == []
    judged = await news.moderation.judge(boris, case.id, REJECT, version=case.version)
    assert judged.verdict is not None
    assert len(await told(database, comment.author_id)) == 1


async def test_a_ban_of_a_person_with_comments_in_every_state_is_taken_back_whole(
    database: Database, clock: HandClock, member: Reader, boris: Reader, editor: Reader
) -> None:
    news = holding(database, clock, hold_first=0)
    article, second = await published(news, editor), await published(news, editor)
    for each in (article, second, second):
        await says(news, member, each)
    removed = await says(news, member, article)
    await news.moderation.remove(member, removed.id)
    held = await says(holding(database, clock, hold_first=9), member, article)
    await news.readers.appoint(ADMIN, member.id, Role.TRUSTED)
    before = await state(database)

    verdict = await news.moderation.ban(boris, member.id)
    assert {status for _, status, *_ in (await state(database))["comments"]} == {"removed"}
    assert [count for _, count in (await state(database))["articles"]] == [0, 0]
    await news.moderation.undo(boris, verdict)

    assert await state(database) == before
    assert (await case_of(news, held)).text == held.text


async def test_a_verdict_stays_after_half_a_minute_and_for_others(
    news: Newsroom, boris: Reader, comment: Comment, clock: HandClock, database: Database
) -> None:
    case = await case_of(news, comment)
    judged = await news.moderation.judge(boris, case.id, REJECT, version=case.version)
    after = await state(database)
    with pytest.raises(UndoTooLate):
        await news.moderation.undo(ADMIN, judged.verdict or 0)
    clock.passes(seconds=30, microseconds=1)
    with pytest.raises(UndoTooLate):
        await news.moderation.undo(boris, judged.verdict or 0)
    clock.step(hours=-1)
    with pytest.raises(UndoTooLate):
        await news.moderation.undo(boris, judged.verdict or 0)
    assert await state(database) == after


async def test_an_approval_is_not_taken_back_once_its_author_has_removed_the_comment(
    news: Newsroom, boris: Reader, comment: Comment, database: Database
) -> None:
    case = await case_of(news, comment)
    judged = await news.moderation.judge(boris, case.id, APPROVE, version=case.version)
    author = await news.readers.recognise(comment.author_id, "ru")
    await news.moderation.remove(author, comment.id)
    after = await state(database)
    with pytest.raises(UndoTooLate):
        await news.moderation.undo(boris, judged.verdict or 0)
    assert await state(database) == after


async def test_a_ban_that_an_administrator_has_lifted_is_not_taken_back(
    news: Newsroom, boris: Reader, member: Reader, database: Database
) -> None:
    verdict = await news.moderation.ban(boris, member.id)
    await news.readers.appoint(ADMIN, member.id, Role.AUTHOR)
    with pytest.raises(UndoTooLate):
        await news.moderation.undo(boris, verdict)
    assert (await news.readers.recognise(member.id, "ru")).role is Role.AUTHOR


async def test_the_other_cards_show_who_acted_and_the_chat_changes_the_pressed_one_itself(
    news: Newsroom, boris: Reader, comment: Comment, clock: HandClock, database: Database
) -> None:
    await news.cases.announce()
    await sends_everything(database)
    case = await case_of(news, comment)
    ((edition,),) = await rows(database, "SELECT edition_id FROM cases WHERE verdict IS NULL")
    pressed = Pressed(Address(boris.id), 1000 + edition)

    async def edited() -> list[tuple[int, bool]]:
        """Whose cards the newest correction edits, and whether they name the moderator then."""
        clock.passes(seconds=5)
        async with database.writing() as unit:
            await planned(unit, clock.now(), 10)
            await unit.deliveries._connection.fetch(  # type: ignore[attr-defined]
                "UPDATE editions SET finished = 1 WHERE kind = 'correction'"
            )
        found = await rows(
            database,
            "SELECT p.chat_id, e.notice FROM deliveries AS d JOIN places AS p ON p.id = d.place_id "
            "JOIN editions AS e ON e.id = d.edition_id "
            "WHERE e.id = (SELECT MAX(id) FROM editions WHERE kind = 'correction') ORDER BY 1",
        )
        return [(chat, "Борис" in notice) for chat, notice in found]

    judged = await news.moderation.judge(boris, case.id, REJECT, version=case.version, pressed=pressed)
    assert await edited() == [(ADMIN.id, True)]
    await news.moderation.undo(boris, judged.verdict or 0, pressed)
    assert await edited() == [(ADMIN.id, False)]
    await news.moderation.judge(ADMIN, case.id, REJECT, version=case.version)
    assert [chat for chat, _ in await edited()] == [boris.id, ADMIN.id], "a verdict from the list changes every card"


SENTENCES = (
    "Мост ремонтируют третий год подряд",
    "Музей отличный, ходили вчера всей семьёй",
    "Дорогу возле школы снова забыли почистить",
)


async def trusted_by_verdicts(news: Newsroom, boris: Reader, article: Article) -> tuple[Reader, int]:
    """A reader whose third approved comment has earned trust, and the verdict on that comment."""
    anna, verdict = await registered(news, 502, "Анна"), None
    comments = [await says(news, anna, article, text) for text in SENTENCES]  # all wait: none is published yet
    for comment in comments:
        verdict = (await news.moderation.judge(boris, (await case_of(news, comment)).id, APPROVE)).verdict
    assert verdict is not None
    return anna, verdict


async def role_of(news: Newsroom, reader: Reader) -> Role:
    return (await news.readers.recognise(reader.id, "ru")).role


async def test_approvals_earn_trust_and_taking_the_last_back_takes_it_away(
    news: Newsroom, boris: Reader, article: Article
) -> None:
    anna, verdict = await trusted_by_verdicts(news, boris, article)
    assert await role_of(news, anna) is Role.TRUSTED
    await news.moderation.undo(boris, verdict)
    assert await role_of(news, anna) is Role.MEMBER


@pytest.mark.parametrize(("reason", "kept"), [("spam", False), ("advert", False), ("insult", True), ("", True)])
async def test_an_advertisement_takes_trust_away_until_the_verdict_is_taken_back(
    news: Newsroom, boris: Reader, article: Article, clock: HandClock, reason: str, kept: bool
) -> None:
    anna, _ = await trusted_by_verdicts(news, boris, article)
    clock.passes(minutes=1)
    held = await says(news, await news.readers.recognise(anna.id, "ru"), article, "Слово @кому_то")
    case = await case_of(news, held)
    given = await news.moderation.judge(boris, case.id, Decision(Ruling.REJECT, reason))
    assert await role_of(news, anna) is (Role.TRUSTED if kept else Role.MEMBER)
    assert given.verdict is not None
    await news.moderation.undo(boris, given.verdict)
    assert await role_of(news, anna) is Role.TRUSTED
    async with news.storage.reading() as unit:
        assert await unit.trust.count_published(anna.id, 9) == 3
