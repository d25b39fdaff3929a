"""The human checks of people who register."""

from datetime import datetime
from typing import Any

from news.human_checks import CheckState
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class HumanChecks:
    """Implements `news.ports.human_checks.HumanChecks`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["human_checks"]

    async def get(self, reader_id: int) -> CheckState | None:
        """Return the person's state, or None."""
        return _state(await self._queries.get(self._connection, reader_id=clamp(reader_id)))

    async def lock(self, reader_id: int) -> CheckState | None:
        """Return the person's state, which nobody changes until this transaction ends."""
        return _state(await self._queries.lock(self._connection, reader_id=clamp(reader_id)))

    async def put(self, reader_id: int, state: CheckState) -> None:
        """Store the person's state in place of the one before."""
        await self._queries.put(
            self._connection,
            reader_id=reader_id,
            code=state.code,
            answer=state.answer,
            at=to_micros(state.at),
            tries=state.tries,
            paused_until=to_micros(state.paused_until),
            passed_at=to_micros(state.passed_at),
        )

    async def forget(self, reader_id: int) -> None:
        """Delete the person's state."""
        await self._queries.forget(self._connection, reader_id=reader_id)

    async def forget_before(self, at: datetime) -> None:
        """Delete every state that was stored before then."""
        await self._queries.forget_before(self._connection, at=to_micros(at))


def _state(row: Any) -> CheckState | None:
    if row is None:
        return None
    return CheckState(
        code=row["code"],
        answer=row["answer"],
        at=from_micros(row["at"]),
        tries=row["tries"],
        paused_until=from_micros(row["paused_until"]),
        passed_at=from_micros(row["passed_at"]),
    )
