"""The groups' desk: which group may do what, as the newspaper's administrators change it."""

from datetime import datetime

from news.audit import record
from news.errors import PermissionFixed
from news.model import Reader
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.roles import DEFAULT_PERMISSIONS, Deed, Permissions, Role, is_fixed, require


class GroupDesk:
    """The roles table. Every verb raises NotAllowed; a change is known to every process within a second."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

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
            await _set(unit, admin, role, deed, allowed, self._clock.now())
            return await unit.permissions.read()

    async def reset(self, admin: Reader, role: Role) -> Permissions:
        """Give a group the deeds back that it has by default."""
        require(admin, Deed.MANAGE_GROUPS)
        default = DEFAULT_PERMISSIONS.of(role)
        async with self._storage.writing() as unit:
            for deed in Deed:
                await _set(unit, admin, role, deed, deed in default, self._clock.now())
            return await unit.permissions.read()


async def _set(unit: Unit, admin: Reader, role: Role, deed: Deed, allowed: bool, at: datetime) -> None:
    """Store a change, and a row of the audit, if it is one."""
    if await unit.permissions.set(role, deed, allowed):
        act = AuditAct.DEED_ALLOWED if allowed else AuditAct.DEED_DENIED
        await record(unit, admin.id, act, at, note=f"{role}/{deed}")
