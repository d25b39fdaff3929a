"""The desk of topics: made, renamed, merged and ordered by their managers, chosen for articles by editors."""

from news.audit import record
from news.changes import after_change
from news.errors import TopicExists, TopicUnknown
from news.indexing import index
from news.lifecycle import require_change, require_known
from news.limits import checked_topic
from news.model import Article, Reader
from news.outlets import rename_topic
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.roles import Deed, require
from news.topic_pages import TopicPage, TopicPlace, known_topic, page_behind, place_of

# Articles whose copies of a topic's name are renewed in one commit: about a tenth of a second.
RENEW_BLOCK = 100


class TopicDesk:
    """Every verb checks the role first and raises NotAllowed. A topic that is gone raises TopicUnknown.

    Names of topics are copied into the rows of their articles, so that lists and headlines read one table. After a
    change `renew` writes the copies again, in blocks.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def may_manage(self, reader: Reader) -> None:
        """Raise NotAllowed unless the reader manages topics."""
        require(reader, Deed.MANAGE_TOPICS)

    async def list(self, reader: Reader, behind: int = 0) -> TopicPage:
        """Return a page of all topics in their order, from the topic `behind` on (0: from the first)."""
        require(reader, Deed.WRITE)
        async with self._storage.reading() as unit:
            return await page_behind(unit, behind, used=False)

    async def get(self, chief: Reader, topic_id: int) -> TopicPlace:
        """Return a topic and its place in the order."""
        require(chief, Deed.MANAGE_TOPICS)
        async with self._storage.reading() as unit:
            return await place_of(unit, await known_topic(unit, topic_id))

    async def name(self, chief: Reader, name: str, topic_id: int = 0) -> TopicPlace:
        """Make a topic, or give one another name. Raises TopicMissing, FieldTooLong, TopicExists."""
        require(chief, Deed.MANAGE_TOPICS)
        name = checked_topic(name)
        async with self._storage.writing() as unit:
            await unit.topics.lock_order()
            topic = await known_topic(unit, topic_id) if topic_id else None
            act = AuditAct.TOPIC_RENAMED if topic_id else AuditAct.TOPIC_MADE
            same = await unit.topics.find(name)
            if same is not None and (topic is None or same.id != topic.id):
                raise TopicExists(name=same.name)
            if topic is not None and topic.name == name:
                return await place_of(unit, topic)
            await record(unit, chief.id, act, self._clock.now(), note=name)
            if topic is None:
                return await place_of(unit, *await unit.topics.obtain([name]))
            await unit.topics.rename(topic.id, name)
            await rename_topic(unit, topic.name, name)
            return await place_of(unit, await known_topic(unit, topic.id))

    async def merge(self, chief: Reader, topic_id: int, into: int) -> TopicPlace:
        """Put a topic in the place of another one, for all articles and for its name in imports; return it."""
        require(chief, Deed.MANAGE_TOPICS)
        async with self._storage.writing() as unit:
            await unit.topics.lock_order()
            topic, other = await known_topic(unit, topic_id), await known_topic(unit, into)
            if topic.id != other.id:
                await unit.topics.merge(topic.id, other.id)
                await rename_topic(unit, topic.name, other.name)
                await record(unit, chief.id, AuditAct.TOPIC_MERGED, self._clock.now(), note=other.name)
            return await place_of(unit, other)

    async def move(self, chief: Reader, topic_id: int, *, up: bool) -> TopicPlace:
        """Move a topic by one place; the first one does not move up, nor the last one down."""
        require(chief, Deed.MANAGE_TOPICS)
        async with self._storage.writing() as unit:
            await unit.topics.lock_order()
            topic = await known_topic(unit, topic_id)
            beside = await (unit.topics.before(topic, 1) if up else unit.topics.after(topic, 1))
            for other in beside:
                await unit.topics.move(topic.id, other.position)
                await unit.topics.move(other.id, topic.position)
                await record(unit, chief.id, AuditAct.TOPIC_MOVED, self._clock.now(), note=topic.name)
            return await place_of(unit, await known_topic(unit, topic.id))

    async def choose(self, editor: Reader, number: int, topic_id: int, *, chosen: bool) -> Article:
        """Give an article a topic, behind its others, or take it away; one that it has stays. Raises ArticleUnknown."""
        require(editor, Deed.WRITE)
        async with self._storage.writing() as unit:
            found = await unit.topics.locked([topic_id])
            topics = await unit.topics.of_article(number)
            before = require_change(editor, require_known(number, await unit.articles.get(number)))
            if not found:
                raise TopicUnknown
            others = [topic for topic in topics if topic.id != topic_id]
            if chosen == (len(others) < len(topics)):  # the second press of a button changes nothing
                return before
            await unit.topics.choose(number, [*others, *found] if chosen else others)
            article = require_known(number, await unit.articles.get(number))
            note = ", ".join(article.topics)
            await record(unit, editor.id, AuditAct.SORTED, self._clock.now(), article=number, note=note)
            if article.topic != before.topic:
                await after_change(unit, [article])
            return article

    async def renew(self, block: int = RENEW_BLOCK) -> bool:
        """Renew the topics of a block of articles after a topic was renamed or merged; False if there was nothing."""
        async with self._storage.reading() as unit:
            if not await unit.topics.is_stale():
                return False
        async with self._storage.writing() as unit:
            numbers = await unit.topics.renew(block)
            await index(unit, (await unit.search.articles(numbers)).values())
        return bool(numbers)
