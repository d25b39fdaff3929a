"""The state of a comment, threads, cases for the moderators, roles that end, and changes of the roles table.

`comments.status` is 'published', 'held', 'rejected' or 'removed'; `held_for` is a JSON list of the causes, `version`
counts the edits. `root` is the first comment of the thread, NULL for a first comment; `reply_to` is the comment that
this one answers, with a `quote` of it. `replies` counts the visible answers in the thread of a first comment.

A case is what a moderator judges: a comment in its `version`, or an article. `readers.known_since` is when the
newspaper first stored something of a person. `articles.comments_for` takes the place of `comments_open`: NULL leaves it
to the newspaper's groups.
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the columns and tables, and fill the states of the comments that there are."""
    _change_comments()
    for name in ("role_until", "restricted_until", "name_changed_at", "known_since"):
        op.add_column("readers", sa.Column(name, sa.BigInteger(), nullable=True))
    op.execute("UPDATE readers SET known_since = registered_at")
    op.add_column("articles", sa.Column("comments_for", sa.Text(), nullable=True))
    op.execute("UPDATE articles SET comments_for = 'nobody' WHERE comments_open = 0")
    op.drop_column("articles", "comments_open")
    op.create_table(
        "permissions",
        sa.Column("role", sa.Text(), primary_key=True),
        sa.Column("deed", sa.Text(), primary_key=True),
        sa.Column("allowed", sa.SmallInteger(), nullable=False),
    )
    _add_cases()


def _change_comments() -> None:
    for column in (
        sa.Column("status", sa.Text(), nullable=False, server_default="published"),
        sa.Column("held_for", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("version", sa.BigInteger(), nullable=False, server_default="1"),
        sa.Column("root", sa.BigInteger(), nullable=True),
        sa.Column("reply_to", sa.BigInteger(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False, server_default=""),
        sa.Column("likes", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("replies", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
    ):
        op.add_column("comments", column)
    op.execute("UPDATE comments SET published_at = at")
    op.execute("UPDATE comments SET status = 'removed' WHERE removed_at IS NOT NULL")


def _add_cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("comment", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("causes", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("judged_by", sa.BigInteger(), nullable=True),
        sa.Column("judged_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sqlite_autoincrement=True,
    )
    is_open = sa.text("verdict IS NULL")
    op.create_index("cases_open", "cases", ["id"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_index(
        "cases_open_comment", "cases", ["comment", "kind"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_index("cases_author", "cases", ["author_id", "id"])
