"""New comments since a reader's last visit, for those who have commented on the article themselves.

Only the last comment seen is kept, and only while the discussion is fresh: nobody's reading is recorded.
"""

from collections.abc import Set
from dataclasses import dataclass

from news.discussion import NewComments
from news.model import Reader
from news.ports import Unit

# More are not counted: «99+».
MAX_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Visit:
    """A reader opens a discussion: the comment seen last, the newest one, and what is new in between."""

    last: int = 0
    newest: int = 0
    new: NewComments | None = None

    @property
    def has_moved(self) -> bool:
        """Whether the place of the reader is to be stored."""
        return self.newest > self.last


NO_VISIT = Visit()


async def visit(unit: Unit, reader: Reader, article: int, ignored: Set[int]) -> Visit:
    """Return what is new under an article to a reader who has commented there, but for the authors that are ignored."""
    last = await unit.seen.last(reader.id, article) if reader.registered else None
    newest = None if last is None else await unit.seen.newest(article)
    if last is None or newest is None or newest <= last:
        return NO_VISIT
    newer = [
        each for each in await unit.seen.newer(article, reader.id, last, MAX_COUNTED) if each.author not in ignored
    ]
    new = NewComments(len(newer), newer[0].id, newer[0].root) if newer else None
    return Visit(last, newest, new)
