"""The last comment that a reader has seen: only of those who commented there, and only while it is fresh."""

from news.model import Cause, CommentStatus
from storage import Database
from tests.storage.samples import NOON, at, comment, publish

ANNA, BORIS = 7, 8


async def test_only_who_has_commented_has_a_place_and_it_only_moves_forward(
    database: Database, other: Database
) -> None:
    number = await publish(database, "news")
    async with database.writing() as unit:
        await unit.seen.advance(ANNA, number, 5, NOON)
        assert await unit.seen.last(ANNA, number) is None, "looking is not recorded"
        first, _ = await unit.comments.add(comment(number, 1, author_id=ANNA))
        await unit.comments.add(comment(number, 2, author_id=ANNA))
        assert await unit.seen.last(ANNA, number) == first, "what came between the first and the second comment is new"
        assert await unit.seen.last(BORIS, number) is None
        await unit.seen.advance(ANNA, number, 5, NOON)
        await unit.seen.advance(ANNA, number, 4, NOON)
    async with other.reading() as unit:
        assert await unit.seen.last(ANNA, number) == 5


async def test_a_held_comment_begins_nothing_until_it_is_published(database: Database) -> None:
    number = await publish(database, "news")
    async with database.writing() as unit:
        held, _ = await unit.comments.add(comment(number, 1, author_id=ANNA, held_for=(Cause.FIRST,)))
        assert await unit.seen.last(ANNA, number) is None
        await unit.comments.change_status(held, CommentStatus.PUBLISHED, by=1, at=NOON)
        assert await unit.seen.last(ANNA, number) == held


async def test_new_are_the_visible_comments_of_others(database: Database) -> None:
    number = await publish(database, "news")
    async with database.writing() as unit:
        ids = [(await unit.comments.add(comment(number, each, author_id=BORIS)))[0] for each in range(1, 5)]
        own, _ = await unit.comments.add(comment(number, 5, author_id=ANNA))
        await unit.comments.change_status(ids[2], CommentStatus.REMOVED, by=BORIS, at=NOON)
        assert await unit.seen.newer(number, ANNA, ids[0], 10) == [(ids[1], BORIS, None), (ids[3], BORIS, None)]
        assert await unit.seen.newer(number, ANNA, ids[0], 1) == [(ids[1], BORIS, None)]
        assert await unit.seen.newest(number) == own
        assert await unit.seen.newest(number + 1) is None


async def test_discussions_that_were_not_opened_for_long_are_forgotten(database: Database) -> None:
    old, new = await publish(database, "old"), await publish(database, "new")
    async with database.writing() as unit:
        for number in (old, new):
            await unit.comments.add(comment(number, number, author_id=ANNA, at=at(0)))
        await unit.seen.advance(ANNA, new, 40, at(60))
        await unit.seen.delete_old(at(30))
        assert await unit.seen.last(ANNA, old) is None
        assert await unit.seen.last(ANNA, new) == 40
