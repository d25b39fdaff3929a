"""A row of `editions` as a record."""

import json
from typing import Any

from news.ledger import Audience, Edition, EditionKind, EditionRules, Priority
from storage.times import from_micros, span_from_micros


def edition_of(row: Any) -> Edition:
    """Return the edition of a row that has every column."""
    rules = EditionRules(
        Audience(row["audience"]),
        Priority(row["priority"]),
        span_from_micros(row["lifetime"]),
        bool(row["resend"]),
        bool(row["pausable"]),
        bool(row["listed"]),
    )
    return Edition(
        row["id"],
        EditionKind(row["kind"]),
        tuple(json.loads(row["shown"])),
        row["total"],
        from_micros(row["created_at"]),
        rules,
        row["cursor"],
        bool(row["planned"]),
        bool(row["paused"]),
        bool(row["stopped"]),
        bool(row["finished"]),
        row["notice"],
        row["source"],
        bool(row["tailored"]),
    )
