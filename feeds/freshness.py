"""Reads the headers of an answer about time and version: freshness, Retry-After, validators. Pure.

https://www.rfc-editor.org/rfc/rfc9111#section-4.2, https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from news.sources.found import Validators

LONGEST = timedelta(days=1)
_MAX_VALIDATOR_CHARACTERS = 1000
_MAX_DATE_CHARACTERS = 100
_HASH_BYTES = 16
_NOT_KEPT = re.compile(r"(?:^|[\s,])no-(?:cache|store)(?:$|[\s,=])")
_MAX_AGE = re.compile(r'(?:^|[\s,])max-age\s*=\s*"?([0-9]+)')


def rest_of(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return for how long an answer stays fresh, by Cache-Control or else by Expires: at most a day, None for nothing.

    `headers` finds names in any case of letters, as those of aiohttp do.
    """
    control = headers.get("Cache-Control", "").lower()
    if _NOT_KEPT.search(control):
        return None
    if age := _MAX_AGE.search(control):
        return _up_to_a_day(_seconds(age[1]) - _seconds(headers.get("Age", "")))
    expires, since = _moment(headers.get("Expires", "")), _moment(headers.get("Date", "")) or now
    return None if expires is None else _up_to_a_day(expires - since)


def retry_after_of(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long an answer asks to wait: at most a day, None if it does not say or the time has passed."""
    told = headers.get("Retry-After", "").strip()
    if told.isascii() and told.isdigit():
        return _up_to_a_day(_seconds(told))
    moment = _moment(told)
    return None if moment is None else _up_to_a_day(moment - now)


def validators_of(headers: Mapping[str, str], body: bytes) -> Validators:
    """Return the validators of an answer; ETag and Last-Modified that could not be sent back are left out."""
    etag, modified = headers.get("ETag", ""), headers.get("Last-Modified", "")
    return Validators(_sendable(etag), _sendable(modified), blake2b(body, digest_size=_HASH_BYTES).hexdigest())


def conditions_of(validators: Validators) -> dict[str, str]:
    """Return the headers of a request for an answer only if it has another version."""
    named = {"If-None-Match": validators.etag, "If-Modified-Since": validators.modified}
    return {name: value for name, value in named.items() if value}


def _seconds(digits: str) -> timedelta:
    """Return as many seconds, at most two days; no time at all for what is no number."""
    digits = digits.strip().lstrip("0")
    if not (digits.isascii() and digits.isdigit()):
        return timedelta()
    return 2 * LONGEST if len(digits) > 9 else min(timedelta(seconds=int(digits)), 2 * LONGEST)


def _moment(text: str) -> datetime | None:
    """Read a date of HTTP; one without a zone is in UTC."""
    if len(text) > _MAX_DATE_CHARACTERS:
        return None
    try:
        found = parsedate_to_datetime(text)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _up_to_a_day(span: timedelta) -> timedelta | None:
    return min(span, LONGEST) if span > timedelta() else None


def _sendable(value: str) -> str:
    return value if value.isascii() and value.isprintable() and len(value) <= _MAX_VALIDATOR_CHARACTERS else ""
