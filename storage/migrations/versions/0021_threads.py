"""Pages of threads in two orders, likes, texts that are the same, pictures of comments, and the rules of an article.

`comments.listed` is 1 for a first comment that pages show: a visible one, or one whose thread has visible answers.
`comments.place` is the order by worth, which is two for a like and one for each of the first ten answers; the id is the
lower part of the number, so that no two are equal and one column is the whole keyset. `text_key` is equal
for texts that a person takes for the same; it is NULL in comments of earlier versions. `picture` is JSON as in
`articles.attachments`.

`comment_rules` has what an article has of its own; NULL is the newspaper's rule.
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_LISTED = "CASE WHEN root IS NULL AND (replies > 0 OR (status = 'published' AND hidden = 0)) THEN 1 ELSE 0 END"
# An id has 38 bits: more than 200 billion comments, and 16 million likes of one.
_PLACE = f"(likes * 2 + CASE WHEN replies < 10 THEN replies ELSE 10 END) * {2**38} + id"


def upgrade() -> None:
    """Add the columns, the indexes of the pages, and the tables."""
    stored = op.get_bind().dialect.name == "postgresql"  # SQLite adds computed columns without storing them
    op.add_column("comments", sa.Column("listed", sa.SmallInteger(), sa.Computed(_LISTED, persisted=stored)))
    op.add_column("comments", sa.Column("place", sa.BigInteger(), sa.Computed(_PLACE, persisted=stored)))
    op.add_column("comments", sa.Column("text_key", sa.BigInteger(), nullable=True))
    op.add_column("comments", sa.Column("picture", sa.Text(), nullable=True))
    _index("comments_listed", ["article", "id"], where="listed = 1")
    _index("comments_best", ["article", "place"], where="listed = 1")
    _index("comments_answers", ["root", "id"], where="root IS NOT NULL AND status = 'published' AND hidden = 0")
    _index("comments_waiting", ["author_id", "article", "id"], where="status = 'held'")
    _index("comments_same", ["author_id", "text_key"], where="text_key IS NOT NULL")
    op.create_table(
        "comment_likes",
        sa.Column("comment", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("reader_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_index("comment_likes_reader", "comment_likes", ["reader_id"])
    op.create_table(
        "comment_rules",
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("days", sa.BigInteger(), nullable=True),
        sa.Column("night", sa.Text(), nullable=True),
        sa.Column("slow_seconds", sa.BigInteger(), nullable=True),
    )


def _index(name: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, "comments", columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
