"""The system's clock."""

import time
from datetime import UTC, datetime

import pytest
import time_machine

from bot.clock import SystemClock


def test_monotonic_time_does_not_follow_a_wall_clock_that_is_set() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    with time_machine.travel(datetime(2058, 1, 1, tzinfo=UTC)):
        assert clock.now().year == 2058
        assert 0 <= clock.monotonic() - before < 60


@pytest.mark.skipif(not hasattr(time, "CLOCK_BOOTTIME"), reason="Linux only")
def test_monotonic_time_includes_the_time_for_which_the_machine_was_suspended() -> None:
    before = time.clock_gettime(time.CLOCK_BOOTTIME)
    assert before <= SystemClock().monotonic() <= time.clock_gettime(time.CLOCK_BOOTTIME)
