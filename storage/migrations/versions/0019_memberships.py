"""Memberships that end by themselves, and the Telegram usernames of registered readers.

`role_after` is the group that a reader returns to at `role_until`. `username` is in lower case and without @.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns, and the indexes by group, by the end of a membership, and by username."""
    op.add_column("readers", sa.Column("role_after", sa.Text(), nullable=True))
    op.add_column("readers", sa.Column("username", sa.Text(), nullable=True))
    op.create_index("readers_role", "readers", ["role", "id"])
    for column in ("role_until", "username"):
        condition = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"readers_{column}", "readers", [column], sqlite_where=condition, postgresql_where=condition)
