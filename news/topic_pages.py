"""Pages of topics, and a topic by its id: for readers, and for those who manage them."""

from dataclasses import dataclass

from news.errors import TopicUnknown
from news.model import Topic
from news.ports import Unit

TOPICS_ON_PAGE = 20


@dataclass(frozen=True, slots=True)
class TopicPage:
    """A page of topics; `following` is the last of them if there are more: the next page begins behind it."""

    topics: tuple[Topic, ...]
    following: int | None = None


@dataclass(frozen=True, slots=True)
class TopicPlace:
    """A topic between its neighbours in the order; None at an end."""

    topic: Topic
    before: Topic | None
    behind: Topic | None


async def place_of(unit: Unit, topic: Topic) -> TopicPlace:
    """Return a topic with its neighbours."""
    before, behind = await unit.topics.before(topic, 1), await unit.topics.after(topic, 1)
    return TopicPlace(topic, before[0] if before else None, behind[0] if behind else None)


async def page_behind(unit: Unit, behind: int, *, used: bool) -> TopicPage:
    """Return a page of topics behind one (0: the first page); with `used`, of those with a published article."""
    start = await unit.topics.get(behind) if behind else None
    topics = await unit.topics.after(start, TOPICS_ON_PAGE + 1, used=used)
    following = topics[TOPICS_ON_PAGE - 1].id if len(topics) > TOPICS_ON_PAGE else None
    return TopicPage(tuple(topics[:TOPICS_ON_PAGE]), following)


async def known_topic(unit: Unit, topic_id: int) -> Topic:
    """Return a topic; in place of a merged one the other. Raises TopicUnknown."""
    topic = await unit.topics.get(topic_id)
    if topic is None:
        raise TopicUnknown
    return topic
