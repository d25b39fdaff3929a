"""The comments' desk: permission to comment, limits of a comment, and an article's comments by pages."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from news.cases import open_case
from news.errors import (
    CommentEmpty,
    CommentMarked,
    CommentRemoved,
    CommentsClosed,
    CommentTooLong,
    CommentTooManyLines,
    CommentTooSoon,
    CommentUnknown,
    GuestCannotComment,
    NotAllowed,
)
from news.group_deeds import follow_comment
from news.lifecycle import require_readable
from news.limits import COMMENT_LIMIT
from news.model import Article, Comment, CommentPage, CommentsFor, CommentStatus, NewComment, Reader
from news.names import MAX_ACCENTS, has_piled_marks
from news.ports import Clock, Storage, Unit
from news.richtext import units
from news.roles import Deed, Role, may
from news.screening import Screening
from news.visible import has_visible

LINE_LIMIT = 30
COMMENTS_A_MINUTE = 5
PAGE_SIZE = 10
# Room for comments in one message, in UTF-16 units: Telegram's 4,096 less the article's headline and the title. Each
# comment also takes META_UNITS for its time, a mark, and the blank line.
PAGE_ROOM = 3700
META_UNITS = 60


class CommentDesk:
    """Comments by registered readers. Every verb checks the role again, because a button or a question may be stale."""

    def __init__(self, storage: Storage, clock: Clock, screening: Screening | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._screening = screening or Screening()

    async def may_open(self, reader: Reader, number: int) -> Article:
        """Return the article if the reader may comment on it.

        Raises ArticleUnknown, ArticleRetracted, GuestCannotComment, NotAllowed, CommentsClosed.
        """
        async with self._storage.reading() as unit:
            article = await _readable(unit, number)
        _allow(reader, article)
        return article

    async def add(self, reader: Reader, number: int, text: str, chat_id: int, message_id: int) -> Comment:
        """Store a comment that came in a message, or hold it; the same message again returns the same comment.

        Raises CommentEmpty, CommentTooLong, CommentTooManyLines, CommentMarked, CommentTooSoon, CommentRemoved, and
        the errors of `may_open`.
        """
        now = self._clock.now()
        async with self._storage.writing() as unit:
            await _allow_now(unit, reader, await _readable(unit, number))
            text = _checked(text)
            known = await unit.comments.by_message(chat_id, message_id)
            if known is not None:
                return _present(known)
            recent = await unit.comments.since(reader.id, now - timedelta(minutes=1))
            if len(recent) >= COMMENTS_A_MINUTE:
                wait = recent[-COMMENTS_A_MINUTE] + timedelta(minutes=1) - now
                raise CommentTooSoon(seconds=max(1, round(wait.total_seconds())))
            causes = await self._screening.causes(unit, reader, text)
            comment = NewComment(number, reader.id, text, now, chat_id, message_id, held_for=causes)
            return await self._store(unit, comment, now)

    async def answer(
        self, reader: Reader, comment_id: int, text: str, chat_id: int, message_id: int, *, quote: str | None = None
    ) -> Comment:
        """Store an answer to a comment, with a `quote` if that comment has these words; else as `add`.

        Raises CommentUnknown, and the errors of `add`.
        """
        now = self._clock.now()
        async with self._storage.writing() as unit:
            answered = await unit.comments.get(comment_id)
            if answered is None or not answered.visible:
                raise CommentUnknown(number=comment_id)
            await _allow_now(unit, reader, await _readable(unit, answered.article))
            text = _checked(text)
            known = await unit.comments.by_message(chat_id, message_id)
            if known is not None:
                return _present(known)
            comment = NewComment(
                answered.article,
                reader.id,
                text,
                now,
                chat_id,
                message_id,
                held_for=await self._screening.causes(unit, reader, text),
                root=answered.root or answered.id,
                reply_to=answered.id,
                quote=quote if quote and quote in answered.text else "",
            )
            return await self._store(unit, comment, now)

    async def _store(self, unit: Unit, comment: NewComment, now: datetime) -> Comment:
        stored = await _get(unit, (await unit.comments.add(comment))[0])
        if comment.held_for:
            await open_case(unit, stored, comment.held_for, now)
        await follow_comment(unit, stored, now)
        return stored

    async def of_message(self, reader: Reader, chat_id: int, message_id: int) -> Comment | None:
        """Return the reader's comment that came in this message, removed or not, or None."""
        async with self._storage.reading() as unit:
            return await _own(unit, reader, chat_id, message_id)

    async def revise(
        self, reader: Reader, text: str, chat_id: int, message_id: int, *, number: int | None = None
    ) -> Comment | None:
        """Apply the author's edit of the message that a comment came in; None if the message has no comment.

        `number` is the article that the message names now: the comment moves there. Raises the errors of `add`.
        """
        async with self._storage.writing() as unit:
            known = await _own(unit, reader, chat_id, message_id)
            if known is None:
                return None
            article = known.article if number is None else number
            await _allow_now(unit, reader, await _readable(unit, article))
            text = _checked(text)
            _present(known)
            if article != known.article:
                await unit.comments.move(known, article)
            if text != known.text:
                await self._revise(unit, reader, known, text)
            return await _get(unit, known.id)

    async def _revise(self, unit: Unit, reader: Reader, known: Comment, text: str) -> None:
        """Store the new text. A comment that waits goes on waiting, and one that now has a cause to wait is held."""
        now = self._clock.now()
        await unit.comments.revise(known.id, text, now)
        causes = await self._screening.causes(unit, reader, text) or known.held_for
        if causes:
            await unit.comments.change_status(known.id, CommentStatus.HELD, by=reader.id, at=now, held_for=causes)
            await open_case(unit, await _get(unit, known.id), causes, now)
        await follow_comment(unit, await _get(unit, known.id), now)

    async def page(self, number: int, *, before: int | None = None, after: int | None = None) -> CommentPage:
        """Return a page of comments, newest last: the newest, or those before or after a comment's id.

        The newest also if the comments of the page were removed meanwhile. Raises ArticleUnknown, ArticleRetracted.
        """
        async with self._storage.reading() as unit:
            article = await _readable(unit, number)
            if after is not None:
                newer = await unit.comments.after(number, after, PAGE_SIZE + 1)
                shown = _fitting(newer)
                if shown:
                    return CommentPage(article, shown, *_page_ids(shown, earlier=True, later=len(newer) > len(shown)))
            older = await unit.comments.before(number, before, PAGE_SIZE + 1)
            if before is not None and not older:
                before, older = None, await unit.comments.before(number, None, PAGE_SIZE + 1)
            shown = _fitting(older)[::-1]
            later = before is not None and bool(shown) and bool(await unit.comments.after(number, shown[-1].id, 1))
            return CommentPage(article, shown, *_page_ids(shown, earlier=len(older) > len(shown), later=later))


