"""The desk of bookmarks: a person saves articles and finds them again. Nobody else sees which."""

from dataclasses import dataclass

from news.errors import ArticleUnknown, BookmarksFull, NotAllowed
from news.lifecycle import is_readable
from news.model import Headline, Reader
from news.ports import Clock, Storage
from news.roles import Deed

MAX_SAVED = 500
PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A page of saved headlines, counted from 0, the one saved last first."""

    headlines: tuple[Headline, ...]
    page: int = 0
    has_more: bool = False


class BookmarkDesk:
    """What a person has saved. Every verb raises NotAllowed for a sender that is no person."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def toggle(self, reader: Reader, number: int) -> bool:
        """Save an article, or save it no more; return whether it is saved now. Raises ArticleUnknown, BookmarksFull."""
        _require_person(reader)
        async with self._storage.writing() as unit:
            if await unit.bookmarks.remove(reader.id, number):
                return False
            article = await unit.articles.get(number)
            if article is None or not is_readable(article.status):
                raise ArticleUnknown(number=number)
            if await unit.bookmarks.count(reader.id) >= MAX_SAVED:
                raise BookmarksFull(most=MAX_SAVED)
            await unit.bookmarks.add(reader.id, number, self._clock.now())
        return True

    async def remove(self, reader: Reader, number: int, page: int = 0) -> SavedPage:
        """Take an article off the list, and return the page; the last one if that is empty now."""
        _require_person(reader)
        async with self._storage.writing() as unit:
            await unit.bookmarks.remove(reader.id, number)
        return await self.page(reader, page)

    async def page(self, reader: Reader, page: int = 0) -> SavedPage:
        """Return a page of the list; the one before, if there is nothing on it."""
        _require_person(reader)
        async with self._storage.reading() as unit:
            found = await unit.bookmarks.page(reader.id, page * PAGE_SIZE, PAGE_SIZE + 1)
        if page and not found:
            return await self.page(reader, min(page, MAX_SAVED // PAGE_SIZE) - 1)
        return SavedPage(tuple(found[:PAGE_SIZE]), page, len(found) > PAGE_SIZE)


def _require_person(reader: Reader) -> None:
    if reader.id == 0:
        raise NotAllowed(deed=Deed.READ)
