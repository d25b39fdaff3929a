"""A clock that the demo sets forward, so that a visitor need not wait for a night: its wall time alone moves."""

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from news.choice.timetables import moment
from news.ports import Clock


class MovableClock:
    """The machine's clock, with a wall time that is ahead of it.

    The program takes a move for a wall clock that was set, which it survives: see docs/decisions/0024.
    """

    def __init__(self, machine: Clock) -> None:
        self._machine = machine
        self._ahead = timedelta()
        # The machine's monotonic seconds: no time passes when the wall time moves.
        self.monotonic = machine.monotonic

    def now(self) -> datetime:
        """Return the wall time, aware, in UTC."""
        return self._machine.now() + self._ahead

    def move_to(self, minute: int, zone: ZoneInfo) -> None:
        """Set the wall time forward to when the clocks of a zone show this minute of the day next.

        It is ahead of the machine's by whole seconds.
        """
        now = self.now()
        today = now.astimezone(zone).date()
        moments = (moment(today + timedelta(days=ahead), minute, zone) for ahead in (0, 1))
        step = next(each for each in moments if each > now) - now
        self._ahead += timedelta(seconds=math.ceil(step.total_seconds()))
