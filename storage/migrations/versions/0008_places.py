"""Places, editions whose rules are data, several editions of an article, and deliveries with kinds and variants.

A place is a chat or a topic in it, under a key of the newspaper's own. Places are numbered in the order of the chats'
ids, so the cursor of an edition that is being planned keeps its position.
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NO_ROWID = {"sqlite_with_rowid": False}
# The default of DELIVERY_LIFETIME, in microseconds: the schema before did not store it.
_LIFETIME = 86_400_000_000


def upgrade() -> None:
    """Create the new tables, and move every row into them."""
    _create_places()
    _rebuild_subscriptions()
    _extend_editions()
    _rebuild_deliveries()
    op.add_column("budget", _number("closed_at", nullable=True))
    op.add_column("budget", _number("closed_until", nullable=True))
    op.create_table("bot", _key("id"), _number("bot_id", nullable=True))
    op.execute("INSERT INTO bot (id) VALUES (1)")
    op.create_table(
        "files",
        _text("source", primary_key=True),
        _text("kind", primary_key=True),
        _text("file_id"),
        _number("at"),
        **_NO_ROWID,
    )
    op.create_index("files_at", "files", ["at"])


def _create_places() -> None:
    op.create_table(
        "places",
        sa.Column("id", _KEY, sa.Identity(), primary_key=True),
        _number("chat_id"),
        _number("topic", default=0),
        _text("kind"),
        _text("language"),
        sa.UniqueConstraint("chat_id", "topic", name="places_address"),
        sqlite_autoincrement=True,
    )
    op.execute(
        "INSERT INTO places (chat_id, kind, language) "
        "SELECT c.chat_id, CASE WHEN c.chat_id > 0 THEN 'person' ELSE 'group' END, "
        "COALESCE(s.language, r.language, '') "
        "FROM (SELECT chat_id FROM subscriptions UNION SELECT chat_id FROM deliveries) AS c "
        "LEFT JOIN subscriptions AS s ON s.chat_id = c.chat_id LEFT JOIN readers AS r ON r.id = c.chat_id "
        "ORDER BY c.chat_id"
    )


def _rebuild_subscriptions() -> None:
    """Key the subscriptions by place, and replace the comparison of times by that of edition ids.

    Only editions that are not planned yet can still ask who was subscribed.
    """
    op.rename_table("subscriptions", "old_subscriptions")
    op.drop_index("subscriptions_active", "old_subscriptions")
    op.create_table(
        "subscriptions",
        _key("place_id"),
        _number("after_edition"),
        _number("since"),
        _number("ended_at", nullable=True),
        _text("end_reason", nullable=True),
        _number("started_by", nullable=True),
        _text("variant", nullable=True),
    )
    op.execute(
        "INSERT INTO subscriptions (place_id, after_edition, since, ended_at, end_reason) "
        "SELECT p.id, "
        "COALESCE((SELECT MAX(e.id) FROM editions AS e WHERE e.planned = 0 AND e.created_at < s.since), 0), "
        "s.since, s.ended_at, s.end_reason FROM old_subscriptions AS s JOIN places AS p ON p.chat_id = s.chat_id "
        "ORDER BY p.id"
    )
    op.drop_table("old_subscriptions")
    _index("subscriptions_active", "subscriptions", ["place_id"], "ended_at IS NULL")


def _extend_editions() -> None:
    """Store how an edition behaves as data, and which editions show an article."""
    for column in (
        _number("priority", default=2),
        _text("audience", default="'subscribers'"),
        _number("lifetime", nullable=True),
        _number("resend", default=1),
        _number("pausable", default=1),
        _number("listed", default=1),
        _number("replies_to", nullable=True),
        _number("not_before", nullable=True),
        _number("next_due_at", nullable=True),
        _number("gone_checked", default=0),
        _text("subject", nullable=True),
    ):
        op.add_column("editions", column)
    op.execute(f"UPDATE editions SET lifetime = {_LIFETIME} WHERE kind = 'headlines'")  # noqa: S608
    op.execute("UPDATE editions SET audience = 'copies', priority = 0 WHERE kind = 'correction'")
    op.execute(
        "UPDATE editions SET audience = 'places', priority = 0, pausable = 0, listed = 0, "
        "notice = REPLACE(REPLACE(notice, '\"held\"', '\"number\"'), '{', '{\"what\": \"refused\", ') "
        "WHERE kind = 'notice'"
    )
    op.execute("UPDATE editions SET next_due_at = created_at WHERE finished = 0")
    op.execute("UPDATE editions SET gone_checked = 1 WHERE planned = 1 OR cursor IS NOT NULL")
    op.execute("UPDATE editions SET cursor = (SELECT MAX(id) FROM places WHERE chat_id <= cursor)")
    _index("editions_due", "editions", ["priority", "next_due_at", "id"], "finished = 0 AND paused = 0 AND stopped = 0")
    _index("editions_unplanned", "editions", ["priority", "id"], "finished = 0 AND planned = 0")
    _index("editions_draining", "editions", ["id"], "finished = 0 AND planned = 1 AND next_due_at IS NULL")
    _index("editions_stopped", "editions", ["id"], "finished = 0 AND stopped = 1")
    _index("editions_subject", "editions", ["subject"], "subject IS NOT NULL")
    op.create_table(
        "edition_articles",
        sa.Column("article", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("edition_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        **_NO_ROWID,
    )
    shown = (
        "json_each(e.shown) AS a"
        if op.get_bind().dialect.name == "sqlite"
        else "json_array_elements_text(CAST(e.shown AS JSON)) AS a (value)"
    )
    op.execute(
        "INSERT INTO edition_articles (article, edition_id) SELECT CAST(a.value AS BIGINT), e.id "  # noqa: S608
        f"FROM editions AS e CROSS JOIN {shown} WHERE e.kind = 'headlines' AND e.folded = 0"
    )
    op.create_index("edition_articles_edition", "edition_articles", ["edition_id"])
    op.drop_column("articles", "edition_id")


def _rebuild_deliveries() -> None:
    op.rename_table("deliveries", "old_deliveries")
    for name in ("deliveries_pending", "deliveries_sending"):
        op.drop_index(name, "old_deliveries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER INDEX deliveries_pkey RENAME TO old_deliveries_pkey")
    op.create_table(
        "deliveries",
        sa.Column("edition_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("place_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        _text("state", default="'pending'"),
        _number("due_at"),
        _number("not_before", nullable=True),
        _number("expires_at", nullable=True),
        _text("variant", nullable=True),
        _number("message_id", nullable=True),
        _text("message_kind", nullable=True),
        _text("album", nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("unknowns", sa.Integer(), nullable=False, server_default="0"),
        _text("error", nullable=True),
        _number("claimed_at", nullable=True),
        _number("leased_until", nullable=True),
        _number("settled_at", nullable=True),
        **_NO_ROWID,
    )
    kept = "state, due_at, message_id, tries, unknowns, error, claimed_at, leased_until, settled_at"
    op.execute(
        f"INSERT INTO deliveries (edition_id, place_id, expires_at, {kept}) "  # noqa: S608
        "SELECT d.edition_id, p.id, CASE WHEN d.state IN ('pending', 'sending') THEN e.created_at + e.lifetime END, "
        + ", ".join(f"d.{column}" for column in kept.split(", "))
        + " FROM old_deliveries AS d JOIN places AS p ON p.chat_id = d.chat_id "
        "LEFT JOIN editions AS e ON e.id = d.edition_id ORDER BY d.edition_id, p.id"
    )
    op.drop_table("old_deliveries")
    _index("deliveries_pending", "deliveries", ["edition_id", "due_at", "place_id"], "state = 'pending'")
    _index("deliveries_sending", "deliveries", ["leased_until", "edition_id", "place_id"], "state = 'sending'")


def _key(name: str) -> sa.Column[int]:
    return sa.Column(name, _KEY, primary_key=True, autoincrement=False)


def _number(name: str, *, nullable: bool = False, default: int | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=nullable, server_default=None if default is None else str(default))


def _text(
    name: str, *, nullable: bool = False, primary_key: bool = False, default: str | None = None
) -> sa.Column[str]:
    return sa.Column(
        name,
        sa.Text(),
        nullable=nullable,
        primary_key=primary_key,
        server_default=None if default is None else sa.text(default),
    )


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)
