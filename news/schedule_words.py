"""When an article shall appear, read from an editor's words in Russian or English. Pure.

`через 20 минут`, `завтра 9:00`, `в пятницу 18:30`, `23.11 18:30`, `tomorrow 9 am`, `in 2 hours`, `fri 18:30`, `18:30`.
Words are read as local times of a zone. A time of day alone is the next such time; a weekday is the next such day; a
date without a year is the next one, unless it was a short while ago.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from news.errors import WhenFar, WhenMissing, WhenPast, WhenUnclear
from news.words import fold

FARTHEST = timedelta(days=366)
MAX_WORDS = 100
# A date without a year that was so long ago is meant in the next year.
LONG_AGO = timedelta(days=183)
EVENING, MORNING = time(18), time(9)

_DAYS = {"сегодня": 0, "today": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2, "day after tomorrow": 2}
_WEEKDAYS = (
    ("понедельник", "пн", "monday", "mon"),
    ("вторник", "вт", "tuesday", "tue", "tues"),
    ("среду", "среда", "ср", "wednesday", "wed"),
    ("четверг", "чт", "thursday", "thu", "thur", "thurs"),
    ("пятницу", "пятница", "пт", "friday", "fri"),
    ("субботу", "суббота", "сб", "saturday", "sat"),
    ("воскресенье", "вс", "sunday", "sun"),
)
_WEEKDAY = {word: index for index, words in enumerate(_WEEKDAYS) for word in words}
_MONTHS = (
    ("января", "янв", "january", "jan"),
    ("февраля", "фев", "february", "feb"),
    ("марта", "мар", "march", "mar"),
    ("апреля", "апр", "april", "apr"),
    ("мая", "май", "may"),
    ("июня", "июн", "june", "jun"),
    ("июля", "июл", "july", "jul"),
    ("августа", "авг", "august", "aug"),
    ("сентября", "сен", "сент", "september", "sep", "sept"),
    ("октября", "окт", "october", "oct"),
    ("ноября", "ноя", "нояб", "november", "nov"),
    ("декабря", "дек", "december", "dec"),
)
_MONTH = {word: index for index, words in enumerate(_MONTHS, 1) for word in words}
_NAMED_TIMES = {"полдень": time(12), "noon": time(12), "полночь": time(0), "midnight": time(0)}


def _any(words: object) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


_SPAN = re.compile(
    r"(?:через|in) (?:(?P<half>полчаса|half an hour)|(?P<more>полтора часа)|(?:(?P<count>\d{1,4}|an?) ?)?"
    r"(?:(?P<minutes>минут[уы]?|мин|minutes?|mins?|m)|(?P<hours>час(?:а|ов)?|ч|hours?|hrs?|h)"
    r"|(?P<days>день|дн(?:я|ей)|days?|d)|(?P<weeks>недел[юиь]|weeks?|w)))"
)
_DATE = (
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})(?:\.(?P<year>\d{4}|\d{2}))?"
    r"|(?P<iso_year>\d{4})-(?P<iso_month>\d{1,2})-(?P<iso_day>\d{1,2})"
    rf"|(?P<month_day>\d{{1,2}}) (?P<named>{_any(_MONTH)})\.?(?: (?P<named_year>\d{{4}})(?: г(?:ода)?\.?)?)?"
    rf"|(?P<english>{_any(_MONTH)})\.? (?P<english_day>\d{{1,2}})(?:,? (?P<english_year>\d{{4}}))?"
)
_DAY = rf"(?:(?P<near>{_any(_DAYS)})|(?:во? |on )?(?:(?P<weekday>{_any(_WEEKDAY)})|{_DATE}))"
_CLOCK = (
    rf"(?P<at>в |at )?(?:(?P<name>{_any(_NAMED_TIMES)})|(?P<hour>\d{{1,2}})(?:(?P<mark>[:.])(?P<minute>\d{{2}}))?"
    r"(?: ?(?P<half_day>am|pm|a\.m\.|p\.m\.|утра|дня|вечера|ночи)| ?(?P<whole>ч|час(?:а|ов)?)\.?)?)"
)
_DAY_THEN_CLOCK = re.compile(rf"{_DAY},? {_CLOCK}")
_CLOCK_THEN_DAY = re.compile(rf"{_CLOCK},? {_DAY}")
_CLOCK_ALONE = re.compile(_CLOCK)
_SPAN_AND_CLOCK = re.compile(rf"(?P<span>(?:через|in) .+?),? (?P<clock>(?:в|at) {_CLOCK})")


def parse_when(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    """Return the time that the words name, in UTC. Of a local time that occurs twice it is the first still ahead.

    Raises WhenUnclear, WhenPast, WhenMissing (the clocks leave it out), WhenFar (over a year ahead).
    """
    words = fold(words).rstrip(".!? ")
    if len(words) > MAX_WORDS:
        raise WhenUnclear
    at = _parse(words, now, zone)
    if at <= now:
        raise WhenPast(moment=at)
    if at - now > FARTHEST:
        raise WhenFar(moment=at)
    return at


def suggestions(now: datetime, zone: ZoneInfo) -> Iterator[tuple[bool, datetime]]:
    """Yield the usual times ahead: today at 18:00 (True) and tomorrow at 9:00 (False)."""
    today = now.astimezone(zone).date()
    for is_today, day, clock in ((True, today, EVENING), (False, today + timedelta(days=1), MORNING)):
        try:
            at = _instant(day, clock, now, zone)
        except WhenMissing:
            continue
        if at > now:
            yield is_today, at


def happens_twice(at: datetime, zone: ZoneInfo) -> bool:
    """Whether the local time of a moment occurs twice on its day, because the clocks are set back."""
    local = at.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _parse(words: str, now: datetime, zone: ZoneInfo) -> datetime:
    try:
        if span := _SPAN.fullmatch(words):
            return _after(span, now, zone)
        if (both := _SPAN_AND_CLOCK.fullmatch(words)) and (span := _SPAN.fullmatch(both["span"])):
            return _after(span, now, zone, _clock(both))
        if found := _DAY_THEN_CLOCK.fullmatch(words) or _CLOCK_THEN_DAY.fullmatch(words):
            return _on_day(found, _clock(found), now, zone)
        if (found := _CLOCK_ALONE.fullmatch(words)) and _is_clear(found):
            return _next(_clock(found), now, zone)
    except (ValueError, OverflowError):  # no such date, no such hour
        pass
    raise WhenUnclear


def _after(span: re.Match[str], now: datetime, zone: ZoneInfo, clock: time | None = None) -> datetime:
    """Return the moment after a span. Days are counted by the calendar: the local time of day stays, or is `clock`."""
    if span["half"] or span["more"]:
        minutes = 30 if span["half"] else 90
    else:
        count = int(span["count"]) if (span["count"] or "").isdecimal() else 1
        if span["days"] or span["weeks"]:
            local = now.astimezone(zone)
            day = local.date() + timedelta(days=count * (7 if span["weeks"] else 1))
            return _instant(day, local.time() if clock is None else clock, now, zone)
        minutes = count * (60 if span["hours"] else 1)
    if clock is not None:
        raise WhenUnclear  # «через 2 часа в 9:00»
    return now + timedelta(minutes=minutes)


def _is_clear(found: re.Match[str]) -> bool:
    """Whether a time of day alone is meant as one: a single number is not, and `23.11` is a date."""
    return bool(found["at"] or found["name"] or found["mark"] == ":" or found["half_day"])


def _clock(found: re.Match[str]) -> time:
    """Return the time of day. Raises ValueError if there is none such."""
    if found["name"]:
        return _NAMED_TIMES[found["name"]]
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), (found["half_day"] or "").replace(".", "")
    if half and not 1 <= hour <= 12:
        raise ValueError(hour)
    if half in {"pm", "дня", "вечера"} or (half == "ночи" and hour in {11, 12}):
        hour = hour % 12 + (0 if half == "ночи" and hour == 12 else 12)
    elif half in {"am", "утра"}:
        hour %= 12
    return time(hour, minute)


def _on_day(found: re.Match[str], clock: time, now: datetime, zone: ZoneInfo) -> datetime:
    today = now.astimezone(zone).date()
    if found["near"]:
        return _instant(today + timedelta(days=_DAYS[found["near"]]), clock, now, zone)
    if found["weekday"]:
        day = today + timedelta(days=(_WEEKDAY[found["weekday"]] - today.weekday()) % 7)
        at = _instant(day, clock, now, zone)
        return at if at > now else _instant(day + timedelta(days=7), clock, now, zone)
    year, month, day_of_month = _date(found)
    if year is not None:
        return _instant(date(year, month, day_of_month), clock, now, zone)
    at = _instant(date(today.year, month, day_of_month), clock, now, zone)
    return at if now - at < LONG_AGO else _instant(date(today.year + 1, month, day_of_month), clock, now, zone)


def _date(found: re.Match[str]) -> tuple[int | None, int, int]:
    """Return year (None if there is none), month and day."""
    if found["day"]:
        year = found["year"]
        return (
            (2000 + int(year) if len(year) == 2 else int(year)) if year else None,
            int(found["month"]),
            int(found["day"]),
        )
    if found["iso_year"]:
        return int(found["iso_year"]), int(found["iso_month"]), int(found["iso_day"])
    if found["named"]:
        year = found["named_year"]
        return int(year) if year else None, _MONTH[found["named"]], int(found["month_day"])
    year = found["english_year"]
    return int(year) if year else None, _MONTH[found["english"]], int(found["english_day"])


def _next(clock: time, now: datetime, zone: ZoneInfo) -> datetime:
    today = now.astimezone(zone).date()
    at = _instant(today, clock, now, zone)
    return at if at > now else _instant(today + timedelta(days=1), clock, now, zone)


def _instant(day: date, clock: time, now: datetime, zone: ZoneInfo) -> datetime:
    """Return a local time in UTC: the first one still ahead if it occurs twice. Raises WhenMissing if it never does."""
    local = datetime.combine(day, clock.replace(tzinfo=None, fold=0), tzinfo=zone)
    first, second = local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None, fold=0) != local.replace(tzinfo=None):
        raise WhenMissing(time=f"{clock:%H:%M}")
    return second if first <= now < second else first
