"""The editor of a made-up site: publishes, corrects, moves and drops its items, and lets the site fail and recover.

An item gets another id, address or sentence only when the newspaper has its last version. Then it is known what must
become of it: readers are told of a change of a sentence, and of nothing else.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import timedelta

from benchmarks.faults.databases import rows
from bot.clock import SystemClock
from news.richtext import plain
from news.sources.found import FoundItem
from news.sources.items import address_hash, item_key
from storage import Database
from tests.support.site import NewsSite, Weather
from tests.support.site_items import Item

# The feeds of the site, and the hosts that they are read from: two share one.
SECTIONS = {"news": "127.0.0.1", "city": "127.0.0.1", "sport": "127.0.0.2"}
LARGE, SMALL_ITEMS = "news", 10
PAUSE_SECONDS = 0.3
MAX_BAD_SECONDS = 3.0


class SiteEditor:
    """Fills the site with `items` in its large feed, and edits it until it is stopped.

    `corrected` has the numbers of the items with a changed sentence, `gone` the items that are no longer in a feed.
    """

    def __init__(self, site: NewsSite, database: Database, rng: random.Random, items: int) -> None:
        self.site = site
        self.corrected: set[int] = set()
        self.gone: list[Item] = []
        self.first: dict[str, list[int]] = {}
        self._database = database
        self._rng = rng
        self._clock = SystemClock()
        self._stopped = False
        self._numbers = 0
        for section in SECTIONS:
            count = items if section == LARGE else SMALL_ITEMS
            for back in range(count, 0, -1):
                self._publish(section, timedelta(minutes=back))
            self.first[section] = list(site.sections[section])

    @property
    def items(self) -> dict[int, Item]:
        """All items that there were, by number."""
        return {item.number: item for item in (*self.site.items, *self.gone)}

    def stop(self) -> None:
        """End the edits, and let the site answer well."""
        self._stopped = True

    async def edit(self) -> None:
        """Edit until stopped."""
        acts: dict[Callable[[], Awaitable[None] | None], int] = {
            self._publish_one: 3,
            self._correct: 4,
            self._change_markup: 3,
            self._change_counter: 3,
            self._change_guid: 3,
            self._change_address: 3,
            self._drop: 1,
            self._fail: 2,
            self._move_feed: 1,
        }
        while not self._stopped:
            (act,) = self._rng.choices(list(acts), list(acts.values()))
            done = act()
            if done is not None:
                await done
            self.site.touch()
            await asyncio.sleep(self._rng.random() * 2 * PAUSE_SECONDS)
        self.site.weather = Weather.FAIR

    def _publish_one(self) -> None:
        self._publish(self._rng.choice(list(SECTIONS)), timedelta())

    def _publish(self, section: str, ago: timedelta) -> None:
        self._numbers += 1
        item = Item(self._numbers, self._clock.now() - ago, is_full=bool(self._numbers % 3))
        self.site.add(section, item)

    def _change_markup(self) -> None:
        self._any().markup += 1

    def _change_counter(self) -> None:
        self._any().views += 7

    async def _correct(self) -> None:
        if item := await self._settled():
            item.corrections += 1
            self.corrected.add(item.number)

    async def _change_guid(self) -> None:
        if item := await self._settled():
            item.guid += 1

    async def _change_address(self) -> None:
        if item := await self._settled():
            item.slug += 1

    async def _drop(self) -> None:
        if item := await self._settled():
            section = next(name for name, items in self.site.sections.items() if item.number in items)
            self.gone.append(self.site.drop(section, item.number))

    async def _fail(self) -> None:
        self.site.weather = self._rng.choice([each for each in Weather if each is not Weather.FAIR])
        await asyncio.sleep(self._rng.random() * MAX_BAD_SECONDS)
        self.site.weather = Weather.FAIR

    def _move_feed(self) -> None:
        self.site.move_feed(self._rng.choice(list(SECTIONS)))

    def _any(self) -> Item:
        return self._rng.choice(list(self.site.items))

    async def _settled(self) -> Item | None:
        """Return a random item, or None if the newspaper does not have it as it is."""
        item = self._any()
        return item if await is_whole(self._database, item) and await self._is_recognised(item) else None

    async def _is_recognised(self, item: Item) -> bool:
        section = next(name for name, items in self.site.sections.items() if item.number in items)
        address = f"http://{SECTIONS[section]}:{self.site.port}{item.path}"
        key = item_key(FoundItem("", guid=f"item-{item.number}-{item.guid}"))
        found = await rows(
            self._database,
            f"SELECT 1 FROM source_items WHERE key = '{key}' AND address_hash = '{address_hash(address)}' "  # noqa: S608
            "AND done = 1 AND article IS NOT NULL",
        )
        return bool(found)


async def is_whole(database: Database, item: Item) -> bool:
    """Whether the newspaper has an item with its present title and text."""
    found = await rows(database, f"SELECT number FROM articles WHERE title = '{item.title}'")  # noqa: S608 - ours
    if len(found) != 1:
        return False
    async with database.reading() as unit:
        article = await unit.articles.get(found[0][0])
    return article is not None and words_of(plain(article.body)) == " ".join(item.paragraphs).split()


def words_of(text: str) -> list[str]:
    """Return the words of a text without the line of its counter."""
    return [word for line in text.splitlines() if not line.startswith("Просмотров") for word in line.split()]
