"""The ports of the ledger: places, subscriptions, editions, deliveries, and the send budget."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol

from news.ledger import (
    Address,
    Delivery,
    Edition,
    EditionRules,
    Gate,
    Place,
    PlaceKind,
    Progress,
    Settled,
    Settlement,
    Subscription,
)


@dataclass(frozen=True, slots=True)
class PlannedBlock:
    """A block of places, behind `after` up to `last`, of which `count` got a delivery of an edition.

    With `has_chosen`, some of the others have chosen something: they are still to be served. The edition announces news
    to all subscribers, or is a `breaking` one.
    """

    edition: int
    count: int
    after: int = 0
    last: int = 0
    has_chosen: bool = False
    breaking: bool = False
    due_at: datetime | None = None
    lifetime: timedelta | None = None


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


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest that is being planned, or that the staff has `stopped` meanwhile. `shown` are its articles."""

    id: int
    shown: tuple[int, ...]
    stopped: bool


NO_VARIANTS: Mapping[int, str] = MappingProxyType({})


class Places(Protocol):
    """The places that messages go to."""

    async def get(self, address: Address) -> Place | None:
        """Return the place at an address, or None."""

    async def obtain(self, address: Address, language: str = "", kind: PlaceKind | None = None) -> int:
        """Return the key of the place at an address, which is stored if it is new. A `language` replaces the stored."""

    async def set_language(self, chat_id: int, language: str) -> None:
        """Set the language of every place in a chat."""

    async def move(self, chat_id: int, new_id: int, at: datetime) -> None:
        """Give the places of a group the id of the supergroup that it became. The same call again changes nothing.

        Where the new place is known already, it takes over the subscription and the pending deliveries; an edition that
        one of the two has got, or may get, is not sent to the other. Copies in the old group cannot be corrected any
        more: the supergroup's messages have other ids.
        """


class Subscriptions(Protocol):
    """The places that get the headlines: the editions opened after the subscription began and before it ended."""

    async def get(self, address: Address) -> Subscription | None:
        """Return the subscription of the place, active or ended, or None."""

    async def start(self, address: Address, language: str, at: datetime, by: int | None = None) -> bool:
        """Subscribe the place; False if it was subscribed already (then only its language changes).

        `by` is the person who did it.
        """

    async def end(self, address: Address, at: datetime, reason: str) -> bool:
        """End the place's subscription and cancel its pending headlines; False if it had no active one."""

    async def end_chat(self, chat_id: int, at: datetime, reason: str) -> None:
        """End the subscriptions of every place in a chat."""

    async def active_in_chat(self, chat_id: int) -> bool:
        """Whether any place in a chat is subscribed."""

    async def count_ended(self, start: datetime, end: datetime) -> int:
        """Return how many subscriptions ended in `start` <= t < `end`, for whatever reason, and have not begun anew."""


class Editions(Protocol):
    """Editions as wholes: opening, corrections, notices, progress, pausing and ending, expiry and folding."""

    async def has_unpushed(self) -> bool:
        """Whether a published article waits for an edition. In a writing unit the transaction has begun afterwards."""

    async def waiting(self) -> Sequence[int]:
        """Return the published articles still to be pushed. No other process opens an edition of them meanwhile."""

    async def open_headlines(
        self, rules: EditionRules, at: datetime, shown: int, but: Collection[int] = ()
    ) -> Edition | None:
        """Open an edition of all published articles still to be pushed, but for some, showing the `shown` newest.

        The push of a single article that follows up another replies to the copies of that one. None when there is
        nothing to push. An article goes into one such edition only, however many processes call this.
        """

    async def announce(
        self,
        numbers: Sequence[int],
        rules: EditionRules,
        at: datetime,
        *,
        replies_to: int | None = None,
        not_before: datetime | None = None,
        places: Sequence[int] = (),
        variants: Mapping[int, str] = NO_VARIANTS,
        repeats: int | None = None,
    ) -> int:
        """Open an edition of some articles, in any number of others already, and return its id.

        If it tells the story of the article `repeats` again, those who were subscribed when that was pushed, and get it
        by their choices, do not get this.

        Its messages reply to those that the edition `replies_to` left in the same place. Nothing is sent before
        `not_before`. `places` are those of an edition to named places, `variants` the forms in which some get it.
        """

    async def open_digest(self, numbers: Sequence[int], rules: EditionRules, at: datetime) -> int:
        """Open a digest of some articles, newest first, and return its id. The planner adds places to it."""

    async def notify(
        self,
        places: Sequence[int],
        notice: str,
        rules: EditionRules,
        at: datetime,
        *,
        subject: str | None = None,
        not_before: datetime | None = None,
        shown: Sequence[int] = (),
    ) -> int:
        """Open a notice (JSON) to these places and return its id. Nothing is sent before `not_before`.

        One that lists articles has their numbers in `shown`: its copies are corrected when these change.
        """

    async def about(self, subject: str) -> Sequence[tuple[int, str]]:
        """Return the notices (id, JSON) about a subject that `replace_notice` has not closed."""

    async def change_notice(self, edition_id: int, notice: str, at: datetime) -> None:
        """Change a notice, also in the messages that were sent; it stays open."""

    async def replace_notice(
        self,
        edition_id: int,
        notice: str,
        at: datetime,
        but: int | None = None,
        *,
        leave: tuple[int, int] | None = None,
    ) -> None:
        """Change a notice, also in the messages that were sent, and close it.

        The message in the place `but` stays, and follows no later change. `leave`, a place and the id of a message in
        it, stays this time.
        """

    async def open_corrections(self, at: datetime) -> Sequence[int]:
        """Open a correction for every edition whose copies show an article marked for correction; return the ids.

        An unfinished correction of the same edition is ended, because the new one shows all its changes. The marks are
        removed.
        """

    async def get(self, edition_id: int) -> Edition | None:
        """Return the edition, or None."""

    async def announcing(self, article: int) -> int | None:
        """Return the first edition that shows an article; None if there is none, or it was folded."""

    async def newest(self, limit: int) -> Sequence[Edition]:
        """Return up to `limit` listed editions, newest first."""

    async def progress(self, edition_id: int) -> Progress | None:
        """Return the progress of an edition, or None."""

    async def counts(self, edition_id: int) -> dict[str, int]:
        """Return the number of the edition's deliveries by state, folded ones included."""

    async def pause(self, edition_id: int) -> bool:
        """Pause an unfinished edition; False if it is finished, stopped or unknown."""

    async def resume(self, edition_id: int, now: datetime) -> bool:
        """Resume an edition; False if it is finished, stopped or unknown.

        Deliveries that wait for another try are due now. Refusals are counted anew.
        """

    async def hold_gone(self, edition_id: int, now: datetime) -> bool:
        """Pause an edition; subscriptions it ended are active again, and their deliveries pending.

        False if it was paused already.
        """

    async def stop(self, edition_id: int, at: datetime) -> bool:
        """End an edition: plan nothing more, and cancel its pending deliveries now and when they are returned.

        False if it is finished, stopped already or unknown.
        """

    async def cancel_stopped(self, now: datetime) -> int:
        """Cancel a block of the pending deliveries of ended editions; return how many there were."""

    async def expire(self, now: datetime) -> int:
        """Expire the pending and unplanned deliveries of editions whose lifetime is over; return how many."""

    async def fold(self, before: datetime, limit: int) -> bool:
        """Replace up to `limit` deliveries of one finished edition opened before that by counts in the edition.

        Editions whose copies are still to be corrected are kept. False when there was nothing to fold.
        """


