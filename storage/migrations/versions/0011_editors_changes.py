"""Who changed an article last and when, silent fixes included; and the live message of each admin who follows a push.

`updated_at` and `updated_by` belong to visible updates only. In `live_messages`, `asking` is the edition that the
message asks about instead of showing the pushes, and `due_at` the time of its next edit: the process that moves it
edits.
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the columns and the table."""
    op.add_column("articles", sa.Column("revised_at", sa.BigInteger(), nullable=True))
    op.add_column("articles", sa.Column("revised_by", sa.BigInteger(), nullable=True))
    op.create_table(
        "live_messages",
        sa.Column("reader_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("asking", sa.BigInteger(), nullable=True),
    )
