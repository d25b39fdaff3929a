"""Stop phrases, what trust is earned with, and the reason of the moderation hook.

`comments.fingerprint` is a number that comments with the same words share, NULL for one that says little. Comments that
were published before `readers.trust_lost_at` earn no trust; `trust_lost_before` is the loss before that one, for an
undo.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the table and the columns. Comments of earlier versions have no fingerprint: they earn no trust."""
    op.create_table(
        "stop_phrases",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("added_by", sa.BigInteger(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.add_column("comments", sa.Column("fingerprint", sa.BigInteger(), nullable=True))
    op.add_column("comments", sa.Column("hook_reason", sa.Text(), nullable=False, server_default=""))
    op.add_column("readers", sa.Column("trust_lost_at", sa.BigInteger(), nullable=True))
    op.add_column("readers", sa.Column("trust_lost_before", sa.BigInteger(), nullable=True))
    has_one = sa.text("fingerprint IS NOT NULL")
    op.create_index(
        "comments_fingerprint", "comments", ["fingerprint", "id"], sqlite_where=has_one, postgresql_where=has_one
    )
