"""A newspaper whose sources are read from a script: the site «Город», with three items."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from news.richtext import from_plain
from news.sources.found import FoundFeed, FoundItem, FoundPicture
from tests.journeys.steps import LONG_AGO
from tests.newspaper import ErrorLog, Newspaper, open_newspaper, open_quickly
from tests.support.scripted_feeds import ScriptedFeeds

CITY = "https://city.example/feed.xml"
PICTURE = FoundPicture("https://city.example/bridge.jpg")
ITEMS = (
    FoundItem(
        "Мост открыт", "1", "", "Движение пошло с утра.", from_plain("Слово " * 20), is_full=True, pictures=(PICTURE,),
        published_at=LONG_AGO, categories=("Общество",),
    ),
    FoundItem("Дождь", "2", "", body=from_plain("Идёт."), published_at=LONG_AGO - timedelta(days=1)),
    FoundItem("Снег", "3", "", published_at=LONG_AGO - timedelta(days=2)),
    FoundItem("Туман", "4", "", published_at=LONG_AGO - timedelta(days=3)),
)  # fmt: skip


async def published(newspaper: Newspaper, count: int) -> None:
    """Wait until the newspaper has as many publications, which the visits of sources bring."""
    for _ in range(200):
        if len((await newspaper.news.articles.latest()).headlines) >= count:
            return
        await newspaper.emulator.world.changes.until(lambda: None, 0.05)
    raise AssertionError("the visits have brought less")


@pytest.fixture
def city() -> ScriptedFeeds:
    """The site, which every address leads to."""
    return ScriptedFeeds(FoundFeed("Город", ITEMS))


@pytest.fixture
async def newspaper(
    newspaper_url: str, city: ScriptedFeeds, no_errors_logged: ErrorLog, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Newspaper]:
    """A newspaper that can read the site."""
    open_quickly(monkeypatch)
    async with open_newspaper(newspaper_url, feeds=city) as opened:
        await opened.wait_for_menus()
        yield opened
