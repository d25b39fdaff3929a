"""Taking a verdict back: everything is as it was, in one unit of work."""

from collections.abc import Sequence
from datetime import datetime

from news import complaints, trust
from news.appointing import set_role
from news.audit import record
from news.errors import UndoTooLate
from news.group_deeds import Effect, enqueue_for_author, enqueue_group_deeds
from news.model import Cause, CommentStatus, Reader
from news.ports import Unit
from news.ports.audit import AuditAct
from news.ports.cases import CaseKind
from news.ports.verdicts import GivenVerdict, Ruling
from news.roles import Role
from news.verdicts import STATES, Pressed, show_case

_ON_ARTICLES = frozenset({Ruling.DISMISS, Ruling.ACT})
_REPORTED = frozenset({CommentStatus.HELD, CommentStatus.PUBLISHED})


async def take_back(
    unit: Unit, given: GivenVerdict, by: Reader, at: datetime, pressed: Pressed | None
) -> Sequence[int]:
    """Restore exactly what was before a verdict; return the cases that are open again.

    Raises UndoTooLate if something has changed since.
    """
    verdict = given.verdict
    if not await unit.verdicts.undo(given.id, at):
        raise UndoTooLate
    if verdict.ruling in STATES:
        await _restore_person(unit, given, by, at)
    for number, status in await unit.verdicts.comments(given.id):
        state = STATES[verdict.ruling][0]
        causes = await causes_before(unit, given.id, number) if status is CommentStatus.HELD else ()
        if not await unit.comments.change_status(number, status, by=by.id, at=at, of=(state,), held_for=causes):
            raise UndoTooLate
        if verdict.ruling is not Ruling.BAN:
            await show_again(unit, number, status, at)
    reopened = await unit.verdicts.reopen_cases(given.id)
    for case_id in reopened:
        await _require_judgeable(unit, case_id)
        await complaints.reopen(unit, case_id, at)
        await show_case(unit, case_id, at, pressed)
    if given.notice is not None:
        await unit.editions.stop(given.notice, at)
    if verdict.ruling in _ON_ARTICLES:
        case = await unit.cases.get(reopened[0]) if reopened else None
        article = None if case is None else case.article
        await record(unit, by.id, AuditAct.REPORTS_REOPENED, at, article=article)
    elif by.id != verdict.person:
        await record(unit, by.id, AuditAct.VERDICT_UNDONE, at, person=verdict.person, number=verdict.comment)
    return reopened


async def _require_judgeable(unit: Unit, case_id: int) -> None:
    """Raise UndoTooLate if the author has removed the comment of a case that is open again."""
    case = await unit.cases.get(case_id)
    if case is None or case.comment is None:
        return
    judgeable = {CommentStatus.HELD} if case.kind is CaseKind.COMMENT else _REPORTED
    comment = await unit.comments.get(case.comment)
    if comment is None or comment.status not in judgeable:
        raise UndoTooLate


async def _restore_person(unit: Unit, given: GivenVerdict, by: Reader, at: datetime) -> None:
    """Give the person back what a verdict gave or took, unless somebody has changed that since."""
    verdict, before = given.verdict, given.verdict.before
    person = await unit.readers.lock(verdict.person)
    if person is not None and verdict.ruling is not Ruling.BAN:
        await trust.restore(unit, person, before.role, verdict.at)
    if verdict.ruling is Ruling.BAN:
        if person is None or person.role is not Role.BANNED:
            raise UndoTooLate
        await unit.verdicts.restore_hidden(given.id)
        await set_role(unit, verdict.person, before.role, before.role_until)
        await enqueue_for_author(unit, verdict.person, Effect.UNBANNED, at, by=by.id)
    elif verdict.ruling is Ruling.MUTE and person is not None and person.restricted_until == verdict.until:
        await unit.readers.restrict(verdict.person, before.restricted_until)
        is_over = before.restricted_until is None or before.restricted_until <= at
        effect = Effect.UNMUTED if is_over else Effect.MUTED
        await enqueue_for_author(unit, verdict.person, effect, at, by=by.id, until=before.restricted_until)


async def show_again(unit: Unit, number: int, status: CommentStatus, at: datetime) -> None:
    """Let the group follow a comment that has its status again. Its message there is gone: the bot shows it."""
    comment = await unit.comments.get(number)
    if comment is not None:
        effect = Effect.SHOWN if status is CommentStatus.PUBLISHED else Effect.HIDDEN
        await enqueue_group_deeds(unit, comment, effect, at)


async def causes_before(unit: Unit, verdict_id: int, comment_id: int) -> tuple[Cause, ...]:
    """Return why a comment was held before a verdict closed its case."""
    for kind in (CaseKind.COMMENT, CaseKind.REPORT):
        case = await unit.cases.closed_by(verdict_id, comment_id, kind)
        if case is not None:
            return case.causes
    return ()
