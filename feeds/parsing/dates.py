"""Dates as feeds write them: RFC 822, ISO 8601, timestamps, and the free forms that programs and people put there.

A date is read by three grammars in turn: a number of seconds, ISO 8601, and words. The words are matched wherever they
stand, and what else stands there (the day of the week, which feeds get wrong) is not read. No pattern has nested
repetitions, and only the first characters are read, so that the cost is small for any text.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo

from feeds.parsing.zones import zone_in
from news.words import clean, collapse

MAX_CHARACTERS = 120
# Earlier ones are empty fields of a database (1970-01-01), later ones are slips.
MIN_YEAR, MAX_YEAR = 1980, 2100
_MILLISECONDS_FROM = 10**11
_FIRST_SECOND = 10**8  # in 1973; smaller numbers are no timestamps
_PIVOT = 70  # two-digit years below are of this century

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan янв січ", "feb фев лют", "mar мар бер", "apr апр кві", "may май мая тра", "jun июн чер",
            "jul июл лип", "aug авг сер", "sep сен вер", "oct окт жов", "nov ноя лис", "dec дек гру",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<dash>[-/.]?)(?P<month>\d{2})(?:(?P=dash)(?P<day>\d{2}))?|-(?P<ordinal>\d{3}))?"
    r"(?:[Tt\s,]\s?(?P<hour>\d{2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2})(?:[.,](?P<part>\d{1,9}))?)?)?"
    r"(?!\d|[.:/]\d)(?P<rest>.*)\Z",
    re.DOTALL,
)
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)\Z"
)
_DAY_AND_MONTH = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:st|nd|rd|th|-?е|-?го)?[\s./,-]{1,3}(?P<name>[^\W\d_]{3,12})\b\.?"
)
_MONTH_AND_DAY = re.compile(r"\b(?P<name>[^\W\d_]{3,12})\.?[\s-]{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\d:])")
_NUMBERS = re.compile(
    r"(?<!\d)(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?!\d)"
)
# Not `+0300`, and not a part of a time.
_YEAR = re.compile(r"(?<![\d:])(?:19|20)\d\d(?![\d:])|(?<![\d:+-])\d{2,3}(?![\d:])")
_TIME = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?![\d:])"
    r"\s?(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)

Moment = tuple[datetime, tzinfo | None]


def read_date(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the time that a text names, in UTC, or None if it names none. `zone` is that of times without one.

    A date without a time of day is its first moment.
    """
    moment = read_moment(text)
    if moment is None:
        return None
    time, own_zone = moment
    try:
        time = time.replace(tzinfo=own_zone or zone).astimezone(UTC)
    except OverflowError:
        return None
    return time if MIN_YEAR <= time.year <= MAX_YEAR else None


def read_moment(text: str) -> Moment | None:
    """Return the local time that a text names, without a zone, and its zone if it names one too."""
    line = collapse(clean(text[:MAX_CHARACTERS]))
    try:
        return _from_number(line) or _from_iso(line) or _from_words(line)
    except (ValueError, OverflowError):
        return None


def _from_number(line: str) -> Moment | None:
    whole = line.partition(".")[0]
    if not (whole.isascii() and whole.isdigit()) or len(whole) not in range(9, 15):
        return None
    if compact := _COMPACT.match(line):
        return _time(*map(int, compact.groups())), None
    seconds = float(line) if int(whole) < _MILLISECONDS_FROM else int(whole) / 1000
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None), UTC


def _from_iso(line: str) -> Moment | None:
    if (found := _ISO.match(line)) is None:
        return None
    if not (found["day"] or found["ordinal"]) and found["rest"].strip():
        return None
    if found["ordinal"]:
        day = datetime(int(found["year"]), 1, 1) + timedelta(int(found["ordinal"]) - 1)  # noqa: DTZ001 (a local time)
    else:
        day = _time(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    if int(found["hour"] or 0) > 24 or int(found["minute"] or 0) > 59:
        return None
    clock = timedelta(
        hours=int(found["hour"] or 0),
        minutes=int(found["minute"] or 0),
        seconds=min(int(found["second"] or 0), 59),
        microseconds=int((found["part"] or "0").ljust(6, "0")[:6]),
    )
    if found["hour"] is None and (late := _clock(found["rest"])):
        return day + late[0], zone_in(found["rest"][late[1] :])
    return day + clock, zone_in(found["rest"])


def _from_words(line: str) -> Moment | None:
    day, rest = _numeric_day(line) or _named_day(line) or (None, "")
    if day is None:
        return None
    clock, end = _clock(rest) or (timedelta(), 0)
    return day + clock, zone_in(rest[end:])


def _numeric_day(line: str) -> tuple[datetime, str] | None:
    """Read 18.01.2022, 18/01/22, or 01/18/2022 where only that can be meant."""
    if (found := _NUMBERS.search(line)) is None:
        return None
    day, month = int(found["first"]), int(found["second"])
    if month > 12 and found["mark"] == "/":
        day, month = month, day
    return _time(_century(found["year"]), month, day), f"{line[: found.start()]} {line[found.end() :]}"


def _named_day(line: str) -> tuple[datetime, str] | None:
    for pattern in (_DAY_AND_MONTH, _MONTH_AND_DAY):
        for found in pattern.finditer(line):
            month = _MONTHS.get(found["name"].lower()[:3])
            rest = f"{line[: found.start()]} {line[found.end() :].lstrip(' ,./-')}"
            if month and (year := _YEAR.search(_TIME.sub("", rest))):
                others = rest.replace(year[0], " ", 1) if len(year[0]) == 4 else rest[found.start() :]
                return _time(_century(year[0]), month, int(found["day"])), others
    return None


def _clock(text: str) -> tuple[timedelta, int] | None:
    """Return the time of day in a text, and where it ends."""
    if (found := _TIME.search(text)) is None:
        return None
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + 12 * found["half"].lower().startswith("p")
    if hour > 24 or minute > 59:
        return None
    return timedelta(hours=hour, minutes=minute, seconds=min(second, 59)), found.end()


def _century(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (2000 if len(year) == 2 and int(year) < _PIVOT else 1900)


def _time(*fields: int) -> datetime:
    return datetime(*fields)  # type: ignore[arg-type]  # noqa: DTZ001 (a local time)
