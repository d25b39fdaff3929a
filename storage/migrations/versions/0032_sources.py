"""Sources: feeds and list pages, the hosts that they are on, and their items.

A host has the lease of the process that visits it: one visit of a host at a time. An item keeps the article that it
became, and what was known of it, so that the same item is recognised under another id or at another address.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables, with indexes for the sources that are due and for items that are found again."""
    op.create_table(
        "sources",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("address", sa.Text(), nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False, server_default=""),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("by_file", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("taken", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("interval_s", sa.BigInteger(), nullable=False),
        sa.Column("visited_at", sa.BigInteger()),
        sa.Column("succeeded_at", sa.BigInteger()),
        sa.Column("etag", sa.Text(), nullable=False, server_default=""),
        sa.Column("modified", sa.Text(), nullable=False, server_default=""),
        sa.Column("body_hash", sa.Text(), nullable=False, server_default=""),
        sa.Column("begun", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("failures", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("failing_since", sa.BigInteger()),
        sa.Column("trouble", sa.Text()),
        sa.Column("detail", sa.Text(), nullable=False, server_default=""),
        sa.Column("told", sa.Integer(), nullable=False, server_default="0"),
        sqlite_autoincrement=True,
    )
    op.create_index("sources_due", "sources", ["state", "next_at", "id"])
    op.create_index("sources_visited", "sources", ["state", "visited_at"])
    op.create_table(
        "source_hosts",
        sa.Column("host", sa.Text(), primary_key=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("leased_until", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "source_items",
        sa.Column("source_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("article", sa.BigInteger()),
        sa.Column("quiet", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("done", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("own", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("address_hash", sa.Text(), nullable=False, server_default=""),
        sa.Column("feed_hash", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False, server_default=""),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("source_items_address", "source_items", ["address_hash"])
    op.create_index("source_items_feed", "source_items", ["source_id", "feed_hash"])
    op.create_index("source_items_text", "source_items", ["text_hash", "article"])
    op.create_index("source_items_seen", "source_items", ["seen_at"])
