"""The search: an index of stems, the vocabulary it was made of, and how far the index is made.

In both engines an entry is a place (`news.indexing.place_of`) and its tokens joined by blanks. SQLite's tokenizer
`ascii` parts them at the blanks and leaves every other sign of ours alone; PostgreSQL has an inverted index over the
same tokens as an array. Byte order (COLLATE "C") is what both compare by.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Make the tables; `vestnik reindex` fills them from the articles that are there."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5 (tokens, tokenize = 'ascii', columnsize = 0)")
    else:
        _postgres()
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "vocabulary",
        sa.Column("stem", text, primary_key=True),
        sa.Column("form", sa.Text(), nullable=False),
        **_NO_ROWID,
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=True),
    )
    op.execute("INSERT INTO search_state (id, version) VALUES (1, '')")


def _postgres() -> None:
    op.execute('CREATE TABLE search (place BIGINT PRIMARY KEY, tokens TEXT COLLATE "C" NOT NULL)')
    op.execute("CREATE INDEX search_tokens ON search USING gin (string_to_array(tokens, ' '))")
