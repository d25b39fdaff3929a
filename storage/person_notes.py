"""Notes on people, for the staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.verdicts import PersonNote
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class PersonNotes:
    """Implements `news.ports.verdicts.PersonNotes`. Texts must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["person_notes"]

    async def add(self, person: int, by: int, at: datetime, text: str) -> None:
        """Store a note."""
        await self._queries.add(self._connection, person=person, by=by, at=to_micros(at), text=text)

    async def newest(self, person: int, limit: int) -> Sequence[PersonNote]:
        """Return the newest notes on a person, newest first."""
        rows = self._queries.newest(self._connection, person=clamp(person), limit=limit)
        return [PersonNote(row["text"], from_micros(row["at"]), row["by_name"]) async for row in rows]
