"""Notices that the wall clock was set: it moved otherwise than the monotonic clock did. See docs/decisions/0024."""

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


class LeaseWatch:
    """Says whether the leases of other processes that look expired may be taken, for leases that last `lease`.

    After the clock was set forward all leases look expired. Their holders notice it as this process does, and renew
    them; a lease that was not renewed for a whole lease's time is one that nobody holds. Each user of leases asks
    `step` before it renews, to renew at once after a step, and `trusts_expiry` after it has read the time that it
    compares the leases with.
    """

    def __init__(self, clock: Clock, lease: timedelta) -> None:
        self._clock = clock
        self._lease_seconds = lease.total_seconds()
        self._watch = ClockWatch(clock)
        self._step = timedelta()
        self._trusted_from = clock.monotonic()

    def step(self) -> timedelta:
        """Return by how much the wall clock was set since the last call; zero if it was not."""
        self._look()
        step, self._step = self._step, timedelta()
        return step

    def trusts_expiry(self) -> bool:
        """Return whether the clock has not been set for as long as a lease lasts."""
        self._look()
        return self._clock.monotonic() >= self._trusted_from

    def _look(self) -> None:
        if step := self._watch.step():
            self._step += step
            self._trusted_from = self._clock.monotonic() + self._lease_seconds
