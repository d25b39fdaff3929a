"""Names that are taken or reserved, human checks, and requests to be registered.

`names` has a row for each name that somebody bears, has asked for, or has given up: `key` is its skeleton, and it is
free again after `until`, NULL while it is in use. `human_checks` has the present check of a person who registers:
`code` binds an answer to it, and `passed_at` is the proof. A request waits for the moderators while `verdict` is NULL;
`told` is 1 once they have got a notice.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables, the names that are borne, and the index that finds the staff among the readers."""
    op.create_table(
        "names",
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("reader_id", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
    )
    op.create_index("names_reader", "names", ["reader_id"])
    _index("names_until", "names", ["until"], where="until IS NOT NULL")
    op.execute("INSERT INTO names (key, reader_id) SELECT name_key, id FROM readers WHERE name_key IS NOT NULL")
    op.create_table(
        "human_checks",
        sa.Column("reader_id", _KEY, primary_key=True, autoincrement=False),
        sa.Column("code", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("paused_until", sa.BigInteger(), nullable=True),
        sa.Column("passed_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("human_checks_at", "human_checks", ["at"])
    op.create_table(
        "requests",
        sa.Column("id", _KEY, sa.Identity(), primary_key=True),
        sa.Column("reader_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("article", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("judged_by", sa.BigInteger(), nullable=True),
        sa.Column("judged_at", sa.BigInteger(), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("requests_reader", "requests", ["reader_id", "id"])
    _index("requests_open", "requests", ["told", "id"], where="verdict IS NULL")
    _index("requests_waiting", "requests", ["reader_id"], where="verdict IS NULL", unique=True)
    _index("requests_judged", "requests", ["judged_at"], where="verdict IS NOT NULL")


def _index(name: str, table: str, columns: list[str], *, where: str, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
