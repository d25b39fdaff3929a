"""The articles that persons have saved for themselves: one row for a person and an article, with the time."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Add the table, with an index for the list, the article saved last first."""
    op.create_table(
        "bookmarks",
        sa.Column("reader_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("bookmarks_newest", "bookmarks", ["reader_id", "at", "article"])
