"""Rename the delivery state `wire` to `sending` and the table `talks` to `fsm`."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Rename."""
    op.rename_table("talks", "fsm")
    op.drop_index("deliveries_open", "deliveries")
    op.execute("UPDATE deliveries SET state = 'sending' WHERE state = 'wire'")
    is_open = sa.text("state IN ('pending', 'sending')")
    op.create_index(
        "deliveries_open",
        "deliveries",
        ["edition_id", "due_at", "chat_id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
