"""Times of day and quiet hours in words."""

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.choice.errors import HoursUnclear, TooManyHours
from news.choice.hours import MAX_SHOWN, parse_hours, parse_quiet
from news.choice.preferences import DAY_MINUTES, MAX_HOURS, QuietHours
from tests.support.update_fuzzer import NASTY

minutes = st.integers(0, DAY_MINUTES - 1)


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("8:30, 19:00", [510, 1140]),
        ("19:00;8.30", [510, 1140]),
        ("8 и 19", [480, 1140]),
        ("в 7, в 8 и в 9 ч", [420, 480, 540]),
        ("8 часов и 21 час", [480, 1260]),
        ("7 am, 9:30 pm", [420, 1290]),
        ("12 am", [0]),
        ("12 pm", [720]),
        ("24:00", [0]),
        ("08:05", [485]),
        ("8 8:00 8.00", [480]),
        (" 9 ", [540]),
        ("9.", [540]),
    ],
)
def test_times_of_day_are_understood_as_people_write_them(typed: str, hours: list[int]) -> None:
    assert parse_hours(typed) == tuple(hours)


@pytest.mark.parametrize(
    "typed", ["", "утром", "25", "24:30", "8:70", "8:3", "830", "13 pm", "0 am", "8-9", "-8", "8,,9"]
)
def test_anything_else_is_no_time_of_day(typed: str) -> None:
    with pytest.raises(HoursUnclear):
        parse_hours(typed)


def test_seven_times_are_too_many_but_a_repeated_one_counts_once() -> None:
    assert len(parse_hours("1 2 3 4 5 6 6")) == MAX_HOURS
    with pytest.raises(TooManyHours):
        parse_hours("1 2 3 4 5 6 7")


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("22:30–7:15", 1350, 435),
        ("23-8", 1380, 480),
        ("23 — 8", 1380, 480),
        ("с 22 до 7", 1320, 420),
        ("С 22:00 до 7:00.", 1320, 420),
        ("from 10 pm to 7 am", 1320, 420),
        ("0-9", 0, 540),
        ("23:00-24:00", 1380, 0),
    ],
)
def test_quiet_hours_are_understood_as_people_write_them(typed: str, start: int, end: int) -> None:
    assert parse_quiet(typed) == QuietHours(start, end)


@pytest.mark.parametrize("typed", ["", "ночью", "23", "8-8", "24:00-0", "22 7", "25-7", "23-8-9", "22:30, 7:15"])
def test_anything_else_is_no_quiet_hours(typed: str) -> None:
    with pytest.raises(HoursUnclear):
        parse_quiet(typed)


@given(st.lists(minutes, min_size=1, max_size=MAX_HOURS), st.sampled_from([", ", " ", " и ", "; ", " and "]))
def test_every_time_of_day_is_read_back(hours: list[int], between: str) -> None:
    typed = between.join(f"{minute // 60}:{minute % 60:02}" for minute in hours)

    assert parse_hours(typed) == tuple(sorted(set(hours)))


@given(
    st.text(max_size=60)
    | st.sampled_from(NASTY)
    | st.from_regex(re.compile(r"[0-9:., apmдос-]{0,30}"), fullmatch=True),
    st.sampled_from([parse_hours, parse_quiet]),
)
def test_any_text_is_read_or_refused(typed: str, parse: Callable[[str], object]) -> None:
    with suppress(HoursUnclear, TooManyHours):
        assert parse(typed)


def test_a_refusal_repeats_no_long_text() -> None:
    with pytest.raises(HoursUnclear) as refused:
        parse_hours("щ" * 4000)
    assert refused.value.arguments["text"] == "щ" * MAX_SHOWN
