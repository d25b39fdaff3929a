"""Requests to be registered."""

from datetime import datetime
from typing import Any

from news.ports.requests import NewRequest, Request, RequestVerdict
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class Requests:
    """Implements `news.ports.requests.Requests`. Names must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["requests"]

    async def add(self, request: NewRequest) -> int | None:
        """Store a request and return its id; None if the person has one that waits."""
        added: int | None = await self._queries.add(
            self._connection,
            reader_id=request.reader_id,
            name=request.name,
            name_key=request.name_key,
            language=request.language,
            article=request.article,
            at=to_micros(request.at),
        )
        return added

    async def get(self, request_id: int) -> Request | None:
        """Return the request, or None."""
        return _request(await self._queries.get(self._connection, id=clamp(request_id)))

    async def last_of(self, reader_id: int) -> Request | None:
        """Return the person's last request, or None."""
        return _request(await self._queries.last_of(self._connection, reader_id=clamp(reader_id)))

    async def judge(self, request_id: int, verdict: RequestVerdict, by: int, at: datetime) -> bool:
        """Decide about a request that waits; False if it does not wait."""
        judged = await self._queries.judge(
            self._connection, id=clamp(request_id), verdict=verdict.value, by=by, at=to_micros(at)
        )
        return judged is not None

    async def withdraw(self, reader_id: int) -> None:
        """Delete the person's requests."""
        await self._queries.withdraw(self._connection, reader_id=reader_id)

    async def count_told(self, limit: int) -> int:
        """Return how many wait of which the moderators have been told, `limit` at most."""
        return int(await self._queries.count_told(self._connection, limit=limit))

    async def tell_next(self) -> Request | None:
        """Mark the oldest of which the moderators have not been told as told, and return it."""
        return _request(await self._queries.tell_next(self._connection))

    async def forget_before(self, at: datetime) -> None:
        """Delete every request that was decided before then."""
        await self._queries.forget_before(self._connection, at=to_micros(at))


def _request(row: Any) -> Request | None:
    if row is None:
        return None
    return Request(
        reader_id=row["reader_id"],
        name=row["name"],
        name_key=row["name_key"],
        language=row["language"],
        article=row["article"],
        at=from_micros(row["at"]),
        id=row["id"],
        verdict=None if row["verdict"] is None else RequestVerdict(row["verdict"]),
        judged_by=row["judged_by"],
        judged_at=from_micros(row["judged_at"]),
    )
