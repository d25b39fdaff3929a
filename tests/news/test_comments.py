"""The comments' desk: permissions, limits, edits, pages."""

import asyncio
from itertools import count

import pytest

from news.comments import COMMENT_LIMIT, COMMENTS_A_MINUTE, PAGE_ROOM, PAGE_SIZE
from news.errors import (
    ArticleRetracted,
    ArticleUnknown,
    CommentEmpty,
    CommentsClosed,
    CommentTooLong,
    CommentTooSoon,
    GuestCannotComment,
    NotAllowed,
    Refusal,
)
from news.model import Article, CommentPage, Reader
from news.newsroom import Newsroom
from news.readers import ANONYMOUS
from news.richtext import units
from news.roles import Deed, Role
from storage import Database
from tests.news.conftest import START, HandClock, published, registered

_messages = count(1000)


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


async def comments(news: Newsroom, clock: HandClock, member: Reader, number: int, texts: list[str]) -> None:
    """Add comments, one a minute."""
    for text in texts:
        clock.passes(minutes=1)
        await news.comments.add(member, number, text, member.id, next(_messages))


def texts(page: CommentPage) -> list[str]:
    return [comment.text for comment in page.comments]


async def test_a_comment_is_kept_under_its_authors_name(
    news: Newsroom, member: Reader, article: Article, other: Database
) -> None:
    kept = await news.comments.add(member, article.number, "  Хорошо!\n", member.id, 7)
    assert (kept.text, kept.author, kept.author_id, kept.at) == ("Хорошо!", "Мария", member.id, START)
    async with other.reading() as unit:
        assert await unit.comments.get(kept.id) == kept
    assert (await news.articles.read(article.number)).comment_count == 1


async def test_the_same_message_is_one_comment(news: Newsroom, member: Reader, article: Article) -> None:
    async with asyncio.TaskGroup() as group:
        tasks = [
            group.create_task(news.comments.add(member, article.number, "Раз", member.id, 7))
            for _ in range(COMMENTS_A_MINUTE + 3)
        ]
    assert len({task.result().id for task in tasks}) == 1
    page = await news.comments.page(article.number)
    assert (texts(page), page.article.comment_count) == (["Раз"], 1)


@pytest.mark.parametrize(
    ("reader", "error", "argument"),
    [
        (Reader(7, Role.GUEST, "ru"), GuestCannotComment, "number"),
        (ANONYMOUS, GuestCannotComment, "number"),
        (Reader(7, Role.EDITOR, "ru"), GuestCannotComment, "number"),  # appointed, but without a name
        (Reader(7, Role.GUEST, "ru", "Иван", START), GuestCannotComment, "number"),
        (Reader(7, Role.BANNED, "ru", "Иван", START), NotAllowed, "deed"),
    ],
)
async def test_guests_and_the_banned_are_refused_on_every_path(
    news: Newsroom, article: Article, reader: Reader, error: type[Refusal], argument: str
) -> None:
    for attempt in (
        news.comments.may_open(reader, article.number),
        news.comments.add(reader, article.number, "Раз", 7, 7),
    ):
        with pytest.raises(error) as refused:
            await attempt
        notice = {"number": article.number, "group": Role.GUEST, "rule": None}
        assert refused.value.arguments == {"number": notice, "deed": {"deed": Deed.COMMENT}}[argument]
    assert texts(await news.comments.page(article.number)) == []


async def test_every_other_registered_reader_may_comment(news: Newsroom, article: Article) -> None:
    for message, role in enumerate((Role.MEMBER, Role.MODERATOR, Role.EDITOR, Role.ADMIN)):
        reader = Reader(7, role, "ru", "Иван", START)
        assert (await news.comments.may_open(reader, article.number)).number == article.number
        assert (await news.comments.add(reader, article.number, role.value, 7, message)).text == role.value


async def test_a_comment_needs_a_visible_character(news: Newsroom, member: Reader, article: Article) -> None:
    for text in ("", "  \n", "\u200b\u2060", "\u3164", "\u0301"):
        with pytest.raises(CommentEmpty):
            await news.comments.add(member, article.number, text, 1, 1)


