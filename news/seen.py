"""New comments since a reader's last visit, for those who have commented on the article themselves.

Only the last comment seen is kept, and only while the discussion is fresh: nobody's reading is recorded.
"""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime

from news.ports import Unit

# More are not counted: «99+».
MAX_COUNTED = 100


@dataclass(frozen=True, slots=True)
class NewComments:
    """How many comments of others are new to the reader, and the id of the first one. Counted up to MAX_COUNTED."""

    count: int
    first: int


async def new_comments(unit: Unit, reader_id: int, article: int, ignored: Set[int]) -> NewComments | None:
    """Return what is new under an article since the reader's last visit, without the authors that the reader ignores.

    None if nothing is new, or the reader has not commented there.
    """
    last = await unit.seen.last(reader_id, article)
    if last is None:
        return None
    newer = await unit.seen.newer(article, reader_id, last, MAX_COUNTED)
    found = [comment_id for comment_id, author in newer if author not in ignored]
    return NewComments(len(found), found[0]) if found else None


async def mark_seen(unit: Unit, reader_id: int, article: int, at: datetime) -> None:
    """Remember that the reader has opened the discussion: what stands there now is new no longer."""
    newest = await unit.seen.newest(article)
    if newest is not None:
        await unit.seen.advance(reader_id, article, newest, at)
