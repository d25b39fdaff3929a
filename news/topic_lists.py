"""The desk of lists by topic, for readers: the topics that have articles, and the articles of one, newest first."""

from dataclasses import dataclass
from functools import partial

from news.headline_pages import HeadlineList, page_above, page_from
from news.model import HeadlinePage, Topic
from news.ports import Storage, Unit
from news.topic_pages import TopicPage, known_topic, page_behind


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
            place = await unit.articles.keyset(start) if start else None
            return TopicList(topic, await page_from(_list(unit, topic), place))

    async def page_newer(self, topic_id: int, than: int) -> TopicList:
        """Return the page just above the article `than`; the newest page if fewer than a page are above it.

        Raises TopicUnknown.
        """
        async with self._storage.reading() as unit:
            topic = await known_topic(unit, topic_id)
            return TopicList(topic, await page_above(_list(unit, topic), await unit.articles.keyset(than)))


def _list(unit: Unit, topic: Topic) -> HeadlineList:
    return HeadlineList(partial(unit.topics.older, topic.id), partial(unit.topics.newer, topic.id))
