"""The interface of the unpublished articles: the lists of the desk, review, schedules, and who is in which draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from news.model import CommentsFor, Headline, LastChange


class DraftList(StrEnum):
    """A list of unpublished articles: a person's own, those sent for review, those with a time, or all."""

    OWN = "m"
    IN_REVIEW = "r"
    SCHEDULED = "s"
    ALL = "a"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is intended with an article: who sent it for review, and who wants it published when.

    `undoable`: the time is only the end of the seconds in which a publication can be taken back.
    """

    submitted_by: int | None = None
    publish_at: datetime | None = None
    scheduled_by: int | None = None
    undoable: bool = False


class Drafts(Protocol):
    """Unpublished articles: drafts, those in review, and scheduled ones.

    Each change checks the present status in the statement that makes it: of two processes one gets True.
    """

    async def page(self, which: DraftList, reader_id: int, before: int, limit: int) -> Sequence[Headline]:
        """Return up to `limit` articles of a list, those after the article `before`; 0 begins with the first.

        Scheduled ones by time, the next one first; others by number, the largest first.
        """

    async def count(self, which: DraftList, reader_id: int, most: int) -> int:
        """Return how many articles the list has, at most `most`."""

    async def plan(self, number: int) -> Plan:
        """Return what is intended with an article. An unknown one has no plan."""

    async def submit(self, number: int, by: int, at: datetime, *, version: int | None = None) -> bool:
        """Send a draft, of this `version`, for review; False if there is none."""

    async def give_back(self, number: int) -> bool:
        """Make an article in review a draft again; False if there is none."""

    async def schedule(
        self, number: int, publish_at: datetime, by: int | None, *, undoable: bool = False, version: int | None = None
    ) -> bool:
        """Give an unpublished article, of this `version`, the time at which it appears; False if there is none.

        `by` is the editor, None if a source names the time.
        """

    async def unschedule(self, number: int, *, wholly: bool = False) -> bool:
        """Take the time from a scheduled article: it is what it was before, in review or a draft. False if none.

        One that was scheduled when it got an `undoable` time has the time before again; with `wholly` it loses both.
        """

    async def due(self, now: datetime, limit: int) -> Sequence[int]:
        """Return up to `limit` scheduled articles whose time has come, in the order of their times."""

    async def next_due(self) -> datetime | None:
        """Return the time at which the next scheduled article appears, or None."""

    async def set_silent(self, number: int, silent: bool) -> None:
        """Push an unpublished article without a sound, or with one."""

    async def set_comments_for(self, number: int, comments_for: CommentsFor | None) -> None:
        """Say who may comment on an article; None leaves it to the newspaper."""

    async def visit(self, number: int, reader_id: int, at: datetime, expired: datetime) -> bool:
        """Store that a person is in a draft, and forget visits before `expired`; True if that person was not there."""

    async def visitors(self, number: int, but: int, since: datetime) -> Sequence[LastChange]:
        """Return who else was in a draft since then, and when last; the newest first."""

    async def take_breaking(self, day: str, most: int) -> bool:
        """Count one more breaking article of a local day (ISO date); False if the day has `most` already."""
