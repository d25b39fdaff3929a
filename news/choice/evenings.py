"""Evenings: when a person gets what was put aside to be read later. Pure."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from news.choice.deciding import zone_of
from news.choice.preferences import Preferences
from news.choice.timetables import moment

SEVEN = 19 * 60


def evening(zone: ZoneInfo, at: datetime) -> datetime:
    """Return the next seven in the evening after a moment."""
    today = at.astimezone(zone).date()
    return next(found for ahead in (0, 1, 2) if (found := moment(today + timedelta(days=ahead), SEVEN, zone)) > at)


def evening_of(preferences: Preferences, default: ZoneInfo, at: datetime) -> datetime:
    """Return when a person gets what is put aside at a moment: in the zone that was chosen, else the newspaper's."""
    return evening(zone_of(preferences, default), at)
