"""The reasons that the newsroom uses often."""

from collections.abc import Sequence
from typing import Any

from news.ports.verdicts import Macro
from storage.numbers import clamp


class Macros:
    """Implements `news.ports.verdicts.Macros`. Texts must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["macros"]

    async def all(self) -> Sequence[Macro]:
        """Return every macro, by ascending id."""
        return [Macro(row["id"], row["text"]) async for row in self._queries.all(self._connection)]

    async def add(self, text: str) -> None:
        """Store a macro."""
        await self._queries.add(self._connection, text=text)

    async def drop(self, macro_id: int) -> bool:
        """Delete a macro; False if there is none."""
        return await self._queries.drop(self._connection, id=clamp(macro_id)) is not None
