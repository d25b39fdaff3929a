"""Changes of a reader's role: what is checked when an admin makes one, and what follows whoever makes it."""

from collections.abc import Set
from dataclasses import replace
from datetime import datetime

from news.audit import record
from news.errors import LastAdmin, NotAllowed, ReaderUnknown, RoleChanged, WhenPast
from news.model import Reader
from news.ports import Unit
from news.ports.audit import AuditAct
from news.roles import Deed, Role


def as_of(reader: Reader, now: datetime) -> Reader:
    """Return the reader with the role of this moment: a membership that is over counts as ended.

    The stored row is settled later, by a timer. Until then the comments of one who was banned stay hidden.
    """
    if reader.role_until is None or now < reader.role_until:
        return reader
    return replace(reader, role=reader.role_after or lowest_role(reader), role_until=None, role_after=None)


def lowest_role(reader: Reader) -> Role:
    """Return the group of a person who was given no other one."""
    return Role.MEMBER if reader.registered else Role.GUEST


async def set_role(
    unit: Unit, reader_id: int, role: Role, until: datetime | None = None, after: Role | None = None
) -> bool:
    """Set the role of a person, for good or until then, when `after` follows; False if the person is not stored.

    The comments of a banned reader are hidden, and shown again when the ban is lifted. Removed ones stay removed.
    """
    if not await unit.readers.set_role(reader_id, role, until, after):
        return False
    await unit.comments.hide_author(reader_id, hidden=role is Role.BANNED)
    return True


async def appoint(
    unit: Unit,
    admin: Reader,
    reader_id: int,
    role: Role,
    now: datetime,
    *,
    admins: Set[int],
    present: str | None,
    until: datetime | None,
) -> None:
    """Give a registered reader a role in the name of an admin. `admins` are the Telegram ids of the settings.

    The rows of all stored admins are locked first: of two who dismiss each other, the second is refused. Raises
    NotAllowed, ReaderUnknown, RoleChanged, LastAdmin, WhenPast.
    """
    stored_admins = [as_of(each, now) for each in await unit.memberships.lock_admins()]
    present_admins = {each.id: each for each in stored_admins if each.role is Role.ADMIN}
    if admin.id not in admins and admin.id not in present_admins:
        raise NotAllowed(deed=Deed.APPOINT)
    stored = await unit.readers.lock(reader_id)
    if stored is None or not stored.registered:
        raise ReaderUnknown(id=reader_id)
    before = as_of(stored, now)
    if before.role is role and before.role_until == until:
        return
    if present not in {None, before.role}:
        raise RoleChanged(name=before.name, id=reader_id)
    if until is not None and until <= now:
        raise WhenPast(moment=until)
    lasting = [each for each in present_admins.values() if each.role_until is None and each.id != reader_id]
    stays = role is Role.ADMIN and until is None
    if before.role is Role.ADMIN and not (stays or lasting or admins):
        raise LastAdmin(name=before.name)
    after = None if until is None else _role_behind(before, role)
    await set_role(unit, reader_id, role, until, after)
    note = f"{before.role} {role}" if until is None else f"{before.role} {role} {until.isoformat()}"
    await record(unit, admin.id, AuditAct.APPOINTED, now, person=reader_id, note=note)


def _role_behind(reader: Reader, role: Role) -> Role:
    """Return the group that a reader returns to after a while as `role`: the one that the reader is in for good."""
    lasting = reader.role if reader.role_until is None else reader.role_after
    return lasting if lasting not in {None, role} else lowest_role(reader)
