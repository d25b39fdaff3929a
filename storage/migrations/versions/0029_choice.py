"""What a place has chosen, and what its deliveries need for it.

A row of `choices` has the preferences and the tracking of a place as JSON (`news.choice.records`); `previous` are the
preferences before the last change. `subscriptions.tailored` is 1 if the place has a row there, and until `wakes_at` its
publications wait; NULL if they do not. Both stand in `subscriptions`, because only active ones are looked for.

`articles.pushed_in` is the edition that announced the article to subscribers; NULL for those pushed before.
`editions.repeats` is the article whose story the one of this edition tells again; whoever got that does not get this.
`editions.tailored` is 1 if some of its deliveries show a part of it, and `changed` are the numbers (JSON) of the
articles whose change a correction shows, NULL if it is for every copy. `deliveries.reply_to` is the message to reply
to, and from `closes_at` on a delivery waits until `opens_at`.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Add the table, the columns and their indexes."""
    op.create_table(
        "choices",
        sa.Column("place_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("preferences", sa.Text(), nullable=False),
        sa.Column("previous", sa.Text(), nullable=True),
        sa.Column("tracking", sa.Text(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.add_column("subscriptions", sa.Column("tailored", sa.SmallInteger(), nullable=False, server_default="0"))
    for table, column in (
        ("subscriptions", "wakes_at"),
        ("articles", "pushed_in"),
        ("editions", "repeats"),
        ("deliveries", "reply_to"),
        ("deliveries", "closes_at"),
        ("deliveries", "opens_at"),
    ):
        op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=True))
    op.add_column("editions", sa.Column("tailored", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("editions", sa.Column("changed", sa.Text(), nullable=True))
    _index("subscriptions_tailored", "subscriptions", ["place_id"], "ended_at IS NULL AND tailored = 1")
    _index(
        "subscriptions_waking", "subscriptions", ["wakes_at", "place_id"], "ended_at IS NULL AND wakes_at IS NOT NULL"
    )
    _index("editions_to_all", "editions", ["id"], "audience = 'subscribers' AND kind = 'headlines'")
    _index("editions_digests", "editions", ["id"], "kind = 'digest'")
    _index("articles_pushed", "articles", ["pushed_in", "number"], "pushed_in IS NOT NULL AND status = 'published'")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
