"""Stop phrases: words and phrases that hold a comment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.stop_phrases import StopPhrase
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class StopPhraseTable:
    """Implements `news.ports.stop_phrases.StopPhraseTable`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["stop_phrases"]

    async def every(self) -> Sequence[StopPhrase]:
        """Return all phrases, in the order in which they were added."""
        return [_phrase_of(row) async for row in self._queries.every(self._connection)]

    async def get(self, phrase_id: int) -> StopPhrase | None:
        """Return the phrase, or None."""
        row = await self._queries.get(self._connection, id=clamp(phrase_id))
        return None if row is None else _phrase_of(row)

    async def add(self, text: str, key: str, by: int, at: datetime) -> int | None:
        """Add a phrase and return its id; None if there is one with its key."""
        number: int | None = await self._queries.add(self._connection, text=text, key=key, by=by, at=to_micros(at))
        return number

    async def remove(self, phrase_id: int) -> str | None:
        """Remove a phrase and return its text; None if it is removed already."""
        text: str | None = await self._queries.remove(self._connection, id=clamp(phrase_id))
        return text


def _phrase_of(row: Any) -> StopPhrase:
    return StopPhrase(row["id"], row["text"], row["added_by"], from_micros(row["added_at"]))
