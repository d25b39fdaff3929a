"""Ignored readers: hidden from one reader only, in place, and shown again."""

import pytest

from news import ignore_desk
from news.errors import CommentUnknown, IgnoresFull, NotRegistered, SelfIgnored
from news.ignores import without_ignored
from news.model import Article, Comment, Reader
from news.newsroom import Newsroom
from storage import Database
from tests.clocks import START, HandClock
from tests.news.answering import commented
from tests.news.conftest import published, registered


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def boris(news: Newsroom) -> Reader:
    return await registered(news, 501, "Борис")


def comment_by(author: int, number: int) -> Comment:
    return Comment(number, 1, author, f"Имя {author}", "Слово", START, quote="Цитата")


def test_ignored_comments_keep_their_places_without_name_and_words() -> None:
    comments = [comment_by(author, number) for number, author in enumerate((7, 8, 7, 9))]
    shown = without_ignored(comments, {7})
    assert [comment.id for comment in shown] == [0, 1, 2, 3]
    assert [comment.ignored for comment in shown] == [True, False, True, False]
    assert all(not (one.author or one.text or one.quote) for one in shown if one.ignored)
    assert shown[1] is comments[1]


def test_nothing_changes_for_who_ignores_nobody() -> None:
    comments = (comment_by(7, 1), comment_by(8, 2))
    assert without_ignored(comments, frozenset()) == comments


async def test_an_author_is_ignored_by_a_comment_listed_by_name_and_shown_again(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader
) -> None:
    comment = await commented(database, clock, article.number, boris)
    ignored = await news.ignores.ignore(member, comment.id)
    assert await news.ignores.ignore(member, comment.id) == ignored, "a second press changes nothing"
    (entry,) = (await news.ignores.page(member)).entries
    assert (entry.id, entry.name) == (ignored.entry, "Борис")
    assert (await news.ignores.page(boris)).entries == (), "the other one does not hear of it"

    assert (await news.ignores.show_again(boris, ignored.entry)).entries == ()
    assert len((await news.ignores.page(member)).entries) == 1, "an entry of another reader stays"
    assert (await news.ignores.show_again(member, ignored.entry)).entries == ()


async def test_nobody_ignores_themselves_an_unknown_comment_or_more_than_the_most(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    own = await commented(database, clock, article.number, member)
    with pytest.raises(SelfIgnored):
        await news.ignores.ignore(member, own.id)
    with pytest.raises(CommentUnknown):
        await news.ignores.ignore(member, 99)
    monkeypatch.setattr(ignore_desk, "MAX_IGNORED", 0)
    theirs = await commented(database, clock, article.number, boris)
    with pytest.raises(IgnoresFull):
        await news.ignores.ignore(member, theirs.id)


async def test_a_guest_ignores_nobody(news: Newsroom) -> None:
    guest = await news.readers.recognise(77, "ru")
    for verb in (news.ignores.ignore(guest, 1), news.ignores.show_again(guest, 1), news.ignores.page(guest)):
        with pytest.raises(NotRegistered):
            await verb


async def test_a_long_list_has_pages(
    news: Newsroom, database: Database, clock: HandClock, member: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ignore_desk, "PAGE_SIZE", 2)
    async with database.writing() as unit:
        entries = [await unit.ignores.add(member.id, number, clock.now()) for number in range(1000, 1005)]
    found, page = [], await news.ignores.page(member)
    while True:
        found += [entry.id for entry in page.entries]
        if page.before is None:
            break
        page = await news.ignores.page(member, page.before)
    assert found == entries[::-1]


async def test_only_who_ignores_a_reader_does_not_see_the_words_on_any_page(
    news: Newsroom, database: Database, clock: HandClock, article: Article, member: Reader, boris: Reader
) -> None:
    first = await commented(database, clock, article.number, boris, "Первое")
    mine = await commented(database, clock, article.number, member, "Ответ", first)
    await commented(database, clock, article.number, boris, "Второе", mine)
    await news.ignores.ignore(member, first.id)

    async def texts(reader: Reader) -> list[list[str]]:
        pages = await news.threads.page(reader, article.number), await news.threads.best(reader, article.number)
        thread = await news.threads.thread(reader, first.id)
        shown = (*(page.comments for page in pages), (thread.first, *thread.answers))
        return [[each.text for each in comments] for comments in shown]

    assert await texts(member) == [["", "Ответ", ""]] * 3
    assert await texts(boris) == [["Первое", "Ответ", "Второе"]] * 3
