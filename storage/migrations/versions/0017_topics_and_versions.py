"""Topics of their own, several an article; every version of an article since this revision; and what it follows up.

`topics.key` is the folded name, by which an import finds the topic; a merged topic stays, so that its name leads to the
other. `refresh_after` is the article number from which on the copies of its name in `articles` are still to be renewed,
NULL if none are. `article_topics.published_at` is set while the article is published. `articles.topic` stays the name
of the first topic, `articles.topics` has all of them as JSON: [[id, name], …].

`article_versions` has a row for each replaced version: its contents, and who made it when. `articles.updated_version`
is the version that the last visible update made; it is NULL if the version before that update was not kept.

`articles.follows` is the article that this one follows up, 0 if it stands alone; NULL if no editor was asked.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from news.words import fold

revision = "0017"
down_revision = "0016"

# An index of PostgreSQL takes short values only, and an early program stored topics of any length.
_KEY_LIMIT = 500
_BIG_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables and columns, and make the topics of the names that the articles have."""
    _add_versions()
    op.add_column("articles", sa.Column("follows", sa.BigInteger(), nullable=True))
    op.add_column("articles", sa.Column("topics", sa.Text(), nullable=True))
    op.create_table(
        "topics",
        sa.Column("id", _BIG_KEY, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("merged_into", sa.BigInteger(), nullable=True),
        sa.Column("refresh_after", sa.BigInteger(), nullable=True),
    )
    _index("topics_order", "topics", ["position", "id"], where="merged_into IS NULL")
    _index("topics_stale", "topics", ["id"], where="refresh_after IS NOT NULL")
    op.create_table(
        "article_topics",
        sa.Column("topic_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
    )
    _fill_topics()
    op.create_index("article_topics_article", "article_topics", ["article", "position"])
    _index(
        "article_topics_published",
        "article_topics",
        ["topic_id", "published_at", "article"],
        where="published_at IS NOT NULL",
    )


def _index(name: str, table: str, columns: list[str], *, where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _add_versions() -> None:
    op.add_column("articles", sa.Column("updated_version", sa.BigInteger(), nullable=True))
    op.create_table(
        "article_versions",
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("version", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("editor_id", sa.BigInteger(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("attachments", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("visible", sa.SmallInteger(), nullable=False),
    )


def _fill_topics() -> None:
    """Store a topic for each name, the most frequent first; names that differ in case or spaces only are one."""
    bind = op.get_bind()
    names = bind.scalars(
        sa.text("SELECT topic FROM articles WHERE topic <> '' GROUP BY topic ORDER BY COUNT(*) DESC, topic")
    ).all()
    if not names:
        return
    rows = list(_numbered(names))
    op.execute("CREATE TEMPORARY TABLE topic_spellings (spelling TEXT PRIMARY KEY, id BIGINT, name TEXT, topics TEXT)")
    bind.execute(sa.text("INSERT INTO topic_spellings VALUES (:spelling, :id, :name, :topics)"), rows)
    naming = [row for row in rows if row["spelling"] == row["name"]]  # in this order the topics get the ids 1, 2, …
    bind.execute(sa.text("INSERT INTO topics (name, key, position) VALUES (:name, :key, :id)"), naming)
    op.execute(
        "INSERT INTO article_topics (topic_id, article, position, published_at) "
        "SELECT s.id, a.number, 0, CASE WHEN a.status = 'published' THEN a.published_at END "
        "FROM articles AS a JOIN topic_spellings AS s ON s.spelling = a.topic"
    )
    op.execute(
        "UPDATE articles SET topic = s.name, topics = s.topics FROM topic_spellings AS s WHERE s.spelling = topic"
    )
    op.execute("DROP TABLE topic_spellings")


def _numbered(names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Give each spelling the number and the name of its topic: the most frequent spelling names it."""
    first: dict[str, tuple[int, str]] = {}
    for spelling in names:
        key = fold(spelling)[:_KEY_LIMIT]
        number, name = first.setdefault(key, (len(first) + 1, spelling))
        yield {
            "spelling": spelling,
            "id": number,
            "name": name,
            "key": key,
            "topics": json.dumps([[number, name]], ensure_ascii=False),
        }
