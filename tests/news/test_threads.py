"""The discussions' desk: pages of threads in both orders, one thread, one comment, and likes."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import pytest

from news.discussion import CommentPage
from news.errors import CommentGone, CommentUnknown, NotAllowed, OwnComment
from news.limits import COMMENT_LIMIT
from news.model import Article, Comment, CommentStatus, Reader
from news.newsroom import Newsroom
from news.readers import ANONYMOUS
from news.roles import Deed, Role
from news.thread_pages import PAGE_SIZE, SHOWN_ANSWERS
from storage import Database
from tests.news.commenting import holding_words, newsroom, says, says_all
from tests.news.conftest import START, HandClock, published, registered

MODERATOR = Reader(700, Role.MODERATOR, "ru", "Борис", START)


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


@pytest.fixture
async def ivan(news: Newsroom) -> Reader:
    return await registered(news, 501, "Иван")


def words(comments: Sequence[Comment]) -> list[str]:
    return [comment.text for comment in comments]


def firsts(page: CommentPage) -> list[str]:
    return [thread.first.text for thread in page.threads]


async def test_pages_show_the_newest_last_and_lead_both_ways(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    said = [f"Слово {number}" for number in range(1, 2 * PAGE_SIZE + 4)]
    await says_all(news, clock, member, article, *said)
    newest = await news.threads.page(ANONYMOUS, article.number)
    assert firsts(newest) == said[-PAGE_SIZE:]
    assert (newest.later, newest.earlier) == (None, newest.threads[0].first.id)
    middle = await news.threads.page(ANONYMOUS, article.number, before=newest.earlier)
    assert firsts(middle) == said[3 : 3 + PAGE_SIZE]
    oldest = await news.threads.page(ANONYMOUS, article.number, before=middle.earlier)
    assert (firsts(oldest), oldest.earlier) == (said[:3], None)
    onward = await news.threads.page(ANONYMOUS, article.number, after=oldest.later)
    assert firsts(onward) == said[3 : 3 + PAGE_SIZE]
    end = await news.threads.page(ANONYMOUS, article.number, after=onward.later)
    assert (firsts(end), end.later) == (said[-PAGE_SIZE:], None)
    start = await news.threads.page(ANONYMOUS, article.number, after=oldest.threads[0].first.id - 1)
    assert (firsts(start), start.earlier) == (said[:PAGE_SIZE], None), "there is nothing earlier"


async def test_long_comments_make_short_pages_and_none_is_lost(
    news: Newsroom, member: Reader, article: Article, clock: HandClock
) -> None:
    said = [f"{number} " + "ж" * (COMMENT_LIMIT - 10) for number in range(8)]
    await says_all(news, clock, member, article, *said)
    page = await news.threads.page(ANONYMOUS, article.number)
    seen = firsts(page)
    assert 1 <= len(seen) < len(said)
    while page.earlier is not None:
        page = await news.threads.page(ANONYMOUS, article.number, before=page.earlier)
        seen = firsts(page) + seen
    assert seen == said
    forth = firsts(page)
    while page.later is not None:
        page = await news.threads.page(ANONYMOUS, article.number, after=page.later)
        forth += firsts(page)
    assert forth == said


async def test_threads_stay_together_and_a_long_one_shows_its_beginning(
    news: Newsroom, member: Reader, ivan: Reader, article: Article, clock: HandClock
) -> None:
    first, second = await says_all(news, clock, member, article, "Первая", "Вторая")
    await says_all(news, clock, ivan, first, *(f"Ответ {number}" for number in range(1, 6)))
    await says(news, ivan, second, "Отклик")
    page = await news.threads.page(ANONYMOUS, article.number)
    assert [(thread.first.text, words(thread.answers), thread.more) for thread in page.threads] == [
        ("Первая", ["Ответ 1", "Ответ 2", "Ответ 3"], 2),
        ("Вторая", ["Отклик"], 0),
    ]
    assert SHOWN_ANSWERS == 3


async def test_an_article_without_comments_has_an_empty_page(news: Newsroom, article: Article) -> None:
    for page in (
        await news.threads.page(ANONYMOUS, article.number),
        await news.threads.best(ANONYMOUS, article.number),
    ):
        assert (page.threads, page.earlier, page.later) == ((), None, None)
        assert page.article == article


async def test_comments_of_one_article_are_not_shown_under_another(
    news: Newsroom, editor: Reader, member: Reader, article: Article
) -> None:
    second = await published(news, editor)
    await says(news, member, article, "Первой")
    await says(news, member, second, "Второй")
    for read in (news.threads.page, news.threads.best):
        assert firsts(await read(ANONYMOUS, article.number)) == ["Первой"]
        assert firsts(await read(ANONYMOUS, second.number)) == ["Второй"]


async def test_by_worth_the_best_come_first_and_pages_lead_both_ways(
    news: Newsroom, member: Reader, ivan: Reader, article: Article, clock: HandClock
) -> None:
    said = await says_all(news, clock, member, article, *(f"Слово {number}" for number in range(1, 24)))
    await says(news, ivan, said[4], "Спорно")
    for number in (4, 9):
        await news.threads.like(ivan, said[number].id, on=True)
    best = await news.threads.best(ANONYMOUS, article.number)
    assert firsts(best)[:4] == ["Слово 5", "Слово 10", "Слово 23", "Слово 22"]
    seen = firsts(best)
    page = best
    while page.later is not None:
        page = await news.threads.best(ANONYMOUS, article.number, start=page.later)
        seen += firsts(page)
    assert sorted(seen) == sorted(f"Слово {number}" for number in range(1, 24))
    back = await news.threads.best(ANONYMOUS, article.number, before=page.earlier)
    assert firsts(back)[-1] == seen[seen.index(firsts(page)[0]) - 1]
    top = await news.threads.best(ANONYMOUS, article.number, before=back.earlier)
    assert (firsts(top)[:2], top.earlier) == (["Слово 5", "Слово 10"], None)


async def test_an_author_sees_what_waits_in_its_place(
    news: Newsroom, member: Reader, ivan: Reader, article: Article, clock: HandClock
) -> None:
    holding_words(news)
    first, spam, _last = await says_all(news, clock, member, article, "Первое", "спам раз", "Третье")
    await says_all(news, clock, member, first, "спам два", "Ответ")
    own = await news.threads.page(member, article.number)
    assert firsts(own) == ["Первое", "спам раз", "Третье"]
    assert words(own.threads[0].answers) == ["спам два", "Ответ"]
    assert firsts(await news.threads.page(member, article.number, after=spam.id - 1)) == ["спам раз", "Третье"]
    assert firsts(await news.threads.page(member, article.number, before=spam.id)) == ["Первое"]
    assert firsts(await news.threads.best(member, article.number)) == ["спам раз", "Первое", "Третье"]
    assert words((await news.threads.thread(member, first.id)).answers) == ["спам два", "Ответ"]
    for stranger in (ivan, ANONYMOUS, MODERATOR):
        page = await news.threads.page(stranger, article.number)
        assert words(page.comments) == ["Первое", "Ответ", "Третье"]


async def test_a_thread_has_pages_of_its_own(
    news: Newsroom, member: Reader, ivan: Reader, article: Article, clock: HandClock
) -> None:
    first = await says(news, member, article, "Вопрос")
    said = [f"Ответ {number}" for number in range(1, 24)]
    await says_all(news, clock, ivan, first, *said)
    page = await news.threads.thread(ANONYMOUS, first.id)
    assert (page.first.text, words(page.answers), page.earlier) == ("Вопрос", said[:9], None)
    seen = words(page.answers)
    while page.later is not None:
        page = await news.threads.thread(ANONYMOUS, page.first.id, after=page.later)
        seen += words(page.answers)
    assert seen == said
    back = await news.threads.thread(ANONYMOUS, page.answers[-1].id, before=page.earlier)
    assert words(back.answers) == said[9:18]
    back = await news.threads.thread(ANONYMOUS, first.id, before=back.earlier)
    assert (words(back.answers), back.earlier) == (said[:9], None)


async def test_a_thread_whose_first_comment_is_gone_is_read_by_its_answers(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    first = await says(news, member, article, "Вопрос")
    answer = await says(news, ivan, first, "Ответ")
    await news.moderation.remove(member, first.id)
    page = await news.threads.thread(ANONYMOUS, answer.id)
    assert (page.first.visible, words(page.answers)) == (False, ["Ответ"])
    await news.moderation.remove(ivan, answer.id)
    with pytest.raises(CommentGone):
        await news.threads.thread(ANONYMOUS, answer.id)
    assert firsts(await news.threads.page(ANONYMOUS, article.number)) == []


async def test_one_comment_is_seen_with_what_it_answers(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    first = await says(news, member, article, "Вопрос")
    answer = await says(news, ivan, first, "Ответ")
    view = await news.threads.view(ivan, answer.id)
    assert (view.article, view.comment, view.answered) == (
        await news.articles.read(article.number),
        answer,
        view.answered,
    )
    assert view.answered is not None
    assert (view.answered.text, view.editable_until is not None) == ("Вопрос", True)
    assert (await news.threads.view(member, answer.id)).editable_until is None
    await news.moderation.remove(member, first.id)
    assert (await news.threads.view(member, answer.id)).answered is None
    with pytest.raises(CommentUnknown):
        await news.threads.view(member, 404)


async def test_what_is_not_visible_is_seen_by_its_author_while_it_waits_and_by_moderators(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    held = await says(holding_words(news), member, article, "спам")
    assert (await news.threads.view(member, held.id)).comment.status is CommentStatus.HELD
    assert (await news.threads.view(MODERATOR, held.id)).comment.text == "спам"
    for stranger in (ivan, ANONYMOUS):
        with pytest.raises(CommentGone):
            await news.threads.view(stranger, held.id)
    await news.moderation.remove(member, held.id)
    with pytest.raises(CommentGone):
        await news.threads.view(member, held.id)
    assert (await news.threads.view(MODERATOR, held.id)).comment.status is CommentStatus.REMOVED


async def test_a_like_is_one_a_person_taken_back_and_not_for_oneself(
    news: Newsroom, member: Reader, ivan: Reader, article: Article
) -> None:
    said = await says(news, member, article, "Хорошо")
    for _ in range(2):
        view = await news.threads.like(ivan, said.id, on=True)
        assert (view.liked, view.comment.likes) == (True, 1)
    assert not (await news.threads.view(member, said.id)).liked
    for _ in range(2):
        view = await news.threads.like(ivan, said.id, on=False)
        assert (view.liked, view.comment.likes) == (False, 0)
    with pytest.raises(OwnComment):
        await news.threads.like(member, said.id, on=True)


async def test_who_may_not_like_is_refused_and_what_is_gone_is_not_liked(
    news: Newsroom, database: Database, member: Reader, ivan: Reader, article: Article
) -> None:
    said = await says(news, member, article, "Хорошо")
    for stranger in (ANONYMOUS, Reader(9), Reader(9, Role.BANNED, "ru", "Пётр", START)):
        with pytest.raises(NotAllowed) as refused:
            await news.threads.like(stranger, said.id, on=True)
        assert refused.value.arguments == {"deed": Deed.LIKE}
    removal = await news.moderation.remove(member, said.id)
    with pytest.raises(CommentGone):
        await news.threads.like(ivan, said.id, on=True)
    assert removal.verdict is not None
    await news.moderation.undo(member, removal.verdict)
    async with database.writing() as unit:
        await unit.readers.set_role(ivan.id, Role.BANNED)  # after the button was pressed
    with pytest.raises(NotAllowed):
        await news.threads.like(ivan, said.id, on=True)


async def test_no_answer_and_no_like_is_lost_while_comments_are_removed_at_once(
    database: Database, other: Database, editor: Reader, member: Reader, ivan: Reader, clock: HandClock
) -> None:
    """The locks of answers, likes and removals are taken in one order: nobody waits for ever."""
    rooms = [newsroom(each, clock) for each in (database, other)]
    article = await published(rooms[0], editor)
    first = await says(rooms[0], member, article, "Вопрос")
    answers = [await says(rooms[0], ivan, first, f"Ответ {number}") for number in range(6)]

    stored = list[Comment]()

    async def at_once(number: int) -> None:
        room = rooms[number % 2]
        with suppress(CommentGone):  # the first comment is removed just now
            stored.append(await says(room, member, first, f"Ещё {number}"))
            await room.threads.like(ivan, first.id, on=bool(number % 2))
        await room.moderation.remove(ivan, answers[number].id)
        removal = await room.moderation.remove(member, first.id)
        if removal.verdict is not None:  # else another one has removed it just now, and takes that back
            await room.moderation.undo(member, removal.verdict)

    await asyncio.gather(*(at_once(number) for number in range(6)))
    page = await rooms[0].threads.page(ANONYMOUS, article.number)
    (thread,) = page.threads
    assert (thread.first.visible, thread.first.replies) == (True, len(stored))
    assert page.article.comment_count == 1 + len(stored)
