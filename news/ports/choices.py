"""The port of choice: what places have chosen, and how far each of them has been served."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
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
    """What a place has chosen; it gets pushes if it is `subscribed`. `previous` is what the last change can restore.

    `group` is the address of a group, or of a topic in one, whose administrators choose; None for a private chat.
    """

    preferences: Preferences
    subscribed: bool
    previous: Preferences | None = None
    group: Address | None = None


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
class PushedArticle:
    """A published article that the edition `push` announced. `topics` are ids, `follows` is 0 if it stands alone.

    `repeats` is the article whose story it tells again, 0 for none.
    """

    number: int
    version: int
    push: int
    published_at: datetime
    topics: tuple[int, ...]
    source_url: str | None
    follows: int
    breaking: bool
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Telling:
    """An article that waits for its `push`, then None, or was pushed lately; `asked`: an editor knows of its story."""

    number: int
    source_url: str | None
    asked: bool
    push: int | None


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

        They are kept as they are until the unit ends. Those that wait for a digest are among them only if `waiting`;
        those that have a delivery of the edition are not.
        """

    async def has_woken(self, now: datetime) -> bool:
        """Whether `woken` has something to do, or a digest is being planned."""

    async def woken(self, now: datetime, limit: int) -> Sequence[Choice]:
        """Return up to `limit` choices of subscribers whose waiting is over, the longest waiting first.

        Those that another process is waking are left out.
        """

    async def served_but(self, served: Served, unserved: Sequence[int]) -> Served:
        """Return that a place needs no push so far but the unserved ones, and none that it did not need before."""

    async def open_pushes(self) -> Mapping[int, int | None]:
        """Return the pushes that are not fully planned, each with the last planned place.

        What is returned after `lock` or `in_block` holds for the places that these have locked.
        """

    async def newest_push(self) -> int:
        """Return the newest push, 0 if there was none. All those with smaller ids are visible to this unit."""

    async def pushed(self, after: int, upto: int, limit: int) -> Sequence[PushedArticle]:
        """Return up to `limit` published articles of the pushes behind `after` and up to `upto`, newest first."""

    async def by_number(self, numbers: Collection[int]) -> Sequence[PushedArticle]:
        """Return those of some articles that are published and pushed, in any order."""

    async def tellings(self, numbers: Collection[int], since: datetime) -> Sequence[Telling]:
        """Return those of some articles that wait for a push, or whose push was opened since then, in any order."""

    async def follows(self, numbers: Collection[int]) -> Mapping[int, int]:
        """Return which articles some articles follow up, by their numbers."""

    async def merged_topics(self) -> Mapping[int, int]:
        """Return the ids of merged topics, each with the id of the topic in its place."""

    async def track(self, choices: Sequence[Choice]) -> None:
        """Store `tracking` and `wakes_at` of choices; the preferences stay."""
