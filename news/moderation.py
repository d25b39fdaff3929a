"""The moderators' desk: verdicts on comments and people, taking one back, and answers of the newsroom."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import timedelta

from news.appointing import set_role
from news.audit import record
from news.case_views import CaseView, view_case
from news.comment_texts import checked_comment
from news.errors import (
    AuthorForgotten,
    AuthorIsStaff,
    CaseUnknown,
    CommentUnknown,
    NotAllowed,
    OwnCase,
    UndoTooLate,
)
from news.group_deeds import Effect, enqueue_for_author, follow_comment
from news.judgements import Judgement, judgement, known_case
from news.limits import checked_reason
from news.model import Comment, NewComment, Reader
from news.personal_data import NOBODY
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.ports.cases import Case
from news.ports.verdicts import GivenVerdict, Ruling
from news.roles import STAFF, Deed, Role, may, require
from news.undoing import take_back
from news.verdicts import UNDO, Decision, Pressed, give, give_on_held

# Comments of one person that one press judges, the oldest first.
MAX_HELD_AT_ONCE = 200
MUTES = (timedelta(hours=1), timedelta(days=1), timedelta(weeks=1))


@dataclass(frozen=True, slots=True)
class Removal:
    """A removed comment, its author, and the verdict that can be taken back (None if it was removed before)."""

    comment: Comment
    author: Reader
    verdict: int | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    """What is as it was again: a case, or a comment, or neither for a verdict on the person alone."""

    person: int
    case: CaseView | None = None
    comment: Comment | None = None
    was_banned: bool = False


class ModerationDesk:
    """Verdicts. Every one is for moderators but the removal of one's own comment; repeating one changes nothing.

    Every verb raises NotAllowed, and AuthorIsStaff where a mute or a ban is meant for the staff.
    """

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int]) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins

    async def judge(
        self,
        moderator: Reader,
        case_id: int,
        decision: Decision,
        *,
        version: int | None = None,
        pressed: Pressed | None = None,
    ) -> Judgement:
        """Decide a case about a comment in the `version` that the moderator saw. The first decision stands.

        Raises CaseUnknown, OwnCase, ReasonTooLong.
        """
        _require(moderator, decision.ruling)
        decision = Decision(decision.ruling, checked_reason(decision.reason), decision.mute)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            comment = await _comment_of(unit, await known_case(unit, case_id))
            author = await self._author(unit, comment.author_id, decision.ruling)
            if author.id == moderator.id:
                raise OwnCase
            case, verdict = await known_case(unit, case_id), None  # read again: the author's row is locked now
            comment = await _comment_of(unit, case)
            if case.verdict is None:
                verdict = await give(unit, moderator, author, comment, decision, now, version=version, pressed=pressed)
            return await judgement(unit, moderator, case_id, verdict)

    async def judge_held(self, moderator: Reader, person: int, decision: Decision) -> tuple[int, int | None]:
        """Decide everything of a person that is held; return how many comments, and the verdict (None for none)."""
        _require(moderator, decision.ruling)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            author = await self._author(unit, person, decision.ruling)
            cases = [case for case in await unit.cases.of_author(person, MAX_HELD_AT_ONCE) if case.comment is not None]
            if not cases:
                return 0, None
            verdict, changed = await give_on_held(unit, moderator, author, cases, decision, now)
        return changed, verdict

    async def remove(self, reader: Reader, comment_id: int, pressed: Pressed | None = None) -> Removal:
        """Remove a comment: one's own, or as a moderator any. Its text stays stored. Raises CommentUnknown."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            comment = await _get(unit, comment_id)
            if not may_remove(reader, comment):
                raise NotAllowed(deed=Deed.MODERATE)
            author = await unit.readers.lock(comment.author_id) or Reader(comment.author_id)
            comment = await _get(unit, comment_id)  # read again: the author's row is locked now
            decision = Decision(Ruling.REMOVE)
            verdict = await give(unit, reader, author, comment, decision, now, pressed=pressed)
            return Removal(await _get(unit, comment_id), author, verdict)

    async def may_ban(self, moderator: Reader, person: int) -> Reader:
        """Return the person, if the moderator may ban that one."""
        require(moderator, Deed.BAN)
        async with self._storage.reading() as unit:
            return self._allowed(await unit.readers.get(person) or Reader(person))

    async def ban(self, moderator: Reader, person: int, pressed: Pressed | None = None) -> int | None:
        """Ban a person and remove all that the person has written; return the verdict, None if it was done before."""
        require(moderator, Deed.BAN)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            author = await self._author(unit, person, Ruling.BAN)
            if author.role is Role.BANNED:
                return None
            return await give(unit, moderator, author, None, Decision(Ruling.BAN), now, pressed=pressed)

    async def lift(self, moderator: Reader, person: int) -> Reader:
        """Lift a ban: the person may comment again; what was removed stays removed. Return the person."""
        require(moderator, Deed.BAN)
        async with self._storage.writing() as unit:
            author = await self._author(unit, person, Ruling.BAN)
            if author.role is Role.BANNED and await set_role(unit, person, Role.MEMBER):
                now = self._clock.now()
                await record(unit, moderator.id, AuditAct.BAN_LIFTED, now, person=person)
                await enqueue_for_author(unit, person, Effect.UNBANNED, now, by=moderator.id)
            return await unit.readers.get(person) or author

    async def unmute(self, moderator: Reader, person: int) -> Reader:
        """Let a muted person comment again at once. Return the person."""
        require(moderator, Deed.MODERATE)
        now = self._clock.now()
        async with self._storage.writing() as unit:
            author = await self._author(unit, person, Ruling.MUTE)
            if author.restricted_until is not None and author.restricted_until > now:
                await unit.readers.restrict(person, None)
                await enqueue_for_author(unit, person, Effect.UNMUTED, now, by=moderator.id)
                await record(unit, moderator.id, AuditAct.UNMUTED, now, person=person)
            return await unit.readers.get(person) or author

    async def undo(self, reader: Reader, verdict_id: int, pressed: Pressed | None = None) -> Undone:
        """Take one's own verdict back within half a minute: everything is as it was. Raises UndoTooLate."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            given = await unit.verdicts.get(verdict_id)
            if given is None or given.verdict.person != reader.id:
                require(reader, Deed.MODERATE)
            if given is None or given.verdict.by != reader.id or given.verdict.ruling is Ruling.REVERSE:
                raise UndoTooLate
            if not timedelta() <= now - given.verdict.at <= UNDO:
                raise UndoTooLate
            reopened = [] if given.undone_at is not None else await take_back(unit, given, reader, now, pressed)
            return await _undone(unit, given, reopened)

    async def respond(self, moderator: Reader, comment_id: int, text: str, chat_id: int, message_id: int) -> Comment:
        """Answer a comment in the name of the newsroom; one that is held is approved by that. Return the answer.

        The same message again returns the same answer. Raises CommentUnknown and the
        errors of `news.comment_texts.checked_comment`.
        """
        require(moderator, Deed.MODERATE)
        text, now = checked_comment(text), self._clock.now()
        async with self._storage.writing() as unit:
            comment = await _get(unit, comment_id)
            author = await unit.readers.lock(comment.author_id) or Reader(comment.author_id)
            if not comment.visible or await unit.cases.of_comment(comment.id):
                await give(unit, moderator, author, comment, Decision(Ruling.APPROVE), now)
            answer = NewComment(
                comment.article,
                moderator.id,
                text,
                now,
                chat_id,
                message_id,
                root=comment.root or comment.id,
                reply_to=comment.id,
                editorial=True,
            )
            number, is_new = await unit.comments.add(answer)
            if is_new:
                act, article = AuditAct.EDITORIAL_ANSWER, comment.article
                await record(unit, moderator.id, act, now, article=article, person=author.id, number=comment.id)
                await follow_comment(unit, await _get(unit, number), now)
            return await _get(unit, number)

    async def _author(self, unit: Unit, person: int, ruling: Ruling) -> Reader:
        """Lock the author, and refuse a mute or a ban of the staff."""
        author = await unit.readers.lock(person) or Reader(person)
        return self._allowed(author) if ruling in {Ruling.MUTE, Ruling.BAN} else author

    def _allowed(self, author: Reader) -> Reader:
        if author.id == NOBODY:
            raise AuthorForgotten
        if author.role in STAFF or author.id in self._admins:
            raise AuthorIsStaff(name=author.name or str(author.id), id=author.id)
        return author


def may_remove(reader: Reader, comment: Comment) -> bool:
    """Whether the reader may remove the comment: a moderator, or its author."""
    is_own = reader.registered and reader.id == comment.author_id and may(reader, Deed.COMMENT)
    return is_own or may(reader, Deed.MODERATE)


def _require(moderator: Reader, ruling: Ruling) -> None:
    require(moderator, Deed.MODERATE)
    if ruling is Ruling.BAN:
        require(moderator, Deed.BAN)


async def _undone(unit: Unit, given: GivenVerdict, reopened: Sequence[int]) -> Undone:
    verdict = given.verdict
    was_banned = verdict.ruling is Ruling.BAN
    if verdict.comment is None:
        is_of_case = verdict.ruling in {Ruling.DISMISS, Ruling.ACT, Ruling.UPHOLD}
        case = await view_case(unit, await known_case(unit, reopened[0])) if is_of_case and reopened else None
        return Undone(verdict.person, case, was_banned=was_banned)
    open_cases = await unit.cases.of_comment(verdict.comment)
    case = await view_case(unit, open_cases[0]) if open_cases else None
    return Undone(verdict.person, case, await unit.comments.get(verdict.comment), was_banned)


async def _comment_of(unit: Unit, case: Case) -> Comment:
    comment = None if case.comment is None else await unit.comments.get(case.comment)
    if comment is None:
        raise CaseUnknown(number=case.id)
    return comment


async def _get(unit: Unit, comment_id: int) -> Comment:
    comment = await unit.comments.get(comment_id)
    if comment is None:
        raise CommentUnknown(number=comment_id)
    return comment
