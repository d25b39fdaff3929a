"""Which core does what: everything measured runs on the first, what stands in for the world outside on the last.

A thread that wakes another on a second core waits for that core to wake up, or not, as the scheduler pleases: the same
read then takes 90 or 200 µs for seconds on end. On one core the figures repeat. It costs the newspaper nothing else,
Python runs one thread at a time.
"""

import os

_CORES = sorted(os.sched_getaffinity(0))
OURS, OUTSIDE = _CORES[0], _CORES[-1]


def stay_on(core: int) -> None:
    """Keep this thread, and those it will start, on one core."""
    os.sched_setaffinity(0, {core})
