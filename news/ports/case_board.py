"""The interface of the board of cases: who posts cards next, and what the counting card shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Board:
    """What was posted: `cards` since `minute`, and the notice `counter` that has shown a number since `shown_at`."""

    minute: datetime
    cards: int = 0
    counter: int | None = None
    shown: int = 0
    shown_at: datetime | None = None


class CaseBoard(Protocol):
    """The board of cases. Any number of processes may post; one at a time has the turn."""

    async def get(self) -> Board:
        """Return the board."""

    async def take(self, now: datetime, due_at: datetime) -> Board | None:
        """Take the turn that is due, and set the next one to `due_at`; None if another process has taken it."""

    async def put(self, board: Board) -> None:
        """Store what the turn has posted."""
