"""The outbox of what the bot has to do in groups."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from news.discussed import DeedKind, GroupDeed
from storage.times import from_micros, to_micros


class GroupDeeds:
    """Implements `news.ports.discussions.GroupDeeds`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["group_deeds"]

    async def add(self, deed: GroupDeed, due_at: datetime) -> None:
        """Store a deed."""
        await self._queries.add(
            self._connection,
            kind=deed.kind.value,
            chat_id=deed.chat_id,
            message_id=deed.message_id,
            user_id=deed.user_id,
            until=None if deed.until is None else to_micros(deed.until),
            query=deed.query,
            actor=deed.actor,
            due_at=to_micros(due_at),
        )

    async def add_deletions(self, author_id: int, actor: int | None, due_at: datetime) -> None:
        """Store the deletion of every message of a person that came in a group as a comment."""
        await self._queries.add_deletions(
            self._connection, author_id=author_id, actor=actor, due_at=to_micros(due_at), kind=DeedKind.DELETE.value
        )

    async def supersede(self, chat_id: int, user_id: int, now: datetime) -> None:
        """Forget what was to be done to a person in a group, but for what is under way."""
        await self._queries.supersede(self._connection, chat_id=chat_id, user_id=user_id, now=to_micros(now))

    async def has_due(self, now: datetime, lease: timedelta) -> bool:
        """Whether a deed is due that no process has leased."""
        found = self._queries.has_due(self._connection, now=to_micros(now), latest=to_micros(now + lease))
        return await found is not None

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[GroupDeed]:
        """Lease the deeds that are due, and return them, the longest due first."""
        until = to_micros(now + lease)
        rows = self._queries.claim(self._connection, now=to_micros(now), latest=until, until=until, limit=limit)
        found = [row async for row in rows]
        return [_deed(row) for row in sorted(found, key=lambda row: (row["due_at"], row["id"]))]

    async def release_leases(self) -> None:
        """End every lease. Only for a process that knows that no other one serves this database."""
        await self._queries.release_leases(self._connection)

    async def settle(self, deed: GroupDeed) -> bool:
        """Forget a deed that is done or refused; False if another process has tried it meanwhile."""
        return await self._queries.settle(self._connection, id=deed.id, tries=deed.tries) is not None

    async def put_off(self, deed: GroupDeed, due_at: datetime) -> None:
        """Let a deed be tried again, unless another process has tried it meanwhile."""
        await self._queries.put_off(self._connection, id=deed.id, tries=deed.tries, due_at=to_micros(due_at))


def _deed(row: Any) -> GroupDeed:
    return GroupDeed(
        DeedKind(row["kind"]),
        row["chat_id"],
        row["message_id"],
        row["user_id"],
        from_micros(row["until"]),
        row["query"],
        row["actor"],
        row["id"],
        row["tries"],
    )
