"""The in-flight window: batch sizes by the rate, and the number of sends in doubt by the latency."""

import pytest

from news.delivery.window import MAX_BLOCK, InFlightWindow, LatencyEstimate


def after(latencies: list[float]) -> LatencyEstimate:
    estimate = LatencyEstimate()
    for seconds in latencies:
        estimate.add(seconds)
    return estimate


def test_the_estimate_follows_the_last_answers() -> None:
    assert after([]).seconds == 0
    assert after([0.4] * 50).seconds == pytest.approx(0.4, rel=0.01)
    assert 0.1 < after([0.1] * 50 + [0.4]).seconds < 0.2, "one slow answer changes little"


def test_more_sends_may_be_in_doubt_when_answers_take_long() -> None:
    window = InFlightWindow(100)
    few = window.max_in_doubt
    for _ in range(50):
        window.record_latency(0.4)
    assert window.max_in_doubt == pytest.approx(few + 1.25 * 100 * 0.4, abs=1)
    for _ in range(50):
        window.record_latency(0)
    assert window.max_in_doubt == few


@pytest.mark.parametrize(("rate", "block"), [(0.5, 1), (1, 1), (29, 3), (500, 50), (1000, 100), (50_000, MAX_BLOCK)])
def test_a_block_is_a_tenth_of_a_second_of_sends(rate: float, block: int) -> None:
    assert InFlightWindow(rate).block == block


@pytest.mark.parametrize(
    ("rate", "commit_batch", "burst", "max_in_doubt"), [(0.5, 4, 1, 8), (29, 4, 1, 8), (1000, 5, 6, 9)]
)
def test_a_slow_desk_commits_few_results_and_leaves_few_in_doubt(
    rate: float, commit_batch: int, burst: int, max_in_doubt: int
) -> None:
    window = InFlightWindow(rate)
    assert (window.commit_batch, window.burst, window.max_in_doubt) == (commit_batch, burst, max_in_doubt)
