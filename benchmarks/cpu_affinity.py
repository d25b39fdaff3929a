"""CPU affinity: the measured programs run on the first core, the sink on the last.

A thread that wakes a thread on another core sometimes waits until that core wakes up: the same read then takes 90 or
200 µs for seconds on end. On one core the values repeat. The bot loses nothing: Python runs one thread at a time.
"""

import os

_CORES = sorted(os.sched_getaffinity(0))
MEASURED_CORE, SINK_CORE = _CORES[0], _CORES[-1]


def pin_to_core(core: int) -> None:
    """Run this thread, and the threads it starts, on one core only."""
    os.sched_setaffinity(0, {core})
