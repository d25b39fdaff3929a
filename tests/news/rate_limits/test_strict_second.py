"""The strict second: what the receiver counts, when messages and answers are delayed."""

import math
from bisect import bisect_left

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.rate_limits import RateLimiter
from news.rate_limits.strict_second import MAX_DELAY_MARGINS, StrictSecond

START = 5000.0
MARGIN = 0.005
MAX_DELAY = MARGIN * MAX_DELAY_MARGINS
LATENCY = 0.02


def most_in_a_second(moments: list[float]) -> int:
    ordered = sorted(moments)
    return max(bisect_left(ordered, moment + 1) - index for index, moment in enumerate(ordered))


def full(count: int, latency: float = LATENCY) -> StrictSecond:
    """A second with this many sends at its start, answered after the usual latency."""
    second = StrictSecond()
    for _ in range(count):
        second.record_answer(second.record(START, 1, MARGIN), START + latency)
    return second


def test_while_there_is_room_nothing_waits() -> None:
    assert full(2).free_at(3, 1, MARGIN) is None


def test_in_a_full_second_the_next_send_waits_until_the_first_has_left_it() -> None:
    assert full(3).free_at(3, 1, MARGIN) == START + 1 + MARGIN


def test_an_album_waits_for_as_many_as_it_has_messages() -> None:
    second = full(2)
    second.record_answer(second.record(START + 0.5, 1, MARGIN), START + 0.5 + LATENCY)
    assert second.free_at(3, 2, MARGIN) == START + 1 + MARGIN
    assert second.free_at(3, 3, MARGIN) == START + 1.5 + MARGIN


def test_an_album_takes_as_many_places_as_it_has_messages() -> None:
    second = StrictSecond()
    second.record_answer(second.record(START, 3, MARGIN), START + LATENCY)
    assert second.free_at(4, 1, MARGIN) is None
    assert second.free_at(4, 2, MARGIN) == START + 1 + MARGIN


def test_an_album_larger_than_the_limit_waits_for_an_empty_second() -> None:
    assert StrictSecond().free_at(3, 10, MARGIN) is None
    assert full(2).free_at(3, 10, MARGIN) == START + 1 + MARGIN


def test_sends_that_have_left_the_second_take_no_place() -> None:
    second = full(3)
    second.record(START + 1.5, 1, MARGIN)
    assert second.free_at(2, 1, MARGIN) is None


@pytest.mark.parametrize(("delay", "counted"), [(0.04, 0.04), (-0.01, 0), (5, MAX_DELAY)])
def test_a_send_that_was_answered_late_may_have_arrived_late_and_counts_longer(delay: float, counted: float) -> None:
    second = full(1)
    second.record_answer(second.record(START, 1, MARGIN), START + LATENCY + delay)
    second._sent.popleft()
    assert second.free_at(1, 1, MARGIN) == pytest.approx(START + 1 + MARGIN + counted)


def test_a_send_without_an_answer_counts_longest() -> None:
    second = full(1)
    second.record(START + 0.5, 1, MARGIN)
    assert second.free_at(1, 1, MARGIN) == pytest.approx(START + 1.5 + MARGIN + MAX_DELAY)


def test_where_answers_usually_take_longer_than_a_second_none_counts_as_late() -> None:
    second = full(1, latency=1.2)
    second.record(START + 0.5, 1, MARGIN)
    assert second.free_at(1, 1, MARGIN) == START + 1.5 + MARGIN


def test_a_latency_that_has_risen_for_good_soon_costs_nothing() -> None:
    second, now = full(1), START
    for _ in range(400):
        now += 0.1
        second.record_answer(second.record(now, 1, MARGIN), now + 0.3)
    assert second.free_at(1, 1, MARGIN) == pytest.approx(now + 1 + MARGIN, abs=0.002)


stalls = st.lists(st.tuples(st.floats(0.3, 3), st.floats(0, 0.09)), max_size=12)


@given(st.integers(2, 60), stalls, st.floats(0.001, 0.5))
def test_however_the_network_stalls_no_second_of_the_receiver_has_more_than_the_rate(
    rate: int, stalls: list[tuple[float, float]], latency: float
) -> None:
    """What leaves during a stall arrives at its end, all at once."""
    limiter, arrived = RateLimiter(rate), list[float]()
    waiting: list[tuple[float, object]] = []
    spans, end = list[tuple[float, float]](), START + 1
    for gap, length in stalls:
        spans.append((end + gap, end + gap + length))
        end = spans[-1][1]
    slot = now = START
    while now < end + 2:
        now = max(now, limiter.allowed_at(slot))
        for answered_at, sent in [one for one in waiting if one[0] <= now]:
            limiter.answered(1, sent, answered_at)  # type: ignore[arg-type]
        waiting = [one for one in waiting if one[0] > now]
        if limiter.allowed_at(slot) > now:
            continue
        arrival = next((stop for start, stop in spans if start <= now < stop), now)
        waiting.append((arrival + latency, limiter.record_send(now)))
        arrived.append(arrival)
        slot += 1 / rate
    assert most_in_a_second(arrived) <= math.ceil(rate)
    assert len(arrived) >= (now - START) * rate * 0.9
