"""The interface of appeals: what a person says against a verdict."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Appeal:
    """What a `person` (a Telegram id) says against a `verdict`, and the `case` in which it is judged."""

    verdict: int
    case: int
    person: int
    text: str
    at: datetime


class Appeals(Protocol):
    """The appeals: one a verdict."""

    async def add(self, appeal: Appeal) -> bool:
        """Store an appeal; False if there was one against this verdict."""

    async def of_verdict(self, verdict_id: int) -> Appeal | None:
        """Return the appeal against a verdict, or None."""

    async def of_case(self, case_id: int) -> Appeal | None:
        """Return the appeal that a case is about, or None."""
