"""What headers say of time: how long an answer is fresh, and when to come again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict

from feeds.freshness import conditions_of, rest_of, retry_after_of, validators_of
from news.sources.found import Validators
from tests.clocks import START

NOW = START  # Tue, 05 Mar 2024 11:05:00 GMT
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=600"}, 600),
        ({"cache-control": "public, MAX-AGE = 600, must-revalidate"}, 600),
        ({"Cache-Control": 'max-age="600"'}, 600),
        ({"Cache-Control": "s-maxage=5"}, None),
        ({"Cache-Control": "max-age=600", "Age": "500"}, 100),
        ({"Cache-Control": "max-age=600", "Age": "601"}, None),
        ({"Cache-Control": "max-age=600", "Age": "old"}, 600),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Cache-Control": "max-age=-5"}, None),
        ({"Cache-Control": "max-age=soon"}, None),
        ({"Cache-Control": "max-age=31536000"}, 86400),
        ({"Cache-Control": f"max-age={'9' * 6000}"}, 86400),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": 'no-cache="Set-Cookie", max-age=600'}, None),
        ({"Cache-Control": "no-store", "Expires": "Tue, 05 Mar 2024 11:15:00 GMT"}, None),
        ({"Cache-Control": "max-age=60", "Expires": "Tue, 05 Mar 2024 11:15:00 GMT"}, 60),
        ({"Expires": "Tue, 05 Mar 2024 11:15:00 GMT"}, 600),
        ({"Expires": "Tuesday, 05-Mar-24 11:15:00 GMT"}, 600),
        ({"Expires": "Tue Mar  5 11:15:00 2024"}, 600),
        ({"Expires": "Tue, 05 Mar 2024 14:15:00 +0300"}, 600),
        ({"Expires": "Mon, 04 Mar 2019 11:15:00 GMT", "Date": "Mon, 04 Mar 2019 11:00:00 GMT"}, 900),
        ({"Expires": "Tue, 05 Mar 2024 11:15:00 GMT", "Date": "today"}, 600),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 GMT"}, 86400),
        ({"Expires": "Fri, 31 Dec 9999 23:59:59 -2359"}, None),
        ({"Expires": "Tue, 05 Mar 2024 11:00:00 GMT"}, None),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
    ],
)
def test_an_answer_is_fresh_for_as_long_as_it_says_and_at_most_a_day(
    headers: dict[str, str], seconds: int | None
) -> None:
    rest = rest_of(CIMultiDict(headers), NOW)
    assert rest == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("told", "seconds"),
    [("120", 120), (" 120 ", 120), ("0", None), ("-5", None), ("1.5", None), ("soon", None), ("", None),
     ("99999999", 86400), ("9" * 6000, 86400), ("²", None), ("٣", None), ("Tue, 05 Mar 2024 11:06:00 GMT", 60),
     ("Tue, 05 Mar 2024 11:04:00 GMT", None), ("Fri, 31 Dec 9999 23:59:59 GMT", 86400)],
)  # fmt: skip
def test_retry_after_is_read_in_seconds_and_as_a_date_and_waits_at_most_a_day(told: str, seconds: int | None) -> None:
    waiting = retry_after_of(CIMultiDict({"Retry-After": told}), NOW)
    assert waiting == (None if seconds is None else timedelta(seconds=seconds))


@given(st.text(), st.text(), st.text(), st.text())
def test_no_headers_are_an_error(control: str, expires: str, date: str, age: str) -> None:
    headers = CIMultiDict(
        {"Cache-Control": control, "Expires": expires, "Date": date, "Age": age, "Retry-After": expires}
    )
    for found in (rest_of(headers, NOW), retry_after_of(headers, NOW)):
        assert found is None or timedelta() < found <= DAY


def test_validators_are_kept_as_they_are_and_the_body_is_hashed() -> None:
    headers = CIMultiDict({"ETag": 'W/"a1"', "Last-Modified": "yesterday"})
    found = validators_of(headers, b"feed")
    assert (found.etag, found.modified, len(found.body_hash)) == ('W/"a1"', "yesterday", 32)
    assert found.body_hash == validators_of(CIMultiDict(), b"feed").body_hash != validators_of(headers, b"").body_hash
    assert conditions_of(found) == {"If-None-Match": 'W/"a1"', "If-Modified-Since": "yesterday"}


@pytest.mark.parametrize("value", ['"\x01"', '"я"', '"\udcff"', '"' + "a" * 2000 + '"', ""])
def test_validators_that_could_not_be_sent_back_are_left_out(value: str) -> None:
    found = validators_of(CIMultiDict({"ETag": value, "Last-Modified": value}), b"")
    assert conditions_of(found) == conditions_of(Validators()) == {}
