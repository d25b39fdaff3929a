"""Answers that wait to be told: noted once, due by thread, one message a window; mutes; what may be told."""

from datetime import timedelta

import pytest

from news.model import Cause, CommentStatus
from news.ports.answers import AnsweredThread
from news.roles import Role
from storage import Database
from tests.storage.samples import NOON, at, comment, publish

ANNA, BORIS, VERA = 7, 8, 9
WINDOW = timedelta(minutes=5)


@pytest.fixture
async def root(database: Database) -> int:
    """The first comment of a thread, by Anna."""
    number = await publish(database, "news")
    async with database.writing() as unit:
        for reader, name in ((ANNA, "Анна"), (BORIS, "Борис"), (VERA, "Вера")):
            await unit.readers.register(reader, name, name.lower(), "ru", NOON)
        return (await unit.comments.add(comment(number, 1, author_id=ANNA)))[0]


async def answered(database: Database, root: int, message: int, author: int = BORIS, seconds: float = 0) -> int:
    """Store an answer to the first comment; return its id."""
    async with database.writing() as unit:
        first = await unit.comments.get(root)
        assert first is not None
        new = comment(first.article, message, author_id=author, root=root, reply_to=root, at=at(seconds))
        number, _ = await unit.comments.add(new)
    return number


async def tellable(database: Database, *comments: int) -> list[int]:
    async with database.reading() as unit:
        return [answer.comment for answer in await unit.answers.tellable(comments)]


async def test_an_answer_is_due_for_the_author_of_the_comment_that_it_answers(
    database: Database, other: Database, root: int
) -> None:
    answer = await answered(database, root, 2)
    async with other.writing() as unit:
        assert await unit.answers.due(at(-1), 10) == []
        assert await unit.answers.due(at(0), 10) == [(ANNA, root)]
        assert await unit.answers.take(AnsweredThread(ANNA, root)) == [answer]
        assert await unit.answers.due(at(9), 10) == []


async def test_nobody_is_told_of_an_answer_to_oneself(database: Database, root: int) -> None:
    await answered(database, root, 2, author=ANNA)
    async with database.reading() as unit:
        assert await unit.answers.due(at(9), 10) == []


async def test_an_answer_that_was_told_is_not_due_again_when_it_is_published_again(
    database: Database, root: int
) -> None:
    answer = await answered(database, root, 2)
    async with database.writing() as unit:
        await unit.answers.take(AnsweredThread(ANNA, root))
        for status in (CommentStatus.HELD, CommentStatus.PUBLISHED):
            await unit.comments.change_status(answer, status, by=1, at=at(60))
        assert await unit.answers.due(at(99), 10) == []


async def test_a_held_answer_is_due_when_it_is_published(database: Database, root: int) -> None:
    async with database.writing() as unit:
        first = await unit.comments.get(root)
        assert first is not None
        new = comment(first.article, 2, author_id=BORIS, root=root, reply_to=root, held_for=(Cause.FIRST,))
        held, _ = await unit.comments.add(new)
        assert await unit.answers.due(at(99), 10) == []
        await unit.comments.change_status(held, CommentStatus.PUBLISHED, by=1, at=at(60))
        assert await unit.answers.due(at(59), 10) == []
        assert await unit.answers.due(at(60), 10) == [(ANNA, root)]


async def test_the_only_answers_to_be_taken_back_are_told_ones_that_nobody_sees_any_more(
    database: Database, other: Database, root: int
) -> None:
    told, waiting, banned = [await answered(database, root, 2 + each, author) for each, author in enumerate((8, 8, 9))]
    async with database.writing() as unit:
        assert not await unit.answers.has_taken_back()
        await unit.answers.take(AnsweredThread(ANNA, root))
    later = await answered(database, root, 6)
    async with database.writing() as unit:
        for comment_id in (told, later):
            await unit.comments.change_status(comment_id, CommentStatus.REMOVED, by=1, at=at(9))
        await unit.comments.hide_author(VERA, hidden=True)
    async with other.writing() as unit:
        assert await unit.answers.has_taken_back()
        assert await unit.answers.clear_taken_back(1) == [told]
        assert await unit.answers.clear_taken_back(9) == [banned], f"{waiting} is visible, {later} was not told"
        assert not await unit.answers.has_taken_back()


