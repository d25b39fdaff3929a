"""The messages of an act of an editor's: what is offered as an article, and what an article was made of.

`act` is the id of the act's first message, `album` Telegram's `media_group_id`, `content` the Bot API Message as JSON.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "parts",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("message_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("act", sa.BigInteger(), nullable=False),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.BigInteger(), nullable=False),
    )
    op.create_index("parts_act", "parts", ["chat_id", "act", "message_id"])
    op.create_index("parts_album", "parts", ["chat_id", "album"])
    op.create_index("parts_stored", "parts", ["stored_at"])
