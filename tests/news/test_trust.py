"""How a member becomes a trusted reader by comments, and a trusted reader a member by an advertisement."""

import pytest

from news import trust
from news.model import Article, CommentStatus, Reader
from news.newsroom import Newsroom
from news.ports.audit import AuditAct, AuditFilter
from news.ports.cases import CaseKind, NewCase, Verdict
from news.roles import Role
from tests.news.conftest import ADMIN_ID, HandClock, published, registered

SENTENCES = (
    "Мост ремонтируют третий год подряд", "Билеты подорожали вдвое, семье накладно",
    "Музей отличный, ходили вчера всей семьёй", "Дорогу возле школы снова забыли почистить",
    "Тренер правильно сделал замену после перерыва",
)  # fmt: skip


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


async def say(news: Newsroom, reader: Reader, article: Article, text: str, message: int) -> int:
    return (await news.comments.add(reader, article.number, text, reader.id, message)).id


async def approve(news: Newsroom, comment: int, reader: Reader, clock: HandClock) -> None:
    """Hold a comment, then approve it as a moderator does."""
    async with news.storage.writing() as unit:
        await unit.readers.lock(reader.id)
        case = NewCase(CaseKind.COMMENT, 1, (), clock.now(), comment, 1, reader.id)
        await unit.cases.close(await unit.cases.open(case), Verdict.APPROVED, ADMIN_ID, clock.now())
        await unit.comments.change_status(comment, CommentStatus.PUBLISHED, by=ADMIN_ID, at=clock.now())
        await trust.earn(unit, reader.id, clock.now())


async def role(news: Newsroom, reader: Reader) -> Role:
    return (await news.readers.recognise(reader.id, "ru")).role


async def test_three_comments_that_others_approved_make_a_member_trusted(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    for message, text in enumerate(SENTENCES[:3]):
        assert await role(news, member) is Role.MEMBER
        await approve(news, await say(news, member, article, text, message), member, clock)
    assert await role(news, member) is Role.TRUSTED
    async with news.storage.reading() as unit:
        (row, *_) = await unit.audit.rows(AuditFilter(person=member.id), None, 10)
    assert (row.deed.act, row.deed.by, row.deed.note) == (AuditAct.APPOINTED, None, "member trusted")


async def test_comments_that_nobody_judged_earn_trust_after_they_have_stood_for_a_day(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    for message, text in enumerate(SENTENCES[:3]):
        await say(news, member, article, text, message)
    await say(news, member, article, "Согласен", 10)
    assert await role(news, member) is Role.MEMBER
    clock.passes(hours=24)
    await say(news, member, article, "Спасибо", 11)
    assert await role(news, member) is Role.TRUSTED


@pytest.mark.parametrize(
    "texts", [("Согласен", "Спасибо", "Жду продолжения", "Ура"), SENTENCES[:2]], ids=["short", "two"]
)
async def test_short_and_few_comments_earn_no_trust(
    news: Newsroom, member: Reader, article: Article, clock: HandClock, texts: tuple[str, ...]
) -> None:
    for message, text in enumerate(texts):
        await approve(news, await say(news, member, article, text, message), member, clock)
    assert await role(news, member) is Role.MEMBER


async def test_the_same_words_on_other_articles_count_once(
    news: Newsroom, member: Reader, editor: Reader, clock: HandClock
) -> None:
    for message in range(4):
        clock.passes(days=2)
        article = await published(news, editor, f"Статья {message}")
        await approve(news, await say(news, member, article, SENTENCES[0], message), member, clock)
    assert await role(news, member) is Role.MEMBER


async def test_copies_of_other_peoples_comments_earn_no_trust(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    other = await registered(news, 600, "Павел")
    for message, text in enumerate(SENTENCES):
        clock.passes(minutes=1)
        await say(news, other, article, text, 100 + message)
    for message, text in enumerate(SENTENCES):
        clock.passes(minutes=1)
        await approve(news, await say(news, member, article, text, message), member, clock)
    assert await role(news, member) is Role.MEMBER


async def test_an_edit_begins_the_day_anew(news: Newsroom, member: Reader, article: Article, clock: HandClock) -> None:
    for message, text in enumerate(SENTENCES[:3]):
        await say(news, member, article, text, message)
    clock.passes(minutes=10)
    await news.comments.revise(member, SENTENCES[3], member.id, 0)
    clock.passes(hours=23, minutes=55)
    await say(news, member, article, "Спасибо", 11)
    assert await role(news, member) is Role.MEMBER
    clock.passes(minutes=5)
    await say(news, member, article, "Верно", 12)
    assert await role(news, member) is Role.TRUSTED


async def test_a_removed_comment_earns_nothing(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    numbers = [await say(news, member, article, text, message) for message, text in enumerate(SENTENCES[:3])]
    await news.moderation.remove(member, numbers[0])
    clock.passes(hours=25)
    await say(news, member, article, "Спасибо", 11)
    assert await role(news, member) is Role.MEMBER


async def test_trust_is_lost_and_earned_anew_by_later_comments(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    for message, text in enumerate(SENTENCES[:3]):
        await approve(news, await say(news, member, article, text, message), member, clock)
    clock.passes(minutes=5)
    async with news.storage.writing() as unit:
        assert await trust.lose(unit, member.id, clock.now())
        assert not await trust.lose(unit, member.id, clock.now())
    assert await role(news, member) is Role.MEMBER
    clock.passes(hours=25)
    await say(news, member, article, "Спасибо", 11)
    assert await role(news, member) is Role.MEMBER
    for message, text in enumerate((*SENTENCES[3:], "Прогноз обещал тепло, выпал мокрый снег")):
        await approve(news, await say(news, member, article, text, 20 + message), member, clock)
    assert await role(news, member) is Role.TRUSTED


@pytest.mark.parametrize("given", [Role.MODERATOR, Role.BANNED, Role.AUTHOR])
async def test_only_members_are_made_trusted(
    news: Newsroom, member: Reader, article: Article, clock: HandClock, given: Role
) -> None:
    numbers = [await say(news, member, article, text, message) for message, text in enumerate(SENTENCES[:3])]
    async with news.storage.writing() as unit:
        await unit.readers.set_role(member.id, given)
    for number in numbers:
        await approve(news, number, member, clock)
    assert await role(news, member) is given
