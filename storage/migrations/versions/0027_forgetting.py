"""Forgetting persons who ask for it, and deleting what has been kept long enough.

A row of `forgettings` is a person who asked to be forgotten: what becomes of the comments ('keep' or 'delete'), when it
begins (`due_at`, also the lease of the process that does it), and since when it goes on (`begun_at`). A place with
`forgotten_at` was the chat of such a person: its `chat_id` is a salted hash, its `topic` the place's own id.
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Add the table, the column, and the indexes by which old rows and the rows of a person are found."""
    op.create_table(
        "forgettings",
        sa.Column("reader_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("comments", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=True),
        sqlite_with_rowid=False,
    )
    op.create_index("forgettings_due", "forgettings", ["due_at"])
    op.add_column("places", sa.Column("forgotten_at", sa.BigInteger(), nullable=True))
    _index("places_forgotten", "places", ["forgotten_at"], "forgotten_at IS NOT NULL")
    _index("comments_ended", "comments", ["removed_at"], "removed_at IS NOT NULL AND text <> ''")
    _index("comments_quoting", "comments", ["reply_to"], "quote <> ''")
    _index("comments_removed_by", "comments", ["removed_by"], "removed_by IS NOT NULL")
    _index("cases_closed", "cases", ["judged_at"], "judged_at IS NOT NULL")
    _index(
        "readers_nameless",
        "readers",
        ["id"],
        "registered_at IS NULL AND name IS NULL AND language = '' AND known_since IS NULL",
    )
    _index("subscriptions_started_by", "subscriptions", ["started_by"], "started_by IS NOT NULL")
    op.create_index("answers_reader", "answers", ["reader_id"])
    op.create_index("ignores_ignored", "ignores", ["ignored_id"])
    op.create_index("group_notices_user", "group_notices", ["user_id"])
    op.create_index("fsm_user", "fsm", ["user_id"])
    op.create_index("fsm_at", "fsm", ["at"])


def _index(name: str, table: str, columns: list[str], condition: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(condition), postgresql_where=sa.text(condition))
