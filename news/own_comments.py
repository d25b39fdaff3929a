"""The desk of a reader's own comments: all of them, newest first, in every state."""

from dataclasses import dataclass

from news.answers import ALL_THREADS
from news.membership import require_registered
from news.model import Reader
from news.ports import Storage
from news.ports.answers import OwnComment

# Six with their titles, excerpts and reasons fit a message.
PAGE_SIZE = 6


@dataclass(frozen=True, slots=True)
class OwnCommentPage:
    """Comments of one reader, newest first. `newer` and `older` are the ids from which the other pages start.

    `muted`: the reader wants to hear of no answers at all. `ignored` is how many readers this one ignores.
    """

    comments: tuple[OwnComment, ...]
    newer: int | None = None
    older: int | None = None
    muted: bool = False
    ignored: int = 0


class OwnCommentDesk:
    """What a reader has written, and whether the reader hears of answers to it. Every verb raises NotRegistered."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    async def page(self, reader: Reader, *, before: int | None = None, after: int | None = None) -> OwnCommentPage:
        """Return the newest comments, or those before or after a comment's id."""
        require_registered(reader)
        async with self._storage.reading() as unit:
            newer = () if after is None else await unit.own_comments.after(reader.id, after, PAGE_SIZE + 1)
            start = newer[:PAGE_SIZE][-1].comment.id + 1 if newer else before
            found = await unit.own_comments.before(reader.id, start, PAGE_SIZE + 1)
            shown = tuple(found[:PAGE_SIZE])
            has_newer = bool(shown) and bool(await unit.own_comments.after(reader.id, shown[0].comment.id, 1))
            return OwnCommentPage(
                shown,
                shown[0].comment.id if has_newer else None,
                shown[-1].comment.id if len(found) > PAGE_SIZE else None,
                await unit.answers.muted(reader.id, ALL_THREADS),
                await unit.ignores.count(reader.id),
            )

    async def mute_answers(self, reader: Reader, *, on: bool) -> OwnCommentPage:
        """Tell the reader of no answers at all, or of all again; return the first page."""
        require_registered(reader)
        async with self._storage.writing() as unit:
            mute = unit.answers.mute if on else unit.answers.unmute
            await mute(reader.id, ALL_THREADS)
        return await self.page(reader)
