"""The pace: the budget that sends take, the slots it is spread over, the strict second, the gate, and courtesy."""

import math
from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.rate_limits import (
    FALL,
    GROUP_PAUSE,
    LARGEST_BLOCK,
    MARGIN_SECONDS,
    MOST_ANSWERS_SECONDS,
    PRIVATE_CHAT_PAUSE,
    RECOVERY_SECONDS,
    SLOWEST,
    WIDEST_MARGIN_SECONDS,
    ChatLimiter,
    RateLimiter,
)

START = datetime(2024, 3, 5, 14, 5, tzinfo=UTC)
rates = st.floats(0.1, 1000)


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


def most_in_a_second(moments: list[datetime]) -> int:
    ordered = sorted(moments)
    return max(bisect_left(ordered, moment + seconds(1)) - index for index, moment in enumerate(ordered))


def test_sends_take_their_share_of_a_second() -> None:
    limiter = RateLimiter(20)
    assert limiter.span(1) == seconds(0.05)
    assert limiter.span(20) == seconds(1)


def test_slots_are_even_and_begin_at_once() -> None:
    assert RateLimiter(10).slots(START, 3) == [START, START + seconds(0.1), START + seconds(0.2)]


@given(rates, st.integers(1, 200))
def test_slots_end_where_the_next_budget_begins(rate: float, count: int) -> None:
    limiter = RateLimiter(rate)
    slots = limiter.slots(START, count)
    interval = limiter.span(1)
    assert slots[0] == START
    assert all(later - earlier == interval for earlier, later in pairwise(slots))
    assert slots[-1] + interval == START + limiter.span(count)


def test_more_may_be_in_doubt_where_answers_take_long_but_a_clock_that_is_put_back_does_not_stop_a_push() -> None:
    limiter = RateLimiter(100)
    few = limiter.most_in_doubt
    for _ in range(50):
        limiter.landed(seconds(0.4))
    assert limiter.most_in_doubt == pytest.approx(few + 1.25 * 100 * 0.4, abs=1)
    for _ in range(50):
        limiter.landed(seconds(-3600))
    assert limiter.most_in_doubt == few


