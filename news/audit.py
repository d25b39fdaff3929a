"""The audit: every verb of the staff stores a row for what it did, in its own transaction.

A refused verb raises before or with its transaction, so it leaves no row; a verb that changes nothing calls nothing
here. No text of a reader is stored: a comment is named by its number.
"""

from datetime import datetime

from news.ports import Unit
from news.ports.audit import Area, AuditAct, NewAuditRow

AREAS: dict[AuditAct, Area] = {
    **dict.fromkeys(AuditAct, Area.ARTICLES),
    AuditAct.COMMENT_REMOVED: Area.PEOPLE,
    AuditAct.COMMENT_APPROVED: Area.PEOPLE,
    AuditAct.COMMENT_REJECTED: Area.PEOPLE,
    AuditAct.COMMENT_RESTORED: Area.PEOPLE,
    AuditAct.COMMENT_HIDDEN: Area.PEOPLE,
    AuditAct.APPEAL_UPHELD: Area.PEOPLE,
    AuditAct.APPEAL_REVERSED: Area.PEOPLE,
    AuditAct.VERDICT_UNDONE: Area.PEOPLE,
    AuditAct.MUTED: Area.PEOPLE,
    AuditAct.UNMUTED: Area.PEOPLE,
    AuditAct.BANNED: Area.PEOPLE,
    AuditAct.BAN_LIFTED: Area.PEOPLE,
    AuditAct.EDITORIAL_ANSWER: Area.PEOPLE,
    AuditAct.NOTED: Area.PEOPLE,
    AuditAct.MACRO_ADDED: Area.PEOPLE,
    AuditAct.MACRO_DROPPED: Area.PEOPLE,
    AuditAct.APPOINTED: Area.PEOPLE,
    AuditAct.STOP_PHRASE_ADDED: Area.PEOPLE,
    AuditAct.STOP_PHRASE_REMOVED: Area.PEOPLE,
    AuditAct.MEMBERSHIP_ENDED: Area.PEOPLE,
    AuditAct.DEED_ALLOWED: Area.PEOPLE,
    AuditAct.DEED_DENIED: Area.PEOPLE,
    AuditAct.GROUP_RESET: Area.PEOPLE,
    AuditAct.ADMITTED: Area.PEOPLE,
    AuditAct.DECLINED: Area.PEOPLE,
    AuditAct.PUSH_PAUSED: Area.PUSHES,
    AuditAct.PUSH_RESUMED: Area.PUSHES,
    AuditAct.PUSH_ENDED: Area.PUSHES,
    AuditAct.GATE_OPENED: Area.PUSHES,
    AuditAct.OUTLET_ARRANGED: Area.PUSHES,
    AuditAct.OUTLET_REMOVED: Area.PUSHES,
}


async def record(
    unit: Unit,
    by: int | None,
    act: AuditAct,
    at: datetime,
    *,
    article: int | None = None,
    person: int | None = None,
    number: int | None = None,
    note: str = "",
) -> None:
    """Store what somebody of the staff has done, in the unit of work that does it.

    `by` is a Telegram id, None for the program.
    """
    await unit.audit.add(NewAuditRow(at, by, act, AREAS[act], article, person, number, note))
