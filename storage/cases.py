"""Cases: what the moderators have to judge."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import Cause
from news.ports.cases import Case, CaseKind, NewCase, Verdict
from storage.numbers import MAX_INT64, clamp
from storage.times import from_micros, to_micros


class Cases:
    """Implements `news.ports.cases.Cases`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["cases"]

    async def open(self, case: NewCase) -> int:
        """Open a case and return its id; an open one of the same kind gets the new version and causes."""
        values: dict[str, Any] = {
            "version": case.version,
            "article": case.article,
            "causes": json.dumps([cause.value for cause in case.causes]),
            "at": to_micros(case.opened_at),
        }
        if case.kind is CaseKind.REPORT and case.comment is None:
            opened: int = await self._queries.open_article(self._connection, **values)
            return opened
        case_id: int = await self._queries.open(
            self._connection, kind=case.kind.value, comment=case.comment, author_id=case.author_id, **values
        )
        return case_id

    async def lock_open(self, case_id: int) -> bool:
        """Keep an open case as it is until the unit ends; False if it is closed."""
        return await self._queries.lock_open(self._connection, id=clamp(case_id)) is not None

    async def of_article(self, number: int) -> Case | None:
        """Return the open case of reports on an article, or None."""
        row = await self._queries.of_article(self._connection, article=clamp(number))
        return None if row is None else _case(row)

    async def note_change(self, case_id: int) -> None:
        """Store that the card of a case shows an earlier state of it."""
        await self._queries.note_change(self._connection, id=case_id)

    async def note_edit(self, comment_id: int) -> None:
        """Store that the cards of the open cases about a comment show an earlier version of it."""
        await self._queries.note_edit(self._connection, comment=comment_id)

    async def get(self, case_id: int) -> Case | None:
        """Return the case, or None."""
        row = await self._queries.get(self._connection, id=clamp(case_id))
        return None if row is None else _case(row)

    async def opened(
        self, after: int, limit: int, *, kind: CaseKind | None = None, cause: Cause | None = None
    ) -> Sequence[Case]:
        """Return up to `limit` open cases with larger ids than `after`, oldest first: all, or of a kind or cause."""
        rows = self._queries.opened(
            self._connection,
            after=clamp(after),
            limit=limit,
            kind=None if kind is None else kind.value,
            cause=None if cause is None else f"%{json.dumps(cause.value)}%",
        )
        return [_case(row) async for row in rows]

    async def of_comment(self, comment_id: int) -> Sequence[Case]:
        """Return the open cases about a comment, one of a kind at most."""
        return [_case(row) async for row in self._queries.of_comment(self._connection, comment=clamp(comment_id))]

    async def of_author(self, author_id: int, limit: int | None = None) -> Sequence[Case]:
        """Return the open cases about comments of a person, the oldest first."""
        most = MAX_INT64 if limit is None else limit
        rows = self._queries.of_author(self._connection, author_id=clamp(author_id), limit=most)
        return [_case(row) async for row in rows]

    async def closed_by(self, verdict_id: int, comment_id: int, kind: CaseKind) -> Case | None:
        """Return the case of a comment that a stored verdict closed, or None."""
        row = await self._queries.closed_by(
            self._connection, verdict_id=verdict_id, comment=comment_id, kind=kind.value
        )
        return None if row is None else _case(row)

    async def count_groups(self) -> Sequence[tuple[CaseKind, tuple[Cause, ...], int]]:
        """Return how many open cases there are of each kind and set of causes."""
        rows = self._queries.count_groups(self._connection)
        return [(CaseKind(row["kind"]), _causes(row["causes"]), row["amount"]) async for row in rows]

    async def without_card(self, since: datetime, limit: int) -> Sequence[Case]:
        """Return up to `limit` open cases without a card that were opened since then, the oldest first."""
        rows = self._queries.without_card(self._connection, since=to_micros(since), limit=limit)
        return [_case(row) async for row in rows]

    async def with_due_card(self, limit: int) -> Sequence[Case]:
        """Return up to `limit` cases whose card shows an earlier state of the case."""
        return [_case(row) async for row in self._queries.with_due_card(self._connection, limit=limit)]

    async def put_card(self, case_id: int, edition: int) -> None:
        """Store which notice shows a case."""
        await self._queries.put_card(self._connection, id=case_id, edition_id=edition)

    async def card_shown(self, case_id: int) -> None:
        """Store that the card shows the present state of the case."""
        await self._queries.card_shown(self._connection, id=case_id)

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
        causes=_causes(row["causes"]),
        opened_at=from_micros(row["opened_at"]),
        comment=row["comment"],
        version=row["version"],
        author_id=row["author_id"],
        verdict=None if row["verdict"] is None else Verdict(row["verdict"]),
        judged_by=row["judged_by"],
        judged_at=from_micros(row["judged_at"]),
        reason=row["reason"],
        card=row["edition_id"],
        verdict_id=row["verdict_id"],
    )


def _causes(text: str) -> tuple[Cause, ...]:
    return tuple(map(Cause, json.loads(text)))
