"""The newspaper's changes of the roles table."""

from typing import Any

from news.roles import DEFAULT_PERMISSIONS, Deed, Permissions, Role

_ROLES = frozenset(Role)
_DEEDS = frozenset(Deed)


class PermissionTable:
    """Implements `news.ports.permissions.PermissionTable`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["permissions"]

    async def read(self) -> Permissions:
        """Return the table. A role or deed of another version of the program is left out."""
        changes = [
            (Role(row["role"]), Deed(row["deed"]), bool(row["allowed"]))
            async for row in self._queries.every(self._connection)
            if row["role"] in _ROLES and row["deed"] in _DEEDS
        ]
        return DEFAULT_PERMISSIONS.changed(changes) if changes else DEFAULT_PERMISSIONS

    async def set(self, role: Role, deed: Deed, *, allowed: bool) -> None:
        """Allow a deed to a role, or forbid it."""
        await self._queries.set(self._connection, role=role.value, deed=deed.value, allowed=int(allowed))

    async def reset(self, role: Role) -> None:
        """Give a role the default deeds again."""
        await self._queries.reset(self._connection, role=role.value)
