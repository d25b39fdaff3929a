"""Outlets: the channels, groups and topics that articles are posted to, and what an article's editor chose among them.

The copies of posts are never folded, so that a correction reaches a post of any age: the index of what may be folded
leaves them out. Another index has the unfinished posts, which go to a place one after another.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Create the tables and the indexes."""
    op.create_table(
        "outlets",
        sa.Column("place_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("discussion", sa.BigInteger(), nullable=True),
        sa.Column("template", sa.Text(), nullable=False, server_default=sa.text("'lead'")),
        sa.Column("silent", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("words", sa.Text(), nullable=False, server_default=sa.text("''")),
        sa.Column("topics", sa.Text(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_at", sa.BigInteger(), nullable=True),
        **_NO_ROWID,
    )
    op.create_table(
        "article_outlets",
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("place_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("chosen", sa.BigInteger(), nullable=False),
        **_NO_ROWID,
    )
    op.drop_index("editions_unfolded", "editions")
    _index("editions_unfolded", "folded = 0 AND audience <> 'outlets'")
    _index("editions_posts", "finished = 0 AND audience = 'outlets'")


def _index(name: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, "editions", ["id"], sqlite_where=condition, postgresql_where=condition)
