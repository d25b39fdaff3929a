"""Slots and quiet hours as moments. Pure: local times and IANA zones in, UTC out.

A slot is a local time on a local date. Where the clocks leave it out, it is as much later; where they show it twice, it
is the first. So a slot is one moment a date, whatever the zone does.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from news.choice.preferences import DAY_MINUTES, Pace, QuietHours, Timetable

EVERY_HOUR = tuple(range(0, DAY_MINUTES, 60))
# When a night ends for those who have no quiet hours.
MORNING = 8 * 60
_DAYS_AHEAD = 8  # a weekly slot that has just been is a week ahead


class Slot(NamedTuple):
    """A moment, and the local date and minute that it stands for: `key` is unique, and ascends by local time."""

    at: datetime
    key: int


def moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the moment of a local time (a minute of the day) on a local date, in UTC."""
    local = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=zone)
    return local.astimezone(UTC)


def next_slot(timetable: Timetable, zone: ZoneInfo, after: datetime, past: int = 0) -> Slot:
    """Return the first slot after a moment whose key is greater than `past`."""
    return next(slot for slot in _slots(timetable, zone, after) if slot.at > after and slot.key > past)


def last_slot(timetable: Timetable, zone: ZoneInfo, at: datetime) -> int:
    """Return the key of the last slot up to a moment, 0 if there was none in a week."""
    week_ago = at - timedelta(days=_DAYS_AHEAD)
    slots = _slots(timetable, zone, week_ago, _DAYS_AHEAD + 2)
    return max((slot.key for slot in slots if slot.at <= at), default=0)


def _slots(timetable: Timetable, zone: ZoneInfo, start: datetime, days: int | None = None) -> Iterator[Slot]:
    """Yield the slots from the local day before `start` on, by local time; without `days` there is no end."""
    hours = EVERY_HOUR if timetable.pace is Pace.HOURLY else timetable.hours
    day = start.astimezone(zone).date() - timedelta(days=1)
    left = days
    while left is None or left > 0:
        if day.weekday() in timetable.days:
            for minute in hours:
                yield Slot(moment(day, minute, zone), day.toordinal() * DAY_MINUTES + minute)
        day += timedelta(days=1)
        left = None if left is None else left - 1


def quiet_until(quiet: QuietHours | None, zone: ZoneInfo, at: datetime) -> datetime | None:
    """Return the end of the quiet hours that a moment lies in, None if it lies in none."""
    night = _night(quiet, zone, at)
    return None if night is None else night[1]


def night_of(quiet: QuietHours | None, zone: ZoneInfo, at: datetime) -> int:
    """Return the local day (an ordinal) on which the present quiet hours began; today if there are none."""
    night = _night(quiet, zone, at)
    return at.astimezone(zone).toordinal() if night is None else night[0]


def quiet_from(quiet: QuietHours | None, zone: ZoneInfo, at: datetime) -> datetime | None:
    """Return when the next quiet hours begin after a moment; None if there are none within two days."""
    if quiet is None:
        return None
    today = at.astimezone(zone).date()
    days = [today + timedelta(days=ahead) for ahead in (-1, 0, 1, 2)]
    starts = [moment(day, quiet.start, zone) for day in days if day.weekday() in quiet.days]
    return min((start for start in starts if start > at), default=None)


def _night(quiet: QuietHours | None, zone: ZoneInfo, at: datetime) -> tuple[int, datetime] | None:
    if quiet is None:
        return None
    today = at.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        ends_on = day if quiet.end > quiet.start else day + timedelta(days=1)
        end = moment(ends_on, quiet.end, zone)
        if day.weekday() in quiet.days and moment(day, quiet.start, zone) <= at < end:
            return day.toordinal(), end
    return None


def morning(quiet: QuietHours | None, zone: ZoneInfo, at: datetime) -> datetime:
    """Return the next end of a night: of the quiet hours, else 8 in the morning."""
    minute = MORNING if quiet is None else quiet.end
    today = at.astimezone(zone).date()
    return next(found for ahead in (0, 1, 2) if (found := moment(today + timedelta(days=ahead), minute, zone)) > at)
