"""Discussion groups: the copies of posts in them, and who has asked to join."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.discussed import DiscussedPost, DiscussionGroup, PostCopy
from storage.times import to_micros

# Groups are connected by hand: more are not read at once.
MAX_GROUPS = 100


class Discussions:
    """Implements `news.ports.discussions.Discussions`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["discussions"]

    async def keep_copy(self, copy: PostCopy) -> None:
        """Store the copy of a post, and its group."""
        group = {"chat_id": copy.chat_id, "channel_id": copy.channel_id}
        await self._queries.keep_group(self._connection, title=copy.title, **group)
        post = {"message_id": copy.message_id, "post_id": copy.post_id, "article": copy.article}
        await self._queries.keep_post(self._connection, **group, **post)

    async def post(self, chat_id: int, message_id: int) -> DiscussedPost | None:
        """Return the post whose copy is this message, or None. The ledger knows its article best."""
        row = await self._queries.post(self._connection, chat_id=chat_id, message_id=message_id)
        if row is None:
            return None
        article = row["linked"] if row["posted"] is None else row["posted"]
        return DiscussedPost(row["channel_id"], article)

    async def keep_article(self, chat_id: int, message_id: int, article: int) -> None:
        """Store the article of a copy."""
        await self._queries.keep_article(self._connection, chat_id=chat_id, message_id=message_id, article=article)

    async def copy_of(self, chat_id: int, article: int) -> int | None:
        """Return the first copy of an article's post in a group, or None."""
        copy: int | None = await self._queries.copy_of(self._connection, chat_id=chat_id, article=article)
        return copy

    async def group(self, chat_id: int) -> DiscussionGroup | None:
        """Return the group, or None."""
        row = await self._queries.group(self._connection, chat_id=chat_id)
        return None if row is None else _group(row)

    async def groups(self) -> Sequence[DiscussionGroup]:
        """Return the groups."""
        return [_group(row) async for row in self._queries.groups(self._connection, limit=MAX_GROUPS)]

    async def take_notice(self, chat_id: int, user_id: int, now: datetime, since: datetime) -> bool:
        """Return whether a person is to be told something in a group now."""
        taken = self._queries.take_notice(
            self._connection, chat_id=chat_id, user_id=user_id, now=to_micros(now), before=to_micros(since)
        )
        return await taken is not None

    async def take_warning(self, chat_id: int, now: datetime, since: datetime) -> bool:
        """Return whether the staff is to be told now that the bot lacks a right in a group."""
        taken = self._queries.take_warning(
            self._connection, chat_id=chat_id, now=to_micros(now), before=to_micros(since)
        )
        return await taken is not None

    async def ask_to_join(self, user_id: int, chat_id: int, at: datetime) -> None:
        """Store a request of a person who is not registered."""
        await self._queries.ask_to_join(self._connection, user_id=user_id, chat_id=chat_id, at=to_micros(at))

    async def take_requests(self, user_id: int) -> Sequence[int]:
        """Forget the chats that a person has asked to join, and return them."""
        return sorted([row["chat_id"] async for row in self._queries.take_requests(self._connection, user_id=user_id)])


def _group(row: Any) -> DiscussionGroup:
    return DiscussionGroup(row["chat_id"], row["channel_id"], row["title"])