def _allow(reader: Reader, article: Article) -> None:
    if not may(reader, Deed.COMMENT) or not reader.registered:
        if reader.role is Role.BANNED:
            raise NotAllowed(deed=Deed.COMMENT)
        raise GuestCannotComment(number=article.number)
    if article.comments_for is CommentsFor.NOBODY:
        raise CommentsClosed(number=article.number)


async def _allow_now(unit: Unit, reader: Reader, article: Article) -> None:
    """Check the stored role too: the person may have been banned since the update came."""
    _allow(reader, article)
    stored = await unit.readers.lock(reader.id)
    if stored is not None and stored.role is Role.BANNED and reader.role is not Role.ADMIN:
        raise NotAllowed(deed=Deed.COMMENT)


def _present(comment: Comment) -> Comment:
    if comment.status in {CommentStatus.REJECTED, CommentStatus.REMOVED}:
        raise CommentRemoved(number=comment.article)
    return comment


def _checked(text: str) -> str:
    # A blank line separates comments: inside a comment it could forge another person's.
    lines = [line.strip() for line in text.split("\n") if has_visible(line)]
    text = "\n".join(lines)
    if not lines:
        raise CommentEmpty
    if len(lines) > LINE_LIMIT:
        raise CommentTooManyLines(length=len(lines), most=LINE_LIMIT)
    if has_piled_marks(text):
        raise CommentMarked(most=MAX_ACCENTS)
    if units(text) > COMMENT_LIMIT:
        raise CommentTooLong(length=units(text), most=COMMENT_LIMIT)
    return text


def _fitting(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """Return the first comments that fit a page together, at least one."""
    room, shown = PAGE_ROOM, list[Comment]()
    for comment in comments[:PAGE_SIZE]:
        room -= units(comment.author) + units(comment.text) + META_UNITS
        if room < 0 and shown:
            break
        shown.append(comment)
    return tuple(shown)


def _page_ids(shown: Sequence[Comment], *, earlier: bool, later: bool) -> tuple[int | None, int | None]:
    if not shown:
        return None, None
    return (shown[0].id if earlier else None), (shown[-1].id if later else None)


async def _readable(unit: Unit, number: int) -> Article:
    return require_readable(number, await unit.articles.get(number))


async def _own(unit: Unit, reader: Reader, chat_id: int, message_id: int) -> Comment | None:
    known = await unit.comments.by_message(chat_id, message_id)
    return known if known is not None and known.author_id == reader.id else None


async def _get(unit: Unit, comment_id: int) -> Comment:
    comment = await unit.comments.get(comment_id)
    if comment is None:
        raise LookupError(f"comment {comment_id} vanished inside its own transaction")
    return comment
