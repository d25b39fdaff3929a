"""Reversing a verdict after an appeal, in one unit of work: as taking it back, though what was decided since stays.

The comments that the verdict took away are shown; those that waited for a moderator when a ban removed them wait again.
"""

from datetime import datetime

from news import trust
from news.appointing import set_role
from news.cases import open_case
from news.group_deeds import Effect, enqueue_for_author
from news.model import CommentStatus, Reader
from news.ports import Unit
from news.ports.audit import AuditAct, AuditFilter
from news.ports.verdicts import GivenVerdict, NewVerdict, Ruling
from news.roles import Role
from news.undoing import causes_before, show_again
from news.verdicts import STATES

# What changes a person's group. The newest rows about a person that are looked at.
_ROLE_ACTS = frozenset({AuditAct.BANNED, AuditAct.BAN_LIFTED, AuditAct.APPOINTED, AuditAct.MEMBERSHIP_ENDED})
_AUDIT_ROWS = 100


async def reverse(unit: Unit, given: GivenVerdict, by: Reader, at: datetime) -> bool:
    """Reverse a verdict; return whether something stays as it is, because it was decided later. Lock the person before.

    A later ban, mute or change of the group stays, and so does a comment that was judged or emptied since.
    """
    verdict = given.verdict
    if not await unit.verdicts.undo(given.id, at):
        return True
    person = await unit.readers.lock(verdict.person)
    stands = person is not None and not await _restore_person(unit, person, verdict, by, at)
    present = await unit.readers.get(verdict.person)
    if present is not None and present.role is Role.BANNED:
        return True  # nothing of a banned reader is shown
    for number, before in await unit.verdicts.comments(given.id):
        stands |= not await _restore_comment(unit, given, number, before, by, at)
    await unit.complaints.overturn(given.id)
    return stands


async def _restore_person(unit: Unit, person: Reader, verdict: NewVerdict, by: Reader, at: datetime) -> bool:
    """End a ban or a mute, and give trust back that the verdict took; False if something later stays."""
    before, is_changed = verdict.before, await _is_changed_since(unit, verdict)
    if verdict.ruling is Ruling.BAN:
        if is_changed or person.role is not Role.BANNED:
            return person.role is not Role.BANNED
        await set_role(unit, person.id, before.role, before.role_until)
        await enqueue_for_author(unit, person.id, Effect.UNBANNED, at, by=by.id)
        return True
    if before.role is Role.TRUSTED and person.role is Role.MEMBER and not is_changed:
        await trust.restore(unit, person, before.role, verdict.at)
    else:
        await unit.trust.restore(person.id, verdict.at)
    return verdict.ruling is not Ruling.MUTE or await _end_mute(unit, person, verdict, by, at)


async def _end_mute(unit: Unit, person: Reader, verdict: NewVerdict, by: Reader, at: datetime) -> bool:
    """Give a person the silence back that there was before, if any; False if there is a later one."""
    present, before = person.restricted_until, verdict.before.restricted_until
    if present != verdict.until:
        return present is None or present <= at
    await unit.readers.restrict(person.id, before)
    is_over = before is None or before <= at
    effect = Effect.UNMUTED if is_over else Effect.MUTED
    await enqueue_for_author(unit, person.id, effect, at, by=by.id, until=before)
    return True


async def _restore_comment(
    unit: Unit, given: GivenVerdict, number: int, before: CommentStatus, by: Reader, at: datetime
) -> bool:
    """Show a comment, or let it wait again if nobody had judged it by itself; False if it stays as it is."""
    verdict, comment = given.verdict, await unit.comments.get(number)
    state = STATES[verdict.ruling][0]
    if comment is None or comment.status is not state or not (comment.text or comment.picture):
        return False
    is_judged = verdict.ruling is not Ruling.BAN or number == verdict.comment
    waits = before is CommentStatus.HELD and not is_judged
    to = CommentStatus.HELD if waits else CommentStatus.PUBLISHED
    causes = await causes_before(unit, given.id, number) if waits else ()
    if not await unit.comments.change_status(number, to, by=by.id, at=at, of=(state,), held_for=causes):
        return False
    if waits:
        await open_case(unit, comment, causes, at)
    if is_judged:
        await show_again(unit, number, to, at)
    return True


async def _is_changed_since(unit: Unit, verdict: NewVerdict) -> bool:
    """Whether somebody has changed the person's group after the verdict."""
    rows = await unit.audit.rows(AuditFilter(person=verdict.person), None, _AUDIT_ROWS)
    deeds = [row.deed for row in rows if row.deed.person == verdict.person]
    return any(deed.at > verdict.at and deed.act in _ROLE_ACTS for deed in deeds)
