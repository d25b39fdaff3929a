"""The interface of the live messages: what shows a person the pushes while they move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """A message that shows the pushes to a person since a time; `asking` is the edition that it asks about instead."""

    reader_id: int
    chat_id: int
    message_id: int
    language: str
    since: datetime
    asking: int | None = None


class LiveMessages(Protocol):
    """The live messages, one a person. Any number of processes may edit them: who claims an edit makes it."""

    async def show(self, message: LiveMessage, due_at: datetime) -> None:
        """Make a message the person's only live one, to be edited at `due_at`."""

    async def ask(self, reader_id: int, message_id: int, edition_id: int) -> None:
        """Store that the person's message asks about an edition. Nothing changes if it is not the live one."""

    async def due(self, now: datetime) -> Sequence[int]:
        """Return the people whose message is to be edited by now; not those whose message asks something."""

    async def claim(self, reader_id: int, now: datetime, due_at: datetime) -> LiveMessage | None:
        """Take the edit that is due, and set the next one to `due_at`; None if another process has taken it."""

    async def get(self, reader_id: int) -> LiveMessage | None:
        """Return the person's live message, or None."""

    async def forget(self, reader_id: int, message_id: int) -> None:
        """Delete the message, unless it asks something or the person has another one meanwhile."""
