"""What follows a change of a reader's role, whoever makes it."""

from dataclasses import replace
from datetime import datetime

from news.model import Reader
from news.ports import Unit
from news.roles import Role


def as_of(reader: Reader, now: datetime) -> Reader:
    """Return the reader with the present role: a role that has ended leaves a member."""
    if reader.role_until is None or now < reader.role_until:
        return reader
    return replace(reader, role=Role.MEMBER, role_until=None)


async def set_role(unit: Unit, reader_id: int, role: Role, until: datetime | None = None) -> bool:
    """Set the role of a registered reader, for good or until then; False if there is none.

    The comments of a banned reader are hidden, and shown again when the ban is lifted. Removed ones stay removed.
    """
    if not await unit.readers.set_role(reader_id, role, until):
        return False
    await unit.comments.hide_author(reader_id, hidden=role is Role.BANNED)
    return True
