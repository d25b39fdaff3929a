"""The identity of the database: from which file or tables it was last served, and how far it was then.

A database that nobody has served since this revision has no fingerprint yet: it is taken as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table with its one row."""
    op.create_table(
        "identity",
        sa.Column("id", _BIG_KEY, primary_key=True, autoincrement=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("beat", sa.BigInteger(), nullable=False),
    )
    op.execute("INSERT INTO identity (id, fingerprint, beat) VALUES (1, '', 0)")
