"""Beginning anew: a place gets what is published from now on, whatever waited for it."""

from dataclasses import replace
from datetime import datetime

from news.ports import Unit
from news.ports.choices import Choice


async def begin_anew(unit: Unit, choice: Choice, now: datetime) -> Choice:
    """Return the choice, locked in this unit, with nothing waiting; a place that was waiting is awake."""
    served = await unit.choices.served_but(choice.tracking.served, ())
    return replace(choice, tracking=replace(choice.tracking, since=now, served=served), wakes_at=None)
