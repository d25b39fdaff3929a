"""The tables of a newspaper that people change, as `test_roles` compares them before and after."""

import sqlite3
from collections import Counter
from contextlib import closing
from typing import Any

from tests.newspaper import Newspaper

# Tables that the timer writes, that every update or every look at a discussion writes, and the indexes of search and
# related news, which follow the articles.
IGNORED_TABLES = {
    "inbox",
    "deliveries",
    "budget",
    "alembic_version",
    "sqlite_sequence",
    "leases",
    "live_messages",
    "identity",
    "draft_visits",
    "seen_discussions",
    "source_hosts",
    "source_items",
    "vocabulary",
    "search",
}
IGNORED_TABLES |= {f"search_{part}" for part in ("data", "idx", "content", "config")}
IGNORED_TABLES |= {"related", *(f"related_{part}" for part in ("terms", "postings", "state"))}
# The columns that people change: the courier sets the others of an edition, a timer those of a topic, visits those of a
# source.
COLUMNS = {
    "editions": "id, paused, stopped",
    "sources": "id, address, name, state, rules",
    "topics": "id, name, position, merged_into",
}


def snapshot(newspaper: Newspaper) -> dict[str, list[Any]]:
    """The rows of every table, as a second connection sees them."""
    path = newspaper.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: connection.execute(f"SELECT {COLUMNS.get(name, '*')} FROM {name}").fetchall()  # noqa: S608 - own names
            for name in names
            if name not in IGNORED_TABLES
        }


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> set[str]:
    """The tables whose rows differ, in whatever order they were read."""
    return {name for name in after if before[name] != after[name] and Counter(before[name]) != Counter(after[name])}
