"""Registered readers, and the languages that readers and guests chose."""

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from news.model import Reader
from news.roles import Role
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class Readers:
    """Implements `news.ports.Readers`. Names must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["readers"]
        self._names = queries["names"]

    async def get(self, reader_id: int) -> Reader | None:
        """Return the stored reader, or None."""
        row = await self._queries.get(self._connection, id=clamp(reader_id))
        return None if row is None else _reader_of(row)

    async def with_roles(self, roles: Collection[Role]) -> Sequence[Reader]:
        """Return the readers who have one of these roles, by ascending id."""
        names = json.dumps(sorted(role.value for role in roles))
        return [_reader_of(row) async for row in self._queries.with_roles(self._connection, roles=names)]

    async def choose_language(self, reader_id: int, language: str) -> None:
        """Store a language, for a guest too."""
        await self._queries.choose_language(self._connection, id=reader_id, language=language)

    async def register(self, reader_id: int, name: str, name_key: str, language: str, at: datetime) -> bool:
        """Make a guest a member; False if another reader has `name_key`. Registering again changes nothing."""
        chosen = await self._queries.delete_guest(self._connection, id=reader_id)
        registered = await self._queries.register(
            self._connection, id=reader_id, name=name, name_key=name_key, language=language, at=to_micros(at)
        )
        if registered is None and chosen is not None:
            await self.choose_language(reader_id, chosen)
        return await self._queries.registered(self._connection, id=reader_id) is not None

    async def claim_name(self, reader_id: int, name_key: str, at: datetime) -> bool:
        """Keep a name for a person; False if it is another person's.

        Asking first takes no lock on another's name: two who want each other's names would wait for each other.
        """
        key = {"key": name_key, "id": reader_id, "now": to_micros(at)}
        await self._names.forget_before(self._connection, now=to_micros(at))
        if await self._names.is_taken(self._connection, **key) is not None:
            return False
        return await self._names.claim(self._connection, **key) is not None

    async def free_name(self, reader_id: int, name_key: str) -> None:
        """Let others take a name that was kept for a person."""
        await self._names.free(self._connection, key=name_key, id=reader_id)

    async def rename(self, reader_id: int, name: str, name_key: str, at: datetime, reserved_until: datetime) -> bool:
        """Give a reader another name; False if it is another person's. The one before is kept until then."""
        before = await self._queries.name_key(self._connection, id=reader_id)
        if not await self.claim_name(reader_id, name_key, at):
            return False
        if before != name_key:
            await self._names.reserve(self._connection, key=before, id=reader_id, until=to_micros(reserved_until))
        await self._queries.rename(self._connection, id=reader_id, name=name, name_key=name_key, at=to_micros(at))
        return True

    async def set_role(self, reader_id: int, role: Role) -> bool:
        """Give a registered reader a role; False if there is no such reader."""
        return await self._queries.set_role(self._connection, id=clamp(reader_id), role=role.value) is not None

    async def lock_role(self, reader_id: int) -> Role | None:
        """Return the stored role, which nobody changes until this transaction ends; None for an unknown person."""
        role = await self._queries.lock(self._connection, id=clamp(reader_id))
        return None if role is None else Role(role)


def _reader_of(row: Any) -> Reader:
    return Reader(row["id"], Role(row["role"]), row["language"], row["name"], from_micros(row["registered_at"]))
