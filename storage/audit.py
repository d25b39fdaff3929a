"""The audit: who did what, when, to which article or person."""

from collections.abc import Sequence
from typing import Any

from news.ports.audit import Area, AuditAct, AuditFilter, AuditRow, NewAuditRow
from storage.numbers import MAX_INT64, clamp
from storage.times import from_micros, to_micros


class Audit:
    """Implements `news.ports.audit.Audit`. Notes must be clean (`news.words.clean`)."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["audit"]

    async def add(self, row: NewAuditRow) -> None:
        """Store a row."""
        await self._queries.add(
            self._connection,
            at=to_micros(row.at),
            by_id=row.by,
            act=row.act,
            area=row.area,
            article=row.article,
            person=row.person,
            number=row.number,
            note=row.note,
        )

    async def rows(self, chosen: AuditFilter, before: int | None, limit: int) -> Sequence[AuditRow]:
        """Return up to `limit` chosen rows with ids below `before`, newest first."""
        span = {"before": MAX_INT64 if before is None else clamp(before), "limit": limit}
        if chosen.article is not None:
            rows = self._queries.of_article(self._connection, article=clamp(chosen.article), **span)
        elif chosen.person is not None:
            return await self._rows_of_person(clamp(chosen.person), span)
        elif chosen.area is not None:
            rows = self._queries.in_area(self._connection, area=chosen.area, **span)
        else:
            rows = self._queries.newest(self._connection, **span)
        return [_row(row) async for row in rows]

    async def _rows_of_person(self, person: int, span: dict[str, int]) -> Sequence[AuditRow]:
        """Return what a person did and what was done to them: a row that is both counts once."""
        found = dict[int, AuditRow]()
        for query in (self._queries.done_by, self._queries.done_to):
            found |= {row["id"]: _row(row) async for row in query(self._connection, person=person, **span)}
        return [found[id] for id in sorted(found, reverse=True)[: span["limit"]]]

    async def doers(self) -> Sequence[tuple[int, str]]:
        """Return the id and name of everybody who has done something, by ascending id."""
        return [(row["id"], row["name"]) async for row in self._queries.doers(self._connection)]


def _row(row: Any) -> AuditRow:
    deed = NewAuditRow(
        from_micros(row["at"]),
        row["by_id"],
        AuditAct(row["act"]),
        Area(row["area"]),
        row["article"],
        row["person"],
        row["number"],
        row["note"],
    )
    return AuditRow(row["id"], deed, row["by_name"] or "", row["person_name"] or "", row["title"] or "")
