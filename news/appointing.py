"""What follows a change of a reader's role, whoever makes it."""

from news.ports import Unit
from news.roles import Role


async def set_role(unit: Unit, reader_id: int, role: Role) -> bool:
    """Set the role of a registered reader; False if there is none.

    The comments of a banned reader are hidden, and shown again when the ban is lifted. Removed ones stay removed.
    """
    if not await unit.readers.set_role(reader_id, role):
        return False
    await unit.comments.hide_author(reader_id, hidden=role is Role.BANNED)
    return True
