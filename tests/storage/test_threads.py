"""Threads, likes and the rules of articles fulfil the promises of their ports, on both engines."""

import asyncio
from itertools import count

import pytest

from news.comment_rules import ArticleRules
from news.comment_texts import text_key
from news.model import Cause, Comment, CommentStatus
from storage import Database
from tests.storage.samples import NOON, at, comment, publish

_messages = count(1)


async def say(database: Database, article: int, to: Comment | None = None, **fields: object) -> Comment:
    """Store a comment, or an answer, and return it."""
    if to is not None:
        fields |= {"root": to.root or to.id, "reply_to": to.id}
    async with database.writing() as unit:
        number, _ = await unit.comments.add(comment(article, next(_messages), **fields))
        stored = await unit.comments.get(number)
    assert stored is not None
    return stored


async def like(database: Database, to: Comment, *people: int) -> None:
    async with database.writing() as unit:
        for person in people:
            await unit.likes.add(to.id, person, NOON)


async def remove(database: Database, *gone: Comment) -> None:
    async with database.writing() as unit:
        for each in gone:
            await unit.comments.change_status(each.id, CommentStatus.REMOVED, by=1, at=NOON)


def ids(comments: object) -> list[int]:
    return [each.id for each in comments]  # type: ignore[attr-defined]


async def test_pages_have_the_first_comments_of_threads_only(database: Database) -> None:
    article, noise = await publish(database, "k1"), await publish(database, "k2")
    firsts = [await say(database, article) for _ in range(4)]
    await say(database, noise)
    await say(database, article, to=firsts[3])
    async with database.reading() as unit:
        assert ids(await unit.threads.before(article, None, 3)) == ids(firsts[:0:-1])
        assert ids(await unit.threads.before(article, firsts[1].id, 3)) == [firsts[0].id]
        assert ids(await unit.threads.after(article, firsts[0].id, 2)) == ids(firsts[1:3])
        assert ids(await unit.threads.after(article, 0, 9)) == ids(firsts)


async def test_a_thread_stays_while_any_of_it_is_visible(database: Database) -> None:
    article = await publish(database, "k1")
    first = await say(database, article)
    answer = await say(database, article, to=first, author_id=8)
    held = await say(database, article, held_for=(Cause.FIRST,))

    async def listed() -> list[int]:
        async with database.reading() as unit:
            by_time = ids(await unit.threads.after(article, 0, 9))
            assert sorted(ids(await unit.threads.best(article, None, 9))) == by_time
            return by_time

    assert await listed() == [first.id], "a held one is listed for nobody"
    await remove(database, first)
    assert await listed() == [first.id], "its place is shown above the answer"
    async with database.writing() as unit:
        await unit.comments.hide_author(8, hidden=True)
    assert await listed() == []
    async with database.writing() as unit:
        await unit.comments.hide_author(8, hidden=False)
        await unit.comments.change_status(held.id, CommentStatus.PUBLISHED, by=1, at=NOON)
    assert await listed() == [first.id, held.id]
    await remove(database, answer)
    assert await listed() == [held.id]


async def test_by_worth_a_like_is_two_and_an_answer_one_up_to_ten(database: Database) -> None:
    article = await publish(database, "k1")
    plain, liked, answered, quarrel = [await say(database, article) for _ in range(4)]
    await like(database, liked, 1, 2)
    for _ in range(5):
        await say(database, article, to=answered)
    for _ in range(25):
        await say(database, article, to=quarrel)
    async with database.reading() as unit:
        assert ids(await unit.threads.best(article, None, 9)) == [quarrel.id, answered.id, liked.id, plain.id]
    await like(database, liked, 3, 4, 5, 6)
    async with database.reading() as unit:
        order = [liked.id, quarrel.id, answered.id, plain.id]
        assert ids(await unit.threads.best(article, None, 9)) == order
        assert ids(await unit.threads.best(article, answered.id, 9)) == order[2:]
        assert ids(await unit.threads.better(article, answered.id, 9)) == order[1::-1]
        assert ids(await unit.threads.best(article, 404, 2)) == order[:2], "an unknown start is the beginning"


async def test_of_equal_worth_the_newest_is_the_first(database: Database) -> None:
    article = await publish(database, "k1")
    numbers = ids([await say(database, article) for _ in range(5)])
    async with database.reading() as unit:
        assert ids(await unit.threads.best(article, None, 9)) == numbers[::-1]
        assert ids(await unit.threads.best(article, numbers[2], 2)) == numbers[2:0:-1]


async def test_the_first_answers_come_for_several_threads_at_once(database: Database) -> None:
    article = await publish(database, "k1")
    one, two, three = [await say(database, article) for _ in range(3)]
    answers = [await say(database, article, to=to) for to in (one, two, one, one, two)]
    await remove(database, answers[0])
    async with database.reading() as unit:
        found = await unit.threads.first_answers([one.id, two.id, three.id], 1)
        more = await unit.threads.first_answers([two.id, one.id], 5)
        assert await unit.threads.first_answers([], 5) == []
    assert ids(found) == [answers[1].id, answers[2].id]
    assert ids(more) == ids(answers[1:])


