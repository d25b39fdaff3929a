"""A copied or restored database is recognised, and what it believes unsent is not sent without the staff's word.

A copy knows nothing of what was sent after it was made: if it went on, everybody would get those headlines again.
"""

from collections.abc import Sequence
from datetime import datetime

from news.ledger import Audience, EditionRules
from news.ports import Storage
from news.ports.identity import Identity


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
    (it shows the `shown` newest); return these editions. The staff resumes or ends them.
    """
    async with storage.writing() as unit:
        stored = await unit.identity.stored()
        copied = is_copy(stored, found)
        is_first = await unit.identity.replace(stored.fingerprint, found.fingerprint)
        if not copied or not is_first:  # another process that starts now was faster
            return None
        await unit.editions.open_headlines(EditionRules(Audience.SUBSCRIBERS), now, shown)
        return await unit.identity.hold_unfinished(now)
