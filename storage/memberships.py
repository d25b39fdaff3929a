"""Memberships: who is in which group, and the Telegram usernames of registered readers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import Reader
from news.roles import Role
from storage.numbers import clamp
from storage.readers import reader_of
from storage.times import to_micros


class Memberships:
    """Implements `news.ports.memberships.Memberships`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["memberships"]

    async def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Return up to `limit` readers whose membership is over at `now` and not settled, the longest over first."""
        return [row["id"] async for row in self._queries.due(self._connection, now=to_micros(now), limit=limit)]

    async def of_role(self, role: Role, behind: int, limit: int) -> Sequence[Reader]:
        """Return up to `limit` readers of a group with ids above `behind`, by ascending id."""
        rows = self._queries.of_role(self._connection, role=role.value, behind=clamp(behind), limit=limit)
        return [reader_of(row) async for row in rows]

    async def count(self, role: Role, most: int) -> int:
        """Return how many are in a group, at most `most`."""
        count: int = await self._queries.count(self._connection, role=role.value, most=most)
        return count

    async def lock_admins(self) -> Sequence[Reader]:
        """Return the stored admins, whose roles nobody else changes until this transaction ends, by ascending id."""
        return [reader_of(row) async for row in self._queries.lock_admins(self._connection)]

    async def by_username(self, username: str) -> Reader | None:
        """Return the registered reader with a Telegram username (any case, without @), or None."""
        row = await self._queries.by_username(self._connection, username=username.lower())
        return None if row is None else reader_of(row)

    async def set_username(self, reader_id: int, username: str) -> None:
        """Store a registered reader's username, "" for none, and take it from anybody else."""
        username = username.lower()
        if username:
            await self._queries.forget_username(self._connection, username=username, id=reader_id)
        await self._queries.set_username(self._connection, id=reader_id, username=username or None)