@given(rates, st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_no_second_holds_more_than_the_rate(rate: float, blocks: list[int]) -> None:
    limiter, slots, start = RateLimiter(rate), [], START
    for count in blocks:
        slots += limiter.slots(start, count)
        start += limiter.span(count)
    assert slots == sorted(slots)
    assert most_in_a_second(slots) <= rate + 1


def test_answers_push_the_next_slot_back_once() -> None:
    limiter = RateLimiter(10)
    for _ in range(3):
        limiter.answered()
    assert limiter.span(2) == seconds(0.5)
    assert limiter.span(2) == seconds(0.2)


def test_a_storm_of_answers_holds_a_push_up_for_a_second_at_most() -> None:
    limiter = RateLimiter(10)
    for _ in range(10_000):
        limiter.answered()
    assert limiter.span(0) == seconds(MOST_ANSWERS_SECONDS)
    assert limiter.span(0) == seconds(0)


@pytest.mark.parametrize(
    ("rate", "block"), [(0.5, 1), (1, 1), (29, 3), (500, 50), (1000, 100), (50_000, LARGEST_BLOCK)]
)
def test_a_block_is_a_tenth_of_a_second_of_sends(rate: float, block: int) -> None:
    assert RateLimiter(rate).block == block


def test_an_open_gate_delays_nothing() -> None:
    assert RateLimiter(10).opens(START) == START


def test_a_closed_gate_delays_what_comes_before_it_opens() -> None:
    limiter = RateLimiter(10)
    limiter.close(START + seconds(5), START)
    assert limiter.opens(START) == START + seconds(5)
    assert limiter.opens(START + seconds(6)) == START + seconds(6)


def test_the_longest_pause_asked_for_holds() -> None:
    limiter = RateLimiter(10)
    limiter.close(START + seconds(30), START)
    limiter.close(START + seconds(5), START)
    assert limiter.opens(START) == START + seconds(30)
    limiter.close(START + seconds(60), START)
    assert limiter.opens(START) == START + seconds(60)


# The strict second


def test_when_a_second_is_full_the_next_send_waits_until_its_first_has_left_it() -> None:
    limiter = RateLimiter(3)
    for _ in range(3):
        assert limiter.opens(START) == START
        limiter.sent(START)
    assert limiter.opens(START) == START + seconds(1 + MARGIN_SECONDS)
    assert limiter.opens(START + seconds(2)) == START + seconds(2)


def test_a_part_of_a_message_a_second_counts_as_one() -> None:
    limiter = RateLimiter(1.5)
    limiter.sent(START)
    assert limiter.opens(START) == START


@given(
    st.floats(0.5, 60),
    st.lists(st.tuples(st.floats(0, 0.2), st.floats(0, MARGIN_SECONDS)), min_size=1, max_size=150),
)
def test_no_second_of_the_receiver_holds_more_than_the_rate_however_the_sender_is_held_up(
    rate: float, held_up: list[tuple[float, float]]
) -> None:
    """Slots lie in the past, so that all of it leaves as fast as it may; the way takes up to the margin's time."""
    limiter, now, arrived = RateLimiter(rate), START, []
    for stall, way in held_up:
        now = max(now, limiter.opens(START)) + seconds(stall)
        limiter.sent(now)
        arrived.append(now + seconds(way))
    assert most_in_a_second(arrived) <= math.ceil(rate)


def test_the_strict_second_costs_a_two_hundredth_of_the_rate() -> None:
    limiter, now = RateLimiter(29), START
    for _ in range(29 * 60):
        now = limiter.opens(now)
        limiter.sent(now)
    assert now - START <= seconds(60 * (1 + MARGIN_SECONDS))


# After a refusal


def rate_of(limiter: RateLimiter) -> float:
    return 1000 / limiter.span(1000).total_seconds()


def sends(limiter: RateLimiter, start: datetime, calm: float) -> None:
    """Send now and then for so many seconds without a refusal."""
    for tenths in range(round(calm * 10) + 1):
        limiter.sent(start + seconds(tenths / 10))


def margin_of(rate: int, limiter: RateLimiter, now: datetime) -> float:
    for _ in range(rate):
        limiter.sent(now)
    return (limiter.opens(now) - now).total_seconds() - 1


def test_a_refusal_lets_the_rate_fall_and_a_calm_minute_brings_it_back() -> None:
    limiter = RateLimiter(10)
    limiter.close(START + seconds(5), START)
    assert rate_of(limiter) == pytest.approx(10 * FALL)
    sends(limiter, START + seconds(5), RECOVERY_SECONDS / 2)
    assert rate_of(limiter) == pytest.approx(10 * (1 + FALL) / 2, rel=1e-4)
    sends(limiter, START + seconds(5 + RECOVERY_SECONDS / 2), RECOVERY_SECONDS / 2)
    assert rate_of(limiter) == 10


def test_the_time_until_the_gate_opens_is_no_calm_time() -> None:
    limiter = RateLimiter(10)
    limiter.close(START + seconds(50), START)
    sends(limiter, START, 49)
    assert rate_of(limiter) == pytest.approx(10 * FALL)


def test_a_calm_minute_without_a_send_counts_too() -> None:
    limiter = RateLimiter(10)
    limiter.close(START + seconds(5), START)
    limiter.sent(START + seconds(5 + RECOVERY_SECONDS))
    assert rate_of(limiter) == 10


def test_what_is_refused_together_is_one_refusal() -> None:
    limiter = RateLimiter(10)
    for index in range(50):
        limiter.close(START + seconds(index / 100), START + seconds(index / 100))
    assert rate_of(limiter) == pytest.approx(10 * FALL)
    assert margin_of(10, limiter, START + seconds(1)) == pytest.approx(2 * MARGIN_SECONDS)


def test_refusal_after_refusal_lets_the_rate_fall_on_but_not_to_nothing() -> None:
    limiter, now = RateLimiter(10), START
    for falls in range(1, 20):
        limiter.close(now + seconds(2), now)
        now += seconds(2)
        assert rate_of(limiter) == pytest.approx(10 * max(SLOWEST, FALL**falls), rel=1e-4)


def test_the_margin_grows_after_a_refusal_and_shrinks_when_the_rate_is_whole_again() -> None:
    limiter, now = RateLimiter(10), START
    assert margin_of(10, limiter, now) == pytest.approx(MARGIN_SECONDS)
    for growth in (2, 4, 8, WIDEST_MARGIN_SECONDS / MARGIN_SECONDS, WIDEST_MARGIN_SECONDS / MARGIN_SECONDS):
        limiter.close(now + seconds(2), now)
        now += seconds(2)
        assert margin_of(10, limiter, now) == pytest.approx(growth * MARGIN_SECONDS)
    sends(limiter, now, 10 * RECOVERY_SECONDS)
    assert margin_of(10, limiter, now + seconds(10 * RECOVERY_SECONDS)) == pytest.approx(MARGIN_SECONDS)


# ChatLimiter


@pytest.mark.parametrize(("chat", "pause"), [(7, PRIVATE_CHAT_PAUSE), (-7, GROUP_PAUSE), (-1001234567890, GROUP_PAUSE)])
def test_the_same_chat_is_left_in_peace_for_a_while(chat: int, pause: timedelta) -> None:
    courtesy = ChatLimiter()
    assert courtesy.opens(chat, START) is None
    courtesy.sent(chat, START)
    assert courtesy.opens(chat, START) == START + pause
    assert courtesy.opens(chat, START + pause - timedelta(microseconds=1)) == START + pause
    assert courtesy.opens(chat, START + pause) is None
    assert courtesy.opens(chat + 1, START) is None


def test_a_person_gets_a_message_a_second_and_a_group_eighteen_a_minute() -> None:
    assert seconds(1) / PRIVATE_CHAT_PAUSE == 1
    assert seconds(60) / GROUP_PAUSE == pytest.approx(18)


@given(st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.floats(0, 2)), max_size=100))
def test_courtesy_forgets_nothing_that_still_matters(chats: list[tuple[int, float]]) -> None:
    courtesy, now, last = ChatLimiter(), START, dict[int, datetime]()
    for chat, passed in chats:
        now += seconds(passed)
        pause = PRIVATE_CHAT_PAUSE if chat > 0 else GROUP_PAUSE
        expected = last[chat] + pause if chat in last and last[chat] + pause > now else None
        assert courtesy.opens(chat, now) == expected
        if expected is None:
            courtesy.sent(chat, now)
            last[chat] = now


def test_courtesy_remembers_no_more_chats_than_were_written_to_of_late() -> None:
    courtesy = ChatLimiter()
    for number in range(1, 20_001):
        for chat in (number, -number):
            courtesy.sent(chat, START + seconds(number / 1000))
    assert len(courtesy._people) <= PRIVATE_CHAT_PAUSE.total_seconds() * 1000 + 2
    assert len(courtesy._groups) <= GROUP_PAUSE.total_seconds() * 1000 + 2
