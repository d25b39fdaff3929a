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
        return None if row is None else reader_of(row)

    async def with_roles(self, roles: Collection[Role]) -> Sequence[Reader]:
        """Return the readers who have one of these roles, by ascending id."""
        names = json.dumps(sorted(role.value for role in roles))
        return [reader_of(row) async for row in self._queries.with_roles(self._connection, roles=names)]

    async def choose_language(self, reader_id: int, language: str, at: datetime | None = None) -> None:
        """Store a language, for a guest too, whom the newspaper knows since `at`."""
        await self._queries.choose_language(self._connection, id=reader_id, language=language, at=to_micros(at))

    async def register(self, reader_id: int, name: str, name_key: str, language: str, at: datetime) -> bool:
        """Make a guest a member; False if `name_key` is another person's. Registering again changes nothing.

        The person is known since the first of: this time, the choice of a language, the subscription.
        """
        if await self._queries.registered(self._connection, id=reader_id) is not None:
            return True
        if not await self.claim_name(reader_id, name_key, at):
            return False
        guest = await self._queries.delete_guest(self._connection, id=reader_id)
        subscribed = await self._queries.subscribed_since(self._connection, id=reader_id)
        times = (to_micros(at), subscribed, guest and guest["known_since"])
        registered = await self._queries.register(
            self._connection,
            id=reader_id,
            name=name,
            name_key=name_key,
            language=language,
            at=to_micros(at),
            known_since=min(time for time in times if time is not None),
            restricted_until=guest and guest["restricted_until"],
        )
        return registered is not None or await self._queries.registered(self._connection, id=reader_id) is not None

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

    async def name_guest(self, reader_id: int, name: str, at: datetime) -> None:
        """Store the name of a guest, whom the newspaper knows since `at`; a registered reader keeps the own name."""
        await self._queries.name_guest(self._connection, id=reader_id, name=name, at=to_micros(at))

    async def is_named(self, name_key: str) -> bool:
        """Whether somebody is registered under a name with this key."""
        return await self._queries.named(self._connection, name_key=name_key) is not None

    async def remember(self, reader_id: int, at: datetime) -> None:
        """Store a guest who is not stored, known since `at`."""
        await self._queries.remember(self._connection, id=reader_id, at=to_micros(at))

    async def set_role(
        self, reader_id: int, role: Role, until: datetime | None = None, after: Role | None = None
    ) -> bool:
        """Give a stored person a role, for good or until then, when `after` follows; False for an unknown person."""
        given = await self._queries.set_role(
            self._connection, id=clamp(reader_id), role=role.value, until=to_micros(until), after=after
        )
        return given is not None

    async def restrict(self, reader_id: int, until: datetime | None) -> bool:
        """Take no comments of a person until then, or again with None; False for an unknown person."""
        return await self._queries.restrict(self._connection, id=clamp(reader_id), until=to_micros(until)) is not None

    async def lock(self, reader_id: int) -> Reader | None:
        """Return the stored reader, whom nobody changes until this transaction ends; None for an unknown person."""
        row = await self._queries.lock(self._connection, id=clamp(reader_id))
        return None if row is None else reader_of(row)


def reader_of(row: Any) -> Reader:
    """Return the reader of a row with all columns of `readers`."""
    return Reader(
        id=row["id"],
        role=Role(row["role"]),
        language=row["language"],
        name=row["name"],
        registered_at=from_micros(row["registered_at"]),
        role_until=from_micros(row["role_until"]),
        role_after=None if row["role_after"] is None else Role(row["role_after"]),
        username=row["username"] or "",
        restricted_until=from_micros(row["restricted_until"]),
        name_changed_at=from_micros(row["name_changed_at"]),
        known_since=from_micros(row["known_since"]),
    )
