"""The interface of the live messages: what shows a person the pushes, or how an article fares, while that moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Protocol


class LiveKind(StrEnum):
    """What a live message shows: the pushes, or the report of one article."""

    QUEUE = "queue"
    REPORT = "report"


class LiveKey(NamedTuple):
    """A live message: a person has one of the pushes, and one of each reported article (`number`)."""

    reader_id: int
    kind: LiveKind = LiveKind.QUEUE
    number: int = 0


@dataclass(frozen=True, slots=True)
class LiveMessage:
    """A message that a person follows since a time; `asking` is the edition that it asks about instead."""

    reader_id: int
    chat_id: int
    message_id: int
    language: str
    since: datetime
    asking: int | None = None
    kind: LiveKind = LiveKind.QUEUE
    number: int = 0

    @property
    def key(self) -> LiveKey:
        """What the message shows to whom."""
        return LiveKey(self.reader_id, self.kind, self.number)


class LiveMessages(Protocol):
    """The live messages, one for each key. Any number of processes may edit them: who claims an edit makes it."""

    async def show(self, message: LiveMessage, due_at: datetime) -> None:
        """Make a message the person's only live one for its key, to be edited at `due_at`."""

    async def ask(self, reader_id: int, message_id: int, edition_id: int) -> None:
        """Store that the person's message of the pushes asks about an edition. Only the live one does."""

    async def due(self, now: datetime) -> Sequence[LiveKey]:
        """Return the messages that are to be edited by now; not those that ask something."""

    async def claim(self, key: LiveKey, now: datetime, due_at: datetime) -> LiveMessage | None:
        """Take the edit that is due, and set the next one to `due_at`; None if another process has taken it."""

    async def get(self, key: LiveKey) -> LiveMessage | None:
        """Return the person's live message, or None."""

    async def put_off(self, key: LiveKey, message_id: int, due_at: datetime) -> None:
        """Let the message be edited at another time, unless the person has another one meanwhile."""

    async def forget(self, key: LiveKey, message_id: int) -> None:
        """Delete the message, unless it asks something or the person has another one meanwhile."""
