"""The last comment that a reader has seen: only of those who commented there, and only while it is fresh."""

from news.model import CommentStatus
from storage import Database
from tests.storage.samples import NOON, at, comment, publish

ANNA, BORIS = 7, 8


async def test_only_who_has_commented_has_a_place_and_it_only_moves_forward(
    database: Database, other: Database
) -> None:
    async with database.writing() as unit:
        await unit.seen.advance(ANNA, 1, 5, NOON)
        assert await unit.seen.last(ANNA, 1) is None, "looking is not recorded"
        await unit.seen.begin(ANNA, 1, 3, NOON)
        await unit.seen.begin(ANNA, 1, 9, NOON)
        assert await unit.seen.last(ANNA, 1) == 3, "what came between the first and the second comment is new"
        await unit.seen.advance(ANNA, 1, 5, NOON)
        await unit.seen.advance(ANNA, 1, 4, NOON)
    async with other.reading() as unit:
        assert await unit.seen.last(ANNA, 1) == 5


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
    async with database.writing() as unit:
        await unit.seen.begin(ANNA, 1, 3, at(0))
        await unit.seen.begin(ANNA, 2, 3, at(0))
        await unit.seen.advance(ANNA, 2, 4, at(60))
        await unit.seen.delete_old(at(30))
        assert await unit.seen.last(ANNA, 1) is None
        assert await unit.seen.last(ANNA, 2) == 4
