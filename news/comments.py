"""The comments' desk: writing comments and answers, and changing one's own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from news.admission import admit, check_hours, check_muted, check_pace, check_repeat
from news.cases import open_case
from news.comment_rights import may_comment
from news.comment_rules import CommentRules
from news.comment_texts import checked_comment, checked_quote
from news.errors import (
    CommentAnswered,
    CommentEditTooLate,
    CommentGone,
    CommentPicturesOff,
    CommentRemoved,
    CommentUnknown,
    NotAllowed,
    OnePictureOnly,
)
from news.files import keep_files
from news.group_deeds import follow_comment
from news.ledger import MessageKind
from news.lifecycle import require_readable
from news.model import Article, Attachment, Cause, Comment, CommentStatus, NewComment, Reader
from news.ports import Clock, Storage, Unit
from news.roles import Deed, require
from news.screening import NO_ASIDE, Aside, Screening

_ENDED = frozenset({CommentStatus.REJECTED, CommentStatus.REMOVED})


class CommentDesk:
    """Comments of readers. Every verb checks the role again, because a button or a question may be stale.

    A comment is stored or changed in one transaction, which also checks the rules: see `news.admission`. In a group its
    author writes as fast, and changes it as late, as Telegram allows.
    """

    def __init__(self, storage: Storage, clock: Clock, screening: Screening, rules: CommentRules) -> None:
        self._storage = storage
        self._clock = clock
        self._screening = screening
        self._rules = rules

    async def may_open(self, reader: Reader, number: int) -> Article:
        """Return the article if the reader may comment on it now.

        Raises ArticleUnknown, ArticleRetracted, GuestCannotComment, NotAllowed, CommentsClosed, CommentsMuted,
        CommentsOver, CommentsAtNight.
        """
        async with self._storage.reading() as unit:
            return await self._may_open(unit, reader, number)

    async def may_answer(self, reader: Reader, comment_id: int) -> Comment:
        """Return a comment that the reader may answer now. Raises CommentUnknown, CommentGone, those of `may_open`."""
        async with self._storage.reading() as unit:
            comment = await _visible(unit, comment_id)
            await self._may_open(unit, reader, comment.article)
            return comment

    async def may_edit(self, reader: Reader, comment_id: int) -> Comment:
        """Return an own comment that can still be changed.

        Raises CommentUnknown, NotAllowed, CommentRemoved, CommentEditTooLate.
        """
        async with self._storage.reading() as unit:
            return self._editable(await _own_by_id(unit, reader, comment_id))

    async def add(
        self,
        reader: Reader,
        number: int,
        text: str,
        chat_id: int,
        message_id: int,
        *,
        pictures: Sequence[Attachment] = (),
        aside: Aside = NO_ASIDE,
    ) -> Comment:
        """Store a comment that came in a message, or hold it; the same message again returns the same comment.

        `aside` is what the message says besides the text.

        Raises CommentEmpty, CommentTooShort, CommentTooLong, CommentTooManyLines, CommentMarked, CommentPicturesOff,
        OnePictureOnly, CommentTooSoon, NewcomerHasToWait, SlowMode, CommentRepeated, CommentRemoved, and the errors of
        `may_open`.
        """
        now = self._clock.now()
        comment = NewComment(number, reader.id, text, now, chat_id, message_id)
        hook_reason = await self._screening.ask_hook(reader, comment, aside)
        async with self._storage.writing() as unit:
            return await self._store(unit, reader, comment, pictures, aside, hook_reason)

    async def respond(
        self,
        reader: Reader,
        comment_id: int,
        text: str,
        chat_id: int,
        message_id: int,
        *,
        quote: str | None = None,
        pictures: Sequence[Attachment] = (),
        aside: Aside = NO_ASIDE,
    ) -> Comment:
        """Store an answer to a comment, with a `quote` if that comment has these words; else as `add`.

        It stands in the comment's thread. Raises CommentUnknown, CommentGone, and the errors of `add`.
        """
        now = self._clock.now()
        async with self._storage.reading() as unit:
            answered = await _visible(unit, comment_id)
        comment = NewComment(answered.article, reader.id, text, now, chat_id, message_id, reply_to=answered.id)
        hook_reason = await self._screening.ask_hook(reader, comment, aside)
        async with self._storage.writing() as unit:
            answered = await _visible(unit, comment_id)
            root, words = answered.root or answered.id, checked_quote(quote, answered.text)
            comment = replace(comment, article=answered.article, root=root, quote=words)
            return await self._store(unit, reader, comment, pictures, aside, hook_reason)

    async def of_message(self, reader: Reader, chat_id: int, message_id: int) -> Comment | None:
        """Return the reader's comment that came in this message, removed or not, or None."""
        async with self._storage.reading() as unit:
            return await _own(unit, reader, chat_id, message_id)

    async def revise(
        self,
        reader: Reader,
        text: str,
        chat_id: int,
        message_id: int,
        *,
        number: int | None = None,
        aside: Aside = NO_ASIDE,
    ) -> Comment | None:
        """Apply the author's edit of the message that a comment came in; None if the message has no comment.

        `number` is the article that the message names now: the comment moves there. Raises CommentEditTooLate,
        CommentAnswered (it cannot move), and the errors of `add`.
        """
        known = await self.of_message(reader, chat_id, message_id)
        if known is None:
            return None
        return await self._change(reader, known, text, known.article if number is None else number, aside)

    async def edit(self, reader: Reader, comment_id: int, text: str, *, aside: Aside = NO_ASIDE) -> Comment:
        """Change an own comment. Raises CommentUnknown, NotAllowed, CommentEditTooLate, and the errors of `add`."""
        async with self._storage.reading() as unit:
            known = await _own_by_id(unit, reader, comment_id)
        return await self._change(reader, known, text, known.article, aside)

    async def _may_open(self, unit: Unit, reader: Reader, number: int) -> Article:
        now, article = self._clock.now(), await _readable(unit, number)
        may_comment(reader, article)
        check_muted(reader, now)
        check_hours(reader, article, await self._rules_of(unit, number), now)
        return article

    async def _store(
        self,
        unit: Unit,
        reader: Reader,
        comment: NewComment,
        pictures: Sequence[Attachment],
        aside: Aside,
        hook_reason: str | None,
    ) -> Comment:
        article, now = await _readable(unit, comment.article), comment.at
        await admit(unit, reader, article, now, in_group=_is_in_group(comment))
        text = checked_comment(comment.text, with_picture=bool(pictures))
        known = await unit.comments.by_message(comment.chat_id, comment.message_id)
        if known is not None:
            return _present(known)
        picture = self._checked_picture(reader, pictures)
        rules = await self._rules_of(unit, article.number)
        check_hours(reader, article, rules, now)
        if not _is_in_group(comment):
            await check_pace(unit, reader, article.number, rules, now)
        await check_repeat(unit, reader, article.number, text, now)
        causes = await self._screening.causes(
            unit,
            reader,
            text,
            article=article.number,
            aside=aside,
            hook_reason=hook_reason,
            in_group=_is_in_group(comment),
        )
        comment = replace(comment, text=text, picture=picture, held_for=causes)
        stored = await _get(unit, (await unit.comments.add(comment))[0])
        if picture is not None:
            await keep_files(unit, [picture], now)
        if causes:
            await open_case(unit, stored, causes, now)
        await self._screening.keep(unit, stored, hook_reason)
        await follow_comment(unit, stored, now)
        return stored

    async def _change(self, reader: Reader, known: Comment, text: str, number: int, aside: Aside) -> Comment:
        """Store the new text and place of a comment, and screen it again."""
        edited = NewComment(number, reader.id, text, self._clock.now(), known.chat_id, known.message_id)
        hook_reason = await self._screening.ask_hook(reader, edited, aside, edited=True)
        async with self._storage.writing() as unit:
            return await self._change_now(unit, reader, known, text, number, aside, hook_reason)

    async def _change_now(
        self,
        unit: Unit,
        reader: Reader,
        known: Comment,
        text: str,
        number: int,
        aside: Aside,
        hook_reason: str | None,
    ) -> Comment:
        now, article = self._clock.now(), await _readable(unit, number)
        await admit(unit, reader, article, now, in_group=_is_in_group(known))
        text = checked_comment(text, with_picture=known.picture is not None)
        known = _present(await _get(unit, known.id))  # as it is now that the author's row is kept
        if not _is_in_group(known):
            self._editable(known)
            check_hours(reader, article, await self._rules_of(unit, number), now)
        if number != known.article:
            if known.root is not None or known.replies:
                raise CommentAnswered(number=known.id)
            await unit.comments.move(known, number)
        if text != known.text:
            await check_repeat(unit, reader, number, text, now, but=known.id)
            causes = await self._screening.causes(
                unit,
                reader,
                text,
                article=number,
                before=known,
                aside=aside,
                hook_reason=hook_reason,
                in_group=_is_in_group(known),
            )
            await self._revise(unit, reader, known, text, causes, now)
            await self._screening.keep(unit, await _get(unit, known.id), hook_reason)
        return await _get(unit, known.id)

    async def _revise(
        self, unit: Unit, reader: Reader, known: Comment, text: str, causes: Sequence[Cause], now: datetime
    ) -> None:
        """Store the new text. A comment that waits goes on waiting, and one that now has a cause to wait is held."""
        await unit.comments.revise(known.id, text, now)
        causes = causes or known.held_for
        if causes:
            await unit.comments.change_status(known.id, CommentStatus.HELD, by=reader.id, at=now, held_for=causes)
            await open_case(unit, await _get(unit, known.id), causes, now)
        else:
            await unit.cases.note_edit(known.id)
        await follow_comment(unit, await _get(unit, known.id), now)

    def _editable(self, comment: Comment) -> Comment:
        if self._clock.now() > _present(comment).at + self._rules.edit:
            raise CommentEditTooLate(number=comment.id, minutes=int(self._rules.edit.total_seconds() // 60))
        return comment

    def _checked_picture(self, reader: Reader, pictures: Sequence[Attachment]) -> Attachment | None:
        if not pictures:
            return None
        if not self._rules.pictures:
            raise CommentPicturesOff
        require(reader, Deed.SEND_PICTURES)
        if len(pictures) > 1 or pictures[0].kind is not MessageKind.PHOTO:
            raise OnePictureOnly
        return replace(pictures[0], caption="")

    async def _rules_of(self, unit: Unit, number: int) -> CommentRules:
        return self._rules.of_article(await unit.comment_rules.get(number))


def _is_in_group(comment: NewComment | Comment) -> bool:
    """Whether a comment came as a message in a channel's discussion group."""
    return comment.chat_id < 0


def _present(comment: Comment) -> Comment:
    if comment.status in _ENDED:
        raise CommentRemoved(number=comment.article)
    return comment


async def _readable(unit: Unit, number: int) -> Article:
    return require_readable(number, await unit.articles.get(number))


async def _visible(unit: Unit, comment_id: int) -> Comment:
    comment = await _known(unit, comment_id)
    if not comment.visible:
        raise CommentGone(number=comment_id)
    return comment


async def _own_by_id(unit: Unit, reader: Reader, comment_id: int) -> Comment:
    comment = await _known(unit, comment_id)
    if comment.author_id != reader.id:
        raise NotAllowed(deed=Deed.MODERATE)
    return comment


async def _known(unit: Unit, comment_id: int) -> Comment:
    comment = await unit.comments.get(comment_id)
    if comment is None:
        raise CommentUnknown(number=comment_id)
    return comment


async def _own(unit: Unit, reader: Reader, chat_id: int, message_id: int) -> Comment | None:
    known = await unit.comments.by_message(chat_id, message_id)
    return known if known is not None and known.author_id == reader.id else None


async def _get(unit: Unit, comment_id: int) -> Comment:
    comment = await unit.comments.get(comment_id)
    if comment is None:
        raise LookupError(f"comment {comment_id} vanished inside its own transaction")
    return comment
