"""Dates as pages show them to people and to programs.

A date without a time zone is in that of `now`, the moment of the visit: the newspaper's own, which is most often the
site's too. Without `now` it is in UTC.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "янв january jan", "фев february feb", "мар march mar", "апр april apr", "мая май may", "июн june jun",
            "июл july jul", "авг august aug", "сен september sep sept", "окт october oct", "ноя november nov",
            "дек december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_BETWEEN = r"(?:\s{0,3}(?:,|в|at|г\.?,?|года,?|-|—|–|\||/)){0,3}\s{0,3}"
_TIME = rf"(?:{_BETWEEN}(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?::\d{{2}})?(?!\d))?"
_MONTH_NAME = r"(?P<name>[а-яё]{3,9}|[a-z]{3,9})\.?"
_FORMS = tuple(
    re.compile(form + _TIME, re.IGNORECASE)
    for form in (
        r"(?<!\d)(?P<day>\d{1,2})[.\-/](?P<month>\d{1,2})[.\-/](?P<year>\d{4})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})\s{{1,3}}{_MONTH_NAME},?\s{{1,3}}(?P<year>\d{{4}})(?!\d)",
        rf"\b{_MONTH_NAME}\s{{1,3}}(?P<day>\d{{1,2}}),?\s{{1,3}}(?P<year>\d{{4}})(?!\d)",
        r"(?<!\d)(?P<year>\d{4})[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})(?!\d)",
    )
)
_RELATIVE = re.compile(rf"\b(?P<word>сегодня|вчера|позавчера|today|yesterday)\b{_TIME}", re.IGNORECASE)
_DAYS_AGO = {"сегодня": 0, "today": 0, "вчера": 1, "yesterday": 1, "позавчера": 2}
_ISO = re.compile(
    r"\s*(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?\s*\Z"
)
_MOST_CHARACTERS = 400


def iso_date(text: str | None, now: datetime | None = None) -> datetime | None:
    """Return the moment of an ISO 8601 date in UTC, or None if it is none."""
    found = _ISO.match(text or "")
    if not found:
        return None
    day, minute, second, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{day}T{minute or '00:00'}:{second or '00'}{zone or ''}")
        return (moment if zone else moment.replace(tzinfo=_zone(now))).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def visible_date(text: str, now: datetime | None = None) -> datetime | None:
    """Return the first moment that a text names in Russian or English, in UTC, or None.

    «18-01-2022, 21:11», «18 января 2022», «January 18, 2022», and with `now` also «Вчера, 09:30». Days come before
    months, as Russian sites write them. A date without a time is its midnight.
    """
    text = text[:_MOST_CHARACTERS]
    for form in _FORMS:
        for found in form.finditer(text):
            moment = _moment(found.groupdict(), _zone(now))
            if moment:
                return moment
    relative = _RELATIVE.search(text) if now else None
    if relative and now:
        day = now - timedelta(days=_DAYS_AGO[relative["word"].lower()])
        return _at(day.year, day.month, day.day, relative.groupdict(), _zone(now))
    return iso_date(text, now)


def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else."""
    line = text.strip().removesuffix("г.").strip()
    return len(line) < _MOST_CHARACTERS and any(form.fullmatch(line) for form in (*_FORMS, _RELATIVE))


def _zone(now: datetime | None) -> tzinfo:
    return (now and now.tzinfo) or UTC


def _moment(parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    month = parts.get("month") or _month(parts.get("name") or "")
    return _at(int(parts["year"] or 0), int(month), int(parts["day"] or 0), parts, zone)


def _month(name: str) -> int:
    return _MONTHS.get(name.lower()) or _MONTHS.get(name.lower()[:3], 0)


def _at(year: int, month: int, day: int, parts: dict[str, str | None], zone: tzinfo) -> datetime | None:
    try:
        local = datetime(year, month, day, int(parts["hour"] or 0), int(parts["minute"] or 0), tzinfo=zone)
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
