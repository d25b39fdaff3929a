"""The groups' desk: which group may do what, as the newspaper's administrators change it."""

from collections.abc import Callable

from news.audit import record
from news.errors import PermissionFixed
from news.model import Reader
from news.ports import Clock, Storage
from news.ports.audit import AuditAct
from news.roles import DEFAULT_PERMISSIONS, Deed, Permissions, Role, is_fixed, require


class GroupDesk:
    """The roles table. Every verb raises NotAllowed; a change is known to every process within a second.

    `on_change` is called after each change, so that this process knows it at once.
    """

    def __init__(self, storage: Storage, clock: Clock, on_change: Callable[[], None]) -> None:
        self._storage = storage
        self._clock = clock
        self._on_change = on_change

    async def permissions(self, admin: Reader) -> Permissions:
        """Return the table as it is now."""
        require(admin, Deed.MANAGE_GROUPS)
        async with self._storage.reading() as unit:
            return await unit.permissions.read()

    async def allow(self, admin: Reader, role: Role, deed: Deed, *, allowed: bool) -> Permissions:
        """Let a group do a deed, or no longer. Raises PermissionFixed if the rule keeps that as it is."""
        require(admin, Deed.MANAGE_GROUPS)
        if is_fixed(role, deed):
            raise PermissionFixed(group=role, permission=deed)
        async with self._storage.writing() as unit:
            present = await unit.permissions.read()
            if (deed in present.of(role)) is allowed:
                return present
            await unit.permissions.set(role, deed, allowed=allowed)
            act = AuditAct.DEED_ALLOWED if allowed else AuditAct.DEED_DENIED
            await record(unit, admin.id, act, self._clock.now(), note=f"{role}/{deed}")
        self._on_change()
        return present.changed([(role, deed, allowed)])

    async def reset(self, admin: Reader, role: Role) -> Permissions:
        """Give a group the deeds back that it has by default."""
        require(admin, Deed.MANAGE_GROUPS)
        async with self._storage.writing() as unit:
            present = await unit.permissions.read()
            if present.of(role) == DEFAULT_PERMISSIONS.of(role):
                return present
            await unit.permissions.reset(role)
            await record(unit, admin.id, AuditAct.GROUP_RESET, self._clock.now(), note=role)
            present = await unit.permissions.read()
        self._on_change()
        return present
