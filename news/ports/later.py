"""The port of what persons have put aside for an evening."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol


class Later(Protocol):
    """Articles put aside, each until the person is told of it: then it is deleted."""

    async def add(self, reader_id: int, article: int, at: datetime, due_at: datetime) -> bool:
        """Put an article aside until `due_at`; False if it is aside already."""

    async def remove(self, reader_id: int, article: int) -> bool:
        """Put an article aside no more; False if it was not."""

    async def count(self, reader_id: int) -> int:
        """Return how many articles a person has put aside, withdrawn ones too."""

    async def move(self, reader_id: int, now: datetime, due_at: datetime) -> None:
        """Let everything that a person has put aside, and that is not due yet, be due at another time."""

    async def has_due(self, now: datetime) -> bool:
        """Whether `take` has something to do."""

    async def take(self, now: datetime, limit: int) -> Mapping[int, Sequence[int]]:
        """Delete what is due of up to `limit` persons, the longest due first.

        Return the articles of each person, the newest number first. Of two processes one gets a person, with everything
        that is due.
        """

    async def correct_due(self, now: datetime, latest: datetime) -> None:
        """Let be due now what is due after `latest`: a clock that was ahead has put it off."""
