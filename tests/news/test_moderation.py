"""The moderators' desk: removing comments, taking that back, bans; counts and pages follow."""

import asyncio

import pytest

from news.errors import (
    ArticleUnknown,
    AuthorIsStaff,
    CommentRemoved,
    CommentUnknown,
    NotAllowed,
    RestoreTooLate,
)
from news.model import Article, Comment, Reader
from news.moderation import RESTORE_SECONDS, may_remove
from news.newsroom import Newsroom
from news.readers import ANONYMOUS
from news.roles import Deed, Role
from storage import Database
from tests.news.conftest import ADMIN_ID, START, HandClock, published, registered

ADMIN = Reader(ADMIN_ID, Role.ADMIN, "ru")


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def moderator(news: Newsroom) -> Reader:
    await registered(news, 700, "Борис")
    return await news.readers.appoint(ADMIN, 700, Role.MODERATOR)


@pytest.fixture
async def ivan(news: Newsroom) -> Reader:
    return await registered(news, 501, "Иван")


async def says(news: Newsroom, reader: Reader, article: Article, text: str) -> Comment:
    message = sum(map(ord, text)) + reader.id
    return await news.comments.add(reader, article.number, text, reader.id, message)


async def seen(news: Newsroom, article: Article) -> list[str]:
    """The texts of the comments that readers see; the article's count is their number."""
    page = await news.threads.page(ANONYMOUS, article.number)
    assert page.article.comment_count == len(page.comments)
    return [comment.text for comment in page.comments]


async def test_a_removed_comment_is_seen_and_counted_no_more_until_it_is_restored(
    news: Newsroom, member: Reader, moderator: Reader, article: Article, clock: HandClock
) -> None:
    for text in ("Раз", "Гадость", "Три"):
        comment = await says(news, member, article, text)
    comment = (await news.threads.page(ANONYMOUS, article.number)).comments[1]

    for _ in range(2):  # a second press, or the update again
        removal = await news.moderation.remove(moderator, comment.id)
        assert (removal.comment.text, removal.comment.removed_by) == ("Гадость", moderator.id)
        assert removal.author.name == "Мария"
        assert await seen(news, article) == ["Раз", "Три"]

    clock.passes(seconds=RESTORE_SECONDS)
    for _ in range(2):
        assert (await news.moderation.restore(moderator, comment.id)).comment.removed_at is None
        assert await seen(news, article) == ["Раз", "Гадость", "Три"]


async def test_a_removal_is_taken_back_within_a_minute_by_the_person_who_removed(
    news: Newsroom, member: Reader, moderator: Reader, article: Article, clock: HandClock
) -> None:
    comment = await says(news, member, article, "Раз")
    await news.moderation.remove(moderator, comment.id)
    for other in (member, ADMIN):
        with pytest.raises(RestoreTooLate):
            await news.moderation.restore(other, comment.id)
    clock.passes(seconds=RESTORE_SECONDS, microseconds=1)
    with pytest.raises(RestoreTooLate):
        await news.moderation.restore(moderator, comment.id)
    await news.moderation.remove(moderator, comment.id)  # removing again begins no new minute
    with pytest.raises(RestoreTooLate):
        await news.moderation.restore(moderator, comment.id)
    assert await seen(news, article) == []


