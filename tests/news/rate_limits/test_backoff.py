"""Backoff: a lone refusal costs little, repeated ones find the rate that holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from news.rate_limits.backoff import (
    CALM_SECONDS,
    FIRST_RECOVERY_SECONDS,
    FIRST_STEP,
    MARGIN_SECONDS,
    MAX_MARGIN_SECONDS,
    MAX_RECOVERY_SECONDS,
    MAX_STEP,
    MIN_SHARE,
    Backoff,
)

START = 5000.0


def test_without_a_refusal_the_full_rate_is_used() -> None:
    backoff = Backoff()
    backoff.update(START)
    assert (backoff.share, backoff.margin) == (1, MARGIN_SECONDS)


def test_a_lone_refusal_is_a_small_step_that_is_soon_taken_back() -> None:
    backoff = Backoff()
    backoff.step_down(START, START + 5)
    assert backoff.share == 1 - FIRST_STEP
    backoff.update(START + 5 + FIRST_RECOVERY_SECONDS / 2)
    assert backoff.share == pytest.approx(1 - FIRST_STEP / 2)
    backoff.update(START + 5 + FIRST_RECOVERY_SECONDS)
    assert backoff.share == 1


def test_the_time_of_the_pause_is_no_recovery_time() -> None:
    backoff = Backoff()
    backoff.step_down(START, START + 500)
    backoff.update(START + 500)
    assert backoff.share == 1 - FIRST_STEP


def test_each_refusal_doubles_the_step_and_the_time_to_come_back() -> None:
    backoff, expected, now = Backoff(), 1.0, START
    for refusal in range(20):
        backoff.step_down(now, now + 1)
        expected = max(MIN_SHARE, expected * (1 - min(FIRST_STEP * 2**refusal, MAX_STEP)))
        assert backoff.share == pytest.approx(expected)
        now += 1
    backoff.update(now + MAX_RECOVERY_SECONDS / 2)
    assert backoff.share == pytest.approx((1 + MIN_SHARE) / 2)


def test_the_margin_doubles_until_things_have_been_calm() -> None:
    backoff, now = Backoff(), START
    for doubled in (2, 4, 8, 16, 32, 64):
        backoff.step_down(now, now)
        assert backoff.margin == pytest.approx(min(MARGIN_SECONDS * doubled, MAX_MARGIN_SECONDS))
    backoff.update(now + 2**5 * FIRST_RECOVERY_SECONDS + CALM_SECONDS)
    assert (backoff.share, backoff.margin) == (1, MAX_MARGIN_SECONDS)
    backoff.update(now + MAX_RECOVERY_SECONDS + CALM_SECONDS + 1)
    assert (backoff.share, backoff.margin) == (1, MARGIN_SECONDS)


def test_a_refusal_after_calm_is_a_lone_one_again() -> None:
    backoff = Backoff()
    backoff.step_down(START, START)
    backoff.step_down(START + FIRST_RECOVERY_SECONDS * 3 + CALM_SECONDS, START)
    assert backoff.share == 1 - FIRST_STEP


@settings(deadline=None)
@given(st.floats(0.3, 0.99), st.floats(0.5, 30))
def test_where_less_than_the_rate_holds_refusals_become_rare(holds: float, pause: float) -> None:
    backoff, now, refused = Backoff(), START, list[float]()
    while now < START + 4 * 3600:
        backoff.update(now)
        if backoff.share > holds:
            refused.append(now)
            backoff.step_down(now, now + pause)
            now += pause
        now += 5
    assert sum(at > START + 2 * 3600 for at in refused) <= 2 * 3600 / 100
