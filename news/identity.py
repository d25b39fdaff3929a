"""A copied or restored database is recognised, and what it believes unsent is not sent without the staff's word.

A copy knows nothing of what was sent after it was made: if it went on, everybody would get those headlines again.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from news.ledger import Audience, EditionRules
from news.notices import NoticeKind, tell_of_article
from news.ports import Storage, Unit
from news.ports.identity import Identity

# More than any newspaper schedules.
MOST_SCHEDULED = 100_000


def is_copy(stored: Identity, found: Identity) -> bool:
    """Tell whether a database that remembers `stored` and is found as `found` is a copy, or older than its place."""
    if not stored.fingerprint:
        return False  # it was never served
    if stored.fingerprint != found.fingerprint:
        return True
    return stored.beat != 0 if found.beat is None else found.beat > (stored.beat or 0)


async def take_over(storage: Storage, found: Identity, now: datetime, shown: int) -> Sequence[int] | None:
    """Begin to serve a database that is found as `found`; None if it is the one that was served last.

    If it is a copy, pause every push that it believes unfinished, and a new one of the articles that wait for a push
    (it shows the `shown` newest); return these editions. The staff resumes or ends them. Scheduled articles, which may
    have appeared already, lose their times, also the one before the seconds of undo, and those who set them are told.
    """
    async with storage.writing() as unit:
        stored = await unit.identity.stored()
        copied = is_copy(stored, found)
        is_first = await unit.identity.replace(stored.fingerprint, found.fingerprint)
        if not copied or not is_first:  # another process that starts now was faster
            return None
        await unit.editions.open_headlines(EditionRules(Audience.SUBSCRIBERS), now, shown)
        held = await unit.identity.hold_unfinished(now)
        await _unschedule_all(unit, now)
        return held


async def _unschedule_all(unit: Unit, now: datetime) -> None:
    for number in await unit.drafts.due(datetime.max.replace(tzinfo=UTC), MOST_SCHEDULED):
        plan, article = await unit.drafts.plan(number), await unit.articles.get(number)
        await unit.drafts.unschedule(number, wholly=True)
        if article is not None and plan.scheduled_by is not None:
            to, at = plan.scheduled_by, plan.publish_at
            await tell_of_article(unit, NoticeKind.UNSCHEDULED, article, to, now, moment=at)
