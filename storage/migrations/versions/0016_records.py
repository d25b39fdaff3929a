"""The audit, the changes of subscriptions, and the reads by day, by hour, and of an article's first hour.

`audit` has a row for every staff deed, kept for good. `subscription_changes` has a row whenever a subscription begins
or ends (`count` is negative where endings were taken back), and later one row for all of a quarter of an hour
(`folded`); it begins with what the subscriptions tell of the past. `article_reads` counts by day of the newspaper's
zone (a number of `date.toordinal`) and is deleted when it is old; `hour_reads` counts by whole hours since 1970, UTC.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

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
        sa.Column("folded", sa.SmallInteger(), nullable=False, server_default="0"),
    )
    op.execute(
        "INSERT INTO subscription_changes (at, change, count, folded) SELECT MIN(since), 'begun', COUNT(*), 1 "
        "FROM subscriptions GROUP BY since / 900000000 ORDER BY 1"
    )
    op.execute(
        "INSERT INTO subscription_changes (at, change, count, folded) "
        "SELECT MIN(ended_at), CASE WHEN end_reason = 'unsubscribed' THEN 'ended' ELSE 'lost' END AS change, "
        "COUNT(*), 1 FROM subscriptions WHERE ended_at IS NOT NULL GROUP BY ended_at / 900000000, 2 ORDER BY 1"
    )
    op.create_index("subscription_changes_at", "subscription_changes", ["at", "change", "count"])
    unfolded = sa.text("folded = 0")
    op.create_index(
        "subscription_changes_unfolded",
        "subscription_changes",
        ["at"],
        sqlite_where=unfolded,
        postgresql_where=unfolded,
    )
    op.create_table(
        "article_reads",
        sa.Column("day", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("reads", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hour_reads",
        sa.Column("hour", _KEY, primary_key=True, autoincrement=False),
        sa.Column("reads", sa.BigInteger(), nullable=False),
    )
    op.add_column("articles", sa.Column("early_reads", sa.BigInteger(), nullable=False, server_default="0"))
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
