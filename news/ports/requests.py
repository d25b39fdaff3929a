"""The interface of the requests to be registered, where the moderators decide about each (REGISTRATION=approval)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class RequestVerdict(StrEnum):
    """What became of a request."""

    ADMITTED = "admitted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request before it is stored: who asks for which name. `article` is the one to return to, 0 for none."""

    reader_id: int
    name: str
    name_key: str
    language: str
    article: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Request(NewRequest):
    """A stored request; it waits while `verdict` is None."""

    id: int = 0
    verdict: RequestVerdict | None = None
    judged_by: int | None = None
    judged_at: datetime | None = None


class Requests(Protocol):
    """Requests to be registered, in the order in which they came. A person has one that waits, at most."""

    async def add(self, request: NewRequest) -> int | None:
        """Store a request and return its id; None if the person has one that waits."""

    async def get(self, request_id: int) -> Request | None:
        """Return the request, or None."""

    async def last_of(self, reader_id: int) -> Request | None:
        """Return the person's last request, or None."""

    async def judge(self, request_id: int, verdict: RequestVerdict, by: int, at: datetime) -> bool:
        """Decide about a request that waits; False if it does not wait. Of two who decide at once, one gets True."""

    async def withdraw(self, reader_id: int) -> None:
        """Delete the person's requests."""

    async def count_told(self, limit: int) -> int:
        """Return how many of those that wait the moderators have been told of, `limit` at most."""

    async def tell_next(self) -> Request | None:
        """Mark the oldest that waits, and of which the moderators have not been told, as told, and return it."""

    async def forget_before(self, at: datetime) -> None:
        """Delete every request that was decided before then."""