async def test_authors_remove_their_own_and_no_other(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    own, other = await says(news, member, article, "Моё"), await says(news, ivan, article, "Чужое")
    with pytest.raises(NotAllowed) as refused:
        await news.moderation.remove(member, other.id)
    assert refused.value.arguments == {"deed": Deed.MODERATE}
    await news.moderation.remove(member, own.id)
    assert await seen(news, article) == ["Чужое"]
    await news.moderation.restore(member, own.id)
    assert await seen(news, article) == ["Моё", "Чужое"]


@pytest.mark.parametrize("role", Role)
async def test_the_table_of_roles_decides_who_moderates(
    news: Newsroom, member: Reader, article: Article, role: Role
) -> None:
    comment = await says(news, member, article, "Раз")
    reader = Reader(77, role, "ru", "Пётр", START)
    is_moderator = role in {Role.MODERATOR, Role.EDITOR, Role.CHIEF, Role.ADMIN}
    assert may_remove(reader, comment) is is_moderator
    for verb in (news.moderation.remove, news.moderation.restore, news.moderation.ban, news.moderation.lift):
        if is_moderator and verb != news.moderation.restore:
            await verb(reader, comment.id)
        elif not is_moderator:
            with pytest.raises(NotAllowed):
                await verb(reader, comment.id)


async def test_a_sender_who_is_no_person_and_an_author_who_is_banned_remove_nothing(
    news: Newsroom, member: Reader, article: Article
) -> None:
    comment = await says(news, member, article, "Раз")
    banned = Reader(member.id, Role.BANNED, "ru", "Мария", START)
    for reader in (ANONYMOUS, banned, Reader(member.id)):
        with pytest.raises(NotAllowed):
            await news.moderation.remove(reader, comment.id)
    assert await seen(news, article) == ["Раз"]


async def test_an_unknown_comment_is_named(news: Newsroom, member: Reader, moderator: Reader) -> None:
    for verb in (news.moderation.remove, news.moderation.restore, news.moderation.may_ban, news.moderation.ban):
        for number in (0, 99, 2**63):
            with pytest.raises(CommentUnknown) as refused:
                await verb(moderator, number)
            assert refused.value.arguments == {"number": number}


async def test_the_edit_or_another_delivery_of_a_removed_comment_brings_nothing_back(
    news: Newsroom, member: Reader, moderator: Reader, editor: Reader, article: Article
) -> None:
    comment = await news.comments.add(member, article.number, "Раз", 5, 7)
    second = await published(news, editor)
    await news.moderation.remove(moderator, comment.id)
    for attempt in (
        news.comments.revise(member, "Два", 5, 7),
        news.comments.revise(member, "Раз", 5, 7, number=second.number),
        news.comments.add(member, article.number, "Раз", 5, 7),
    ):
        with pytest.raises(CommentRemoved) as refused:
            await attempt
        assert refused.value.arguments == {"number": article.number}
    assert await seen(news, article) == []
    assert await seen(news, second) == []


async def test_a_ban_hides_every_comment_of_the_author_and_lifting_it_shows_them_again(
    news: Newsroom,
    member: Reader,
    moderator: Reader,
    ivan: Reader,
    editor: Reader,
    article: Article,
    database: Database,
) -> None:
    second = await published(news, editor)
    first = await says(news, member, article, "Первое")
    await says(news, member, article, "Второе")
    removed = await says(news, member, second, "Снятое")
    await says(news, member, second, "Третье")
    await says(news, ivan, article, "Ответ")
    await news.moderation.remove(moderator, removed.id)

    for _ in range(2):
        removal = await news.moderation.ban(moderator, first.id)
        assert (removal.author.role, removal.author.name) == (Role.BANNED, "Мария")
        assert (await seen(news, article), await seen(news, second)) == (["Ответ"], [])
        assert (await news.statistics.totals(editor)).comments == 1
    banned = await news.readers.recognise(member.id, "ru")
    with pytest.raises(NotAllowed):
        await says(news, banned, article, "Ещё")
    # A moderator removes a hidden comment too, and takes that back: nothing is counted twice.
    await news.moderation.remove(moderator, first.id)
    await news.moderation.restore(moderator, first.id)
    assert await seen(news, article) == ["Ответ"]

    for _ in range(2):
        assert (await news.moderation.lift(moderator, first.id)).author.role is Role.MEMBER
        assert await seen(news, article) == ["Первое", "Второе", "Ответ"]
        assert await seen(news, second) == ["Третье"]


async def test_a_ban_by_role_hides_the_comments_too(news: Newsroom, member: Reader, article: Article) -> None:
    await says(news, member, article, "Раз")
    await news.readers.appoint(ADMIN, member.id, Role.BANNED)
    assert await seen(news, article) == []
    await news.readers.appoint(ADMIN, member.id, Role.MODERATOR)
    assert await seen(news, article) == ["Раз"]


async def test_a_comment_removed_while_its_author_is_banned_stays_removed_after_the_ban(
    news: Newsroom, member: Reader, moderator: Reader, article: Article
) -> None:
    comment = await says(news, member, article, "Раз")
    await says(news, member, article, "Два")
    await news.moderation.ban(moderator, comment.id)
    await news.moderation.remove(moderator, comment.id)
    await news.moderation.lift(moderator, comment.id)
    assert await seen(news, article) == ["Два"]


async def test_no_moderator_bans_the_staff(news: Newsroom, moderator: Reader, article: Article) -> None:
    vera = await registered(news, ADMIN_ID, "Вера")
    boris = await registered(news, 701, "Глеб")
    await news.readers.appoint(ADMIN, boris.id, Role.EDITOR)
    gleb = await news.readers.recognise(boris.id, "ru")
    for author in (vera, gleb, moderator):
        comment = await says(news, author, article, f"Слово {author.name}")
        for verb in (news.moderation.may_ban, news.moderation.ban, news.moderation.lift):
            with pytest.raises(AuthorIsStaff):
                await verb(moderator, comment.id)
    assert (await news.readers.recognise(gleb.id, "ru")).role is Role.EDITOR


async def test_a_comment_that_comes_while_its_author_is_being_banned_is_refused_or_hidden(
    news: Newsroom, member: Reader, moderator: Reader, article: Article
) -> None:
    first = await says(news, member, article, "Первое")

    async def comment(number: int) -> None:
        try:
            await news.comments.add(member, article.number, f"Слово {number}", 5, number)
        except NotAllowed:
            return

    await asyncio.gather(*(comment(number) for number in range(3)), news.moderation.ban(moderator, first.id))
    assert await seen(news, article) == []


async def test_a_page_whose_comments_were_removed_meanwhile_shows_the_newest(
    news: Newsroom, member: Reader, moderator: Reader, article: Article
) -> None:
    kept = await says(news, member, article, "Первое")
    last = await says(news, member, article, "Второе")
    await news.moderation.remove(moderator, last.id)
    page = await news.threads.page(ANONYMOUS, article.number, after=kept.id)
    assert [comment.text for comment in page.comments] == ["Первое"]
    await news.moderation.remove(moderator, kept.id)
    await news.moderation.restore(moderator, last.id)
    page = await news.threads.page(ANONYMOUS, article.number, before=last.id)
    assert ([comment.text for comment in page.comments], page.earlier, page.later) == (["Второе"], None, None)


async def test_a_comment_moves_to_the_article_that_its_message_names_now(
    news: Newsroom, editor: Reader, member: Reader, article: Article
) -> None:
    second = await published(news, editor)
    await news.comments.add(member, article.number, "Раз", 5, 7)
    moved = await news.comments.revise(member, "Два", 5, 7, number=second.number)
    assert moved is not None
    assert (moved.article, moved.text) == (second.number, "Два")
    assert (await seen(news, article), await seen(news, second)) == ([], ["Два"])
    with pytest.raises(ArticleUnknown):
        await news.comments.revise(member, "Три", 5, 7, number=99)
    assert await seen(news, second) == ["Два"]


async def test_removing_counts_for_the_limit_of_comments_a_minute(
    news: Newsroom, member: Reader, article: Article, database: Database
) -> None:
    for number in range(3):
        await news.moderation.remove(member, (await says(news, member, article, f"Слово {number}")).id)
    async with database.reading() as unit:
        assert len(await unit.comments.since(member.id, START)) == 3
