"""The comments' desk: who may comment, what a comment may be, and an article's comments by pages."""

import re
from collections.abc import Sequence
from datetime import timedelta

from news.errors import (
    CommentEmpty,
    CommentsClosed,
    CommentTooLong,
    CommentTooSoon,
    GuestCannotComment,
    NotAllowed,
)
from news.lifecycle import require_readable
from news.model import Article, Comment, CommentPage, NewComment, Reader
from news.ports import Clock, Storage, Unit
from news.richtext import units
from news.roles import Deed, Role, may
from news.words import is_visible

COMMENT_LIMIT = 1000
COMMENTS_A_MINUTE = 5
PAGE_SIZE = 10
_BLANK_LINES = re.compile(r"\s*\n\s*")
# Room for comments in one message, in UTF-16 units: Telegram's 4,096 less the article's headline and the title; and
# what a comment takes besides its author and text: the time, a mark, the blank line.
PAGE_ROOM = 3700
META_UNITS = 60


class CommentDesk:
    """Comments by registered readers. Every verb asks the role again: a button or a question may be stale."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    async def may_open(self, reader: Reader, number: int) -> Article:
        """Return the article if the reader may comment on it.

        Raises ArticleUnknown, ArticleRetracted, GuestCannotComment, NotAllowed, CommentsClosed.
        """
        async with self._storage.reading() as unit:
            article = await _readable(unit, number)
        _allow(reader, article)
        return article

    async def add(self, reader: Reader, number: int, text: str, chat_id: int, message_id: int) -> Comment:
        """Keep a comment that came in a message, once however often it comes.

        Raises what `may_open` raises, CommentEmpty, CommentTooLong, CommentTooSoon.
        """
        now = self._clock.now()
        async with self._storage.writing() as unit:
            _allow(reader, await _readable(unit, number))
            text = _checked(text)
            known = await unit.comments.by_message(chat_id, message_id)
            if known is not None:
                return known
            recent = await unit.comments.since(reader.id, now - timedelta(minutes=1))
            if len(recent) >= COMMENTS_A_MINUTE:
                wait = recent[-COMMENTS_A_MINUTE] + timedelta(minutes=1) - now
                raise CommentTooSoon(seconds=max(1, round(wait.total_seconds())))
            comment_id, _ = await unit.comments.add(NewComment(number, reader.id, text, now, chat_id, message_id))
            return await _get(unit, comment_id)

    async def revise(self, reader: Reader, text: str, chat_id: int, message_id: int) -> Comment | None:
        """Follow the author's edit of the message a comment came in; None if no comment came in it.

        Raises what `add` raises.
        """
        async with self._storage.writing() as unit:
            known = await unit.comments.by_message(chat_id, message_id)
            if known is None or known.author_id != reader.id:
                return None
            _allow(reader, await _readable(unit, known.article))
            text = _checked(text)
            if text != known.text:
                await unit.comments.revise(known.id, text, self._clock.now())
            return await _get(unit, known.id)

    async def page(self, number: int, *, before: int | None = None, after: int | None = None) -> CommentPage:
        """Return a page of comments, newest last: the newest, or those before or after a comment's id.

        Raises ArticleUnknown, ArticleRetracted.
        """
        async with self._storage.reading() as unit:
            article = await _readable(unit, number)
            if after is not None:
                found = await unit.comments.after(number, after, PAGE_SIZE + 1)
                shown = _fitting(found)
                return CommentPage(article, shown, *_neighbours(shown, earlier=True, later=len(found) > len(shown)))
            found = await unit.comments.before(number, before, PAGE_SIZE + 1)
            shown = _fitting(found)[::-1]
            later = before is not None and bool(shown) and bool(await unit.comments.after(number, shown[-1].id, 1))
            return CommentPage(article, shown, *_neighbours(shown, earlier=len(found) > len(shown), later=later))


def _allow(reader: Reader, article: Article) -> None:
    if not may(reader.role, Deed.COMMENT) or not reader.registered:
        if reader.role is Role.BANNED:
            raise NotAllowed(deed=Deed.COMMENT)
        raise GuestCannotComment(number=article.number)
    if article.comments_open is False:
        raise CommentsClosed(number=article.number)


def _checked(text: str) -> str:
    # A blank line is what parts one comment from the next: inside of one it could forge another's.
    text = _BLANK_LINES.sub("\n", text.strip())
    if not is_visible(text):
        raise CommentEmpty
    if units(text) > COMMENT_LIMIT:
        raise CommentTooLong(length=units(text), most=COMMENT_LIMIT)
    return text


def _fitting(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """Take comments from the front as long as they fit a page, one at least."""
    room, shown = PAGE_ROOM, list[Comment]()
    for comment in comments[:PAGE_SIZE]:
        room -= units(comment.author) + units(comment.text) + META_UNITS
        if room < 0 and shown:
            break
        shown.append(comment)
    return tuple(shown)


def _neighbours(shown: Sequence[Comment], *, earlier: bool, later: bool) -> tuple[int | None, int | None]:
    if not shown:
        return None, None
    return (shown[0].id if earlier else None), (shown[-1].id if later else None)


async def _readable(unit: Unit, number: int) -> Article:
    return require_readable(number, await unit.articles.get(number))


async def _get(unit: Unit, comment_id: int) -> Comment:
    comment = await unit.comments.get(comment_id)
    if comment is None:
        raise LookupError(f"comment {comment_id} vanished inside its own transaction")
    return comment
