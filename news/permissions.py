"""The roles table as every process sees it: read again at most every half second, so that a change is soon known."""

from news.ports import Clock, Unit
from news.roles import DEFAULT_PERMISSIONS, Permissions

FRESH_SECONDS = 0.5


class CurrentPermissions:
    """The stored roles table, kept for `FRESH_SECONDS`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._permissions = DEFAULT_PERMISSIONS
        self._read_at: float | None = None

    async def read(self, unit: Unit) -> Permissions:
        """Return the table, which is at most half a second old."""
        now = self._clock.monotonic()
        if self._read_at is None or now - self._read_at >= FRESH_SECONDS:
            self._permissions = await unit.permissions.read()
            self._read_at = now
        return self._permissions

    def forget(self) -> None:
        """Read the table anew the next time: this process has just changed it."""
        self._read_at = None
