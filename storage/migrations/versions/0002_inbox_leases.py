"""Leases on updates, and named leases, so that any number of processes may serve one database."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PENDING = sa.text("state = 'pending'")
NOBODY = sa.text("''")


def upgrade() -> None:
    """Give every update a holder and an expired lease, and create the table of named leases."""
    op.add_column("inbox", sa.Column("holder", sa.Text(), nullable=False, server_default=NOBODY))
    op.add_column("inbox", sa.Column("leased_until", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("inbox_chat", "inbox", ["chat_id", "update_id"], sqlite_where=PENDING, postgresql_where=PENDING)
    op.create_table(
        "leases",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
