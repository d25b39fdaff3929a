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
    """What became of a case.

    `WITHDRAWN`: its comment was removed by its author, so there is nothing to judge. Reports on an article are
    `DISMISSED` if nothing is wrong with it, and `ACTED` on if something was. The verdict that an appeal is
    against is `UPHELD` or `REVERSED`.
    """

    APPROVED = "approved"
    REJECTED = "rejected"
    REMOVED = "removed"
    WITHDRAWN = "withdrawn"
    DISMISSED = "dismissed"
    ACTED = "acted"
    UPHELD = "upheld"
    REVERSED = "reversed"


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case before it is stored. `comment` and its `version` are None in a report on an article.

    An appeal has none either, and 0 as the `article` if its verdict was not about one comment.
    """

    kind: CaseKind
    article: int
    causes: tuple[Cause, ...]
    opened_at: datetime
    comment: int | None = None
    version: int | None = None
    author_id: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A case; it is open while it has no `verdict`. `judged_by` is a Telegram id, None for the program.

    `card` is the notice that shows the case to the moderators, None if none does. `verdict_id` is the stored verdict.
    """

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
    card: int | None = None
    verdict_id: int | None = None


class Cases(Protocol):
    """The cases, by id. A comment has at most one open case of a kind, an article one of reports."""

    async def open(self, case: NewCase) -> int:
        """Open a case and return its id; an open one of the same kind gets the new version and causes."""

    async def lock_open(self, case_id: int) -> bool:
        """Keep an open case as it is until the unit ends; False if it is closed."""

    async def of_article(self, number: int) -> Case | None:
        """Return the open case of reports on an article, or None."""

    async def note_change(self, case_id: int) -> None:
        """Store that the card of a case shows an earlier state of it."""

    async def note_edit(self, comment_id: int) -> None:
        """Store that the cards of the open cases about a comment show an earlier version of it."""

    async def get(self, case_id: int) -> Case | None:
        """Return the case, or None."""

    async def opened(
        self, after: int, limit: int, *, kind: CaseKind | None = None, cause: Cause | None = None
    ) -> Sequence[Case]:
        """Return up to `limit` open cases with larger ids than `after`, oldest first: all, or of a kind or cause."""

    async def of_comment(self, comment_id: int) -> Sequence[Case]:
        """Return the open cases about a comment, one of a kind at most."""

    async def of_author(self, author_id: int, limit: int | None = None) -> Sequence[Case]:
        """Return the open cases about comments of a person, the oldest first."""

    async def closed_by(self, verdict_id: int, comment_id: int, kind: CaseKind) -> Case | None:
        """Return the case of a comment that a stored verdict closed, or None."""

    async def count_open(self, limit: int) -> int:
        """Return how many cases are open, `limit` at most."""

    async def count_groups(self) -> Sequence[tuple[CaseKind, tuple[Cause, ...], int]]:
        """Return how many open cases there are of each kind and set of causes."""

    async def without_card(self, since: datetime, limit: int) -> Sequence[Case]:
        """Return up to `limit` open cases without a card that were opened since then, the oldest first."""

    async def with_due_card(self, limit: int) -> Sequence[Case]:
        """Return up to `limit` cases whose card shows an earlier state of the case."""

    async def put_card(self, case_id: int, edition: int) -> None:
        """Store which notice shows a case."""

    async def card_shown(self, case_id: int) -> None:
        """Store that the card shows the present state of the case."""

    async def close(self, case_id: int, verdict: Verdict, by: int | None, at: datetime, reason: str = "") -> bool:
        """Close a case; False if it is closed already. Of two who close it at once, one gets True."""

    async def reopen(self, case_id: int) -> bool:
        """Open a closed case again; False if it is open."""
