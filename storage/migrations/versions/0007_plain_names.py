"""Rename tables and columns to the field's terms; split `deliveries.due_at`; drop what nothing reads."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Rename tables, columns and the delivery state `wire`."""
    op.rename_table("talks", "fsm")
    op.rename_table("related_holders", "related_postings")
    op.alter_column("related_postings", "holders", new_column_name="postings")
    op.alter_column("related", "letters", new_column_name="text_hash")
    op.alter_column("inbox", "kept_at", new_column_name="stored_at")
    op.alter_column("inbox", "buried_at", new_column_name="dead_at")
    if op.get_bind().dialect.name == "postgresql":
        _rename_doc_id()
    op.drop_index("deliveries_open", "deliveries")
    op.execute("UPDATE deliveries SET state = 'sending' WHERE state = 'wire'")
    is_open = sa.text("state IN ('pending', 'sending')")
    op.create_index(
        "deliveries_open",
        "deliveries",
        ["edition_id", "due_at", "chat_id"],
        sqlite_where=is_open,
        postgresql_where=is_open,
    )


def _rename_doc_id() -> None:
    """Rename `search.place`, in the two functions that read it too: their bodies are text, which no rename follows."""
    op.alter_column("search", "place", new_column_name="doc_id")
    bind = op.get_bind()
    for name in ("search_newest", "search_oldest"):
        source = bind.scalar(sa.text("SELECT pg_get_functiondef(CAST(:name AS regproc))"), {"name": name})
        bind.exec_driver_sql(re.sub(r"\bplace\b", "doc_id", source))