async def test_a_comment_is_measured_in_utf16_units(news: Newsroom, member: Reader, article: Article) -> None:
    fits = "😀" * (COMMENT_LIMIT // 2)
    assert (await news.comments.add(member, article.number, fits, 1, 1)).text == fits
    with pytest.raises(CommentTooLong) as refused:
        await news.comments.add(member, article.number, fits + "!", 1, 2)
    assert refused.value.arguments == {"length": COMMENT_LIMIT + 1, "most": COMMENT_LIMIT}


async def test_too_many_comments_are_refused_with_the_time_to_wait(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    for message in range(COMMENTS_A_MINUTE):
        await news.comments.add(member, article.number, f"Раз {message}", 1, message)
        clock.passes(seconds=5)
    with pytest.raises(CommentTooSoon) as refused:
        await news.comments.add(member, article.number, "Ещё", 1, 100)
    assert refused.value.arguments == {"seconds": 60 - 5 * COMMENTS_A_MINUTE}
    clock.passes(seconds=60 - 5 * COMMENTS_A_MINUTE, microseconds=1)
    await news.comments.add(member, article.number, "Ещё", 1, 100)


async def test_the_limit_of_comments_is_per_person(news: Newsroom, member: Reader, article: Article) -> None:
    for message in range(COMMENTS_A_MINUTE):
        await news.comments.add(member, article.number, "Раз", 1, message)
    ivan = await registered(news, 501, "Иван")
    assert (await news.comments.add(ivan, article.number, "И я", 2, 1)).author == "Иван"


async def test_an_unreadable_article_cannot_be_commented(news: Newsroom, editor: Reader, member: Reader) -> None:
    draft = await news.editing.draft(editor, "Черновик", (), key="draft")
    for number in (draft.number, 999):
        for attempt in (
            news.comments.may_open(member, number),
            news.comments.add(member, number, "Раз", 1, 1),
            news.comments.page(number),
        ):
            with pytest.raises(ArticleUnknown):
                await attempt
    article = await published(news, editor)
    await news.editing.retract(editor, article.number, "ошибка")
    with pytest.raises(ArticleRetracted) as refused:
        await news.comments.add(member, article.number, "Раз", 1, 1)
    assert refused.value.arguments == {"number": article.number, "reason": "ошибка"}


async def test_an_article_may_be_closed_to_comments(
    news: Newsroom, member: Reader, article: Article, database: Database, clock: HandClock
) -> None:
    await comments(news, clock, member, article.number, ["Раз"])
    await _close_comments(database, article.number)
    with pytest.raises(CommentsClosed):
        await news.comments.may_open(member, article.number)
    with pytest.raises(CommentsClosed):
        await news.comments.add(member, article.number, "Два", 1, 1)
    assert texts(await news.comments.page(article.number)) == ["Раз"]


async def _close_comments(database: Database, number: int) -> None:
    """Set the column, which no verb does yet."""
    async with database.writing() as unit:
        connection = unit.articles._connection  # type: ignore[attr-defined]
        await connection.execute(f"UPDATE articles SET comments_for = 'nobody' WHERE number = {number}")  # noqa: S608


async def test_an_edited_message_is_an_edited_comment(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    kept = await news.comments.add(member, article.number, "Раз", 5, 7)
    clock.passes(minutes=3)
    revised = await news.comments.revise(member, " Два ", 5, 7)
    assert revised is not None
    assert (revised.id, revised.text, revised.at, revised.edited_at) == (kept.id, "Два", kept.at, clock.moment)
    clock.passes(minutes=3)
    assert await news.comments.revise(member, "Два", 5, 7) == revised  # the same text is no edit


async def test_only_the_author_edits_a_comment_and_only_an_existing_one(
    news: Newsroom, member: Reader, article: Article
) -> None:
    await news.comments.add(member, article.number, "Раз", 5, 7)
    ivan = await registered(news, 501, "Иван")
    assert await news.comments.revise(ivan, "Моё", 5, 7) is None
    assert await news.comments.revise(member, "Моё", 5, 8) is None
    assert await news.comments.revise(member, "Моё", 6, 7) is None
    assert texts(await news.comments.page(article.number)) == ["Раз"]


async def test_an_edit_follows_the_rules_of_a_comment(news: Newsroom, member: Reader, article: Article) -> None:
    await news.comments.add(member, article.number, "Раз", 5, 7)
    banned = Reader(member.id, Role.BANNED, "ru", member.name, START)
    for reader, text, error in (
        (banned, "Два", NotAllowed),
        (member, " \u200b ", CommentEmpty),
        (member, "ж" * (COMMENT_LIMIT + 1), CommentTooLong),
    ):
        with pytest.raises(error):
            await news.comments.revise(reader, text, 5, 7)
    assert texts(await news.comments.page(article.number)) == ["Раз"]


async def test_pages_show_the_newest_last_and_lead_both_ways(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    words = [str(number) for number in range(1, 2 * PAGE_SIZE + 4)]
    await comments(news, clock, member, article.number, words)
    newest = await news.comments.page(article.number)
    assert texts(newest) == words[-PAGE_SIZE:]
    assert (newest.later, newest.earlier) == (None, newest.comments[0].id)
    middle = await news.comments.page(article.number, before=newest.earlier)
    assert texts(middle) == words[3 : 3 + PAGE_SIZE]
    oldest = await news.comments.page(article.number, before=middle.earlier)
    assert (texts(oldest), oldest.earlier) == (words[:3], None)
    onward = await news.comments.page(article.number, after=oldest.later)
    assert texts(onward) == words[3 : 3 + PAGE_SIZE]
    end = await news.comments.page(article.number, after=onward.later)
    assert (texts(end), end.later) == (words[-PAGE_SIZE:], None)


async def test_long_comments_make_short_pages_and_none_is_lost(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    words = [f"{number} " + "ж" * (COMMENT_LIMIT - 10) for number in range(8)]
    await comments(news, clock, member, article.number, words)
    page = await news.comments.page(article.number)
    seen = texts(page)
    assert 1 <= len(seen) < len(words)
    while page.earlier is not None:
        page = await news.comments.page(article.number, before=page.earlier)
        assert sum(units(comment.text) for comment in page.comments) <= PAGE_ROOM
        seen = texts(page) + seen
    assert seen == words
    forth = texts(page)
    while page.later is not None:
        page = await news.comments.page(article.number, after=page.later)
        forth += texts(page)
    assert forth == words


async def test_an_article_without_comments_has_an_empty_page(news: Newsroom, article: Article) -> None:
    page = await news.comments.page(article.number)
    assert (page.comments, page.earlier, page.later) == ((), None, None)
    assert page.article == article


async def test_comments_of_one_article_are_not_shown_under_another(
    news: Newsroom, editor: Reader, member: Reader, article: Article, clock: HandClock
) -> None:
    second = await published(news, editor)
    await comments(news, clock, member, article.number, ["Первой"])
    await comments(news, clock, member, second.number, ["Второй"])
    assert texts(await news.comments.page(article.number)) == ["Первой"]
    assert texts(await news.comments.page(second.number)) == ["Второй"]
