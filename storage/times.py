"""Conversion of times: whole UTC epoch microseconds in tables, aware datetimes in UTC elsewhere, exact both ways."""

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HOUR = timedelta(hours=1)


@overload
def to_micros(moment: datetime) -> int: ...
@overload
def to_micros(moment: datetime | None) -> int | None: ...
def to_micros(moment: datetime | None) -> int | None:
    """Return the microseconds since 1970 in UTC; None stays None. A naive time raises TypeError."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


@overload
def from_micros(micros: int) -> datetime: ...
@overload
def from_micros(micros: int | None) -> datetime | None: ...
def from_micros(micros: int | None) -> datetime | None:
    """Return the aware time in UTC; None stays None."""
    return None if micros is None else _EPOCH + timedelta(microseconds=micros)


def to_hours(moment: datetime) -> int:
    """Return the whole hours since 1970 in UTC."""
    return (moment - _EPOCH) // _HOUR


def from_hours(hours: int) -> datetime:
    """Return the beginning of the hour."""
    return _EPOCH + hours * _HOUR


def span_micros(span: timedelta) -> int:
    """Return the length of a span in whole microseconds."""
    return span // _MICROSECOND


def span_from_micros(micros: int | None) -> timedelta | None:
    """Return the span of so many microseconds; None stays None."""
    return None if micros is None else micros * _MICROSECOND
