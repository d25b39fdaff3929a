"""Corrections of sent copies, and editions that can be paused, cancelled or expire.

`articles.to_correct` is in the row that an editor changes, as `to_push` is, so both are stored in one statement. An
edition of kind 'correction' edits the copies that `source` sent. The counters `sent` to `unknowns` replace the
deliveries of an old edition.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_COUNTERS = ("sent", "gone", "failed", "expired", "cancelled", "unknowns")


def upgrade() -> None:
    """Add the columns."""
    _flag("articles", "to_correct")
    _index("articles_to_correct", "articles", "number", "to_correct = 1")
    op.add_column("editions", sa.Column("source", sa.BigInteger(), nullable=True))
    op.create_index("editions_source", "editions", ["source"])
    op.add_column("editions", sa.Column("notice", sa.Text(), nullable=True))
    for name in ("paused", "stopped", "folded", "refusals"):
        _flag("editions", name)
    for name in _COUNTERS:
        op.add_column("editions", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    _index("editions_unfolded", "editions", "id", "folded = 0")


def _flag(table: str, name: str) -> None:
    op.add_column(table, sa.Column(name, sa.SmallInteger(), nullable=False, server_default="0"))


def _index(name: str, table: str, column: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, [column], sqlite_where=condition, postgresql_where=condition)
