"""The desk of ignored readers: a reader hides what another one writes from themselves, and takes that back."""

from dataclasses import dataclass

from news.errors import CommentUnknown, IgnoresFull, SelfIgnored
from news.membership import require_registered
from news.model import Comment, Reader
from news.ports import Clock, Storage
from news.ports.answers import Ignored

# Read once for each page of comments.
MAX_IGNORED = 200
PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class IgnoredAuthor:
    """The author of a comment is ignored, by the entry of that id."""

    entry: int
    comment: Comment


@dataclass(frozen=True, slots=True)
class IgnoredPage:
    """Entries of a reader's list, the latest first; the next page begins `before` that id, None at the end."""

    entries: tuple[Ignored, ...]
    before: int | None = None


class IgnoreDesk:
    """Whom a reader ignores. The author is named by a comment, so that nobody learns the number of another person.

    Every verb raises NotRegistered.
    """

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def ignore(self, reader: Reader, comment_id: int) -> IgnoredAuthor:
        """Ignore the author of a comment. Raises CommentUnknown, SelfIgnored, IgnoresFull."""
        require_registered(reader)
        async with self._storage.writing() as unit:
            comment = await unit.comments.get(comment_id)
            if comment is None:
                raise CommentUnknown(number=comment_id)
            if comment.author_id == reader.id:
                raise SelfIgnored(number=comment_id)
            if await unit.ignores.count(reader.id) >= MAX_IGNORED:
                raise IgnoresFull(most=MAX_IGNORED)
            entry = await unit.ignores.add(reader.id, comment.author_id, self._clock.now())
        return IgnoredAuthor(entry, comment)

    async def show_again(self, reader: Reader, entry: int) -> IgnoredPage:
        """Take an entry off the reader's list, and return the rest of it."""
        require_registered(reader)
        async with self._storage.writing() as unit:
            await unit.ignores.remove(reader.id, entry)
        return await self.page(reader)

    async def page(self, reader: Reader, before: int | None = None) -> IgnoredPage:
        """Return a page of the reader's list."""
        require_registered(reader)
        async with self._storage.reading() as unit:
            found = await unit.ignores.page(reader.id, before, PAGE_SIZE + 1)
        shown = tuple(found[:PAGE_SIZE])
        return IgnoredPage(shown, shown[-1].id if len(found) > PAGE_SIZE else None)
