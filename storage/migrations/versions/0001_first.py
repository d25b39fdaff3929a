"""The first schema: articles, readers, subscriptions, comments, editions, deliveries, inbox and conversations.

Times are UTC epoch microseconds, flags are 0 and 1: both engines hold the same integers.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# SQLite generates keys only for a column declared INTEGER PRIMARY KEY.
BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Create every table."""
    _newspaper()
    _people()
    _ledger()
    _intake()


def _newspaper() -> None:
    op.create_table(
        "articles",
        _numbered("number"),
        _text("key", unique=True),
        _text("title"),
        _text("lead"),
        _text("topic", nullable=True),
        _text("source_url", nullable=True, unique=True),
        _text("cover", nullable=True),
        _number("author_id", nullable=True),
        _text("status"),
        _flag("breaking"),  # for breaking news, which has no writer yet
        _number("version", default=1),
        _number("created_at"),
        _number("published_at", nullable=True),
        _number("updated_at", nullable=True),
        _text("update_reason", nullable=True),
        _number("updated_by", nullable=True),
        _number("retracted_at", nullable=True),
        _text("retract_reason", nullable=True),
        _number("retracted_by", nullable=True),
        sa.Column("comments_open", sa.SmallInteger(), nullable=True),
        _number("comment_count", default=0),
        _number("reads", default=0),
        _flag("to_push"),
        _number("edition_id", nullable=True),
        sa.CheckConstraint("status IN ('draft', 'published', 'retracted')", name="articles_status"),
        sa.CheckConstraint("status <> 'published' OR published_at IS NOT NULL", name="articles_published"),
        sqlite_autoincrement=True,
    )
    _index("articles_archive", "articles", ["published_at", "number"], where="status = 'published'")
    _index("articles_drafts", "articles", ["number"], where="status = 'draft'")
    _index("articles_to_push", "articles", ["published_at", "number"], where="to_push = 1")
    op.create_table(
        "article_bodies",
        sa.Column("number", BIG_KEY, sa.ForeignKey("articles.number"), primary_key=True, autoincrement=False),
        _text("body"),
    )
    op.create_table(
        "comments",
        _numbered("id"),
        sa.Column("article", sa.BigInteger(), sa.ForeignKey("articles.number"), nullable=False),
        _number("author_id"),
        _text("text"),
        _number("at"),
        _number("edited_at", nullable=True),
        _number("chat_id"),
        _number("message_id"),
        sa.UniqueConstraint("chat_id", "message_id", name="comments_message"),
        sqlite_autoincrement=True,
    )
    _index("comments_article", "comments", ["article", "id"])
    _index("comments_author", "comments", ["author_id", "at"])


def _people() -> None:
    op.create_table(
        "readers",
        sa.Column("id", BIG_KEY, primary_key=True, autoincrement=False),
        _text("role"),
        _text("language"),
        _text("name", nullable=True),
        _text("name_key", nullable=True, unique=True),
        _number("registered_at", nullable=True),
    )
    op.create_table(
        "subscriptions",
        sa.Column("chat_id", BIG_KEY, primary_key=True, autoincrement=False),
        _text("language"),
        _number("since"),
        _number("ended_at", nullable=True),
        _text("end_reason", nullable=True),
    )
    _index("subscriptions_active", "subscriptions", ["chat_id"], where="ended_at IS NULL")
    op.create_table(
        "talks",
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("user_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        _text("state", nullable=True),
        _text("data"),
        _number("at"),
        **NO_ROWID,
    )


def _ledger() -> None:
    op.create_table(
        "editions",
        _numbered("id"),
        _text("kind"),
        _text("shown"),
        _number("total"),
        _number("created_at"),
        _number("cursor", nullable=True),
        _flag("planned"),
        _flag("finished"),
        sqlite_autoincrement=True,
    )
    _index("editions_open", "editions", ["id"], where="finished = 0")
    op.create_table(
        "deliveries",
        sa.Column("edition_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        _text("state", default="'pending'"),
        _number("due_at"),
        _number("message_id", nullable=True),
        _number("version", nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("unknowns", sa.Integer(), nullable=False, server_default="0"),
        _text("error", nullable=True),
        **NO_ROWID,
    )
    _index("deliveries_open", "deliveries", ["edition_id", "due_at", "chat_id"], where="state IN ('pending', 'wire')")
    op.create_table(
        "budget",
        sa.Column("id", BIG_KEY, primary_key=True, autoincrement=False),
        _number("next_at"),
    )
    op.execute("INSERT INTO budget (id, next_at) VALUES (1, 0)")


def _intake() -> None:
    op.create_table(
        "inbox",
        sa.Column("update_id", BIG_KEY, primary_key=True, autoincrement=False),
        _number("chat_id"),
        _text("raw"),
        _text("state", default="'pending'"),
        _number("kept_at"),
        _number("buried_at", nullable=True),
        _text("error", nullable=True),
    )
    _index("inbox_pending", "inbox", ["update_id"], where="state = 'pending'")
    _index("inbox_dead", "inbox", ["update_id"], where="state = 'dead'")
    _index("inbox_kept", "inbox", ["kept_at", "update_id"])


def _numbered(name: str) -> sa.Column[int]:
    """Return a generated key; a key is never given out twice."""
    return sa.Column(name, BIG_KEY, sa.Identity(), primary_key=True)


def _number(name: str, *, nullable: bool = False, default: int | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=None if default is None else str(default))


def _flag(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.SmallInteger(), nullable=False, server_default="0")


def _text(name: str, *, nullable: bool = False, unique: bool = False, default: str | None = None) -> sa.Column[str]:
    return sa.Column(
        name, sa.Text(), nullable=nullable, unique=unique, server_default=None if default is None else sa.text(default)
    )


def _index(name: str, table: str, columns: list[str], where: str | None = None) -> None:
    condition = None if where is None else sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
