"""Time zones as feeds write them behind a time of day: `+0300`, `+3`, `GMT+3`, `Z`, `MSK`, «МСК», `+0300 (MSK)`."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_OFFSET = re.compile(r"(?:\b(?:GMT|UTC?)\s?)?(?P<sign>[+\u2212-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d)")
_NAME = re.compile(r"[^\W\d_]{1,5}\b")
_IANA = re.compile(r"[A-Z][A-Za-z]{2,20}/[A-Z][A-Za-z_-]{2,30}\b")
MAX_HOURS = 14

# Hours from UTC. Names that several countries use have the meaning of RFC 822, or that of most feeds.
_NAMES: dict[str, float] = {
    **dict.fromkeys(("Z", "UT", "UTC", "GMT", "WET"), 0),
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
    **{"AST": -4, "ADT": -3, "NST": -3.5, "NDT": -2.5, "AKST": -9, "AKDT": -8, "HST": -10, "BRT": -3, "ART": -3},
    **{"BST": 1, "IST": 5.5, "WEST": 1, "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "EEST": 3, "TRT": 3},
    **dict.fromkeys(("MSK", "МСК"), 3),
    **{"MSD": 4, "SAMT": 4, "GET": 4, "AMT": 4, "AZT": 4, "YEKT": 5, "UZT": 5, "OMST": 6, "NOVT": 7, "KRAT": 7},
    **{"IRKT": 8, "YAKT": 9, "VLAT": 10, "MAGT": 11, "PETT": 12, "HKT": 8, "SGT": 8, "JST": 9, "KST": 9},
    **{"AWST": 8, "ACST": 9.5, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13},
}


def zone_in(text: str) -> tzinfo | None:
    """Return the first zone that a text names, or None. An offset is believed before a name."""
    if (found := _OFFSET.search(text)) and (zone := _offset(found)):
        return zone
    if found := _IANA.search(text):
        return _region(found[0])
    names = (_NAMES.get(name[0].upper()) for name in _NAME.finditer(text))
    hours = next((hours for hours in names if hours is not None), None)
    return None if hours is None else _fixed(hours * 60)


def _offset(found: re.Match[str]) -> tzinfo | None:
    hours, minutes = int(found["hours"]), int(found["minutes"] or 0)
    if hours > MAX_HOURS or minutes > 59:
        return None
    return _fixed((hours * 60 + minutes) * (1 if found["sign"] == "+" else -1))


def _region(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _fixed(minutes: float) -> tzinfo:
    return timezone(timedelta(minutes=minutes)) if minutes else UTC