class Planning(Protocol):
    """Writes the deliveries of editions, block by block."""

    async def plan(self, now: datetime, limit: int) -> PlannedBlock | None:
        """Write a block of up to `limit` deliveries of the first edition that can be planned; None if there is none.

        Headlines get one delivery for each place that subscribed before the edition was opened and has chosen nothing;
        the caller adds the others. A correction gets one for each copy that was sent and shows what has changed. A
        correction is not planned while sends with the old content may be in flight: they were claimed before the new
        content was read. An edition without anything left to plan becomes planned.
        """

    async def add(
        self, edition: int, pushes: Sequence[PlannedPush], due_at: datetime, lifetime: timedelta | None
    ) -> None:
        """Write deliveries of an edition that is locked; a place that has one already keeps it."""

    async def digests(self) -> Sequence[Digest]:
        """Return the newest digests, oldest first, and keep those that are being planned until the unit ends."""

    async def close_digests(self) -> None:
        """Plan no further places for digests."""


class Deliveries(Protocol):
    """The deliveries. Each is pending, or sending with a lease, or final. Any number of processes may use them at once.

    A lease gives a delivery to one process, until it expires.
    """

    async def claim(self, now: datetime, lease: timedelta, limit: int) -> Sequence[Delivery]:
        """Lease up to `limit` due deliveries until `now + lease`, set them sending, and return them.

        Due are pending deliveries whose time has come, of editions that are neither paused nor stopped: by priority,
        then those of the edition that has been due for longest. Those of LOW priority are not due while an edition is
        still being planned. One that is too old, or whose place has unsubscribed, becomes final instead.
        """

    async def mark_albums(self, deliveries: Sequence[Delivery]) -> None:
        """Mark claimed deliveries that are sent as albums: when their lease lapses, they fail, for half may be sent."""

    async def release_lapsed(self, now: datetime) -> Sequence[tuple[int, int]]:
        """Take back deliveries whose lease has expired; return their editions and places.

        They may have arrived, and count as unknown. They are pending again if their edition sends such ones again, else
        they fail; in a stopped edition they are cancelled.
        """

    async def renew(self, leases: Sequence[tuple[int, int, int]], until: datetime) -> set[tuple[int, int, int]]:
        """Extend the leases of deliveries (edition, place, try) to `until`; return those that were still held."""

    async def release_leases(self, now: datetime) -> None:
        """End every lease. Only for a process that knows that no other one serves this database."""

    async def finish(self) -> int:
        """Mark editions finished that are planned and have no open delivery; return how many."""

    async def settle(self, settlements: Sequence[Settlement], at: datetime) -> Settled:
        """Write the results of deliveries; return what followed from them.

        Writing a result twice changes nothing: a final state stays, and a pending result does not undo a later try.
        GONE ends the subscriptions of the chat, or of its topic only. `moved_to` moves the chat's places. The fifth
        refusal of an edition's message itself pauses the edition.
        """

    async def correct_times(self, now: datetime, lease: timedelta) -> int:
        """Correct moments that a clock which was ahead has written; return how many deliveries it had put off."""

    async def variant_of(self, edition_id: int, address: Address) -> str | None:
        """Return the variant of a place's delivery; None for the usual form, and if there is none, or it was folded."""


class Budget(Protocol):
    """The send budget that all processes share, and the gate that Telegram closes."""

    async def reserve(self, now: datetime, span: timedelta) -> datetime:
        """Take `span` of the budget and return when it begins: not before `now`, nor before the gate opens."""

    async def gate(self, now: datetime) -> Gate | None:
        """Return the pause that Telegram asked for, if it is not over."""

    async def close(self, now: datetime, until: datetime) -> None:
        """Close the gate until then, unless it is closed for longer."""

    async def open(self) -> None:
        """Open the gate before its time."""

    async def correct(self, now: datetime) -> bool:
        """Correct what a clock that was ahead has written; whether there was something."""
