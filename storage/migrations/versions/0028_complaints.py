"""Complaints of readers, and appeals against verdicts.

A row of `complaints` is one reader's report: of a `comment` (then `article` is 0) or of an article (then `comment` is
0), in the `version` that was read. `reporter_id` is NULL once the person was forgotten. `case_id` is the case that the
report belongs to, NULL for one of a version that a moderator has found nothing wrong with. `finding` is what became of
it, NULL while the case is open; `edition_id` is the notice that tells the reporter.

A row of `appeals` is what a `person` says against a verdict, once for each; `case_id` is the case that it opened.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN_REPORT = "verdict IS NULL AND comment IS NULL AND kind = 'report'"


def upgrade() -> None:
    """Add the tables, and let an article have one open case of reports."""
    op.create_table(
        "complaints",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("reporter_id", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("grounds", sa.Text(), nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=True),
        sa.Column("judged_at", sa.BigInteger(), nullable=True),
        sa.Column("edition_id", sa.BigInteger(), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("complaints_once", "complaints", ["reporter_id", "comment", "article", "version"], unique=True)
    op.create_index("complaints_reporter", "complaints", ["reporter_id", "at"])
    op.create_index("complaints_case", "complaints", ["case_id"])
    _index("complaints_unfounded", "complaints", ["comment", "article", "version"], "finding = 'unfounded'")
    _index("complaints_judged", "complaints", ["judged_at"], "judged_at IS NOT NULL")
    _index("cases_open_article", "cases", ["article"], _OPEN_REPORT, unique=True)
    op.create_table(
        "appeals",
        sa.Column("verdict_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("appeals_case", "appeals", ["case_id"])
    op.create_index("appeals_person", "appeals", ["person"])
    op.create_index("appeals_at", "appeals", ["at"])


def _index(name: str, table: str, columns: list[str], condition: str, *, unique: bool = False) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)
