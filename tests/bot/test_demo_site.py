"""The demo's site: a press of its button publishes there, and the newspaper pushes it."""

import pytest

from bot.demo_site import AGES, ITEMS, NAME, PICTURES, DemoSite
from tests.journeys.steps import count_messages, from_bot, reader_of, wait_for
from tests.journeys.subscriptions import new_subscriber
from tests.newspaper import Newspaper

pytestmark = pytest.mark.slow


async def test_each_press_publishes_an_article_on_the_site_until_none_is_left(newspaper: Newspaper) -> None:
    assert newspaper.app is not None
    anna = await new_subscriber(newspaper)
    site = DemoSite(newspaper.app, newspaper.emulator, await reader_of(newspaper, newspaper.editor))
    await site.open()
    begun = site.titles[len(AGES) - 1]
    await wait_for(newspaper, lambda: count_messages(anna, begun) or None, "what the site has at first was not pushed")
    async with newspaper.news.storage.reading() as unit:
        (source,) = await unit.sources.page(0, 10)
    assert source.name == NAME
    while button := newspaper.emulator.panels.button("site"):
        if button.press is None:
            break
        title = site.next_title
        await button.press()

        def pushed(title: str = title) -> bool | None:
            return any(title in (message.get("caption") or "") for message in from_bot(anna)) or None

        await wait_for(newspaper, pushed, f"«{title}» was not pushed with its picture")
    latest = (await newspaper.news.articles.latest()).headlines
    assert len(latest) == len(site.titles) > len(AGES)


def test_every_article_of_the_site_has_its_picture() -> None:
    assert ITEMS.is_file()
    assert all((PICTURES / item["picture"]).is_file() for item in DemoSite.read())
