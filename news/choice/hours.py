"""Times of day and quiet hours, read from what a person typed in Russian or English. Pure.

`8:30, 19:00`, `8 и 19`, `7 am, 9:30 pm` are times; `22:30–7:15`, `с 22 до 7`, `from 10 pm to 7 am` are quiet hours.
"""

import re

from news.choice.errors import HoursUnclear, TooManyHours
from news.choice.preferences import DAY_MINUTES, MAX_HOURS, QuietHours
from news.words import clean, fold

MAX_SHOWN = 40
_MIDDAY = 12
_TIME = r"\d{1,2}(?:[:.]\d\d)?(?: ?(?:am|pm|ч|час(?:а|ов)?|h))?\b"
_PARTS = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?(?: ?(?P<half>am|pm))?")
_BEFORE = r"(?:(?:в|at) )?"
_BETWEEN = rf"(?: ?[,;] ?| ){_BEFORE}(?:(?:и|and) )?{_BEFORE}"
_LIST = re.compile(rf"{_BEFORE}{_TIME}(?:{_BETWEEN}{_TIME})*\.?")
_SPAN = re.compile(rf"(?:(?:с|от|from) )?(?P<start>{_TIME})(?: ?[-–—] ?| (?:до|to|till|until) )(?P<end>{_TIME})\.?")


def parse_hours(typed: str) -> tuple[int, ...]:
    """Return the times of day that a text names, as minutes of the day, ascending, each once.

    Raises HoursUnclear, TooManyHours.
    """
    text = fold(clean(typed))
    hours = {_minute(found) for found in _PARTS.finditer(text)} if _LIST.fullmatch(text) else {None}
    times = sorted(hour for hour in hours if hour is not None)
    if len(times) < len(hours):
        raise HoursUnclear(text=text[:MAX_SHOWN])
    if len(times) > MAX_HOURS:
        raise TooManyHours(most=MAX_HOURS)
    return tuple(times)


def parse_quiet(typed: str) -> QuietHours:
    """Return the quiet hours that a text names. Raises HoursUnclear, also for two times that are the same."""
    text = fold(clean(typed))
    span = _SPAN.fullmatch(text)
    start, end = (_minute(_PARTS.match(span[name])) for name in ("start", "end")) if span else (None, None)
    if start is None or end is None or start == end:
        raise HoursUnclear(text=text[:MAX_SHOWN])
    return QuietHours(start, end)


def _minute(found: re.Match[str] | None) -> int | None:
    """Return the minute of the day; 24:00 is the first of the day. None if no clock shows this time."""
    if found is None:
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"]:
        if not 1 <= hour <= _MIDDAY:
            return None
        hour = hour % _MIDDAY + (_MIDDAY if found["half"] == "pm" else 0)
    if minute >= 60 or hour * 60 + minute > DAY_MINUTES:
        return None
    return (hour * 60 + minute) % DAY_MINUTES
