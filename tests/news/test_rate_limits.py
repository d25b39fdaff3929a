"""Rate limits: the budget and its slots, the strict second, the backoff after a pause, and the limits of a chat."""

import math
from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.rate_limits import (
    BACKOFF_FACTOR,
    GROUP_PAUSE,
    MARGIN_SECONDS,
    MAX_ANSWERS_SECONDS,
    MAX_MARGIN_SECONDS,
    MIN_FACTOR,
    PRIVATE_CHAT_PAUSE,
    RECOVERY_SECONDS,
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
    assert limiter.take_span(1) == seconds(0.05)
    assert limiter.take_span(20) == seconds(1)


def test_slots_are_even_and_begin_at_once() -> None:
    assert RateLimiter(10).slots(START, 3) == [START, START + seconds(0.1), START + seconds(0.2)]


@given(rates, st.integers(1, 200))
def test_slots_end_where_the_next_budget_begins(rate: float, count: int) -> None:
    limiter = RateLimiter(rate)
    slots = limiter.slots(START, count)
    interval = limiter.take_span(1)
    assert slots[0] == START
    assert all(later - earlier == interval for earlier, later in pairwise(slots))
    assert slots[-1] + interval == START + limiter.take_span(count)


@given(rates, st.lists(st.integers(1, 40), min_size=1, max_size=8))
def test_no_second_holds_more_than_the_rate(rate: float, blocks: list[int]) -> None:
    limiter, slots, start = RateLimiter(rate), [], START
    for count in blocks:
        slots += limiter.slots(start, count)
        start += limiter.take_span(count)
    assert slots == sorted(slots)
    assert most_in_a_second(slots) <= rate + 1


def test_answers_push_the_next_slot_back_once() -> None:
    limiter = RateLimiter(10)
    for _ in range(3):
        limiter.count_answer()
    assert limiter.take_span(2) == seconds(0.5)
    assert limiter.take_span(2) == seconds(0.2)


def test_many_answers_delay_a_push_by_a_second_at_most() -> None:
    limiter = RateLimiter(10)
    for _ in range(10_000):
        limiter.count_answer()
    assert limiter.take_span(0) == seconds(MAX_ANSWERS_SECONDS)
    assert limiter.take_span(0) == seconds(0)


def test_without_a_pause_nothing_is_delayed() -> None:
    assert RateLimiter(10).allowed_at(START) == START


def test_a_pause_delays_the_slots_inside_it() -> None:
    limiter = RateLimiter(10)
    limiter.pause(START + seconds(5), START)
    assert limiter.allowed_at(START) == START + seconds(5)
    assert limiter.allowed_at(START + seconds(6)) == START + seconds(6)


def test_of_several_pauses_the_longest_counts() -> None:
    limiter = RateLimiter(10)
    limiter.pause(START + seconds(30), START)
    limiter.pause(START + seconds(5), START)
    assert limiter.allowed_at(START) == START + seconds(30)
    limiter.pause(START + seconds(60), START)
    assert limiter.allowed_at(START) == START + seconds(60)


# The strict second


def test_when_a_second_is_full_the_next_send_waits_until_its_first_has_left_it() -> None:
    limiter = RateLimiter(3)
    for _ in range(3):
        assert limiter.allowed_at(START) == START
        limiter.record_send(START)
    assert limiter.allowed_at(START) == START + seconds(1 + MARGIN_SECONDS)
    assert limiter.allowed_at(START + seconds(2)) == START + seconds(2)


def test_a_part_of_a_message_a_second_counts_as_one() -> None:
    limiter = RateLimiter(1.5)
    limiter.record_send(START)
    assert limiter.allowed_at(START) == START


@given(
    st.floats(0.5, 60),
    st.lists(st.tuples(st.floats(0, 0.2), st.floats(0, MARGIN_SECONDS)), min_size=1, max_size=150),
)
def test_no_second_of_the_receiver_has_more_sends_than_the_rate_however_the_sender_is_delayed(
    rate: float, held_up: list[tuple[float, float]]
) -> None:
    """Slots lie in the past, so every send leaves as soon as it may. The way takes up to the margin."""
    limiter, now, arrived = RateLimiter(rate), START, []
    for stall, way in held_up:
        now = max(now, limiter.allowed_at(START)) + seconds(stall)
        limiter.record_send(now)
        arrived.append(now + seconds(way))
    assert most_in_a_second(arrived) <= math.ceil(rate)


def test_the_strict_second_costs_a_two_hundredth_of_the_rate() -> None:
    limiter, now = RateLimiter(29), START
    for _ in range(29 * 60):
        now = limiter.allowed_at(now)
        limiter.record_send(now)
    assert now - START <= seconds(60 * (1 + MARGIN_SECONDS))


# After a refusal


def rate_of(limiter: RateLimiter) -> float:
    return 1000 / limiter.take_span(1000).total_seconds()


def sends(limiter: RateLimiter, start: datetime, calm: float) -> None:
    """Send ten times a second for `calm` seconds, without a refusal."""
    for tenths in range(round(calm * 10) + 1):
        limiter.record_send(start + seconds(tenths / 10))


def margin_of(rate: int, limiter: RateLimiter, now: datetime) -> float:
    for _ in range(rate):
        limiter.record_send(now)
    return (limiter.allowed_at(now) - now).total_seconds() - 1


def test_a_refusal_reduces_the_rate_and_a_calm_minute_restores_it() -> None:
    limiter = RateLimiter(10)
    limiter.pause(START + seconds(5), START)
    assert rate_of(limiter) == pytest.approx(10 * BACKOFF_FACTOR)
    sends(limiter, START + seconds(5), RECOVERY_SECONDS / 2)
    assert rate_of(limiter) == pytest.approx(10 * (1 + BACKOFF_FACTOR) / 2, rel=1e-4)
    sends(limiter, START + seconds(5 + RECOVERY_SECONDS / 2), RECOVERY_SECONDS / 2)
    assert rate_of(limiter) == 10


def test_the_time_of_the_pause_is_no_recovery_time() -> None:
    limiter = RateLimiter(10)
    limiter.pause(START + seconds(50), START)
    sends(limiter, START, 49)
    assert rate_of(limiter) == pytest.approx(10 * BACKOFF_FACTOR)


def test_a_calm_minute_without_a_send_counts_too() -> None:
    limiter = RateLimiter(10)
    limiter.pause(START + seconds(5), START)
    limiter.record_send(START + seconds(5 + RECOVERY_SECONDS))
    assert rate_of(limiter) == 10


def test_refusals_at_the_same_moment_are_one_refusal() -> None:
    limiter = RateLimiter(10)
    for index in range(50):
        limiter.pause(START + seconds(index / 100), START + seconds(index / 100))
    assert rate_of(limiter) == pytest.approx(10 * BACKOFF_FACTOR)
    assert margin_of(10, limiter, START + seconds(1)) == pytest.approx(2 * MARGIN_SECONDS)


def test_repeated_refusals_reduce_the_rate_to_a_minimum() -> None:
    limiter, now = RateLimiter(10), START
    for falls in range(1, 20):
        limiter.pause(now + seconds(2), now)
        now += seconds(2)
        assert rate_of(limiter) == pytest.approx(10 * max(MIN_FACTOR, BACKOFF_FACTOR**falls), rel=1e-4)


def test_the_margin_grows_after_a_refusal_and_shrinks_when_the_rate_is_whole_again() -> None:
    limiter, now = RateLimiter(10), START
    assert margin_of(10, limiter, now) == pytest.approx(MARGIN_SECONDS)
    for growth in (2, 4, 8, MAX_MARGIN_SECONDS / MARGIN_SECONDS, MAX_MARGIN_SECONDS / MARGIN_SECONDS):
        limiter.pause(now + seconds(2), now)
        now += seconds(2)
        assert margin_of(10, limiter, now) == pytest.approx(growth * MARGIN_SECONDS)
    sends(limiter, now, 10 * RECOVERY_SECONDS)
    assert margin_of(10, limiter, now + seconds(10 * RECOVERY_SECONDS)) == pytest.approx(MARGIN_SECONDS)


# ChatLimiter


@pytest.mark.parametrize(("chat", "pause"), [(7, PRIVATE_CHAT_PAUSE), (-7, GROUP_PAUSE), (-1001234567890, GROUP_PAUSE)])
def test_the_same_chat_gets_the_next_message_after_its_pause(chat: int, pause: timedelta) -> None:
    limiter = ChatLimiter()
    assert limiter.allowed_at(chat, START) is None
    limiter.record_send(chat, START)
    assert limiter.allowed_at(chat, START) == START + pause
    assert limiter.allowed_at(chat, START + pause - timedelta(microseconds=1)) == START + pause
    assert limiter.allowed_at(chat, START + pause) is None
    assert limiter.allowed_at(chat + 1, START) is None


@pytest.mark.parametrize(("chat", "sends"), [(7, 60), (-7, 18)])
def test_a_person_gets_a_message_a_second_and_a_group_eighteen_a_minute(chat: int, sends: int) -> None:
    limiter, now, sent = ChatLimiter(), START, 0
    while now < START + seconds(59.99):
        limiter.record_send(chat, now)
        sent += 1
        now = limiter.allowed_at(chat, now) or now
    assert sent == sends


@given(st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.floats(0, 2)), max_size=100))
def test_the_chat_limiter_forgets_no_send_that_still_delays_another(chats: list[tuple[int, float]]) -> None:
    limiter, now, last = ChatLimiter(), START, dict[int, datetime]()
    for chat, passed in chats:
        now += seconds(passed)
        pause = PRIVATE_CHAT_PAUSE if chat > 0 else GROUP_PAUSE
        expected = last[chat] + pause if chat in last and last[chat] + pause > now else None
        assert limiter.allowed_at(chat, now) == expected
        if expected is None:
            limiter.record_send(chat, now)
            last[chat] = now


def test_the_chat_limiter_keeps_only_recent_sends() -> None:
    limiter = ChatLimiter()
    for number in range(1, 20_001):
        for chat in (number, -number):
            limiter.record_send(chat, START + seconds(number / 1000))
    assert len(limiter._people) <= PRIVATE_CHAT_PAUSE.total_seconds() * 1000 + 2
    assert len(limiter._groups) <= GROUP_PAUSE.total_seconds() * 1000 + 2
