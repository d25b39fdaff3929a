"""Two processes that take items in while editors publish: one article for each text, and no deadlock."""

import asyncio

from news.model import Reader
from news.newsroom import Newsroom
from news.sources.records import SameStory, SourceRules
from storage import Database
from tests.news.conftest import HandClock, published
from tests.news.outlets import connected
from tests.news.reading import FakeSites, Visitor, add_source, articles, item, pushed, text

ITEMS = 12


async def test_two_processes_and_an_editor_do_not_hinder_each_other(
    database: Database, other: Database, news: Newsroom, editor: Reader, clock: HandClock
) -> None:
    outlets = [await connected(news, -1000 - number) for number in range(3)]
    sites = FakeSites()
    for site in range(4):
        address = f"https://site{site}.test/feed.xml"
        topics = ("Город", "Новости") if site % 2 else ("Новости", f"Сайт {site}", "Город")
        rules = SourceRules(
            topics=topics, outlets=tuple(outlet.place.id for outlet in outlets[site % 2 :]), same_story=SameStory.FOLLOW
        )
        await add_source(database, address, rules, begun=True)
        # The sites tell the same, in another order.
        order = range(ITEMS) if site % 2 else range(ITEMS - 1, -1, -1)
        sites.feeds[address] = [
            item(number, guid=f"{site}-{number}", address=f"https://site{site}.test/{number}", published_at=None)
            for number in order
        ]
    processes = [Visitor(each, sites, clock, holder=f"process {index}") for index, each in enumerate((database, other))]

    async def visit(visitor: Visitor) -> None:
        claimed = await visitor.desk.claim(visitor.holder, 2)
        await asyncio.gather(*(visitor.desk.visit(source, visitor.holder) for source in claimed))

    async def publish() -> None:
        for number in range(8):
            article = await published(news, editor, f"Своё {number}", text(number + 100))
            await news.editing.revise(editor, article.number, title=f"Своё {number} снова", reason="")

    async with asyncio.timeout(60):
        await asyncio.gather(*map(visit, processes), publish())
    own = [article for article in await articles(other) if article.author_id is None]
    assert sorted(article.title for article in own) == sorted(f"Новость номер {number}" for number in range(ITEMS))
    assert len(await pushed(other)) == ITEMS + 8
