"""Verdicts of moderators, with the comments and cases that each has changed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.model import CommentStatus
from news.ports.verdicts import GivenVerdict, NewVerdict, Ruling, Standing
from news.roles import Role
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class Verdicts:
    """Implements `news.ports.verdicts.Verdicts`. Reasons must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["verdicts"]

    async def add(self, verdict: NewVerdict) -> int:
        """Store a verdict and return its id."""
        before = verdict.before
        verdict_id: int = await self._queries.add(
            self._connection,
            ruling=verdict.ruling.value,
            person=verdict.person,
            by=verdict.by,
            at=to_micros(verdict.at),
            comment=verdict.comment,
            reason=verdict.reason,
            until=to_micros(verdict.until),
            role=before.role.value,
            role_until=to_micros(before.role_until),
            restricted_until=to_micros(before.restricted_until),
        )
        return verdict_id

    async def get(self, verdict_id: int) -> GivenVerdict | None:
        """Return the verdict, or None."""
        row = await self._queries.get(self._connection, id=clamp(verdict_id))
        return None if row is None else _given(row)

    async def tell(self, verdict_id: int, edition: int) -> None:
        """Store which notice tells the author."""
        await self._queries.tell(self._connection, id=verdict_id, edition_id=edition)

    async def undo(self, verdict_id: int, at: datetime) -> bool:
        """Store that a verdict was taken back; False if it was already."""
        return await self._queries.undo(self._connection, id=clamp(verdict_id), at=to_micros(at)) is not None

    async def mark_comment(self, verdict_id: int, comment_id: int, before: CommentStatus) -> None:
        """Store which status a comment had before a verdict changed it."""
        await self._queries.mark_comment(
            self._connection, verdict_id=verdict_id, id=comment_id, status_before=before.value
        )

    async def comments(self, verdict_id: int) -> Sequence[tuple[int, CommentStatus]]:
        """Return the comments that a verdict changed, with the status that each had before, by ascending id."""
        rows = self._queries.comments(self._connection, verdict_id=verdict_id)
        return [(row["id"], CommentStatus(row["status_before"])) async for row in rows]

    async def remove_hidden(self, verdict_id: int, person: int, by: int, at: datetime) -> int:
        """Remove all published and held comments of a person whose comments are hidden; return how many."""
        rows = self._queries.remove_hidden(
            self._connection, verdict_id=verdict_id, person=person, by=by, at=to_micros(at)
        )
        return len([row async for row in rows])

    async def restore_hidden(self, verdict_id: int) -> int:
        """Give hidden comments that a verdict removed the status back that they had; return how many."""
        rows = self._queries.restore_hidden(self._connection, verdict_id=verdict_id)
        return len([row async for row in rows])

    async def mark_case(self, verdict_id: int, case_id: int) -> None:
        """Store which verdict closed a case."""
        await self._queries.mark_case(self._connection, verdict_id=verdict_id, id=case_id)

    async def reopen_cases(self, verdict_id: int) -> Sequence[int]:
        """Open the cases again that a verdict closed; return their ids, ascending."""
        rows = self._queries.reopen_cases(self._connection, verdict_id=verdict_id)
        return sorted([row["id"] async for row in rows])


def _given(row: Any) -> GivenVerdict:
    before = Standing(Role(row["role"]), from_micros(row["role_until"]), from_micros(row["restricted_until"]))
    verdict = NewVerdict(
        Ruling(row["ruling"]),
        row["person"],
        row["by_id"],
        from_micros(row["at"]),
        before,
        row["comment"],
        row["reason"],
        from_micros(row["until"]),
    )
    return GivenVerdict(row["id"], verdict, row["edition_id"], from_micros(row["undone_at"]))
