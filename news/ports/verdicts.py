"""The interface of verdicts: what moderators decided and what each decision changed; their notes and macros."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from news.model import CommentStatus
from news.roles import Role


class Ruling(StrEnum):
    """What a moderator decides. `MUTE` and `BAN` also remove the comment, `BAN` all comments of the person.

    Of reports on an article, `DISMISS` says that nothing is wrong with it, `ACT` that the newsroom has acted. An
    appeal ends with `UPHOLD` or `REVERSE`: the verdict that it is against stands or does not.
    """

    APPROVE = "approve"
    REJECT = "reject"
    REMOVE = "remove"
    MUTE = "mute"
    BAN = "ban"
    DISMISS = "dismiss"
    ACT = "act"
    UPHOLD = "uphold"
    REVERSE = "reverse"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person was before a verdict: role, how long it lasts, until when the person may not comment."""

    role: Role
    role_until: datetime | None = None
    restricted_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """A verdict on a `comment` of a `person`, or on all that is held of the person (`comment` is None).

    `reason` is told to the author. `until` goes with MUTE. `before` is what the person was.
    """

    ruling: Ruling
    person: int
    by: int
    at: datetime
    before: Standing
    comment: int | None = None
    reason: str = ""
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class GivenVerdict:
    """A stored verdict. `notice` is the edition that tells the author; `undone_at` is set if it was taken back."""

    id: int
    verdict: NewVerdict
    notice: int | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonNote:
    """What a moderator wrote about a person, for the staff only; `by_name` is "" if unknown."""

    text: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class Macro:
    """A reason that the newsroom uses often."""

    id: int
    text: str


class Verdicts(Protocol):
    """The verdicts, and the comments and cases that each has changed."""

    async def add(self, verdict: NewVerdict) -> int:
        """Store a verdict and return its id."""

    async def get(self, verdict_id: int) -> GivenVerdict | None:
        """Return the verdict, or None."""

    async def tell(self, verdict_id: int, edition: int) -> None:
        """Store which notice tells the author."""

    async def undo(self, verdict_id: int, at: datetime) -> bool:
        """Store that a verdict was taken back; False if it was already."""

    async def mark_comment(self, verdict_id: int, comment_id: int, before: CommentStatus) -> None:
        """Store which status a comment had before a verdict changed it."""

    async def comments(self, verdict_id: int) -> Sequence[tuple[int, CommentStatus]]:
        """Return the comments that a verdict changed, with the status that each had before, by ascending id."""

    async def remove_hidden(self, verdict_id: int, person: int, by: int, at: datetime) -> int:
        """Remove all published and held comments of a person whose comments are hidden; return how many."""

    async def restore_hidden(self, verdict_id: int) -> int:
        """Give hidden comments that a verdict removed the status back that they had; return how many."""

    async def mark_case(self, verdict_id: int, case_id: int) -> None:
        """Store which verdict closed a case."""

    async def reopen_cases(self, verdict_id: int) -> Sequence[int]:
        """Open the cases again that a verdict closed, for the present versions of their comments; return their ids."""


class PersonNotes(Protocol):
    """Notes on people, for the staff."""

    async def add(self, person: int, by: int, at: datetime, text: str) -> None:
        """Store a note."""

    async def newest(self, person: int, limit: int) -> Sequence[PersonNote]:
        """Return the newest notes on a person, newest first."""


class Macros(Protocol):
    """The newsroom's own reasons."""

    async def all(self) -> Sequence[Macro]:
        """Return every macro, by ascending id."""

    async def add(self, text: str) -> None:
        """Store a macro."""

    async def drop(self, macro_id: int) -> bool:
        """Delete a macro; False if there is none."""
