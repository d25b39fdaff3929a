"""Comments that were removed, or are hidden while their author is banned; names compared by more look-alikes."""

import sqlalchemy as sa
from alembic import op

from news.lookalikes import skeleton

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns, hide the comments of those who are banned already, and compute the readers' name keys anew."""
    op.add_column("comments", sa.Column("removed_at", sa.BigInteger(), nullable=True))
    op.add_column("comments", sa.Column("removed_by", sa.BigInteger(), nullable=True))
    op.add_column("comments", sa.Column("hidden", sa.SmallInteger(), nullable=False, server_default="0"))
    op.execute("UPDATE comments SET hidden = 1 WHERE author_id IN (SELECT id FROM readers WHERE role = 'banned')")
    op.execute(
        "UPDATE articles SET comment_count = "
        "(SELECT COUNT(*) FROM comments AS c WHERE c.article = articles.number AND c.hidden = 0) "
        "WHERE number IN (SELECT article FROM comments WHERE hidden = 1)"
    )
    _compute_name_keys()


def _compute_name_keys() -> None:
    """Write the key of every name as the present program computes it.

    Names that were given stay. Of two that look alike now, the one registered first gets the key, and the other one a
    key that no name has; so a newcomer can have neither.
    """
    bind = op.get_bind()
    rows = bind.execute(sa.text("SELECT id, name FROM readers WHERE name IS NOT NULL ORDER BY registered_at, id")).all()
    keys: dict[str, int] = {}
    for row in rows:
        keys.setdefault(skeleton(row.name), row.id)
    values = [
        {"id": row.id, "key": key if keys[key] == row.id else f"{key}#{row.id}"}
        for row in rows
        for key in [skeleton(row.name)]
    ]
    if values:
        op.execute("UPDATE readers SET name_key = NULL")
        bind.execute(sa.text("UPDATE readers SET name_key = :key WHERE id = :id"), values)
