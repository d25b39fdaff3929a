"""The clock: the only module that reads the system time."""

import time
from datetime import UTC, datetime

# Linux's CLOCK_MONOTONIC stands still while the machine is suspended. Elsewhere there is no better one.
_CLOCK_ID: int | None = getattr(time, "CLOCK_BOOTTIME", None)


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - this is the clock

    def monotonic(self) -> float:
        """Return seconds that never run backwards; on Linux they include suspended time."""
        return time.monotonic() if _CLOCK_ID is None else time.clock_gettime(_CLOCK_ID)
