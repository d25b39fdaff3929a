"""Changes of what a place has chosen: each takes the present preferences and returns the new ones. Pure.

The rest of the program relies on what these keep true: `Pace.HOURS` has hours and days, every other pace has neither
of its own, and quiet hours have days.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from news.choice.errors import TooManyHours
from news.choice.preferences import (
    DEFAULT_PREFERENCES,
    EVERY_DAY,
    MAX_HOURS,
    Breaking,
    Detail,
    Pace,
    Preferences,
    QuietHours,
    Timetable,
    Topics,
)
from news.choice.timetables import morning
from news.choice.zones import known_zone

QUIET_FOR_ONCE = timedelta(hours=1)


def with_topic(chosen: Preferences, topic: int, *, on: bool) -> Preferences:
    """Turn a topic (by id) on or off."""
    return replace(chosen, topics=chosen.topics.turned(topic, on=on))


def with_all_topics(chosen: Preferences, *, on: bool) -> Preferences:
    """Turn all topics on or off, those of the future too."""
    return replace(chosen, topics=Topics(others=on))


def with_pace(chosen: Preferences, pace: Pace) -> Preferences:
    """Let publications come at this pace; chosen hours and their days are forgotten.

    For Pace.HOURS choose the hours: `with_hours`, `with_hour`. Without hours there is no such pace.
    """
    if pace is Pace.HOURS:
        return chosen
    return _timed(chosen, pace=pace, hours=(), days=EVERY_DAY)


def with_hours(chosen: Preferences, hours: Collection[int]) -> Preferences:
    """Let publications come at these minutes of the day, in place of those before; without any, they come at once.

    Raises TooManyHours.
    """
    if len(set(hours)) > MAX_HOURS:
        raise TooManyHours(most=MAX_HOURS)
    if not hours:
        return with_pace(chosen, Pace.AT_ONCE)
    return _timed(chosen, pace=Pace.HOURS, hours=tuple(sorted(set(hours))))


def with_hour(chosen: Preferences, minute: int, *, on: bool) -> Preferences:
    """Add a time of day to the chosen ones, or take it away. Raises TooManyHours."""
    others = set(chosen.timetable.hours) - {minute}
    return with_hours(chosen, others | {minute} if on else others)


def with_day(chosen: Preferences, day: int, *, on: bool) -> Preferences:
    """Add a weekday (Monday is 0) to those of the chosen hours, or take it away; the last one stays."""
    others = chosen.timetable.days - {day}
    days = others | {day} if on else others
    if chosen.timetable.pace is not Pace.HOURS or not days:
        return chosen
    return _timed(chosen, days=days)


def with_quiet(chosen: Preferences, quiet: QuietHours | None) -> Preferences:
    """Choose quiet hours, or none. New hours keep the days of those before."""
    before = chosen.timetable.quiet
    if quiet is not None and before is not None:
        quiet = replace(quiet, days=before.days)
    return _timed(chosen, quiet=quiet)


def with_quiet_days(chosen: Preferences, days: Iterable[int]) -> Preferences:
    """Choose the weekdays on which the quiet begins; without quiet hours, or without a day, nothing changes."""
    quiet, given = chosen.timetable.quiet, frozenset(days)
    if quiet is None or not given:
        return chosen
    return _timed(chosen, quiet=replace(quiet, days=given))


def with_breaking(chosen: Preferences, breaking: Breaking) -> Preferences:
    """Choose what breaking news may pass."""
    return _timed(chosen, breaking=breaking)


def with_zone(chosen: Preferences, zone: str) -> Preferences:
    """Move to another time zone, an IANA name. Raises ZoneUnknown."""
    return replace(chosen, zone=known_zone(zone))


def with_quiet_for_an_hour(chosen: Preferences, now: datetime) -> Preferences:
    """Let nothing come for an hour."""
    return with_quiet_until(chosen, now + QUIET_FOR_ONCE)


def with_quiet_until_morning(chosen: Preferences, zone: ZoneInfo, now: datetime) -> Preferences:
    """Let nothing come until the end of the quiet hours, or until 8 in the morning; `zone` is the place's."""
    return with_quiet_until(chosen, morning(chosen.timetable.quiet, zone, now))


def with_quiet_until(chosen: Preferences, until: datetime | None) -> Preferences:
    """Let nothing come until a moment, and then what has waited; None ends the quiet."""
    return replace(chosen, quiet_until=_to_the_second(until))


def with_pause(chosen: Preferences, until: datetime | None) -> Preferences:
    """Pause the subscription: what is published before this moment never comes. None ends the pause."""
    return replace(chosen, paused_until=_to_the_second(until))


def with_daily_cap(chosen: Preferences, cap: int) -> Preferences:
    """Choose the most pushes in a local day; 0 is any number."""
    return replace(chosen, daily_cap=cap)


def with_detail(chosen: Preferences, detail: Detail) -> Preferences:
    """Choose how much of a publication comes."""
    return replace(chosen, detail=detail)


def with_pictures(chosen: Preferences, *, on: bool) -> Preferences:
    """Let publications come with or without their pictures."""
    return replace(chosen, pictures=on)


def with_rich(chosen: Preferences, *, on: bool) -> Preferences:
    """Let full texts come as rich messages or as classic ones."""
    return replace(chosen, rich=on)


def with_sound(chosen: Preferences, *, on: bool) -> Preferences:
    """Let publications come with a sound or silently."""
    return replace(chosen, sound=on)


def with_default_quiet(chosen: Preferences, quiet: QuietHours) -> Preferences:
    """Give the newspaper's quiet hours to a place that has chosen nothing."""
    return with_quiet(chosen, quiet) if chosen == DEFAULT_PREFERENCES else chosen


def uses_clock(preferences: Preferences) -> bool:
    """Whether it matters in which time zone the place lives."""
    return preferences.timetable.quiet is not None or preferences.timetable.pace is Pace.HOURS


def asks_zone(preferences: Preferences, previous: Preferences | None) -> bool:
    """Whether to ask for the time zone: once, after the first change that makes it matter."""
    mattered = previous is not None and uses_clock(previous)
    return not preferences.zone and uses_clock(preferences) and not mattered


def _timed(chosen: Preferences, **fields: object) -> Preferences:
    timetable: Timetable = replace(chosen.timetable, **fields)  # type: ignore[arg-type]
    return replace(chosen, timetable=timetable)


def _to_the_second(moment: datetime | None) -> datetime | None:
    """Return a moment as it is stored."""
    return None if moment is None else moment.replace(microsecond=0)
