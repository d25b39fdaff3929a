"""Screening: which comments wait for a moderator before readers see them, and why."""

from news.model import Cause, Reader
from news.ports import Unit
from news.roles import Deed, may


class Screening:
    """Decides whether a comment is held. The first `hold_first` comments of a newcomer are; 0 holds none of them."""

    def __init__(self, hold_first: int = 0) -> None:
        self._hold_first = hold_first

    async def causes(self, unit: Unit, author: Reader, text: str) -> tuple[Cause, ...]:
        """Return why a comment with this text has to wait; () if readers may see it at once. A guest's always waits."""
        if not author.registered:
            return (Cause.FIRST,)
        if may(author, Deed.COMMENT_UNCHECKED):
            return ()
        published = await unit.comments.count_published(author.id, self._hold_first)
        return (Cause.FIRST,) if published < self._hold_first else ()
