"""The port of the database's identity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Identity:
    """Where a database is: the fingerprint of its file or tables, and the number of its last beat.

    A running newspaper on SQLite counts beats, in the database and in a file beside it; `beat` is None if that file is
    missing. On PostgreSQL it is 0.
    """

    fingerprint: str
    beat: int | None = 0


class Identities(Protocol):
    """The database's memory of where it was last served from, and what a copy of it must not do unasked."""

    async def stored(self) -> Identity:
        """Return the identity that the database last had; its fingerprint is empty before it was first served."""

    async def replace(self, old: str, new: str) -> bool:
        """Store the fingerprint from which the database is served now; False if it is not the old one any more."""

    async def beat(self) -> int:
        """Count one more beat and return its number."""

    async def hold_unfinished(self, at: datetime) -> Sequence[int]:
        """Pause every unfinished push of headlines, and end every unfinished notice; return the ids of the paused.

        Deliveries in flight become pending: nobody waits for their answers any more. Corrections go on: to edit a copy
        again changes nothing. What persons have put aside for an evening is forgotten.
        """
