"""When a delivery's last try began: the lease no longer tells, for it is extended while the answer is awaited."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column."""
    op.add_column("deliveries", sa.Column("claimed_at", sa.BigInteger(), nullable=True))
