"""Comments fulfil the promises of their port, on both engines."""

import asyncio

from news.model import Comment
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
    expected = Comment(number, article, 7, "Анна", "Да 😀", at(1.000001))
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
    assert (found.text, found.at, found.edited_at) == ("Mended", NOON, at(9))


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
