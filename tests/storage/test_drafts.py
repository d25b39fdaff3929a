"""Unpublished articles: changes of status that one of several processes makes, visits, and the count of a day."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from news.model import CommentsFor, Status
from news.ports.drafts import DraftList, Plan
from storage import Database
from tests.storage.samples import article, at, raw

EDITOR, AUTHOR = 7, 8


async def add(database: Database, key: str = "k") -> int:
    """Store a draft of the author's; return its number."""
    async with database.writing() as unit:
        number, _ = await unit.articles.add(replace(article(key), published_at=None, author_id=AUTHOR))
    return number


async def status(database: Database, number: int) -> Status:
    async with database.reading() as unit:
        found = await unit.articles.get(number)
    assert found is not None
    return found.status


async def test_a_draft_goes_to_review_and_back_once(database: Database, other: Database) -> None:
    number = await add(database)
    async with database.writing() as unit:
        assert not await unit.drafts.submit(number, AUTHOR, at(1), version=2)
        assert await unit.drafts.submit(number, AUTHOR, at(1), version=1)
        assert not await unit.drafts.submit(number, AUTHOR, at(2))
    assert await status(other, number) is Status.IN_REVIEW
    async with other.writing() as unit:
        assert await unit.drafts.plan(number) == Plan(submitted_by=AUTHOR)
        assert await unit.drafts.give_back(number)
        assert not await unit.drafts.give_back(number)
        assert await unit.drafts.plan(number) == Plan()
    assert await status(database, number) is Status.DRAFT


async def test_a_time_is_set_moved_and_taken_and_the_article_is_what_it_was(database: Database) -> None:
    number = await add(database)
    async with database.writing() as unit:
        assert await unit.drafts.submit(number, AUTHOR, at(1))
        assert not await unit.drafts.schedule(number, at(50), EDITOR, version=2)
        assert await unit.drafts.schedule(number, at(50), EDITOR, undoable=True, version=1)
        assert await unit.drafts.plan(number) == Plan(AUTHOR, at(50), EDITOR, True)
        assert await unit.drafts.schedule(number, at(60), EDITOR)
        assert await unit.drafts.next_due() == at(60)
        assert await unit.drafts.due(at(59), 9) == []
        assert await unit.drafts.due(at(60), 9) == [number]
        assert await unit.drafts.unschedule(number)
        assert not await unit.drafts.unschedule(number)
        assert await unit.drafts.next_due() is None
        assert await unit.drafts.plan(404) == Plan()
    assert await status(database, number) is Status.IN_REVIEW


async def test_only_a_due_article_is_published_by_its_time(database: Database) -> None:
    number, draft = await add(database), await add(database, "draft")
    async with database.writing() as unit:
        await unit.drafts.schedule(number, at(50), EDITOR)
        assert not await unit.articles.publish(number, at(49), to_push=True, due=at(49))
        assert not await unit.articles.publish(draft, at(51), to_push=True, due=at(51))
        assert await unit.articles.publish(number, at(51), to_push=True, due=at(51))
        assert not await unit.articles.publish(number, at(52), to_push=True, due=at(52))
        assert not await unit.drafts.unschedule(number)
        assert not await unit.drafts.schedule(number, at(70), EDITOR)
        assert (await unit.drafts.plan(number)).scheduled_by == EDITOR


async def test_of_publishing_and_taking_back_one_happens(database: Database, other: Database) -> None:
    for key in "abcdef":
        number = await add(database, key)
        async with database.writing() as unit:
            await unit.drafts.schedule(number, at(50), EDITOR)

        async def publish(number: int = number) -> bool:
            async with database.writing() as unit:
                return await unit.articles.publish(number, at(51), to_push=True, due=at(51))

        async def take_back(number: int = number) -> bool:
            async with other.writing() as unit:
                return await unit.drafts.unschedule(number)

        published, taken_back = await asyncio.gather(publish(), take_back())

        assert published is not taken_back
        assert await status(database, number) is (Status.PUBLISHED if published else Status.DRAFT)


async def test_the_sound_of_a_published_article_stays_and_its_comments_can_be_closed(database: Database) -> None:
    number = await add(database)
    async with database.writing() as unit:
        await unit.drafts.set_silent(number, True)
        await unit.articles.publish(number, at(5), to_push=False)
        await unit.drafts.set_silent(number, False)
        await unit.drafts.set_comments_for(number, CommentsFor.NOBODY)
        found = await unit.articles.get(number)
    assert found is not None
    assert (found.silent, found.comments_for) == (True, CommentsFor.NOBODY)


async def test_lists_are_counted_up_to_a_limit(database: Database) -> None:
    for key in "abc":
        await add(database, key)
    async with database.reading() as unit:
        assert [await unit.drafts.count(DraftList.OWN, AUTHOR, most) for most in (2, 9)] == [2, 3]
        assert await unit.drafts.count(DraftList.OWN, EDITOR, 9) == 0


async def test_old_visits_are_forgotten(database: Database) -> None:
    number, minute = await add(database), timedelta(minutes=1)
    async with database.writing() as unit:
        assert await unit.drafts.visit(number, EDITOR, at(0), at(0) - minute)
        assert not await unit.drafts.visit(number, EDITOR, at(30), at(30) - minute)
        assert await unit.drafts.visit(number, AUTHOR, at(40), at(40) - minute)
        assert [each.editor_id for each in await unit.drafts.visitors(number, 0, at(0))] == [AUTHOR, EDITOR]
        assert [each.editor_id for each in await unit.drafts.visitors(number, AUTHOR, at(31))] == []
        assert await unit.drafts.visit(number, EDITOR, at(99), at(99) - minute)
        await unit.drafts.visit(number, EDITOR, at(200), at(200) - minute)
        assert [row[0] for row in await raw(unit, "SELECT reader_id FROM draft_visits")] == [EDITOR]


async def test_a_day_is_counted_to_its_limit(database: Database) -> None:
    async with database.writing() as unit:
        assert [await unit.drafts.take_breaking("2024-03-05", 2) for _ in range(3)] == [True, True, False]
        assert await unit.drafts.take_breaking("2024-03-06", 2)
        assert not await unit.drafts.take_breaking("2024-03-07", 0)