async def test_an_answer_names_whom_it_answers_unless_that_is_the_first_comment(database: Database) -> None:
    article = await publish(database, "k1")
    async with database.writing() as unit:
        await unit.readers.register(8, "Борис", "борис", "ru", NOON)
    first = await say(database, article)
    answer = await say(database, article, to=first, author_id=8)
    deeper = await say(database, article, to=answer)
    async with database.reading() as unit:
        assert [each.addressee for each in await unit.threads.answers_after(first.id, 0, 9)] == ["", "Борис"]
        assert [each.addressee for each in await unit.threads.first_answers([first.id], 9)] == ["", "Борис"]
        assert ids(await unit.threads.answers_before(first.id, deeper.id, 9)) == [answer.id]
    assert (deeper.root, deeper.reply_to) == (first.id, answer.id)
    await remove(database, answer)
    async with database.reading() as unit:
        assert [each.addressee for each in await unit.threads.answers_after(first.id, 0, 9)] == [""]


async def test_an_author_finds_the_own_comments_that_wait(database: Database) -> None:
    article, noise = await publish(database, "k1"), await publish(database, "k2")
    held = [await say(database, article, held_for=(Cause.FIRST,)) for _ in range(3)]
    await say(database, noise, held_for=(Cause.FIRST,))
    await say(database, article, held_for=(Cause.FIRST,), author_id=8)
    await say(database, article)
    async with database.reading() as unit:
        assert ids(await unit.threads.waiting(7, article, 2)) == ids(held[:0:-1])


async def test_a_like_counts_once_a_person_and_can_be_taken_back(database: Database, other: Database) -> None:
    article = await publish(database, "k1")
    said = await say(database, article)
    async with database.writing() as unit:
        assert [await unit.likes.add(said.id, 1, NOON) for _ in range(2)] == [True, False]
        assert await unit.likes.add(said.id, 2, NOON)
        assert (await unit.likes.has(said.id, 1), await unit.likes.has(said.id, 3)) == (True, False)
    async with other.writing() as unit:
        assert [await unit.likes.remove(said.id, 1) for _ in range(2)] == [True, False]
        stored = await unit.comments.get(said.id)
    assert stored is not None
    assert stored.likes == 1


async def test_no_like_is_lost_when_many_people_like_at_once(database: Database, other: Database) -> None:
    said = await say(database, await publish(database, "k1"))
    await asyncio.gather(*(like((database, other)[each % 2], said, each // 2) for each in range(40)))
    async with other.reading() as unit:
        stored = await unit.comments.get(said.id)
    assert stored is not None
    assert stored.likes == 20


async def test_the_same_text_is_found_on_the_article_or_of_late(database: Database) -> None:
    key = text_key("мост открыт")
    assert key is not None
    first, second = await publish(database, "k1"), await publish(database, "k2")
    said = await say(database, first, text="Мост  открыт!", at=at(100))

    async def found(article: int, since: float, *, author: int = 7, but: int = 0) -> int | None:
        async with database.reading() as unit:
            return await unit.comments.same_text(author, key, article, at(since), but)

    assert await found(second, 100) == said.id
    assert await found(second, 101) is None
    assert await found(first, 101) == said.id
    assert await found(first, 0, author=8) is None
    assert await found(first, 0, but=said.id) is None
    await remove(database, said)
    assert await found(first, 0) == said.id, "what a moderator removed counts"
    async with database.writing() as unit:
        await unit.comments.change_status(said.id, CommentStatus.PUBLISHED, by=1, at=NOON)
        await unit.comments.revise(said.id, "Мост закрыт", NOON)
    assert await found(first, 0) is None
    async with database.writing() as unit:
        await unit.comments.revise(said.id, "мост открыт", NOON)
        await unit.comments.change_status(said.id, CommentStatus.REMOVED, by=7, at=NOON)
    assert await found(first, 0) is None, "the author may say again what the author removed"


async def test_the_last_comment_on_an_article_is_told(database: Database) -> None:
    first, second = await publish(database, "k1"), await publish(database, "k2")
    for article, moment in ((first, 1), (first, 5), (second, 9)):
        await say(database, article, at=at(moment))
    async with database.reading() as unit:
        assert await unit.comments.last_on(7, first, NOON) == at(5)
        assert await unit.comments.last_on(7, first, at(6)) is None
        assert await unit.comments.last_on(8, first, NOON) is None


@pytest.mark.parametrize("rules", [ArticleRules(7, "23-7", 60), ArticleRules(0, "", 0), ArticleRules()])
async def test_an_article_keeps_its_own_rules(database: Database, other: Database, rules: ArticleRules) -> None:
    async with database.writing() as unit:
        assert await unit.comment_rules.get(1) == ArticleRules()
        await unit.comment_rules.put(1, ArticleRules(1, "1-2", 3))
        await unit.comment_rules.put(1, rules)
    async with other.reading() as unit:
        assert await unit.comment_rules.get(1) == rules
