"""Giving a verdict in one unit of work: the one way for every door. `news.undoing` takes one back.

The statement that changes the comment's status decides which of several moderators acts, and whether the comment is
still in the version that was judged. Rows are locked in the same order everywhere: the author, the comment, the cases.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from news import complaints, trust
from news.appointing import set_role
from news.audit import record
from news.case_views import notice_of, view_case
from news.group_deeds import Effect, enqueue_deletions, enqueue_for_author, enqueue_group_deeds
from news.ledger import NOTICE_RULES, Address
from news.model import Comment, CommentStatus, Reader
from news.notices import Notice, NoticeKind
from news.personal_data import NOBODY
from news.ports import Unit
from news.ports.audit import AuditAct
from news.ports.cases import Case, CaseKind, Verdict
from news.ports.verdicts import NewVerdict, Ruling, Standing
from news.roles import Role
from news.words import shorten

UNDO = timedelta(seconds=30)
# The author is told when the verdict can no longer be taken back: an undone one says nothing.
NOTICE_DELAY = UNDO + timedelta(seconds=1)
# Of a comment's text in the notice to its author, in UTF-16 units.
QUOTE_UNITS = 200

# Reasons that take an author's trust away, as they are stored.
ADVERTISING = frozenset({"spam", "advert"})

# What a ruling makes of a comment, out of which states; what it makes of the cases; and its row in the audit.
STATES: dict[Ruling, tuple[CommentStatus, frozenset[CommentStatus]]] = {
    Ruling.APPROVE: (CommentStatus.PUBLISHED, frozenset({CommentStatus.HELD})),
    Ruling.REJECT: (CommentStatus.REJECTED, frozenset({CommentStatus.HELD, CommentStatus.PUBLISHED})),
    Ruling.REMOVE: (CommentStatus.REMOVED, frozenset({CommentStatus.HELD, CommentStatus.PUBLISHED})),
    Ruling.MUTE: (CommentStatus.REMOVED, frozenset({CommentStatus.HELD, CommentStatus.PUBLISHED})),
    Ruling.BAN: (CommentStatus.REMOVED, frozenset({CommentStatus.HELD, CommentStatus.PUBLISHED})),
}
_VERDICTS = {
    Ruling.APPROVE: Verdict.APPROVED,
    Ruling.REJECT: Verdict.REJECTED,
    Ruling.DISMISS: Verdict.DISMISSED,
    Ruling.ACT: Verdict.ACTED,
}
_ACTS = {
    Ruling.APPROVE: AuditAct.COMMENT_APPROVED,
    Ruling.REJECT: AuditAct.COMMENT_REJECTED,
    Ruling.REMOVE: AuditAct.COMMENT_REMOVED,
    Ruling.MUTE: AuditAct.MUTED,
    Ruling.BAN: AuditAct.BANNED,
    Ruling.DISMISS: AuditAct.REPORTS_DISMISSED,
    Ruling.ACT: AuditAct.REPORTS_ACTED,
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What a moderator chose: a ruling, the reason that the author is told, and how long MUTE lasts."""

    ruling: Ruling
    reason: str = ""
    mute: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Pressed:
    """The message whose button was pressed: the chat shows the result there itself."""

    place: Address
    message: int


