"""The editors' desk: review, schedules, silent and breaking articles, who is in which draft, and live reports.

`publish_at` is the time at which a scheduled article appears, set by `scheduled_by`; `undoable` marks the few seconds
in which a publication can still be taken back, and
`resume_at` the time that it had before. `submitted_by` sent the article for review. A row of `breaking_days`
counts the breaking news of a local day. A live message is keyed by what it shows, too: the pushes, or the report of an
article (`number`).
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_UNPUBLISHED = "status IN ('draft', 'in_review', 'scheduled')"
_NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Add the columns, indexes and tables; give the live messages their new key."""
    for name in ("publish_at", "resume_at", "scheduled_by", "submitted_at", "submitted_by"):
        op.add_column("articles", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in ("silent", "undoable"):
        op.add_column("articles", sa.Column(name, sa.SmallInteger(), nullable=False, server_default="0"))
    op.drop_index("articles_drafts", "articles")
    _index("articles_unpublished", "articles", ["number"], _UNPUBLISHED)
    _index("articles_own", "articles", ["author_id", "number"], _UNPUBLISHED)
    _index("articles_in_review", "articles", ["number"], "status = 'in_review'")
    _index("articles_scheduled", "articles", ["publish_at", "number"], "status = 'scheduled'")
    _index("subscriptions_ended", "subscriptions", ["ended_at"], "ended_at IS NOT NULL")
    op.create_table("draft_visits", _key("number"), _key("reader_id"), _number("at"), **_NO_ROWID)
    op.create_index("draft_visits_at", "draft_visits", ["at"])
    op.create_table("breaking_days", sa.Column("day", sa.Text(), primary_key=True), _number("published"), **_NO_ROWID)
    _rebuild_live_messages()


def _rebuild_live_messages() -> None:
    op.rename_table("live_messages", "old_live_messages")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX live_messages_pkey RENAME TO old_live_messages_pkey")
    op.create_table(
        "live_messages",
        _key("reader_id"),
        sa.Column("kind", sa.Text(), primary_key=True),
        _key("number"),
        *(_number(name) for name in ("chat_id", "message_id")),
        sa.Column("language", sa.Text(), nullable=False),
        *(_number(name) for name in ("since", "due_at")),
        sa.Column("asking", sa.BigInteger(), nullable=True),
        **_NO_ROWID,
    )
    kept = "chat_id, message_id, language, since, due_at, asking"
    op.execute(
        f"INSERT INTO live_messages (reader_id, kind, number, {kept}) "  # noqa: S608 - own names
        f"SELECT reader_id, 'queue', 0, {kept} FROM old_live_messages"
    )
    op.drop_table("old_live_messages")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), primary_key=True, autoincrement=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
