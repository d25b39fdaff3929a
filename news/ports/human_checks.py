"""The interface of the human checks of people who register."""

from datetime import datetime
from typing import Protocol

from news.human_checks import CheckState


class HumanChecks(Protocol):
    """How far each person has come with the human check, by Telegram id."""

    async def get(self, reader_id: int) -> CheckState | None:
        """Return the person's state, or None."""

    async def lock(self, reader_id: int) -> CheckState | None:
        """Return the person's state, and keep it as it is until the unit ends; None if there is none."""

    async def put(self, reader_id: int, state: CheckState) -> None:
        """Store the person's state in place of the one before."""

    async def forget(self, reader_id: int) -> None:
        """Delete the person's state."""

    async def forget_before(self, at: datetime) -> None:
        """Delete every state that was stored before then."""
