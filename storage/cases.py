"""Cases: what the moderators have to judge."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import Cause
from news.ports.cases import Case, CaseKind, NewCase, Verdict
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class Cases:
    """Implements `news.ports.cases.Cases`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["cases"]

    async def open(self, case: NewCase) -> int:
        """Open a case and return its id; an open one of the same comment and kind gets the new version and causes."""
        case_id: int = await self._queries.open(
            self._connection,
            kind=case.kind.value,
            comment=case.comment,
            version=case.version,
            article=case.article,
            author_id=case.author_id,
            causes=json.dumps([cause.value for cause in case.causes]),
            at=to_micros(case.opened_at),
        )
        return case_id

    async def get(self, case_id: int) -> Case | None:
        """Return the case, or None."""
        row = await self._queries.get(self._connection, id=clamp(case_id))
        return None if row is None else _case(row)

    async def opened(self, after: int, limit: int) -> Sequence[Case]:
        """Return up to `limit` open cases with larger ids than `after`, the oldest first."""
        return [_case(row) async for row in self._queries.opened(self._connection, after=clamp(after), limit=limit)]

    async def of_comment(self, comment_id: int) -> Sequence[Case]:
        """Return the open cases about a comment, one of a kind at most."""
        return [_case(row) async for row in self._queries.of_comment(self._connection, comment=clamp(comment_id))]

    async def count_open(self, limit: int) -> int:
        """Return how many cases are open, `limit` at most."""
        count: int = await self._queries.count_open(self._connection, limit=limit)
        return count

    async def close(self, case_id: int, verdict: Verdict, by: int | None, at: datetime, reason: str = "") -> bool:
        """Close a case; False if it is closed already."""
        closed = await self._queries.close(
            self._connection, id=clamp(case_id), verdict=verdict.value, by=by, at=to_micros(at), reason=reason
        )
        return closed is not None

    async def reopen(self, case_id: int) -> bool:
        """Open a closed case again; False if it is open."""
        return await self._queries.reopen(self._connection, id=clamp(case_id)) is not None


def _case(row: Any) -> Case:
    return Case(
        id=row["id"],
        kind=CaseKind(row["kind"]),
        article=row["article"],
        causes=tuple(map(Cause, json.loads(row["causes"]))),
        opened_at=from_micros(row["opened_at"]),
        comment=row["comment"],
        version=row["version"],
        author_id=row["author_id"],
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
        judged_by=row["judged_by"],
        judged_at=from_micros(row["judged_at"]),
        reason=row["reason"],
    )
