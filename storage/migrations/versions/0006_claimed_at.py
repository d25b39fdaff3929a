"""When a delivery's last try began: its lease is prolonged while the answer is awaited, so that no longer tells."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("deliveries", sa.Column("claimed_at", sa.BigInteger(), nullable=True))
