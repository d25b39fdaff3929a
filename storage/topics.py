"""Topics, and which articles have which."""

import builtins
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from news.model import Headline, Keyset, Topic
from news.words import fold
from storage.headlines import headline_of
from storage.numbers import MAX_INT64, MIN_INT64, clamp
from storage.times import to_micros

MAX_CACHED_TOPICS = 256


class Topics:
    """Implements `news.ports.Topics`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["topics"]

    async def get(self, topic_id: int) -> Topic | None:
        """Return the topic, in place of a merged one the other, or None."""
        row = await self._queries.get(self._connection, id=clamp(topic_id))
        if row is not None and row["merged_into"] is not None:
            row = await self._queries.get(self._connection, id=row["merged_into"])
        return None if row is None else _topic_of(row)

    async def find(self, name: str) -> Topic | None:
        """Return the topic that a name stands for, whatever its case and spaces: also the name of a merged one."""
        row = await self._queries.by_key(self._connection, key=fold(name))
        return None if row is None else _topic_of(row)

    async def after(self, topic: Topic | None, limit: int, *, used: bool = False) -> Sequence[Topic]:
        """Return up to `limit` topics behind one, or the first ones; with `used`, those with a published article."""
        query = self._queries.used_after if used else self._queries.after
        position, topic_id = (MIN_INT64, MIN_INT64) if topic is None else (topic.position, topic.id)
        rows = query(self._connection, position=position, id=topic_id, limit=limit)
        return [_topic_of(row) async for row in rows]

    async def before(self, topic: Topic, limit: int) -> Sequence[Topic]:
        """Return up to `limit` topics before one, the last one first."""
        rows = self._queries.before(self._connection, position=topic.position, id=topic.id, limit=limit)
        return [_topic_of(row) async for row in rows]

    async def obtain(self, names: Collection[str]) -> tuple[Topic, ...]:
        """Return the topics of names; unknown ones are added, in one order, so that two processes cannot deadlock."""
        by_key = sorted({fold(name): name for name in names}.items())
        found = {key: await self.find(name) or await self._add(name, key) for key, name in by_key}
        return tuple(found[fold(name)] for name in names)

    async def _add(self, name: str, key: str) -> Topic:
        row = await self._queries.add(self._connection, name=name, key=key)
        if row is None:  # another process has added it meanwhile
            row = await self._queries.by_key(self._connection, key=key)
        return _topic_of(row)

    async def lock_order(self) -> None:
        """Keep the topics as they are until the unit ends."""
        await self._queries.lock_order(self._connection)

    async def locked(self, topic_ids: Collection[int]) -> Sequence[Topic]:
        """Return these topics, and keep their names until the unit ends; merged and unknown ones are left out."""
        rows = self._queries.locked(self._connection, ids=json.dumps([clamp(each) for each in topic_ids]))
        return [topic async for row in rows if (topic := _topic_of(row)).merged_into is None]

    async def rename(self, topic_id: int, name: str) -> None:
        """Rename a topic. Its name in the rows of articles is renewed by `renew`.

        If it takes the name of a topic that was merged into it, that one gets the name before: both lead to it.
        """
        before, key = await self._queries.get(self._connection, id=topic_id), fold(name)
        merged = await self._queries.take_name(self._connection, id=topic_id, key=key)
        await self._queries.rename(self._connection, id=topic_id, name=name, key=key)
        if merged is not None:
            await self._queries.give_name(self._connection, id=merged, name=before["name"], key=before["key"])

    async def merge(self, topic_id: int, into: int) -> None:
        """Put the topic `into` in the place of another one. Articles get it by `renew`."""
        await self._queries.merge(self._connection, id=topic_id, into=into)

    async def move(self, topic_id: int, position: int) -> None:
        """Put a topic at a position."""
        await self._queries.move(self._connection, id=topic_id, position=position)

    async def of_article(self, number: int) -> Sequence[Topic]:
        """Return the topics of an article in their order, and keep the article as it is until the unit ends."""
        await self._queries.lock_article(self._connection, number=clamp(number))
        rows = self._queries.of_article(self._connection, number=clamp(number))
        found = {row["id"]: Topic(row["id"], row["name"]) async for row in rows}
        return builtins.list(found.values())

    async def choose(self, number: int, topics: Sequence[Topic]) -> None:
        """Give an article these topics in place of its own."""
        at = await self._queries.published_at(self._connection, number=number)
        await self._queries.clear(self._connection, number=number)
        await self._assign(number, topics, at)
        name = topics[0].name if topics else None
        await self._queries.set_copies(self._connection, number=number, topic=name, topics=dump_topics(topics))

    async def is_stale(self) -> bool:
        """Whether articles are left for `renew`."""
        return await self._queries.is_stale(self._connection) is not None

    async def renew(self, limit: int) -> Sequence[int]:
        """Renew the topics of up to `limit` articles after a topic was renamed or merged; return their numbers."""
        stale = await self._queries.stale(self._connection)
        if stale is None:
            return []
        place = {"id": stale["id"], "number": stale["refresh_after"]}
        rows = self._queries.articles_after(self._connection, limit=limit, **place)
        numbers = [row["article"] async for row in rows]
        for number in numbers:
            await self.choose(number, await self.of_article(number))
        after = numbers[-1] if len(numbers) == limit else None
        await self._queries.refreshed(self._connection, id=stale["id"], after=after)
        return numbers

    async def older(self, topic_id: int, start: Keyset | None, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines of a topic from `start` on, itself included; None starts at the newest."""
        at, number = (MAX_INT64, MAX_INT64) if start is None else (to_micros(start.at), start.number)
        rows = self._queries.older(self._connection, topic=topic_id, at=at, number=number, limit=limit)
        return [headline_of(row) async for row in rows]

    async def newer(self, topic_id: int, start: Keyset, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines of a topic newer than `start`, oldest first."""
        place = {"topic": topic_id, "at": to_micros(start.at), "number": start.number}
        rows = self._queries.newer(self._connection, limit=limit, **place)
        return [headline_of(row) async for row in rows]

    async def assign(self, number: int, topics: Sequence[Topic], published_at: datetime | None) -> None:
        """Store the topics of a new article."""
        await self._assign(number, topics, to_micros(published_at))

    async def list(self, number: int, published_at: datetime | None) -> None:
        """Put an article on the lists of its topics, or with None take it off."""
        await self._queries.list(self._connection, number=clamp(number), published_at=to_micros(published_at))

    async def _assign(self, number: int, topics: Sequence[Topic], published_at: int | None) -> None:
        rows = [
            {"topic_id": topic.id, "number": number, "position": position, "published_at": published_at}
            for position, topic in enumerate(topics)
        ]
        await self._queries.assign(self._connection, rows)


def dump_topics(topics: Sequence[Topic]) -> str | None:
    """Return the copy of an article's topics that its row has: JSON, None without topics."""
    return json.dumps([[topic.id, topic.name] for topic in topics], ensure_ascii=False) if topics else None


@lru_cache(MAX_CACHED_TOPICS)
def load_topics(stored: str | None) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return the names and the ids of the topics that `dump_topics` stored.

    The last ones are cached, because after a push many people open the same articles.
    """
    topics = json.loads(stored or "[]")
    return tuple(name for _, name in topics), tuple(topic_id for topic_id, _ in topics)


def _topic_of(row: Any) -> Topic:
    return Topic(row["id"], row["name"], row["position"], row["merged_into"])
