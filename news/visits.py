"""Who is in which draft just now: an editor who opens one is told who else has it in hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from news.model import LastChange
from news.ports import Unit

# A person who has not touched a draft for so long is no longer in it.
VISIT = timedelta(minutes=5)


async def enter(unit: Unit, number: int, reader_id: int, now: datetime) -> Sequence[LastChange]:
    """Store that a person is in a draft; return who else is, unless that person was in it a moment ago."""
    expired = now - VISIT
    is_new = await unit.drafts.visit(number, reader_id, now, expired)
    return await unit.drafts.visitors(number, reader_id, expired) if is_new else ()
