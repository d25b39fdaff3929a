"""The interface of trust: what a reader's published comments show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Evidence:
    """A published comment that says something, with what tells whether it earns trust.

    Comments with one `fingerprint` have the same words. `approved`: somebody else has approved the present version.
    `copied`: another person has said the same before.
    """

    fingerprint: int
    published_at: datetime
    edited_at: datetime | None
    approved: bool
    copied: bool


class Trust(Protocol):
    """What earns a reader trust. Comments from before the moment at which trust was lost do not count."""

    async def count_published(self, author_id: int, limit: int, *, but: int | None = None) -> int:
        """Return how many published comments a reader has, without the comment `but`; `limit` at most."""

    async def evidence(self, author_id: int, limit: int) -> Sequence[Evidence]:
        """Return the newest published comments of a reader that have a fingerprint, up to `limit`."""

    async def is_said(self, fingerprint: int, author_id: int) -> bool:
        """Whether a comment of another person, in any state, has this fingerprint."""

    async def mark(self, comment_id: int, fingerprint: int | None, hook_reason: str) -> None:
        """Store the fingerprint of a comment's present text, and the hook's reason to hold it."""

    async def lose(self, author_id: int, at: datetime) -> None:
        """Count only comments from `at` on."""

    async def restore(self, author_id: int, at: datetime) -> None:
        """Count the comments again that counted before trust was lost at that moment; later losses stay."""
