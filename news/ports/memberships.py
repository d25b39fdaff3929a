"""The interface of memberships: who is in which group, and the Telegram usernames of registered readers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from news.model import Reader
from news.roles import Role


class Memberships(Protocol):
    """Groups as they are stored: a membership that is over is still there until it is settled."""

    async def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Return up to `limit` readers whose membership is over at `now` and not settled, the longest over first."""

    async def of_role(self, role: Role, behind: int, limit: int) -> Sequence[Reader]:
        """Return up to `limit` readers of a group with ids above `behind`, by ascending id."""

    async def count(self, role: Role, most: int) -> int:
        """Return how many are in a group, at most `most`."""

    async def lock_admins(self) -> Sequence[Reader]:
        """Return the stored admins, whose roles nobody else changes until the unit ends, by ascending id.

        Of two units that want this, the second waits for the first, and then sees what it has changed.
        """

    async def by_username(self, username: str) -> Reader | None:
        """Return the registered reader with a Telegram username (any case, without @), or None."""

    async def set_username(self, reader_id: int, username: str) -> None:
        """Store a registered reader's username, "" for none. Nobody else has it then: Telegram's are unique."""
