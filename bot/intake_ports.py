"""What the intake needs: a source of updates, and a filter that decides which are handled."""

from typing import Any, Protocol

from bot.updates import Json


class AdmissionFilter(Protocol):
    """Decides which updates are stored and handled."""

    def admits(self, update: Json) -> bool:
        """Return whether an update is to be stored; may be called again with the same update."""


class Source(Protocol):
    """A source of updates: `bot.polling` or `bot.webhook`."""

    async def run(self, intake: Any) -> None:
        """Pass updates to `intake.accept` until cancelled; confirm none before that has returned."""
