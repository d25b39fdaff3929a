"""Unpublished articles: the lists of the editors' desk, review, schedules, and who is in which draft."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from news.model import CommentsFor, Headline, LastChange, Status
from news.ports.drafts import DraftList, Plan
from storage.headlines import headline_of
from storage.numbers import MAX_INT64, clamp
from storage.times import from_micros, to_micros

# The query of each list; that of its count begins with `count_`.
_QUERIES = {
    DraftList.OWN: "own",
    DraftList.IN_REVIEW: "in_review",
    DraftList.SCHEDULED: "scheduled",
    DraftList.ALL: "all_unpublished",
}


class Drafts:
    """Implements `news.ports.drafts.Drafts`."""

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        self._connection = connection
        self._queries = queries["drafts"]

    async def page(self, which: DraftList, reader_id: int, before: int, limit: int) -> Sequence[Headline]:
        """Return up to `limit` articles of a list, those after the article `before`; 0 begins with the first."""
        start = before if which is DraftList.SCHEDULED else before or MAX_INT64
        whose = {"reader_id": reader_id} if which is DraftList.OWN else {}
        rows = getattr(self._queries, _QUERIES[which])(self._connection, before=clamp(start), limit=limit, **whose)
        return [_headline_of(row) async for row in rows]

    async def count(self, which: DraftList, reader_id: int, most: int) -> int:
        """Return how many articles the list has, at most `most`."""
        whose = {"reader_id": reader_id} if which is DraftList.OWN else {}
        count: int = await getattr(self._queries, f"count_{_QUERIES[which]}")(self._connection, most=most, **whose)
        return count

    async def plan(self, number: int) -> Plan:
        """Return what is intended with an article."""
        row = await self._queries.plan(self._connection, number=clamp(number))
        if row is None:
            return Plan()
        return Plan(row["submitted_by"], from_micros(row["publish_at"]), row["scheduled_by"], bool(row["undoable"]))

    async def submit(self, number: int, by: int, at: datetime, *, version: int | None = None) -> bool:
        """Send a draft, of this `version`, for review; False if there is none."""
        change = {"number": clamp(number), "by": by, "at": to_micros(at), "version": version}
        return await self._queries.submit(self._connection, **change) is not None

    async def give_back(self, number: int) -> bool:
        """Make an article in review a draft again; False if there is none."""
        return await self._queries.give_back(self._connection, number=clamp(number)) is not None

    async def schedule(
        self, number: int, publish_at: datetime, by: int | None, *, undoable: bool = False, version: int | None = None
    ) -> bool:
        """Give an unpublished article, of this `version`, the time at which it appears; False if there is none."""
        scheduled = await self._queries.schedule(
            self._connection,
            number=clamp(number),
            publish_at=to_micros(publish_at),
            by=by,
            undoable=int(undoable),
            version=version,
        )
        return scheduled is not None

    async def unschedule(self, number: int, *, wholly: bool = False) -> bool:
        """Take the time from a scheduled article, `wholly`: also the time before its seconds of undo; False if none."""
        if wholly:
            await self._queries.forget_earlier_time(self._connection, number=clamp(number))
        return await self._queries.unschedule(self._connection, number=clamp(number)) is not None

    async def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Return up to `limit` scheduled articles whose time has come, in the order of their times."""
        rows = self._queries.due(self._connection, now=to_micros(now), limit=limit)
        return [row["number"] async for row in rows]

    async def next_due(self) -> datetime | None:
        """Return the time at which the next scheduled article appears, or None."""
        at: int | None = await self._queries.next_due(self._connection)
        return from_micros(at)

    async def set_silent(self, number: int, silent: bool) -> None:
        """Push an unpublished article without a sound, or with one."""
        await self._queries.set_silent(self._connection, number=clamp(number), silent=int(silent))

    async def set_comments_for(self, number: int, comments_for: CommentsFor | None) -> None:
        """Say who may comment on an article; None leaves it to the newspaper."""
        await self._queries.set_comments_for(self._connection, number=clamp(number), comments_for=comments_for)

    async def visit(self, number: int, reader_id: int, at: datetime, expired: datetime) -> bool:
        """Store that a person is in a draft, and forget visits before `expired`; True if that person was not there."""
        await self._queries.forget_visits(self._connection, expired=to_micros(expired))
        visit = {"number": clamp(number), "reader_id": reader_id}
        before = await self._queries.visited(self._connection, **visit)
        await self._queries.visit(self._connection, at=to_micros(at), **visit)
        return before is None

    async def visitors(self, number: int, but: int, since: datetime) -> Sequence[LastChange]:
        """Return who else was in a draft since then, and when last; the newest first."""
        rows = self._queries.visitors(self._connection, number=clamp(number), but=but, since=to_micros(since))
        found = [LastChange(row["reader_id"], row["name"], from_micros(row["at"])) async for row in rows]
        return sorted(found, key=lambda one: (one.at, one.editor_id or 0), reverse=True)

    async def take_breaking(self, day: str, most: int) -> bool:
        """Count one more breaking article of a local day (ISO date); False if the day has `most` already."""
        return await self._queries.take_breaking(self._connection, day=day, most=most) is not None


def _headline_of(row: Any) -> Headline:
    in_review = Status(row["status"]) is Status.IN_REVIEW
    return replace(headline_of(row), publish_at=from_micros(row["publish_at"]), in_review=in_review)
