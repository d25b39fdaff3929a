"""The audit, the changes of subscriptions, and the reads by hour.

`audit` has a row for every staff deed, kept for good. `subscription_changes` has a row whenever a subscription begins
or ends (`count` is negative where endings were taken back); it begins with what the subscriptions tell of the past.
`article_reads` counts the reads of an article within an hour (hours since 1970, UTC); old hours are deleted.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0012"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables, and store what the subscriptions tell of the past."""
    _create_audit()
    op.create_table(
        "subscription_changes",
        sa.Column("id", _KEY, sa.Identity(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
    )
    op.execute(
        "INSERT INTO subscription_changes (at, change, count) SELECT since, 'begun', COUNT(*) FROM subscriptions "
        "GROUP BY since ORDER BY since"
    )
    op.execute(
        "INSERT INTO subscription_changes (at, change, count) "
        "SELECT ended_at, CASE WHEN end_reason = 'unsubscribed' THEN 'ended' ELSE 'lost' END, COUNT(*) "
        "FROM subscriptions WHERE ended_at IS NOT NULL GROUP BY 1, 2 ORDER BY 1"
    )
    op.create_index("subscription_changes_at", "subscription_changes", ["at", "change", "count"])
    op.create_table(
        "article_reads",
        sa.Column("hour", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("reads", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    pushes = sa.text("audience = 'subscribers'")
    op.create_index("editions_pushes", "editions", ["created_at"], sqlite_where=pushes, postgresql_where=pushes)


def _create_audit() -> None:
    """`by_id` is NULL for the program itself. What `number` and `note` say depends on `act`."""
    op.create_table(
        "audit",
        sa.Column("id", _KEY, sa.Identity(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=True),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=True),
        sa.Column("person", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("audit_area", "audit", ["area", "id"])
    for column in ("by_id", "article", "person"):
        condition = sa.text(f"{column} IS NOT NULL")
        op.create_index(f"audit_{column}", "audit", [column, "id"], sqlite_where=condition, postgresql_where=condition)
