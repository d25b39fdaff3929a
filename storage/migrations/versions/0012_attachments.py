"""Attachments of articles in place of one cover, and the bytes of pictures, which outlive a change of the bot.

A picture without `content` is to be fetched at `due_at`; NULL there means that nobody tries any more, with the `error`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Turn covers into attachments, and create the table of bytes. A cover that is no address was a file_id."""
    op.add_column("articles", sa.Column("attachments", sa.Text(), nullable=True))
    op.create_table(
        "pictures",
        sa.Column("source", sa.Text(), primary_key=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
    )
    where = sa.text("content IS NULL AND due_at IS NOT NULL")
    op.create_index("pictures_due", "pictures", ["due_at"], sqlite_where=where, postgresql_where=where)
    is_address = "(lower(cover) LIKE 'http://%' OR lower(cover) LIKE 'https://%')"
    source = f"CASE WHEN {is_address} THEN cover ELSE 'file:' || cover END"
    if op.get_bind().dialect.name == "sqlite":
        value = f"json_array(json_object('kind', 'photo', 'source', {source}))"
    else:
        value = f"json_build_array(json_build_object('kind', 'photo', 'source', {source}))::text"
    op.execute(f"UPDATE articles SET attachments = {value} WHERE cover IS NOT NULL")  # noqa: S608 - constants only
    files = f"FROM articles WHERE cover IS NOT NULL AND NOT {is_address}"
    op.execute(f"INSERT INTO files SELECT DISTINCT 'file:' || cover, 'photo', cover, 0 {files}")
    op.execute(f"INSERT INTO pictures (source, due_at) SELECT DISTINCT 'file:' || cover, 0 {files}")
    op.drop_column("articles", "cover")
