"""The board of cases: when cards are posted next, and which notice counts what is open."""

from datetime import datetime, timedelta
from typing import Any

from news.ports.case_board import Board
from storage.times import from_micros, to_micros

# No turn is put off for longer.
MAX_PAUSE = timedelta(minutes=1)


class CaseBoard:
    """Implements `news.ports.case_board.CaseBoard`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["case_board"]

    async def get(self) -> Board:
        """Return the board."""
        return _board(await self._queries.get(self._connection))

    async def take(self, now: datetime, due_at: datetime) -> Board | None:
        """Take the turn that is due, and set the next one; None if another process has taken it."""
        row = await self._queries.take(
            self._connection, now=to_micros(now), latest=to_micros(now + MAX_PAUSE), due_at=to_micros(due_at)
        )
        return None if row is None else _board(row)

    async def put(self, board: Board) -> None:
        """Store what the turn has posted."""
        await self._queries.put(
            self._connection,
            minute=to_micros(board.minute),
            cards=board.cards,
            edition_id=board.counter,
            shown=board.shown,
            shown_at=to_micros(board.shown_at),
        )


def _board(row: Any) -> Board:
    return Board(
        from_micros(row["minute"]), row["cards"], row["edition_id"], row["shown"], from_micros(row["shown_at"])
    )
