"""Verdicts of moderators, and what each of them changed; the cards of cases; notes on people; reasons as macros.

A verdict keeps what was before it (`role`, `role_until` and `restricted_until` of the person, and of each comment the
`status_before`), so that it can be taken back; then `undone_at` is set. `edition_id` is the notice to the author.
`cases.edition_id` is the notice that shows a case to the moderators, `card_due` is 1 while that notice shows an earlier
state of the case, and `verdict_id` is the verdict that closed it.

`case_board` has one row: the next turn of posting cards (`due_at`), how many cards the present minute has had, and the
notice that counts what is open, with the number that it shows. `comments.editorial` marks answers of the newsroom. A
correction leaves the message `left_message` in the place `left_place` as it is.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables and the columns."""
    for name in ("left_place", "left_message"):
        op.add_column("editions", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_table(
        "verdicts",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("ruling", sa.Text(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("comment", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("role_until", sa.BigInteger(), nullable=True),
        sa.Column("restricted_until", sa.BigInteger(), nullable=True),
        sa.Column("edition_id", sa.BigInteger(), nullable=True),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sqlite_autoincrement=True,
    )
    for name in ("edition_id", "verdict_id"):
        op.add_column("cases", sa.Column(name, sa.BigInteger(), nullable=True))
    op.add_column("cases", sa.Column("card_due", sa.SmallInteger(), nullable=False, server_default="0"))
    _index("cases_card_due", "cases", ["id"], where="card_due = 1 AND edition_id IS NOT NULL")
    _index("cases_without_card", "cases", ["opened_at", "id"], where="verdict IS NULL AND edition_id IS NULL")
    _index("cases_groups", "cases", ["kind", "causes"], where="verdict IS NULL")
    _index("cases_open_author", "cases", ["author_id", "id"], where="verdict IS NULL")
    _index("cases_verdict", "cases", ["verdict_id"], where="verdict_id IS NOT NULL")
    op.add_column("comments", sa.Column("verdict_id", sa.BigInteger(), nullable=True))
    op.add_column("comments", sa.Column("status_before", sa.Text(), nullable=True))
    op.add_column("comments", sa.Column("editorial", sa.SmallInteger(), nullable=False, server_default="0"))
    _index("comments_verdict", "comments", ["verdict_id", "id"], where="verdict_id IS NOT NULL")
    op.create_index("comments_author_status", "comments", ["author_id", "status"])
    _add_writings()
    board = op.create_table(
        "case_board",
        sa.Column("id", sa.SmallInteger(), primary_key=True),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("minute", sa.BigInteger(), nullable=False),
        sa.Column("cards", sa.BigInteger(), nullable=False),
        sa.Column("edition_id", sa.BigInteger(), nullable=True),
        sa.Column("shown", sa.BigInteger(), nullable=False),
        sa.Column("shown_at", sa.BigInteger(), nullable=True),
    )
    op.bulk_insert(board, [{"id": 1, "due_at": 0, "minute": 0, "cards": 0, "shown": 0}])


def _add_writings() -> None:
    """Add what moderators write: notes on people, and reasons that they use again."""
    op.create_table(
        "person_notes",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("person_notes_person", "person_notes", ["person", "id"])
    op.create_table(
        "macros",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("text", sa.Text(), nullable=False),
        sqlite_autoincrement=True,
    )


def _index(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
