"""Dates as feeds write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parsing.dates import MAX_YEAR, MIN_YEAR, read_date

# All of these name the same moment: 21:11 in Moscow.
SAME = datetime(2022, 1, 18, 18, 11, tzinfo=UTC)
SPELLINGS = (
    "Tue, 18 Jan 2022 21:11:00 +0300",
    "Wed, 18 Jan 2022 21:11:00 +0300",  # it was a Tuesday
    "18 Jan 2022 21:11:00 +0300",
    "Tue, 18 Jan 22 21:11 +0300",
    "Tue,18 Jan 2022 21:11:00+0300",
    "Tue, 18-Jan-2022 21:11:00 +0300",
    "Tuesday, 18-Jan-22 21:11:00 MSK",
    "Tue, 18 January 2022 21:11:00 MSK",
    "Tue, 18 Jan 2022 21:11:00 +3",
    "Tue, 18 Jan 2022 21:11:00 GMT+3",
    "Tue, 18 Jan 2022 21:11:00 GMT+03:00",
    "Tue, 18 Jan 2022 21:11:00 UTC+3",
    "Tue, 18 Jan 2022 21:11:00 +0300 (MSK)",
    "Tue Jan 18 2022 21:11:00 GMT+0300 (Moscow Standard Time)",
    "Tue, 18 Jan 2022 21:11:00 Europe/Moscow",
    "Tue, 18 Jan 2022 18:11:00 GMT",
    "Tue, 18 Jan 2022 18:11:00 UT",
    "Tue, 18 Jan 2022 18:11:00 Z",
    "Tue, 18 Jan 2022 18:11:00 -0000",
    "Tue, 18 Jan 2022 18:11:00",
    "Tue, 18 Jan 2022 13:11:00 EST",
    "Tue, 18 Jan 2022 14:11:00 EDT",
    "Tue, 18 Jan 2022 10:11:00 PST",
    "Tue, 18 Jan 2022 06:11:00 PM",
    "Tue Jan 18 18:11:00 2022",
    "Tue Jan 18 21:11:00 MSK 2022",
    "Tue Jan 18 21:11:00 +0300 2022",
    "Jan 18, 2022 6:11 pm",
    "January 18th, 2022 6:11 p.m.",
    "2022-01-18T21:11:00+03:00",
    "2022-01-18T21:11:00+0300",
    "2022-01-18T21:11:00+03",
    "2022-01-18T21:11:00 +03:00",
    "2022-01-18t18:11:00z",
    "2022-01-18T18:11Z",
    "2022-01-18T18:11:00.000Z",
    "2022-01-18 18:11:00",
    "2022-01-18 21:11:00 MSK",
    "2022-01-18, 18:11",
    "2022/01/18 18:11:00",
    "2022.01.18 18:11",
    "20220118T181100Z",
    "20220118181100",
    "2022-018T18:11:00Z",
    "1642529460",
    "1642529460000",
    "1642529460.0",
    "18.01.2022 18:11",
    "18-01-2022, 18:11",
    "18/01/2022 18:11",
    "18.01.22 18:11",
    "01/18/2022 06:11 PM",
    "18:11, 18.01.2022",
    "Вт, 18 янв 2022 21:11:00 +0300",
    "Вт, 18 Янв 2022 21:11:00 МСК",
    "вторник, 18 января 2022 г., 21:11 МСК",
    "18 января 2022, 18:11",
    "18 января 2022 года в 18:11",
    "18:11 18 января 2022",
    "18 січня 2022, 18:11",
    "  Tue,\n\t18 Jan 2022   21:11:00 +0300 ",
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_a_moment_is_read(text: str) -> None:
    assert read_date(text) == SAME


@pytest.mark.parametrize(
    ("text", "month"),
    [("18 мая 2022", 5), ("18 марта 2022", 3), ("18 июня 2022", 6), ("18 июля 2022", 7), ("18 ноября 2022", 11),
     ("18 Sept 2022", 9), ("18 авг. 2022", 8)],
)  # fmt: skip
def test_names_of_months_are_not_confused(text: str, month: int) -> None:
    assert read_date(text) == datetime(2022, month, 18, tzinfo=UTC)


@pytest.mark.parametrize(("text", "day"), [("2022-01-18", 18), ("20220118", 18), ("2022-01", 1), ("2022", 1)])
def test_a_day_without_a_time_begins_at_midnight(text: str, day: int) -> None:
    assert read_date(text) == datetime(2022, 1, day, tzinfo=UTC)


def test_a_time_without_a_zone_has_that_of_the_feed() -> None:
    moscow = timezone(timedelta(hours=3))
    assert read_date("18 января 2022, 21:11", moscow) == SAME
    assert read_date("2022-01-18 18:11:00 UTC", moscow) == SAME


def test_the_end_of_a_day_and_a_leap_second_are_times() -> None:
    assert read_date("2022-01-17T24:00:00Z") == datetime(2022, 1, 18, tzinfo=UTC)
    assert read_date("2016-12-31T23:59:60Z") == datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)


def test_years_of_two_digits_are_of_this_century_up_to_69() -> None:
    assert read_date("18 Jan 69 00:00 GMT") == datetime(2069, 1, 18, tzinfo=UTC)
    assert read_date("18 Jan 99 00:00 GMT") == datetime(1999, 1, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "0", "-1", "вчера", "n/a", "Thu, 01 Jan 1970 00:00:00 GMT", "0000-00-00 00:00:00", "30 Feb 2022",
     "99 Jan 2022", "2022-13-45", "2022-01-18T25:61", "18 Foo 2022", "Jan", "12:30", "9999-12-31T23:59:59-14:00",
     "99999999999999", "Tue, 18 Jan", "+0300", "1.5"],
)  # fmt: skip
def test_nonsense_is_no_date(text: str) -> None:
    assert read_date(text) is None


@given(st.text(st.sampled_from("0123456789:.-+/, TZapmGMJanянвмаяг\n\0"), max_size=60) | st.text(max_size=60))
def test_any_text_is_a_date_of_our_time_or_none(text: str) -> None:
    read = read_date(text)
    assert read is None or (read.tzinfo is UTC and MIN_YEAR <= read.year <= MAX_YEAR)


@given(st.integers(631_152_000, 3_786_912_000), st.integers(-12 * 60, 14 * 60))
def test_what_programs_write_is_read_exactly(seconds: int, offset: int) -> None:
    moment = datetime.fromtimestamp(seconds, timezone(timedelta(minutes=offset)))
    assert read_date(moment.isoformat()) == moment
    assert read_date(moment.strftime("%a, %d %b %Y %H:%M:%S %z")) == moment