async def give(
    unit: Unit,
    by: Reader,
    author: Reader,
    comment: Comment | None,
    decision: Decision,
    at: datetime,
    *,
    version: int | None = None,
    pressed: Pressed | None = None,
) -> int | None:
    """Give a verdict on a comment, or on a person without one, and return its id; None if the comment has changed.

    An author's verdict on the own comment is a removal: it is no deed of the staff, and nobody is told.
    """
    ruling, is_own = decision.ruling, by.id == author.id  # who judges the own comment can only remove it
    if comment is not None and not await _change(unit, by, comment, ruling, at, version):
        return None
    until = at + decision.mute if ruling is Ruling.MUTE else None
    before = Standing(author.role, author.role_until, author.restricted_until)
    number = None if comment is None else comment.id
    verdict = NewVerdict(ruling, author.id, by.id, at, before, number, decision.reason, until)
    verdict_id = await unit.verdicts.add(verdict)
    if comment is not None and (comment.status is not STATES[ruling][0]):
        await unit.verdicts.mark_comment(verdict_id, comment.id, comment.status)
    if ruling is Ruling.MUTE:
        await unit.readers.restrict(author.id, until)
    elif ruling is Ruling.BAN:
        await set_role(unit, author.id, Role.BANNED)
        await unit.verdicts.remove_hidden(verdict_id, author.id, by.id, at)
    await _tell_groups(unit, author, comment, ruling, at, by=None if is_own else by.id, until=until)
    case_verdict = Verdict.WITHDRAWN if is_own else _VERDICTS.get(ruling, Verdict.REMOVED)
    cases = await _cases(unit, author, comment, ruling)
    await close_judged(unit, cases, verdict_id, case_verdict, by, decision.reason, at, pressed)
    if not is_own:
        await _weigh(unit, author, decision, at)
        await _record(unit, verdict, comment)
    stays = comment is not None and comment.visible and ruling is Ruling.APPROVE
    if not is_own and not stays and author.id != NOBODY:  # nobody hears of a comment whose author was forgotten
        await unit.verdicts.tell(verdict_id, await _tell_author(unit, author, verdict, comment, verdict_id))
    return verdict_id


async def give_on_held(
    unit: Unit, by: Reader, author: Reader, cases: Sequence[Case], decision: Decision, at: datetime
) -> tuple[int, int]:
    """Give one verdict on several held comments of a person; return its id, and how many comments it changed."""
    verdict = NewVerdict(
        decision.ruling,
        author.id,
        by.id,
        at,
        Standing(author.role, author.role_until, author.restricted_until),
        None,
        decision.reason,
    )
    verdict_id, changed = await unit.verdicts.add(verdict), 0
    for case in cases:
        comment = None if case.comment is None else await unit.comments.get(case.comment)
        if comment is None or comment.status is not CommentStatus.HELD:
            continue
        if not await _change(unit, by, comment, decision.ruling, at, case.version):
            continue
        await unit.verdicts.mark_comment(verdict_id, comment.id, comment.status)
        await _tell_groups(unit, author, comment, decision.ruling, at, by=by.id)
        closed = await unit.cases.of_comment(comment.id)
        final = _VERDICTS.get(decision.ruling, Verdict.REMOVED)
        await close_judged(unit, closed, verdict_id, final, by, decision.reason, at, None)
        await _record(unit, verdict, comment)
        changed += 1
    if changed:
        await _weigh(unit, author, decision, at)
        reason, ruling = decision.reason, decision.ruling
        notice = Notice(NoticeKind.VERDICTS, changed, reason=reason, details=ruling, verdict=verdict_id)
        await unit.verdicts.tell(verdict_id, await notify_author(unit, author, notice, at))
    return verdict_id, changed


async def give_on_article(
    unit: Unit, by: Reader, case: Case, ruling: Ruling, at: datetime, pressed: Pressed | None
) -> int | None:
    """Give a verdict on the reports on an article, and return its id; None if somebody was faster."""
    if not await unit.cases.lock_open(case.id):
        return None
    verdict_id = await unit.verdicts.add(NewVerdict(ruling, NOBODY, by.id, at, Standing(Role.GUEST)))
    await close_judged(unit, [case], verdict_id, _VERDICTS[ruling], by, "", at, pressed)
    await record(unit, by.id, _ACTS[ruling], at, article=case.article)
    return verdict_id


async def _weigh(unit: Unit, author: Reader, decision: Decision, at: datetime) -> None:
    """Let an approval earn the author trust, and an advertisement take it away."""
    if decision.ruling is Ruling.APPROVE:
        await trust.earn(unit, author.id, at)
    elif decision.reason in ADVERTISING:
        await trust.lose(unit, author.id, at)


