"""Comments fulfil the promises of their port, on both engines."""

import asyncio
from dataclasses import replace
from datetime import datetime

from news.model import Cause, Comment, CommentStatus
from storage import Database
from tests.storage.samples import NOON, at, comment, publish


async def add(database: Database, *comments: object) -> list[int]:
    async with database.writing() as unit:
        return [(await unit.comments.add(each))[0] for each in comments]  # type: ignore[arg-type]


async def count(database: Database, article: int) -> int:
    async with database.reading() as unit:
        found = await unit.articles.get(article)
    assert found is not None
    return found.comment_count


async def test_a_comment_comes_back_with_its_author_s_name(database: Database, other: Database) -> None:
    article = await publish(database, "k1")
    async with database.writing() as unit:
        await unit.readers.register(7, "Анна", "анна", "ru", NOON)
    [number] = await add(database, comment(article, 1, text="Да 😀", at=at(1.000001)))
    moment = at(1.000001)
    expected = Comment(number, article, 7, "Анна", "Да 😀", moment, published_at=moment, chat_id=70, message_id=1)
    async with other.reading() as unit:
        assert await unit.comments.get(number) == expected
        assert await unit.comments.by_message(70, 1) == expected
        assert await unit.comments.get(404) is None
        assert await unit.comments.by_message(70, 2) is None


async def test_a_comment_of_somebody_without_a_name_is_still_shown(database: Database) -> None:
    [number] = await add(database, comment(await publish(database, "k1"), 1))
    async with database.reading() as unit:
        found = await unit.comments.get(number)
    assert found is not None
    assert found.author == ""


async def test_the_same_message_is_the_same_comment_and_counts_once(database: Database, other: Database) -> None:
    article = await publish(database, "k1")
    async with database.writing() as unit:
        first = await unit.comments.add(comment(article, 1))
        again = await unit.comments.add(comment(article, 1, text="Another"))
        elsewhere = await unit.comments.add(comment(article, 1, chat_id=71))
    assert (first[1], again, elsewhere[1]) == (True, (first[0], False), True)
    assert elsewhere[0] == first[0] + 1
    assert await count(other, article) == 2


async def test_a_message_handled_twice_at_once_is_one_comment(database: Database, other: Database) -> None:
    article = await publish(database, "k1")

    async def once(where: Database) -> tuple[int, bool]:
        async with where.writing() as unit:
            return await unit.comments.add(comment(article, 1))

    answers = await asyncio.gather(*(once(where) for where in (database, other) * 4))
    assert len({number for number, _ in answers}) == 1
    assert sum(fresh for _, fresh in answers) == 1
    assert await count(other, article) == 1


async def test_no_count_is_lost_when_many_comment_at_once(database: Database, other: Database) -> None:
    article = await publish(database, "k1")
    await asyncio.gather(*(add((database, other)[each % 2], comment(article, each)) for each in range(20)))
    assert await count(other, article) == 20


async def test_a_revised_comment_says_when(database: Database, other: Database) -> None:
    [number] = await add(database, comment(await publish(database, "k1"), 1))
    async with database.writing() as unit:
        await unit.comments.revise(number, "Mended", at(9))
        await unit.comments.revise(404, "Nobody's", at(9))
    async with other.reading() as unit:
        found = await unit.comments.get(number)
    assert found is not None
    assert (found.text, found.at, found.edited_at, found.version) == ("Mended", NOON, at(9), 2)


async def test_an_author_s_latest_comments_are_told_by_time(database: Database) -> None:
    article = await publish(database, "k1")
    await add(database, *(comment(article, each, at=at(each)) for each in (3, 1, 2)), comment(article, 9, author_id=8))
    async with database.reading() as unit:
        assert await unit.comments.since(7, at(2)) == [at(2), at(3)]


async def test_pages_go_by_id_within_one_article(database: Database) -> None:
    article, noise = await publish(database, "k1"), await publish(database, "k2")
    numbers = []
    for each in range(5):
        numbers += await add(database, comment(article, each))
        await add(database, comment(noise, 100 + each))
    async with database.reading() as unit:
        newest = await unit.comments.before(article, None, 2)
        before = await unit.comments.before(article, newest[-1].id, 2)
        after = await unit.comments.after(article, before[0].id, 9)
    assert [each.id for each in newest] == [numbers[4], numbers[3]]
    assert [each.id for each in before] == [numbers[2], numbers[1]]
    assert [each.id for each in after] == [numbers[3], numbers[4]]


async def remove(database: Database, number: int, by: int, moment: datetime) -> bool:
    async with database.writing() as unit:
        return await unit.comments.change_status(number, CommentStatus.REMOVED, by=by, at=moment)


