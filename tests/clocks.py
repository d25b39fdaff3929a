"""Clocks for tests. In each, wall time and monotonic time can be moved apart, as on a machine whose clock is set."""

import time
from datetime import UTC, datetime, timedelta

START = datetime(2024, 3, 5, 11, 5, tzinfo=UTC)


class HandClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment
        self.seconds = 1000.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.seconds

    def advance(self, **span: float) -> datetime:
        """Let time pass: both clocks move. `span` has the arguments of timedelta; return the new wall time."""
        self.moment += timedelta(**span)
        self.seconds += timedelta(**span).total_seconds()
        return self.moment

    passes = advance

    def step(self, **span: float) -> datetime:
        """Set the wall clock, forward or back, while no time passes; return the new wall time."""
        self.moment += timedelta(**span)
        return self.moment


class RunningClock(HandClock):
    """A clock that runs from a fixed start, and can also be moved."""

    def __init__(self, moment: datetime = START) -> None:
        super().__init__(moment)
        self._started = time.monotonic()

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=time.monotonic() - self._started)

    def monotonic(self) -> float:
        return self.seconds + time.monotonic() - self._started