async def _tell_groups(
    unit: Unit,
    author: Reader,
    comment: Comment | None,
    ruling: Ruling,
    at: datetime,
    *,
    by: int | None,
    until: datetime | None = None,
) -> None:
    """Let the discussion groups follow a ruling. A comment that was public and is approved stands there already."""
    if comment is not None and not (ruling is Ruling.APPROVE and comment.status is CommentStatus.PUBLISHED):
        effect = Effect.SHOWN if ruling is Ruling.APPROVE else Effect.HIDDEN
        await enqueue_group_deeds(unit, comment, effect, at, by=by)
    if ruling is Ruling.MUTE:
        await enqueue_for_author(unit, author.id, Effect.MUTED, at, by=by, until=until)
    elif ruling is Ruling.BAN:
        await enqueue_for_author(unit, author.id, Effect.BANNED, at, by=by)
        await enqueue_deletions(unit, author.id, at, by=by)


async def show_case(unit: Unit, case_id: int, at: datetime, pressed: Pressed | None = None) -> None:
    """Change the cards of a case to its present state; the pressed one is changed by the chat, at once."""
    case = await unit.cases.get(case_id)
    if case is None or case.card is None:
        return
    notice = notice_of(await view_case(unit, case)).dump()
    place = None if pressed is None else await unit.places.get(pressed.place)
    leave = None if pressed is None or place is None else (place.id, pressed.message)
    await unit.editions.replace_notice(case.card, notice, at, leave=leave)
    await unit.cases.card_shown(case_id)


async def _change(unit: Unit, by: Reader, comment: Comment, ruling: Ruling, at: datetime, version: int | None) -> bool:
    """Change the status of a comment; a published one that is approved again stays as it is."""
    to, of = STATES[ruling]
    if ruling is Ruling.APPROVE and comment.visible:
        return version in {None, comment.version}
    held_for = () if ruling is Ruling.APPROVE else comment.held_for
    return await unit.comments.change_status(comment.id, to, by=by.id, at=at, version=version, of=of, held_for=held_for)


async def _cases(unit: Unit, author: Reader, comment: Comment | None, ruling: Ruling) -> Sequence[Case]:
    """Return the open cases that a verdict closes: those of its comment, with a ban all of the person but appeals."""
    if ruling is Ruling.BAN:
        return [case for case in await unit.cases.of_author(author.id) if case.kind is not CaseKind.APPEAL]
    return [] if comment is None else await unit.cases.of_comment(comment.id)


async def close_judged(
    unit: Unit,
    cases: Sequence[Case],
    verdict_id: int,
    verdict: Verdict,
    by: Reader,
    reason: str,
    at: datetime,
    pressed: Pressed | None,
) -> None:
    """Close the cases that a verdict decides, and settle what readers have reported there."""
    for case in cases:
        if await unit.cases.close(case.id, verdict, by.id, at, reason):
            await unit.verdicts.mark_case(verdict_id, case.id)
            await complaints.settle(unit, case, verdict, at, at + NOTICE_DELAY)
            await show_case(unit, case.id, at, pressed)


async def _record(unit: Unit, verdict: NewVerdict, comment: Comment | None) -> None:
    note = verdict.until.isoformat() if verdict.until is not None else verdict.reason
    article, number = (None, verdict.comment) if comment is None else (comment.article, comment.id)
    act = _ACTS[verdict.ruling]
    await record(unit, verdict.by, act, verdict.at, article=article, person=verdict.person, number=number, note=note)


async def _tell_author(
    unit: Unit, author: Reader, verdict: NewVerdict, comment: Comment | None, verdict_id: int
) -> int:
    """Tell the author what was decided and why, when it can no longer be taken back; return the notice."""
    article = None if comment is None else await unit.articles.get(comment.article)
    notice = Notice(
        NoticeKind.VERDICT,
        0 if comment is None else comment.id,
        title=article.title if article is not None else "",
        reason=verdict.reason,
        at=verdict.until.isoformat() if verdict.until is not None else "",
        details=verdict.ruling,
        text="" if comment is None else shorten(comment.text, QUOTE_UNITS),
        article=0 if article is None else article.number,
        verdict=verdict_id,
    )
    return await notify_author(unit, author, notice, verdict.at)


async def notify_author(unit: Unit, author: Reader, notice: Notice, at: datetime) -> int:
    """Tell an author something when the verdict can no longer be taken back; return the notice."""
    place = await unit.places.obtain(Address(author.id), author.language)
    return await unit.editions.notify([place], notice.dump(), NOTICE_RULES, at, not_before=at + NOTICE_DELAY)
