"""The watch over a wall clock that is set."""

from datetime import datetime, timedelta

import pytest

from news.clock_watch import TOLERANCE, ClockWatch
from tests.clocks import HandClock


@pytest.mark.parametrize("hours", [1, -1, 24 * 365])
def test_a_step_is_returned_once(hours: int) -> None:
    clock = HandClock()
    watch = ClockWatch(clock)
    clock.advance(seconds=5)
    clock.step(hours=hours)
    assert watch.step() == timedelta(hours=hours)
    clock.advance(seconds=5)
    assert watch.step() == timedelta()


def test_time_that_passes_is_no_step() -> None:
    clock = HandClock()
    watch = ClockWatch(clock)
    clock.advance(hours=8)  # a machine that was suspended
    assert watch.step() == timedelta()


def test_a_step_below_the_tolerance_counts_as_none() -> None:
    clock = HandClock()
    watch = ClockWatch(clock)
    clock.step(seconds=TOLERANCE.total_seconds() * 0.99)
    assert watch.step() == timedelta()
    clock.step(seconds=-TOLERANCE.total_seconds())
    assert watch.step() == -TOLERANCE


def test_a_process_that_is_stopped_between_the_two_readings_sees_no_step() -> None:
    class StoppedClock(HandClock):
        stops = 0

        def now(self) -> datetime:
            moment = super().now()
            if self.stops:
                self.stops -= 1
                self.advance(hours=1)
            return moment

    clock = StoppedClock()
    watch = ClockWatch(clock)
    clock.stops = 1
    assert watch.step() == timedelta()
    assert watch.step() == timedelta()
