"""The watch over a wall clock that is set."""

from datetime import datetime, timedelta

import pytest

from news.clock_watch import TOLERANCE, ClockWatch, LeaseWatch
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


LEASE = timedelta(seconds=30)


@pytest.mark.parametrize("hours", [1, -1])
def test_after_a_step_expired_leases_are_trusted_again_when_a_lease_has_passed(hours: int) -> None:
    clock = HandClock()
    watch = LeaseWatch(clock, LEASE)
    assert watch.trusts_expiry()
    clock.step(hours=hours)
    assert not watch.trusts_expiry()
    clock.advance(seconds=29)
    assert not watch.trusts_expiry()
    clock.advance(seconds=1)
    assert watch.trusts_expiry()


def test_a_step_that_was_seen_when_leases_were_compared_is_still_told() -> None:
    clock = HandClock()
    watch = LeaseWatch(clock, LEASE)
    clock.step(hours=1)
    assert not watch.trusts_expiry()
    clock.step(minutes=1)
    assert watch.step() == timedelta(minutes=61)
    assert watch.step() == timedelta()


def test_a_machine_that_was_suspended_trusts_expired_leases() -> None:
    clock = HandClock()
    watch = LeaseWatch(clock, LEASE)
    clock.advance(hours=8)
    assert (watch.trusts_expiry(), watch.step()) == (True, timedelta())
