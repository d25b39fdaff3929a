"""Discussion groups: copies of a channel's posts there, join requests, and what the bot has to do in the groups.

An index finds a post by its message, so that what is written under its copy is a comment of its article.
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"

_NO_ROWID = {"sqlite_with_rowid": False}
# SQLite generates keys only for a column declared INTEGER PRIMARY KEY.
_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the tables and the indexes."""
    op.create_table(
        "discussion_groups",
        _key("chat_id"),
        _number("channel_id"),
        sa.Column("title", sa.Text(), nullable=False),
        _number("told_at", default=0),
        **_NO_ROWID,
    )
    op.create_table(
        "discussed_posts",
        _key("chat_id"),
        _key("message_id"),
        _number("channel_id"),
        _number("post_id"),
        _number("article", nullable=True),
        **_NO_ROWID,
    )
    _index("discussed_posts_article", "discussed_posts", ["chat_id", "article"], "article IS NOT NULL")
    op.create_table("group_notices", _key("chat_id"), _key("user_id"), _number("told_at"), **_NO_ROWID)
    op.create_table("join_requests", _key("user_id"), _key("chat_id"), _number("asked_at"), **_NO_ROWID)
    _create_group_deeds()
    _index("outlets_discussion", "outlets", ["discussion"], "discussion IS NOT NULL")
    _index("deliveries_posts", "deliveries", ["place_id", "message_id"], "substr(variant, 1, 5) = 'post:'")


def _create_group_deeds() -> None:
    op.create_table(
        "group_deeds",
        sa.Column("id", _BIG_KEY, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.Text(), nullable=False),
        _number("chat_id"),
        _number("message_id", default=0),
        _number("user_id", default=0),
        _number("until", nullable=True),
        sa.Column("query", sa.Text(), nullable=False, server_default=sa.text("''")),
        _number("actor", nullable=True),
        _number("due_at"),
        _number("leased_until", default=0),
        _number("tries", default=0),
    )
    op.create_index("group_deeds_due", "group_deeds", ["due_at", "id"])
    _index("group_deeds_target", "group_deeds", ["chat_id", "user_id", "id"], "user_id <> 0")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), primary_key=True, autoincrement=False)


def _number(name: str, *, nullable: bool = False, default: int | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=None if default is None else str(default))


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