async def test_a_window_is_opened_by_one_caller_and_again_when_it_is_over(
    database: Database, other: Database, root: int
) -> None:
    thread = AnsweredThread(ANNA, root)
    async with database.writing() as unit:
        assert await unit.answers.open_window(thread, at(0), at(0) + WINDOW)
    async with other.writing() as unit:
        assert not await unit.answers.open_window(thread, at(299), at(299) + WINDOW)
        assert await unit.answers.open_window(AnsweredThread(VERA, root), at(1), at(1) + WINDOW), "another reader's"
        assert await unit.answers.open_window(thread, at(300), at(300) + WINDOW)


async def test_answers_within_a_window_wait_for_its_end(database: Database, root: int) -> None:
    thread = AnsweredThread(ANNA, root)
    async with database.writing() as unit:
        await unit.answers.open_window(thread, at(0), at(0) + WINDOW)
    await answered(database, root, 2, seconds=10)
    await answered(database, root, 3, seconds=20)
    async with database.writing() as unit:
        await unit.answers.put_off(thread)
        assert await unit.answers.due(at(299), 10) == []
        assert await unit.answers.due(at(300), 10) == [thread]
        await unit.answers.close_window(thread)
        assert await unit.answers.open_window(thread, at(30), at(30) + WINDOW)


async def test_only_what_everybody_sees_is_told(database: Database, root: int) -> None:
    removed, banned, shown = [await answered(database, root, 2 + each, author) for each, author in enumerate((8, 9, 8))]
    async with database.writing() as unit:
        await unit.comments.change_status(removed, CommentStatus.REMOVED, by=BORIS, at=NOON)
        await unit.readers.set_role(VERA, Role.BANNED)
        await unit.comments.hide_author(VERA, hidden=True)
    assert await tellable(database, removed, banned, shown) == [shown]
    async with database.writing() as unit:
        await unit.comments.change_status(root, CommentStatus.REMOVED, by=ANNA, at=NOON)
    assert await tellable(database, shown) == [], "the comment that was answered is gone"


async def test_an_answer_is_told_with_its_author_words_and_article(database: Database, root: int) -> None:
    answer = await answered(database, root, 2)
    async with database.reading() as unit:
        (found,) = await unit.answers.tellable([answer])
    assert (found.author, found.text, found.title, found.root) == ("Борис", "Comment 2", "Title of news", root)


@pytest.mark.parametrize("everything", [False, True])
async def test_muted_answers_are_not_told_until_the_reader_wants_them_again(
    database: Database, root: int, everything: bool
) -> None:
    answer, muted = await answered(database, root, 2), 0 if everything else root
    async with database.writing() as unit:
        await unit.answers.mute(ANNA, muted)
        await unit.answers.mute(ANNA, muted)
        await unit.answers.mute(VERA, root)
        assert await unit.answers.muted(ANNA, muted)
        assert not await unit.answers.muted(ANNA, root if everything else 0)
    assert await tellable(database, answer) == []
    async with database.writing() as unit:
        await unit.answers.unmute(ANNA, muted)
    assert await tellable(database, answer) == [answer]


async def test_an_ignored_author_is_not_told_of(database: Database, root: int) -> None:
    boris, vera = await answered(database, root, 2), await answered(database, root, 3, VERA)
    async with database.writing() as unit:
        await unit.ignores.add(ANNA, BORIS, NOON)
        await unit.ignores.add(BORIS, VERA, NOON)
    assert await tellable(database, boris, vera) == [vera]


async def test_old_answers_and_windows_are_forgotten_and_times_of_a_fast_clock_corrected(
    database: Database, root: int
) -> None:
    thread, months = AnsweredThread(ANNA, root), 90 * 86_400
    told = await answered(database, root, 2)
    async with database.writing() as unit:
        await unit.answers.take(thread)
        await unit.answers.open_window(thread, at(0), at(0) + WINDOW)
    await answered(database, root, 3, seconds=months)
    async with database.writing() as unit:
        await unit.answers.clean_up(at(1), at(400), at(400) + WINDOW)
        assert await unit.answers.due(at(400), 10) == [thread], "it was put off for months"
        assert await unit.answers.open_window(thread, at(0), at(9)), "the old window is gone"
        for status in (CommentStatus.HELD, CommentStatus.PUBLISHED):
            await unit.comments.change_status(told, status, by=1, at=at(500))
        assert len(await unit.answers.take(thread)) == 2, "what was told long ago is forgotten"
