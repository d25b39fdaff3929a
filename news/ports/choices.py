"""The port of choice: what places have chosen, and how far each of them has been served."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from news.choice.preferences import DEFAULT_PREFERENCES, Preferences
from news.choice.tracking import NO_TRACKING, Served, Tracking
from news.ledger import Address

# A change of what a place has chosen; it may raise a refusal.
Change = Callable[[Preferences], Preferences]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a place has chosen; it gets pushes if it is `subscribed`. `previous` is what the last change can restore."""

    preferences: Preferences
    subscribed: bool
    previous: Preferences | None = None


# The verbs of the choice desk that other desks are handed over.
Getting = Callable[[Address], Awaitable[Chosen]]
Changing = Callable[[Address, str, Change], Awaitable[Chosen]]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a place has chosen. Until `wakes_at` publications wait for it, None if it gets them as they come.

    `previous` are the preferences before the last change, None if there was none.
    """

    place: int
    preferences: Preferences = DEFAULT_PREFERENCES
    previous: Preferences | None = None
    tracking: Tracking = NO_TRACKING
    wakes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlannedPush:
    """A delivery to plan: the place, its form as a variant, and the message it replies to.

    It must not leave from `closes_at` on: then it waits until `opens_at`. Both are None if it may leave at any time.
    """

    place: int
    variant: str | None = None
    reply_to: int | None = None
    closes_at: datetime | None = None
    opens_at: datetime | None = None


class Choices(Protocol):
    """The choices of places; the places whose subscription is active are served by them."""

    async def lock(self, place: int) -> Choice | None:
        """Return what a place has chosen, and keep it as it is until the unit ends; None if it has chosen nothing.

        Pushes are planned for no place meanwhile.
        """

    async def get(self, place: int) -> Choice | None:
        """Return what a place has chosen, None if it has chosen nothing."""

    async def store(self, choice: Choice) -> None:
        """Store a choice. From the next block of a push on, the place is served by it."""

    async def served(self, place: int) -> Served:
        """Return which pushes are over for a place that has been getting them as they come. Call `lock` first."""

    async def in_block(self, edition: int, after: int, last: int, *, waiting: bool) -> Sequence[Choice]:
        """Return the choices of subscribers to an edition, of the places behind `after` up to `last`, by place.

        Those that wait for a digest are among them only if `waiting`.
        """

    async def woken(self, now: datetime, limit: int) -> Sequence[Choice]:
        """Return up to `limit` choices of subscribers whose waiting is over, the longest waiting first.

        Those that another process is waking are left out.
        """

    async def track(self, choices: Sequence[Choice]) -> None:
        """Store `tracking` and `wakes_at` of choices; the preferences stay."""
