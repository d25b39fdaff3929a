"""Related articles: each article's profile and neighbours, the terms that find them, and the editors' verdicts.

Terms are numbers of 32 bits; `storage/related.py` describes the packed columns. In an archive that has articles, the
version is set to one that no rules have, so the entries are computed while the program runs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "related",
        _key("number"),
        sa.Column("letters", sa.BigInteger(), nullable=False),
        sa.Column("profile", sa.LargeBinary(), nullable=False),
        sa.Column("neighbours", sa.Text(), nullable=False),
    )
    op.create_table("related_terms", _key("term"), sa.Column("articles", sa.BigInteger(), nullable=False))
    op.create_table("related_holders", _key("term"), sa.Column("holders", sa.LargeBinary(), nullable=False))
    op.create_table(
        "related_verdicts",
        sa.Column("number", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("other", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("editor_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("verdict IN ('pinned', 'forbidden')", name="related_verdict"),
    )
    op.create_table(
        "related_state",
        _key("id"),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=True),
    )
    op.execute(
        "INSERT INTO related_state (id, version, articles) "
        "SELECT 1, CASE WHEN EXISTS (SELECT 1 FROM articles) THEN 'none' ELSE '' END, 0"
    )


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, _BIG_KEY, primary_key=True, autoincrement=False)
