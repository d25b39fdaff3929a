"""The articles that persons have put aside for an evening: one row for a person and an article, until it is told."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    """Add the table, with an index for what is due. It is empty but for what waits for the next evening."""
    op.create_table(
        "later",
        sa.Column("reader_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("later_due", "later", ["due_at", "reader_id", "article"])
