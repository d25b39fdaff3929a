"""The port of readers: the registered ones, their names, and the languages that people chose."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol

from news.model import Reader
from news.roles import Role


class Readers(Protocol):
    """Registered readers, the names that they bear, and the languages that people chose.

    A name is known by its key, the skeleton; it is taken while somebody bears it, has asked for it, or has given it up
    lately.
    """

    async def get(self, reader_id: int) -> Reader | None:
        """Return the stored reader, or None."""

    async def choose_language(self, reader_id: int, language: str, at: datetime | None = None) -> None:
        """Store a person's language; a guest is stored for it, known since `at`."""

    async def register(self, reader_id: int, name: str, name_key: str, language: str, at: datetime) -> bool:
        """Make a guest a member; False if `name_key` is another person's. For a member nothing changes."""

    async def claim_name(self, reader_id: int, name_key: str, at: datetime) -> bool:
        """Keep a name for a person; False if it is another person's. Of two who claim it at once, one gets True."""

    async def free_name(self, reader_id: int, name_key: str) -> None:
        """Let others take a name that was kept for a person."""

    async def rename(self, reader_id: int, name: str, name_key: str, at: datetime, reserved_until: datetime) -> bool:
        """Give a reader another name; False if it is another person's. The one before is kept until then."""

    async def name_guest(self, reader_id: int, name: str, at: datetime) -> None:
        """Store the name of a guest, whom the newspaper knows since `at`; a registered reader keeps the own name."""

    async def is_named(self, name_key: str) -> bool:
        """Whether somebody is registered under a name with this key."""

    async def remember(self, reader_id: int, at: datetime) -> None:
        """Store a guest who is not stored, known since `at`."""

    async def set_role(
        self, reader_id: int, role: Role, until: datetime | None = None, after: Role | None = None
    ) -> bool:
        """Set the role of a person, for good or until then, when `after` follows; False if the person is not stored.

        One who has not registered can be banned, and is a guest with any other role.
        """

    async def restrict(self, reader_id: int, until: datetime | None) -> bool:
        """Take no comments of a person until then, or again with None; False for a person who is not stored."""

    async def with_roles(self, roles: Collection[Role]) -> Sequence[Reader]:
        """Return the readers who have one of these roles, by ascending id."""

    async def lock(self, reader_id: int) -> Reader | None:
        """Return the stored reader, and keep it as it is until the unit ends; None for a person who is not stored."""
