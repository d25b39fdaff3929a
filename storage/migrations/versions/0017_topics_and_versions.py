"""Every version of an article, since this revision: each change keeps the version before it.

`article_versions` has a row for each replaced version: its contents, and who made it when. `articles.updated_version`
is the version that the last visible update made; it is NULL if the version before that update was not kept.
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0011"


def upgrade() -> None:
    """Add the table and the column."""
    op.add_column("articles", sa.Column("updated_version", sa.BigInteger(), nullable=True))
    op.create_table(
        "article_versions",
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("editor_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("cover", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("visible", sa.SmallInteger(), nullable=False),
    )
