"""The one publication: breaking news pass the timer and are limited by day; silence is a choice for each article."""

import asyncio
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from news.errors import NotADraft, NotAllowed, TooMuchBreaking
from news.ledger import Priority
from news.model import Reader, Status
from news.newsroom import Newsroom, make_newsroom
from news.rate_limits import RateLimiter
from news.richtext import from_plain
from news.roles import Role
from storage import Database
from tests.news.conftest import START, HandClock, NoCourier, published

PER_DAY = 2
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def news(database: Database, clock: HandClock) -> Newsroom:
    return newsroom(database, clock)


def newsroom(database: Database, clock: HandClock) -> Newsroom:
    limiter = RateLimiter(29)
    return make_newsroom(database, NoCourier(), limiter, clock, zone=NEW_YORK, breaking_per_day=PER_DAY, undo=PAUSE)


PAUSE = timedelta(seconds=10)


async def draft(news: Newsroom, editor: Reader, key: str) -> int:
    return (await news.editing.draft(editor, f"Мост {key}", from_plain("Текст."), key=key)).number


async def test_breaking_news_have_an_edition_at_once_past_timer_and_undo(
    news: Newsroom, editor: Reader, database: Database
) -> None:
    number = await draft(news, editor, "a")

    article = await news.editing.publish(editor, number, breaking=True)

    assert (article.status, article.breaking, article.published_at) == (Status.PUBLISHED, True, START)
    async with database.reading() as unit:
        [edition] = await unit.editions.newest(5)
    assert (edition.shown, edition.rules.priority) == ((number,), Priority.BREAKING)
    assert await news.delivery.tick() is None, "it is pushed once"


async def test_a_day_has_so_many_breaking_news_and_the_refusal_tells_when_the_next_is_possible(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    for key in "ab":
        await news.editing.publish(editor, await draft(news, editor, key), breaking=True)
    number = await draft(news, editor, "c")

    with pytest.raises(TooMuchBreaking) as refused:
        await news.editing.publish(editor, number, breaking=True)

    midnight = refused.value.arguments["at"]
    assert str(midnight) == "2024-03-06 00:00:00-05:00", "the midnight of the newspaper's zone"
    assert (await news.editing.open(editor, number)).status is Status.DRAFT
    clock.moment = midnight  # type: ignore[assignment]
    assert (await news.editing.publish(editor, number, breaking=True)).breaking


async def test_two_processes_together_do_not_exceed_the_day(
    news: Newsroom, editor: Reader, other: Database, clock: HandClock
) -> None:
    numbers = [await draft(news, editor, str(index)) for index in range(5)]
    rooms = [news, newsroom(other, clock)]

    found = await asyncio.gather(
        *(rooms[number % 2].editing.publish(editor, number, breaking=True) for number in numbers),
        return_exceptions=True,
    )

    assert sum(isinstance(each, TooMuchBreaking) for each in found) == len(numbers) - PER_DAY


async def test_breaking_news_are_for_those_who_publish(news: Newsroom) -> None:
    author = Reader(7, Role.AUTHOR)
    number = await draft(news, author, "a")
    with pytest.raises(NotAllowed):
        await news.editing.publish(author, number, breaking=True)


async def test_the_sound_is_chosen_for_a_draft_and_changes_no_version(
    news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    number = await draft(news, editor, "a")

    chosen = await news.editing.choose(editor, number, silent=True)

    assert (chosen.silent, chosen.version) == (True, 1)
    assert not (await news.editing.choose(editor, number, silent=False)).silent
    article = await published(make_newsroom(news.storage, NoCourier(), RateLimiter(29), clock, zone=NEW_YORK), editor)
    with pytest.raises(NotADraft):
        await news.editing.choose(editor, article.number, silent=True)