async def restore(database: Database, number: int) -> bool:
    async with database.writing() as unit:
        return await unit.comments.change_status(number, CommentStatus.PUBLISHED, by=9, at=at(2))


async def test_a_comment_is_removed_and_restored_once_and_its_article_counts_it_so(
    database: Database, other: Database
) -> None:
    article = await publish(database, "k1")
    numbers = await add(database, comment(article, 1), comment(article, 2))
    assert [await remove(database, numbers[0], 9, at(1)) for _ in range(2)] == [True, False]
    assert not await remove(database, 404, 9, at(1))
    assert await count(other, article) == 1
    async with other.reading() as unit:
        assert [each.id for each in await unit.comments.before(article, None, 9)] == [numbers[1]]
        removed = await unit.comments.get(numbers[0])
    assert removed is not None
    assert (removed.removed_at, removed.removed_by) == (at(1), 9)
    assert [await restore(database, numbers[0]) for _ in range(2)] == [True, False]
    assert not await restore(database, 404)
    assert await count(other, article) == 2
    async with other.reading() as unit:
        assert [each.id for each in await unit.comments.after(article, 0, 9)] == numbers


async def test_hiding_an_author_keeps_every_count_right(database: Database, other: Database) -> None:
    first, second = await publish(database, "k1"), await publish(database, "k2")
    numbers = await add(database, comment(first, 1), comment(first, 2), comment(second, 3), comment(first, 4))
    [stranger] = await add(database, comment(first, 5, author_id=8))

    async def do(hidden: bool, *, times: int = 2) -> tuple[int, int]:
        for _ in range(times):
            async with database.writing() as unit:
                await unit.comments.hide_author(7, hidden=hidden)
        return await count(other, first), await count(other, second)

    await remove(database, numbers[0], 9, at(1))
    assert await do(hidden=True) == (1, 0)
    await remove(database, numbers[1], 9, at(1))
    await restore(database, numbers[0])
    assert await count(other, first) == 1, "hidden comments were not counted"
    async with other.reading() as unit:
        assert [each.id for each in await unit.comments.before(first, None, 9)] == [stranger]
    assert await do(hidden=False) == (3, 1)


async def test_a_moved_comment_is_counted_under_its_new_article(database: Database, other: Database) -> None:
    first, second = await publish(database, "k1"), await publish(database, "k2")
    [number] = await add(database, comment(first, 1))
    async with database.writing() as unit:
        moved = await unit.comments.get(number)
        assert moved is not None
        await unit.comments.move(moved, second)
    assert (await count(other, first), await count(other, second)) == (0, 1)
    async with other.reading() as unit:
        assert [each.id for each in await unit.comments.before(second, None, 9)] == [number]


async def test_a_held_comment_counts_only_once_it_is_published(database: Database, other: Database) -> None:
    article = await publish(database, "k1")
    [first] = await add(database, comment(article, 1))
    [number] = await add(
        database, replace(comment(article, 2), held_for=(Cause.FIRST,), root=first, reply_to=first, quote="Да")
    )
    assert await count(other, article) == 1
    async with database.writing() as unit:
        held = await unit.comments.get(number)
        assert held is not None
        assert (held.status, held.held_for, held.published_at) == (CommentStatus.HELD, (Cause.FIRST,), None)
        assert (held.root, held.reply_to, held.quote, held.visible) == (first, first, "Да", False)
        published = CommentStatus.PUBLISHED
        assert not await unit.comments.change_status(number, published, by=9, at=at(3), version=2), "another version"
        assert not await unit.comments.change_status(number, published, by=9, at=at(3), of=(CommentStatus.REMOVED,))
        assert await unit.comments.change_status(number, published, by=9, at=at(3), version=1)
    async with other.reading() as unit:
        shown, thread = await unit.comments.get(number), await unit.comments.get(first)
        assert await unit.comments.count_published(7, 9) == 2
    assert shown is not None
    assert thread is not None
    assert (shown.visible, shown.held_for, shown.published_at, thread.replies) == (True, (), at(3), 1)
    assert await count(other, article) == 2


async def test_of_two_who_judge_a_comment_at_once_one_does(database: Database, other: Database) -> None:
    article = await publish(database, "k1")
    [number] = await add(database, replace(comment(article, 1), held_for=(Cause.FIRST,)))

    async def judge(where: Database, to: CommentStatus) -> bool:
        async with where.writing() as unit:
            return await unit.comments.change_status(number, to, by=9, at=at(1), of=(CommentStatus.HELD,))

    answers = await asyncio.gather(judge(database, CommentStatus.PUBLISHED), judge(other, CommentStatus.REJECTED))
    assert sorted(answers) == [False, True]
    assert await count(other, article) == int(answers[0])
