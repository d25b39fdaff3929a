"""The desk of lists by topic, for readers: the topics that have articles, and the articles of one, newest first."""

from dataclasses import dataclass

from news.model import Headline, HeadlinePage, Keyset, Topic
from news.ports import Storage, Unit
from news.topic_pages import TopicPage, known_topic, page_behind

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class TopicList:
    """A page of a topic's articles."""

    topic: Topic
    page: HeadlinePage


class TopicListDesk:
    """Lists are paged by keyset in the index of the topic: page 1,000 costs what page 1 does."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def topics(self, behind: int = 0) -> TopicPage:
        """Return a page of the topics with published articles, from the topic `behind` on (0: from the first)."""
        async with self._storage.reading() as unit:
            return await page_behind(unit, behind, used=True)

    async def page(self, topic_id: int, start: int = 0) -> TopicList:
        """Return the page that begins with the article `start`, or the newest one. Raises TopicUnknown."""
        async with self._storage.reading() as unit:
            topic = await known_topic(unit, topic_id)
            return await _from(unit, topic, await unit.articles.keyset(start) if start else None)

    async def page_newer(self, topic_id: int, than: int) -> TopicList:
        """Return the page just above the article `than`; the newest page if fewer than a page are above it.

        Raises TopicUnknown.
        """
        async with self._storage.reading() as unit:
            topic = await known_topic(unit, topic_id)
            keyset = await unit.articles.keyset(than)
            above = await unit.topics.newer(topic.id, keyset, PAGE_SIZE) if keyset is not None else ()
            return await _from(unit, topic, _keyset(above[-1]) if len(above) == PAGE_SIZE else None)


async def _from(unit: Unit, topic: Topic, start: Keyset | None) -> TopicList:
    headlines = await unit.topics.older(topic.id, start, PAGE_SIZE + 1)
    first = _keyset(headlines[0]) if headlines else None
    is_newest = start is None or first is None or not await unit.topics.newer(topic.id, first, 1)
    older = headlines[PAGE_SIZE].number if len(headlines) > PAGE_SIZE else None
    newer = None if is_newest else headlines[0].number
    return TopicList(topic, HeadlinePage(tuple(headlines[:PAGE_SIZE]), newer, older))


def _keyset(headline: Headline) -> Keyset | None:
    return None if headline.published_at is None else Keyset(headline.published_at, headline.number)
