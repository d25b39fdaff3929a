"""The publisher: publishes on time, tells whoever wants to know, and goes on when the database fails."""

from typing import Any

import pytest

from bot.publishing import MIN_PAUSE_SECONDS, POLL_SECONDS, Publisher
from news.errors import StorageError
from news.model import Article, Status
from tests.clocks import START

ARTICLE = Article(7, "Мост", (), Status.PUBLISHED, START)


class Scheduling:
    """A schedule desk with the articles that are due, and the seconds until the next one is."""

    def __init__(self, due: list[Article], seconds: float) -> None:
        self.due = due
        self.seconds = seconds

    async def publish_due(self) -> list[Article]:
        due, self.due = self.due, []
        return due

    async def seconds_until_due(self, most: float) -> float:
        return min(most, self.seconds)


class Broken(Scheduling):
    """A desk without a database."""

    async def publish_due(self) -> list[Article]:
        raise StorageError("gone")


class News:
    """The one desk that the publisher needs."""

    def __init__(self, scheduling: Scheduling) -> None:
        self.scheduling = scheduling


def publisher(scheduling: Scheduling, told: list[int]) -> Publisher:
    news: Any = News(scheduling)
    return Publisher(news, lambda: told.append(1))


@pytest.mark.parametrize(("seconds", "pause"), [(0.0, MIN_PAUSE_SECONDS), (0.4, 0.4), (3600.0, POLL_SECONDS)])
async def test_it_sleeps_until_something_is_due_and_no_longer_than_a_second(seconds: float, pause: float) -> None:
    told: list[int] = []
    assert await publisher(Scheduling([], seconds), told).turn() == pause
    assert told == []


async def test_each_publication_is_told() -> None:
    told: list[int] = []
    assert await publisher(Scheduling([ARTICLE, ARTICLE], 9), told).turn() == 0, "more may be due"
    assert told == [1, 1]


async def test_it_goes_on_when_the_database_fails() -> None:
    assert await publisher(Broken([], 0), []).turn() == POLL_SECONDS
