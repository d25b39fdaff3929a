"""Complaints: readers' reports of comments and articles."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from news.ports.complaints import Finding, Grounds, NewComplaint, Subject
from storage.numbers import clamp
from storage.times import from_micros, to_micros


class Complaints:
    """Implements `news.ports.complaints.Complaints`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["complaints"]

    async def add(self, complaint: NewComplaint) -> bool:
        """Store a complaint; False if the person has complained of this version already."""
        at = to_micros(complaint.at)
        added = await self._queries.add(
            self._connection,
            reporter_id=complaint.reporter,
            **_fields(complaint.subject),
            grounds=complaint.grounds.value,
            weight=complaint.weight,
            at=at,
            case_id=complaint.case,
            judged_at=at if complaint.case is None else None,
        )
        return added is not None

    async def has(self, reporter: int, subject: Subject) -> bool:
        """Whether the person has complained of this version."""
        return await self._queries.has(self._connection, reporter_id=reporter, **_fields(subject)) is not None

    async def since(self, reporter: int, at: datetime) -> Sequence[datetime]:
        """Return when the person has complained after `at`, oldest first."""
        rows = self._queries.since(self._connection, reporter_id=reporter, at=to_micros(at))
        return [from_micros(row["at"]) async for row in rows]

    async def findings(self, reporter: int, since: datetime) -> Counter[Finding]:
        """Return what became of the person's complaints since then."""
        rows = self._queries.findings(self._connection, reporter_id=reporter, since=to_micros(since))
        return Counter([Finding(row["finding"]) async for row in rows])

    async def is_cleared(self, subject: Subject) -> bool:
        """Whether a moderator has found nothing wrong with this version."""
        return await self._queries.is_cleared(self._connection, **_fields(subject)) is not None

    async def weigh(self, case_id: int) -> int:
        """Return the weight of a case: of each reporter the heaviest complaint."""
        heaviest: dict[int, int] = {}
        async for row in self._queries.of_case(self._connection, case_id=case_id):
            reporter = row["reporter_id"] or -row["id"]  # of those who were forgotten, each counts
            heaviest[reporter] = max(row["weight"], heaviest.get(reporter, 0))
        return sum(heaviest.values())

    async def count(self, case_id: int) -> int:
        """Return how many complaints a case has."""
        count: int = await self._queries.count(self._connection, case_id=case_id)
        return count

    async def grounds(self, case_id: int) -> Counter[Grounds]:
        """Return how many complaints of a case have each of the grounds."""
        rows = self._queries.of_case(self._connection, case_id=case_id)
        return Counter([Grounds(row["grounds"]) async for row in rows])

    async def settle(
        self, case_id: int, finding: Finding, at: datetime, *, version: int | None = None
    ) -> Sequence[int]:
        """Store what became of the open complaints of a case; return whose they were, ascending, each once."""
        rows = self._queries.settle(
            self._connection, case_id=case_id, finding=finding.value, at=to_micros(at), version=version
        )
        return sorted({row["reporter_id"] async for row in rows} - {None})

    async def tell(self, case_id: int, finding: Finding, edition: int) -> None:
        """Store which notice tells the reporters of a case what was found."""
        await self._queries.tell(self._connection, case_id=case_id, finding=finding.value, edition_id=edition)

    async def reopen(self, case_id: int) -> Sequence[int]:
        """Let the complaints of a case wait again; return the notices that told what was found, ascending."""
        rows = self._queries.reopen(self._connection, case_id=case_id)
        return sorted({row["edition_id"] async for row in rows} - {None})

    async def overturn(self, verdict_id: int) -> None:
        """Store that complaints were unfounded which a verdict, reversed now, had found justified."""
        await self._queries.overturn(self._connection, verdict_id=verdict_id)


def _fields(subject: Subject) -> dict[str, int]:
    return {
        "comment": clamp(subject.comment),
        "article": clamp(subject.article),
        "version": clamp(subject.version),
    }
