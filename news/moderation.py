"""The moderators' desk: removing comments, taking that back, banning an author and lifting the ban."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from news.appointing import set_role
from news.audit import record
from news.cases import close_cases
from news.errors import AuthorIsStaff, CommentUnknown, NotAllowed, RestoreTooLate
from news.group_deeds import Effect, enqueue_deletions, enqueue_group_deeds
from news.model import Comment, CommentStatus, Reader
from news.ports import Clock, Storage, Unit
from news.ports.audit import AuditAct
from news.ports.cases import Verdict
from news.roles import STAFF, Deed, Role, may, require

RESTORE_SECONDS = 60
_IN_USE = (CommentStatus.PUBLISHED, CommentStatus.HELD)
_REMOVED = (CommentStatus.REMOVED,)


@dataclass(frozen=True, slots=True)
class Removal:
    """A comment for a person who may remove it, and the reader who wrote it."""

    comment: Comment
    author: Reader


class ModerationDesk:
    """Verbs on a comment by its id. Authors remove their own; moderators remove any, and ban its author.

    Every verb raises CommentUnknown and NotAllowed. Repeating a verb changes nothing.
    """

    def __init__(self, storage: Storage, clock: Clock, admins: Set[int]) -> None:
        self._storage = storage
        self._clock = clock
        self._admins = admins

    async def remove(self, reader: Reader, comment_id: int) -> Removal:
        """Remove a comment. Its text stays stored, and nobody sees it."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            comment = await _own_or_any(unit, reader, comment_id)
            status = CommentStatus.REMOVED
            if await unit.comments.change_status(comment_id, status, by=reader.id, at=now, of=_IN_USE):
                verdict = Verdict.WITHDRAWN if reader.id == comment.author_id else Verdict.REMOVED
                await close_cases(unit, comment_id, verdict, reader.id, now)
                await enqueue_group_deeds(unit, comment, Effect.HIDDEN, now, by=reader.id)
                await _record(unit, reader, AuditAct.COMMENT_REMOVED, now, comment)
            return await _removal(unit, comment_id)

    async def restore(self, reader: Reader, comment_id: int) -> Removal:
        """Take one's own removal back within a minute. Raises RestoreTooLate."""
        now = self._clock.now()
        async with self._storage.writing() as unit:
            comment = await _own_or_any(unit, reader, comment_id)
            if comment.removed_at is not None:
                if not may_restore(reader, comment, now):
                    raise RestoreTooLate(number=comment_id)
                before = CommentStatus.HELD if comment.published_at is None else CommentStatus.PUBLISHED
                if await unit.comments.change_status(comment_id, before, by=reader.id, at=now, of=_REMOVED):
                    if before is CommentStatus.PUBLISHED:
                        await enqueue_group_deeds(unit, comment, Effect.SHOWN, now, by=reader.id)
                    await _record(unit, reader, AuditAct.COMMENT_RESTORED, now, comment)
            return await _removal(unit, comment_id)

    async def may_ban(self, reader: Reader, comment_id: int) -> Removal:
        """Return the comment and its author, if the reader may ban that person. Raises AuthorIsStaff."""
        require(reader, Deed.MODERATE)
        async with self._storage.reading() as unit:
            return self._bannable(await _removal(unit, comment_id))

    async def ban(self, reader: Reader, comment_id: int) -> Removal:
        """Ban the author: all comments of that person are hidden, and no new ones taken. Raises AuthorIsStaff."""
        return await self._give_author(reader, comment_id, Role.BANNED)

    async def lift(self, reader: Reader, comment_id: int) -> Removal:
        """Lift the ban: the author's comments are shown again, but for those that were removed."""
        return await self._give_author(reader, comment_id, Role.MEMBER)

    async def _give_author(self, reader: Reader, comment_id: int, role: Role) -> Removal:
        require(reader, Deed.MODERATE)
        now, is_ban = self._clock.now(), role is Role.BANNED
        async with self._storage.writing() as unit:
            comment = await _get(unit, comment_id)
            present = await unit.readers.lock(comment.author_id)  # an admin may appoint that person just now
            self._bannable(await _removal(unit, comment_id))
            if await set_role(unit, comment.author_id, role) and (present is None or role is not present.role):
                act = AuditAct.BANNED if is_ban else AuditAct.BAN_LIFTED
                await record(unit, reader.id, act, now, person=comment.author_id, number=comment_id)
                effect = Effect.BANNED if is_ban else Effect.UNBANNED
                await enqueue_group_deeds(unit, comment, effect, now, by=reader.id)
                if is_ban:
                    await enqueue_deletions(unit, comment.author_id, now, by=reader.id)
            return await _removal(unit, comment_id)

    def _bannable(self, removal: Removal) -> Removal:
        if removal.author.role in STAFF or removal.author.id in self._admins:
            raise AuthorIsStaff(name=removal.author.name, id=removal.author.id)
        return removal


def may_remove(reader: Reader, comment: Comment) -> bool:
    """Whether the reader may remove the comment: a moderator, or its author."""
    is_own = reader.registered and reader.id == comment.author_id and may(reader, Deed.COMMENT)
    return is_own or may(reader, Deed.MODERATE)


def may_restore(reader: Reader, comment: Comment, now: datetime) -> bool:
    """Whether the reader removed the comment, at most a minute before `now`."""
    if comment.removed_at is None or comment.removed_by != reader.id:
        return False
    return now - comment.removed_at <= timedelta(seconds=RESTORE_SECONDS)


async def _own_or_any(unit: Unit, reader: Reader, comment_id: int) -> Comment:
    comment = await _get(unit, comment_id)
    if not may_remove(reader, comment):
        raise NotAllowed(deed=Deed.MODERATE)
    return comment


async def _record(unit: Unit, reader: Reader, act: AuditAct, at: datetime, comment: Comment) -> None:
    """Record what a moderator did with a comment; what its author did with it is no deed of the staff."""
    if reader.id != comment.author_id:
        await record(unit, reader.id, act, at, article=comment.article, person=comment.author_id, number=comment.id)


async def _removal(unit: Unit, comment_id: int) -> Removal:
    comment = await _get(unit, comment_id)
    author = await unit.readers.get(comment.author_id)
    return Removal(comment, author or Reader(comment.author_id))


async def _get(unit: Unit, comment_id: int) -> Comment:
    comment = await unit.comments.get(comment_id)
    if comment is None:
        raise CommentUnknown(number=comment_id)
    return comment
