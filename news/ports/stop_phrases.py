"""The interface of the stop phrases: words and phrases that hold a comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StopPhrase:
    """A stored stop phrase; `added_by` is a Telegram id."""

    id: int
    text: str
    added_by: int
    added_at: datetime


class StopPhraseTable(Protocol):
    """The stop phrases. No two of them have the same key (`news.stop_phrases.key_of`)."""

    async def every(self) -> Sequence[StopPhrase]:
        """Return all phrases, in the order in which they were added."""

    async def get(self, phrase_id: int) -> StopPhrase | None:
        """Return the phrase, or None."""

    async def add(self, text: str, key: str, by: int, at: datetime) -> int | None:
        """Add a phrase and return its id; None if there is one with its key."""

    async def remove(self, phrase_id: int) -> str | None:
        """Remove a phrase and return its text; None if it is removed already."""
