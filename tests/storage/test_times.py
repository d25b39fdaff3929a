"""Times are exact to the microsecond, and a naive time is refused."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.times import from_micros, span_micros, to_micros

MOSCOW = timezone(timedelta(hours=3))


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30), timezones=st.just(MOSCOW)))  # noqa: DTZ001 - hypothesis adds the zone
def test_every_time_comes_back_in_utc(moment: datetime) -> None:
    assert from_micros(to_micros(moment)) == moment
    assert from_micros(to_micros(moment)).tzinfo is UTC


@given(st.integers(min_value=-(10**16), max_value=10**17))
def test_every_number_of_microseconds_comes_back(micros: int) -> None:
    assert to_micros(from_micros(micros)) == micros


def test_none_stays_none() -> None:
    assert to_micros(None) is None
    assert from_micros(None) is None


def test_a_span_is_whole_microseconds() -> None:
    assert span_micros(timedelta(seconds=1) / 29) == 34483


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(TypeError):
        to_micros(datetime(2026, 1, 1))  # noqa: DTZ001 - the naive time is the point
