"""The interface of the roles table, as the newspaper has changed it."""

from typing import Protocol

from news.roles import Deed, Permissions, Role


class PermissionTable(Protocol):
    """The roles table: the default with the newspaper's changes."""

    async def read(self) -> Permissions:
        """Return the table. A role or deed of another version of the program is left out."""

    async def set(self, role: Role, deed: Deed, *, allowed: bool) -> None:
        """Allow a deed to a role, or forbid it."""

    async def reset(self, role: Role) -> None:
        """Give a role the default deeds again."""
