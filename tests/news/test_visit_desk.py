"""What is new since a person asked last: remembered from the first question on, until it is to be forgotten."""

from dataclasses import replace

import pytest

from news import visit_desk
from news.errors import NotAllowed
from news.ledger import Address
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.ports.choices import Choice
from news.readers import ANONYMOUS
from news.richtext import from_plain
from storage import Database
from tests.clocks import START, HandClock
from tests.news.conftest import published

ANNA, BORIS = Reader(7), Reader(8)
HERE = Address(7)


async def publish(database: Database, clock: HandClock, count: int) -> list[int]:
    """Store articles published a second apart; return their numbers."""
    numbers = []
    for index in range(count):
        at = clock.advance(seconds=1)
        article = NewArticle(f"{at}:{index}", f"Новость {index}", from_plain("Да."), at, published_at=at)
        async with database.writing() as unit:
            numbers.append((await unit.articles.add(article))[0])
    return numbers


async def stored(database: Database) -> Choice:
    """What is stored of the place."""
    async with database.reading() as unit:
        place = await unit.places.get(HERE)
        assert place is not None
        choice = await unit.choices.get(place.id)
    assert choice is not None
    return choice


async def test_the_first_question_shows_the_latest_and_the_next_one_what_is_newer(
    news: Newsroom, database: Database, clock: HandClock
) -> None:
    old = await publish(database, clock, 2)
    first = await news.visits.unread(ANNA, "ru")
    assert ([each.number for each in first.headlines], first.since, first.total) == (old[::-1], None, 0)
    asked = clock.now()

    new = await publish(database, clock, 12)
    second = await news.visits.unread(ANNA, "ru")
    assert [each.number for each in second.headlines] == new[:1:-1]
    assert (second.since, second.total, second.older) == (asked, 12, new[1])
    again = await news.visits.since(asked, new[1])
    assert [each.number for each in again.headlines] == new[1::-1]
    assert (again.total, again.older) == (12, None)

    clock.advance(hours=1)
    third = await news.visits.unread(ANNA, "ru")
    assert (third.headlines, third.total) == ((), 0)
    assert (await news.visits.unread(BORIS, "ru")).since is None, "each person for themselves"


async def test_no_more_are_counted_than_the_limit(
    news: Newsroom, database: Database, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(database, clock, 4)
    assert (await news.visits.since(START)).total == 4
    monkeypatch.setattr(visit_desk, "MAX_COUNTED", 2)
    assert (await news.visits.since(START)).total == 3


async def test_what_is_forgotten_is_asked_for_the_first_time_again(
    news: Newsroom, other: Database, clock: HandClock
) -> None:
    await news.visits.forget(ANNA)
    await news.visits.unread(ANNA, "ru")
    assert (await stored(other)).tracking.seen_until == clock.now()
    await news.visits.forget(ANNA)
    assert (await stored(other)).tracking.seen_until is None
    assert (await news.visits.unread(ANNA, "ru")).since is None


async def test_a_visit_changes_nothing_that_the_place_has_chosen(
    news: Newsroom, other: Database, editor: Reader, clock: HandClock
) -> None:
    await published(news, editor)
    await news.choice.change(HERE, "ru", lambda preferences: replace(preferences, sound=False))
    before = await stored(other)
    now = clock.advance(hours=1)
    await news.visits.unread(ANNA, "ru")
    assert await stored(other) == replace(before, tracking=replace(before.tracking, seen_until=now))


async def test_a_subscriber_who_has_chosen_nothing_is_served_by_the_default_from_then_on(
    news: Newsroom, other: Database, clock: HandClock
) -> None:
    async with other.writing() as unit:
        await unit.subscriptions.start(HERE, "ru", clock.now())
    await news.visits.unread(ANNA, "ru")
    choice = await stored(other)
    assert (choice.preferences, choice.tracking.since) == (Choice(0).preferences, clock.now())


async def test_a_sender_that_is_no_person_is_not_remembered(news: Newsroom) -> None:
    with pytest.raises(NotAllowed):
        await news.visits.unread(ANONYMOUS, "ru")
