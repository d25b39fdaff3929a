"""A story that another source tells again within a day goes only to those who did not get the first telling."""

from dataclasses import replace
from datetime import timedelta

import pytest

from news.choice.preferences import Topics
from news.choice_desk import ChoiceDesk
from news.delivery import DeliveryDesk
from news.ledger import Address
from news.model import NewArticle, Reader
from news.newsroom import Newsroom
from news.richtext import from_plain
from storage import Database
from tests.news.conftest import START
from tests.news.delivering import RecordingCourier, RunningClock, carry_all, subscribe
from tests.news.test_stories import OTHER, RETOLD, TEXT, TITLE

FIRST, SECOND = "https://www.example.org/1", "https://example.com/2"
RETOLD_TITLE = "Мост через Волгу открыли в Твери"


@pytest.fixture(autouse=True)
async def archive(news: Newsroom) -> None:
    """Articles about other things, from long ago: words get their weight."""
    texts = [f"Новость номер {index}: {OTHER} Зрителей было {index * 7}." for index in range(40)]
    long_ago = START - timedelta(days=30)
    articles = [
        NewArticle(f"old:{index}", f"Матч {index} сыграли", from_plain(text), START, published_at=long_ago)
        for index, text in enumerate(texts)
    ]
    await news.editing.take_in(articles)


async def take_in(news: Newsroom, clock: RunningClock, title: str, text: str, source: str, topic: str = "Город") -> int:
    """Import an article that is pushed."""
    given = {"topic": topic, "source_url": source, "published_at": clock.now(), "to_push": True}
    article = NewArticle(source, title, from_plain(text), clock.now(), **given)  # type: ignore[arg-type]
    await news.editing.take_in([article])
    number = await news.articles.latest()
    return number.headlines[0].number


async def push(desk: DeliveryDesk, courier: RecordingCourier) -> list[int]:
    """Push what waits; return the chats that got something."""
    courier.carried.clear()
    await desk.tick()
    await carry_all(desk)
    return sorted(courier.sent)


async def test_whoever_got_the_first_telling_does_not_get_the_second(
    news: Newsroom, database: Database, desk: DeliveryDesk, courier: RecordingCourier, clock: RunningClock
) -> None:
    await subscribe(database, [1, 2])
    await take_in(news, clock, TITLE, TEXT, FIRST)
    assert await push(desk, courier) == [1, 2]
    await subscribe(database, [3])
    clock.passes(hours=1)
    await take_in(news, clock, RETOLD_TITLE, RETOLD, SECOND)
    assert await push(desk, courier) == [3]


async def test_whoever_has_left_out_the_first_telling_gets_the_second(
    news: Newsroom, database: Database, desk: DeliveryDesk, courier: RecordingCourier, clock: RunningClock
) -> None:
    await subscribe(database, [1, 2, 3])
    choice = ChoiceDesk(database, clock)
    await take_in(news, clock, TITLE, TEXT, FIRST, topic="Спорт")
    (topic,) = (await news.articles.read((await news.articles.latest()).headlines[0].number)).topic_ids
    await choice.change(Address(2), "ru", lambda chosen: replace(chosen, topics=Topics(but=frozenset({topic}))))
    await choice.change(Address(3), "ru", lambda chosen: replace(chosen, daily_cap=9))
    assert await push(desk, courier) == [1, 3]
    clock.passes(hours=1)
    await take_in(news, clock, RETOLD_TITLE, RETOLD, SECOND)
    assert await push(desk, courier) == [2]


async def test_two_tellings_in_one_push_are_one(
    news: Newsroom, database: Database, desk: DeliveryDesk, courier: RecordingCourier, clock: RunningClock
) -> None:
    await subscribe(database, [1])
    first = await take_in(news, clock, TITLE, TEXT, FIRST)
    await take_in(news, clock, RETOLD_TITLE, RETOLD, SECOND)
    assert await push(desk, courier) == [1]
    assert courier.carried[0].push.shown == (first,)


@pytest.mark.parametrize("case", ["the same source", "a day later", "an editor knows"])
async def test_another_push_of_the_story_goes_to_all(
    news: Newsroom,
    editor: Reader,
    database: Database,
    desk: DeliveryDesk,
    courier: RecordingCourier,
    clock: RunningClock,
    case: str,
) -> None:
    await subscribe(database, [1])
    await take_in(news, clock, TITLE, TEXT, FIRST)
    assert await push(desk, courier) == [1]
    clock.passes(hours=25 if case == "a day later" else 1)
    source = "https://example.org/9" if case == "the same source" else SECOND
    number = await take_in(news, clock, RETOLD_TITLE, RETOLD, source)
    if case == "an editor knows":
        async with database.writing() as unit:
            await unit.articles.set_follows(number, 0)
    assert await push(desk, courier) == [1]
