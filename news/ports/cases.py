"""The interface of the cases: what the moderators have to judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from news.model import Cause


class CaseKind(StrEnum):
    """What a case is about: a comment that is held, a report of readers, or the appeal of an author."""

    COMMENT = "comment"
    REPORT = "report"
    APPEAL = "appeal"


class Verdict(StrEnum):
    """What became of a case. `WITHDRAWN`: its comment was removed by its author, so there is nothing to judge."""

    APPROVED = "approved"
    REJECTED = "rejected"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case before it is stored. `comment` and its `version` are None in a report on an article."""

    kind: CaseKind
    article: int
    causes: tuple[Cause, ...]
    opened_at: datetime
    comment: int | None = None
    version: int | None = None
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case; it is open while it has no `verdict`. `judged_by` is a Telegram id, None for the program."""

    id: int
    kind: CaseKind
    article: int
    causes: tuple[Cause, ...]
    opened_at: datetime
    comment: int | None = None
    version: int | None = None
    author_id: int | None = None
    verdict: Verdict | None = None
    judged_by: int | None = None
    judged_at: datetime | None = None
    reason: str = ""


class Cases(Protocol):
    """The cases, by id. A comment has at most one open case of a kind."""

    async def open(self, case: NewCase) -> int:
        """Open a case and return its id; an open one of the same comment and kind gets the new version and causes."""

    async def get(self, case_id: int) -> Case | None:
        """Return the case, or None."""

    async def opened(self, after: int, limit: int) -> Sequence[Case]:
        """Return up to `limit` open cases with larger ids than `after`, the oldest first."""

    async def of_comment(self, comment_id: int) -> Sequence[Case]:
        """Return the open cases about a comment, one of a kind at most."""

    async def count_open(self, limit: int) -> int:
        """Return how many cases are open, `limit` at most."""

    async def close(self, case_id: int, verdict: Verdict, by: int | None, at: datetime, reason: str = "") -> bool:
        """Close a case; False if it is closed already. Of two who close it at once, one gets True."""

    async def reopen(self, case_id: int) -> bool:
        """Open a closed case again; False if it is open."""
