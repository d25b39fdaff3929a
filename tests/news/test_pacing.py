"""The pace: the budget that sends take, the slots it is spread over, and the gate."""

from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.pacing import MOST_ANSWERS_SECONDS, Pace

START = datetime(2024, 3, 5, 14, 5, tzinfo=UTC)
rates = st.floats(0.1, 1000)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def test_sends_take_their_share_of_a_second() -> None:
    pace = Pace(20)
    assert pace.span(1) == seconds(0.05)
    assert pace.span(20) == seconds(1)


def test_slots_are_even_and_begin_at_once() -> None:
    assert Pace(10).slots(START, 3) == [START, START + seconds(0.1), START + seconds(0.2)]


@given(rates, st.integers(1, 200))
def test_slots_end_where_the_next_budget_begins(rate: float, count: int) -> None:
    pace = Pace(rate)
    slots = pace.slots(START, count)
    interval = pace.span(1)
    assert slots[0] == START
    assert all(later - earlier == interval for earlier, later in pairwise(slots))
    assert slots[-1] + interval == START + pace.span(count)


@given(rates, st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_no_second_holds_more_than_the_rate(rate: float, blocks: list[int]) -> None:
    pace, slots, start = Pace(rate), [], START
    for count in blocks:
        slots += pace.slots(start, count)
        start += pace.span(count)
    assert slots == sorted(slots)
    for slot in slots:
        assert bisect_left(slots, slot + seconds(1)) - bisect_left(slots, slot) <= rate + 1


def test_answers_push_the_next_slot_back_once() -> None:
    pace = Pace(10)
    for _ in range(3):
        pace.answered()
    assert pace.span(2) == seconds(0.5)
    assert pace.span(2) == seconds(0.2)


def test_a_storm_of_answers_holds_a_push_up_for_a_second_at_most() -> None:
    pace = Pace(10)
    for _ in range(10_000):
        pace.answered()
    assert pace.span(0) == seconds(MOST_ANSWERS_SECONDS)
    assert pace.span(0) == seconds(0)


@pytest.mark.parametrize(("rate", "block"), [(0.5, 1), (1, 1), (29, 3), (500, 50), (1000, 100), (50_000, 100)])
def test_a_block_is_a_tenth_of_a_second_of_sends(rate: float, block: int) -> None:
    assert Pace(rate).block == block


def test_an_open_gate_delays_nothing() -> None:
    assert Pace(10).opens(START) == START


def test_a_closed_gate_delays_what_comes_before_it_opens() -> None:
    pace = Pace(10)
    pace.close(START + seconds(5))
    assert pace.opens(START) == START + seconds(5)
    assert pace.opens(START + seconds(6)) == START + seconds(6)


def test_the_longest_pause_asked_for_holds() -> None:
    pace = Pace(10)
    pace.close(START + seconds(30))
    pace.close(START + seconds(5))
    assert pace.opens(START) == START + seconds(30)
    pace.close(START + seconds(60))
    assert pace.opens(START) == START + seconds(60)
