"""The interface of complaints: what readers report about comments and articles, and what became of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Grounds(StrEnum):
    """Why a reader complains. The first three are of comments, the others of articles."""

    SPAM = "spam"
    INSULT = "insult"
    OFF_TOPIC = "off topic"
    ERROR = "error"
    OFFENSIVE = "offensive"
    OTHER = "other"


class Finding(StrEnum):
    """What became of a complaint. `MOOT`: the author has changed or removed the text before anybody judged it."""

    FOUNDED = "founded"
    UNFOUNDED = "unfounded"
    MOOT = "moot"


@dataclass(frozen=True, slots=True)
class Subject:
    """What a complaint is about, in the `version` that was read: a comment or an article; the other one is 0."""

    version: int
    comment: int = 0
    article: int = 0


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """A complaint of a person (`reporter` is a Telegram id), with its weight, in a case.

    `case` is None for a version with which a moderator has found nothing wrong: the complaint is only counted.
    """

    reporter: int
    subject: Subject
    grounds: Grounds
    weight: int
    at: datetime
    case: int | None = None


class Complaints(Protocol):
    """The complaints: one a person and version."""

    async def add(self, complaint: NewComplaint) -> bool:
        """Store a complaint; False if the person has complained of this version already."""

    async def has(self, reporter: int, subject: Subject) -> bool:
        """Whether the person has complained of this version."""

    async def since(self, reporter: int, at: datetime) -> Sequence[datetime]:
        """Return when the person has complained after `at`, oldest first."""

    async def findings(self, reporter: int, since: datetime) -> Counter[Finding]:
        """Return what became of those of the person's complaints since then that were judged."""

    async def is_cleared(self, subject: Subject) -> bool:
        """Whether a moderator has found nothing wrong with this version."""

    async def weigh(self, case_id: int) -> int:
        """Return the weight of a case: the sum of the heaviest complaint of each person, whatever its version."""

    async def count(self, case_id: int) -> int:
        """Return how many complaints a case has."""

    async def grounds(self, case_id: int) -> Counter[Grounds]:
        """Return how many complaints of a case have each of the grounds."""

    async def settle(
        self, case_id: int, finding: Finding, at: datetime, *, version: int | None = None
    ) -> Sequence[int]:
        """Store what became of the open complaints of a case, of one version or all.

        Return the Telegram ids of their reporters, ascending, without those who were forgotten.
        """

    async def tell(self, case_id: int, finding: Finding, edition: int) -> None:
        """Store which notice tells the reporters of a case what was found."""

    async def reopen(self, case_id: int) -> Sequence[int]:
        """Let the complaints of a case wait for a moderator again; return the notices that told what was found."""

    async def overturn(self, verdict_id: int) -> None:
        """Store that complaints were unfounded which a verdict, reversed now, had found justified."""
