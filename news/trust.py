"""Trust: a member becomes a trusted reader by comments that say something, and stops being one by an advertisement.

A comment earns trust if it is published, has `SUBSTANTIAL_WORDS` different words, repeats neither another comment of
its author nor an earlier one of somebody else, and has been seen: another person has approved its present version, or
it has stood for a day unchanged.
"""

from datetime import datetime, timedelta

from news.audit import record
from news.model import Reader
from news.ports import Unit
from news.ports.audit import AuditAct
from news.ports.trust import Evidence
from news.roles import Role

COMMENTS_FOR_TRUST = 3
STANDING = timedelta(days=1)
# The newest comments that are looked at: the first ones of somebody who writes all day count on a later day.
_EVIDENCE_LIMIT = 50


async def earn(unit: Unit, author_id: int, at: datetime) -> bool:
    """Make a member trusted whose comments have earned it, in the transaction that publishes one; say whether.

    Lock the reader before the comment: a comment is stored in this order, too. A role that ends by itself stays.
    """
    reader = await unit.readers.lock(author_id)
    if reader is None or reader.role is not Role.MEMBER or reader.role_until is not None:
        return False
    earned = {each.fingerprint for each in await unit.trust.evidence(author_id, _EVIDENCE_LIMIT) if _counts(each, at)}
    if len(earned) < COMMENTS_FOR_TRUST:
        return False
    await unit.readers.set_role(author_id, Role.TRUSTED)
    await _record(unit, author_id, at, Role.MEMBER, Role.TRUSTED)
    return True


async def lose(unit: Unit, author_id: int, at: datetime) -> bool:
    """Begin the author's trust anew, after a comment was rejected or removed as spam or advertisement.

    Return whether a trusted reader is a member again. Earlier comments do not count any more, for a member either. Lock
    the reader before the comment.
    """
    reader = await unit.readers.lock(author_id)
    if reader is None:
        return False
    await unit.trust.lose(author_id, at)
    if reader.role is not Role.TRUSTED:
        return False
    await unit.readers.set_role(author_id, Role.MEMBER)
    await _record(unit, author_id, at, Role.TRUSTED, Role.MEMBER)
    return True


async def restore(unit: Unit, reader: Reader, role: Role, since: datetime) -> None:
    """Take back what a verdict of that moment changed in a reader's trust: the `role` is the one before it."""
    await unit.trust.restore(reader.id, since)
    if {reader.role, role} == {Role.MEMBER, Role.TRUSTED} and reader.role_until is None:
        await unit.readers.set_role(reader.id, role)


def _counts(evidence: Evidence, at: datetime) -> bool:
    if evidence.copied:
        return False
    changed_at = max(evidence.published_at, evidence.edited_at or evidence.published_at)
    return evidence.approved or at - changed_at >= STANDING


async def _record(unit: Unit, author_id: int, at: datetime, before: Role, after: Role) -> None:
    await record(unit, None, AuditAct.APPOINTED, at, person=author_id, note=f"{before} {after}")
