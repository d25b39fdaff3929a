"""When a comment is taken: the pace, the night, the closing days, the mute, and nothing said twice; on both engines."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from news.comment_rules import ArticleRules, NightHours
from news.errors import (
    CommentRepeated,
    CommentsAtNight,
    CommentsMuted,
    CommentsOver,
    CommentTooSoon,
    NewcomerHasToWait,
    NotAllowed,
    Refusal,
    SlowMode,
)
from news.model import Article, Reader
from news.newsroom import Newsroom
from news.roles import Role
from storage import Database
from tests.news.commenting import newsroom, says, says_all, texts_of
from tests.news.conftest import ADMIN_ID, START, HandClock, published, registered

NIGHT = datetime(2024, 3, 5, 22, 30, tzinfo=UTC)  # half past one in Moscow
MODERATOR = Reader(ADMIN_ID, Role.ADMIN, "ru", "Вера", START)


@pytest.fixture
async def article(news: Newsroom, editor: Reader) -> Article:
    return await published(news, editor)


async def refused(attempt: object, error: type[Refusal]) -> dict[str, object]:
    with pytest.raises(error) as raised:
        await attempt  # type: ignore[misc]
    return raised.value.arguments


async def test_a_comment_follows_another_after_the_gap(
    database: Database, editor: Reader, member: Reader, article: Article, clock: HandClock
) -> None:
    news = newsroom(database, clock, gap=timedelta(seconds=15))
    second = await published(news, editor)
    await says(news, member, article, "Раз")
    clock.passes(seconds=5.5)
    assert await refused(says(news, member, second, "Два"), CommentTooSoon) == {"seconds": 10}
    ivan = await registered(news, 501, "Иван")
    await says(news, ivan, article, "И я")
    clock.passes(seconds=9.499999)
    assert await refused(says(news, member, second, "Два"), CommentTooSoon) == {"seconds": 1}
    clock.passes(microseconds=1)
    await says(news, member, second, "Два")


async def test_of_two_messages_at_one_instant_the_second_is_too_soon(
    database: Database, other: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    rooms = [newsroom(each, clock, gap=timedelta(seconds=15)) for each in (database, other)]
    results = await asyncio.gather(
        *(says(rooms[each % 2], member, article, f"Слово {each}") for each in range(8)), return_exceptions=True
    )
    assert sum(isinstance(result, CommentTooSoon) for result in results) == 7
    assert len(await texts_of(rooms[0], article)) == 1


async def test_a_newcomer_has_some_comments_an_hour_on_the_first_day(
    database: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    news = newsroom(database, clock, newcomer_hourly=5)
    said = await says_all(news, clock, member, article, "Раз", "Два", "Три", "Четыре", "Пять")
    expected = {"most": 5, "at": said[0].at + timedelta(hours=1)}
    assert await refused(says(news, member, article, "Шесть"), NewcomerHasToWait) == expected
    clock.moment = said[0].at + timedelta(hours=1, microseconds=1)
    await says(news, member, article, "Шесть")
    await refused(says(news, member, article, "Семь"), NewcomerHasToWait)
    clock.moment = START + timedelta(days=1)
    await says_all(news, clock, member, article, *(f"Слово {number}" for number in range(9)))


async def test_without_rules_nobody_waits(news: Newsroom, member: Reader, article: Article) -> None:
    for number in range(12):
        await says(news, member, article, f"Слово {number}")


async def test_in_slow_mode_a_reader_waits_on_one_article(
    database: Database, editor: Reader, member: Reader, article: Article, clock: HandClock
) -> None:
    news = newsroom(database, clock, slow=timedelta(seconds=90))
    second = await published(news, editor)
    first = await says(news, member, article, "Раз")
    expected = {"minutes": 2, "at": first.at + timedelta(seconds=90)}
    assert await refused(says(news, member, first, "Два"), SlowMode) == expected
    await says(news, member, second, "Два")
    await news.comments.edit(member, first.id, "Раз и навсегда")  # a change is no further comment
    clock.passes(seconds=90)
    await says(news, member, article, "Три")


async def test_an_article_has_a_pace_of_its_own(
    database: Database, editor: Reader, member: Reader, article: Article, clock: HandClock
) -> None:
    news = newsroom(database, clock)
    second = await published(news, editor)
    async with database.writing() as unit:
        await unit.comment_rules.put(article.number, ArticleRules(slow_seconds=60))
    for each in (article, second, second):
        await says(news, member, each, f"О {each.number}, {len(await texts_of(news, each))}")
    await refused(says(news, member, article, "Ещё"), SlowMode)


async def test_at_night_comments_wait_until_the_morning(
    database: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    news = newsroom(database, clock, night=NightHours(23, 7))
    said = await says(news, member, article, "Днём")
    clock.moment = NIGHT
    morning = {"at": datetime(2024, 3, 6, 4, tzinfo=UTC)}
    for attempt in (
        news.comments.may_open(member, article.number),
        news.comments.may_answer(member, said.id),
        says(news, member, article, "Ночью"),
        says(news, member, said, "Ночью"),
    ):
        assert await refused(attempt, CommentsAtNight) == morning
    await registered(news, MODERATOR.id, "Вера")
    await says(news, MODERATOR, article, "Редакция не спит")
    clock.moment = datetime(2024, 3, 6, 4, tzinfo=UTC)
    await says(news, member, article, "Утром")


async def test_comments_close_some_days_after_the_publication(
    database: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    news = newsroom(database, clock, days=30)
    assert not (await news.threads.page(member, article.number)).closed
    clock.moment = START + timedelta(days=30)
    for attempt in (news.comments.may_open(member, article.number), says(news, member, article, "Поздно")):
        assert await refused(attempt, CommentsOver) == {"days": 30}
    assert (await news.threads.page(member, article.number)).closed
    await registered(news, MODERATOR.id, "Вера")
    await says(news, MODERATOR, article, "Итог")
    async with database.writing() as unit:
        await unit.comment_rules.put(article.number, ArticleRules(days=0))
    await says(news, member, article, "Ещё не поздно")


async def test_who_is_muted_is_told_until_when(
    news: Newsroom, database: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    until = START + timedelta(hours=1)
    async with database.writing() as unit:
        await unit.readers.restrict(member.id, until)
    present = await news.readers.recognise(member.id, "ru")
    for attempt in (
        news.comments.may_open(present, article.number),
        says(news, present, article, "Слово"),
        says(news, member, article, "Слово"),  # the mute came after the update
    ):
        assert await refused(attempt, CommentsMuted) == {"until": until}
    clock.moment = until
    await says(news, present, article, "Слово")


async def test_who_was_banned_after_the_update_came_is_refused(
    news: Newsroom, database: Database, member: Reader, article: Article
) -> None:
    async with database.writing() as unit:
        await unit.readers.set_role(member.id, Role.BANNED)
    await refused(says(news, member, article, "Слово"), NotAllowed)


async def test_nobody_says_the_same_twice(
    database: Database, editor: Reader, member: Reader, article: Article, clock: HandClock
) -> None:
    news = newsroom(database, clock)
    second = await published(news, editor)
    said = await says(news, member, article, "Покупайте слонов!")
    for to in (article, second, said):
        assert await refused(says(news, member, to, "покупайте  СЛОНОВ"), CommentRepeated) == {"number": said.id}
    ivan = await registered(news, 501, "Иван")
    await says(news, ivan, article, "Покупайте слонов!")
    clock.passes(days=1, microseconds=1)
    await says(news, member, second, "Покупайте слонов!")
    await refused(says(news, member, article, "Покупайте слонов!"), CommentRepeated)


async def test_of_two_equal_messages_at_one_instant_one_is_stored(
    database: Database, other: Database, member: Reader, article: Article, clock: HandClock
) -> None:
    rooms = [newsroom(each, clock) for each in (database, other)]
    results = await asyncio.gather(
        *(says(rooms[each % 2], member, article, "Одно и то же") for each in range(6)), return_exceptions=True
    )
    assert sum(isinstance(result, CommentRepeated) for result in results) == 5
    assert await texts_of(rooms[0], article) == ["Одно и то же"]
