"""Notices that the wall clock was set: it moved otherwise than the monotonic clock did."""

from datetime import datetime, timedelta

from news.ports import Clock

# Smaller differences are no steps: a clock is slewed by NTP, and the two clocks are not read at the same instant.
TOLERANCE = timedelta(seconds=1)
# A process that was stopped between the two readings would see a step that never was; then they are read again.
_READING_SECONDS = 0.1


class ClockWatch:
    """Compares the two clocks of a `Clock` since the last call, or since it was made."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._wall, self._seconds = self._read()

    def step(self) -> timedelta:
        """Return by how much the wall clock was set since the last call, forward or back; zero below `TOLERANCE`."""
        wall, seconds = self._read()
        step = wall - self._wall - timedelta(seconds=seconds - self._seconds)
        self._wall, self._seconds = wall, seconds
        return step if abs(step) >= TOLERANCE else timedelta()

    def _read(self) -> tuple[datetime, float]:
        while True:
            before = self._clock.monotonic()
            wall = self._clock.now()
            if self._clock.monotonic() - before < _READING_SECONDS:
                return wall, before
