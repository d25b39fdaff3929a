"""Answers to comments on their way to those who were answered; who does not want which; what a reader has seen.

`answers` has a row for each published answer to somebody else's comment. `due_at` is when it is told, NULL once it was
told or dropped: an answer is told once, whatever becomes of it. `taken_back` is 1 while an answer that was told, and
that readers do not see any more, is still to be taken out of the message that told of it. `answer_windows.until` is
when the next message about a thread may go to a reader. `answer_mutes.root` is the first comment of a muted thread, 0
for all of them.

`seen_discussions` has the last comment that a reader saw under an article; only those have a row who commented there.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "answers",
        sa.Column("comment_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("reader_id", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("taken_back", sa.SmallInteger(), nullable=False, server_default="0"),
    )
    _partial("answers_due", ["due_at"], "due_at IS NOT NULL")
    _partial("answers_thread", ["reader_id", "root"], "due_at IS NOT NULL")
    _partial("answers_taken_back", ["comment_id"], "taken_back = 1")
    op.create_index("answers_at", "answers", ["at"])
    op.create_table(
        "answer_windows",
        sa.Column("reader_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("root", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
    )
    op.create_index("answer_windows_until", "answer_windows", ["until"])
    op.create_table(
        "answer_mutes",
        sa.Column("reader_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("root", sa.BigInteger(), primary_key=True, autoincrement=False),
    )
    op.create_table(
        "ignores",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("reader_id", sa.BigInteger(), nullable=False),
        sa.Column("ignored_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("reader_id", "ignored_id", name="ignores_pair"),
    )
    op.create_index("ignores_reader", "ignores", ["reader_id", "id"])
    op.create_table(
        "seen_discussions",
        sa.Column("reader_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("last_comment", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("seen_discussions_at", "seen_discussions", ["at"])
    op.create_index("comments_own", "comments", ["author_id", "id"])


def _partial(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "answers", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
