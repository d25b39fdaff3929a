"""Headlines: the columns of an article that lists show."""

from typing import Any

from news import attachments
from news.model import Headline
from storage.times import from_micros


def headline_of(row: Any) -> Headline:
    """Return the headline of a row that has its columns."""
    attached = attachments.load(row["attachments"])
    return Headline(
        row["number"],
        row["title"],
        from_micros(row["published_at"]),
        from_micros(row["updated_at"]),
        row["topic"],
        attached[0].kind if attached else None,
        bool(row["breaking"]),
    )
