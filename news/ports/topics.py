"""The port of topics. Those of an article are stored with it, and copied into its row (`Article.topics`)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from news.model import Headline, Keyset, Topic


class Topics(Protocol):
    """Topics in their order, (position, id), and the articles that have them. Lists leave out merged topics."""

    async def get(self, topic_id: int) -> Topic | None:
        """Return the topic, in place of a merged one the other, or None."""

    async def find(self, name: str) -> Topic | None:
        """Return the topic that a name stands for, whatever its case and spaces: also the name of a merged one."""

    async def after(self, topic: Topic | None, limit: int, *, used: bool = False) -> Sequence[Topic]:
        """Return up to `limit` topics behind one, or the first ones; with `used`, those with a published article."""

    async def before(self, topic: Topic, limit: int) -> Sequence[Topic]:
        """Return up to `limit` topics before one, the last one first."""

    async def obtain(self, names: Collection[str]) -> tuple[Topic, ...]:
        """Return the topics of names, in the order of the names; unknown ones are added at the end."""

    async def lock_order(self) -> None:
        """Keep the topics as they are until the unit ends. Lock them before any article."""

    async def locked(self, topic_ids: Collection[int]) -> Sequence[Topic]:
        """Return these topics, and keep their names until the unit ends; merged and unknown ones are left out."""

    async def rename(self, topic_id: int, name: str) -> None:
        """Rename a topic. Its name in the rows of articles is renewed by `renew`.

        If it takes the name of a topic that was merged into it, that one gets the name before: both lead to it.
        """

    async def merge(self, topic_id: int, into: int) -> None:
        """Put the topic `into` in the place of another one. Articles get it by `renew`."""

    async def move(self, topic_id: int, position: int) -> None:
        """Put a topic at a position."""

    async def of_article(self, number: int) -> Sequence[Topic]:
        """Return the topics of an article in their order, and keep the article as it is until the unit ends."""

    async def choose(self, number: int, topics: Sequence[Topic]) -> None:
        """Give an article these topics in place of its own."""

    async def is_stale(self) -> bool:
        """Whether articles are left for `renew`."""

    async def renew(self, limit: int) -> Sequence[int]:
        """Renew the topics of up to `limit` articles after a topic was renamed or merged; return their numbers.

        None are left if `is_stale` says so; an empty block may also mean that another process is at work.
        """

    async def older(self, topic_id: int, start: Keyset | None, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines of a topic from `start` on (inclusive), newest first; None: the newest."""

    async def newer(self, topic_id: int, start: Keyset, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines of a topic newer than `start` (exclusive), oldest first."""

    async def assign(self, number: int, topics: Sequence[Topic], published_at: datetime | None) -> None:
        """Store the topics of a new article."""

    async def list(self, number: int, published_at: datetime | None) -> None:
        """Put an article on the lists of its topics, or with None take it off."""
