"""Rename tables and columns to the field's terms, split `deliveries.due_at`, drop the CHECK on an article's status.

The allowed statuses and their transitions are code (`news`), so a new status needs no change of the table.
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_STATUS_CHECK = re.compile(r"\s*CONSTRAINT articles_status CHECK \(status IN \([^)]*\)\),")


def upgrade() -> None:
    """Rename, then change the two tables; every row is kept."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    _rename()
    if is_sqlite:
        _rebuild_articles()
    else:
        _rename_in_postgres()
        op.drop_constraint("articles_status", "articles", type_="check")
    _split_due_at()
    op.drop_column("deliveries", "version")


def _rename() -> None:
    op.rename_table("talks", "fsm")
    op.rename_table("related_holders", "related_postings")
    op.alter_column("related_postings", "holders", new_column_name="postings")
    op.alter_column("related", "letters", new_column_name="text_hash")
    op.alter_column("inbox", "kept_at", new_column_name="stored_at")
    op.alter_column("inbox", "buried_at", new_column_name="dead_at")
    op.drop_index("inbox_kept", "inbox")
    op.create_index("inbox_stored", "inbox", ["stored_at", "update_id"])


def _rename_in_postgres() -> None:
    """Rename the primary keys, and `search.place` together with the two functions that read it.

    PostgreSQL stores a function's body as text, which a renamed column does not change.
    """
    op.execute("ALTER INDEX talks_pkey RENAME TO fsm_pkey")
    op.execute("ALTER INDEX related_holders_pkey RENAME TO related_postings_pkey")
    op.alter_column("search", "place", new_column_name="doc_id")
    bind = op.get_bind()
    for name in ("search_newest", "search_oldest"):
        source = bind.scalar(sa.text("SELECT pg_get_functiondef(CAST(:name AS regproc))"), {"name": name})
        bind.exec_driver_sql(re.sub(r"\bplace\b", "doc_id", source))


def _rebuild_articles() -> None:
    """Copy the articles into a table without the CHECK: SQLite has no ALTER TABLE DROP CONSTRAINT.

    These are the steps of https://www.sqlite.org/lang_altertable.html#otheralter. Foreign keys are off on this
    connection, so the references from `article_bodies` and `comments` stay as they are. The new definition is the old
    one without the CHECK; the indexes are created again from their own definitions. The counter of AUTOINCREMENT is
    copied too: a number is never given out twice, even if its article was deleted.
    """
    bind = op.get_bind()
    definition = bind.scalar(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'articles'"))
    indexes = bind.scalars(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'articles' AND sql IS NOT NULL")
    ).all()
    without_check, removed = _STATUS_CHECK.subn("", definition)
    if removed != 1:
        raise RuntimeError(f"The table articles has {removed} constraints articles_status, expected 1: {definition}")
    bind.exec_driver_sql(re.sub(r'^CREATE TABLE "?articles"?', "CREATE TABLE new_articles", without_check))
    for statement in (
        "INSERT INTO new_articles SELECT * FROM articles ORDER BY number",
        "DELETE FROM sqlite_sequence WHERE name = 'new_articles'",
        "INSERT INTO sqlite_sequence (name, seq) "
        "SELECT 'new_articles', seq FROM sqlite_sequence WHERE name = 'articles'",
        "DROP TABLE articles",
        "ALTER TABLE new_articles RENAME TO articles",
        *indexes,
    ):
        bind.exec_driver_sql(statement)


def _split_due_at() -> None:
    """Give each of the three meanings of `due_at` a column, and the open deliveries an index for each state.

    `due_at` was the due time of a pending delivery, the end of a claimed one's lease, and the time at which a settled
    one was settled. The due time of the latter two was not stored: the begin of the last try is the nearest known. A
    delivery that was cancelled or expired while it was pending kept its due time, which now counts as its settled time.
    """
    op.drop_index("deliveries_open", "deliveries")
    op.add_column("deliveries", sa.Column("leased_until", sa.BigInteger(), nullable=True))
    op.add_column("deliveries", sa.Column("settled_at", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE deliveries SET "
        "state = CASE state WHEN 'wire' THEN 'sending' ELSE state END, "
        "due_at = COALESCE(claimed_at, due_at), "
        "leased_until = CASE state WHEN 'wire' THEN due_at END, "
        # A lapsed delivery failed when it was claimed; `due_at` was the end of a lease then.
        "settled_at = CASE WHEN state = 'wire' THEN NULL WHEN error = 'lapsed' THEN COALESCE(claimed_at, due_at) "
        "ELSE due_at END "
        "WHERE state <> 'pending'"
    )
    _index_deliveries("deliveries_pending", "due_at", "state = 'pending'")
    _index_deliveries("deliveries_sending", "leased_until", "state = 'sending'")


def _index_deliveries(name: str, time: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        name, "deliveries", ["edition_id", time, "chat_id"], sqlite_where=condition, postgresql_where=condition
    )
