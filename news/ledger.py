"""The records of the ledger: places, subscriptions, editions with their rules, deliveries and their results.

Frozen, and mirrored by the tables. Every time is aware, in UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple

# Why a subscription ended: Telegram lets the bot send nothing there, or somebody ended it.
BLOCKED = "blocked"
UNSUBSCRIBED = "unsubscribed"


class PlaceKind(StrEnum):
    """The kind of chat that a place is in."""

    PERSON = "person"
    GROUP = "group"
    CHANNEL = "channel"


class Address(NamedTuple):
    """A chat, or a topic of a forum in it: the message_thread_id. 0 stands for the whole chat, or its General topic."""

    chat_id: int
    topic: int = 0

    @property
    def kind(self) -> PlaceKind:
        """The kind as far as the id tells: a person, or a group. A channel has to be named as one."""
        return PlaceKind.PERSON if self.chat_id > 0 else PlaceKind.GROUP


@dataclass(frozen=True, slots=True)
class Place:
    """A place that messages go to, under a key of the newspaper's own: the chat's id may change, the key does not.

    `language` is empty if none was chosen.
    """

    id: int
    address: Address
    kind: PlaceKind
    language: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """A place that gets the headlines, from `since` until `ended_at`; `started_by` is the person who subscribed it."""

    place: Place
    since: datetime
    ended_at: datetime | None = None
    started_by: int | None = None

    @property
    def active(self) -> bool:
        """Whether headlines go to the place."""
        return self.ended_at is None


class EditionKind(StrEnum):
    """The kind of an edition.

    A push of headlines; a digest, which lists by topic what has waited for places; edits that correct the copies of an
    edition; or a notice to the staff.
    """

    HEADLINES = "headlines"
    DIGEST = "digest"
    CORRECTION = "correction"
    NOTICE = "notice"


class Audience(StrEnum):
    """The places that an edition is planned for.

    - `SUBSCRIBERS`: the places subscribed when it was opened; one that unsubscribes meanwhile gets nothing more.
    - `COPIES`: the places that have a copy of the edition's `source`; the copy is edited.
    - `PLACES`: the places that were named when it was opened.
    - `UNSUBSCRIBED`: likewise, unless they are subscribed when their turn comes.
    - `OUTLETS`: likewise, if they are active outlets when their turn comes. A place gets one such edition after the
      other, in the order in which they were opened. Its copies are never folded.
    """

    SUBSCRIBERS = "subscribers"
    COPIES = "copies"
    PLACES = "places"
    UNSUBSCRIBED = "unsubscribed"
    OUTLETS = "outlets"


# The places of these are named when an edition is opened.
NAMED = frozenset({Audience.PLACES, Audience.UNSUBSCRIBED, Audience.OUTLETS})


class Priority(IntEnum):
    """Which editions go first; within one priority the edition goes first that has been due for longest."""

    URGENT = 0
    BREAKING = 1
    NORMAL = 2
    LOW = 3


@dataclass(frozen=True, slots=True)
class EditionRules:
    """How an edition behaves, stored with it.

    A delivery expires `lifetime` after it is due, never if that is None. With `resend`, a delivery that may have
    arrived is sent again; an edition that contains an album must not. A `pausable` edition is paused when Telegram
    refuses it repeatedly, or says of too many subscribers that they are gone. A `listed` one is shown to the staff.
    """

    audience: Audience
    priority: Priority = Priority.NORMAL
    lifetime: timedelta | None = None
    resend: bool = True
    pausable: bool = True
    listed: bool = True


CORRECTION_RULES = EditionRules(Audience.COPIES, Priority.URGENT)
NOTICE_RULES = EditionRules(Audience.PLACES, Priority.URGENT, pausable=False, listed=False)
OFFER_RULES = EditionRules(
    Audience.UNSUBSCRIBED, Priority.URGENT, lifetime=timedelta(hours=1), pausable=False, listed=False
)


@dataclass(frozen=True, slots=True)
class Edition:
    """A push, a digest, a correction or a notice: the `shown` article numbers (newest first) out of `total`.

    A push shows 20 at the most, a digest 200; some places get a part of a `tailored` one.

    `cursor` is the last planned place, None before the first. A `planned` edition has all its deliveries. A `paused`
    one waits, a `stopped` one was ended by the staff, a `finished` one has no open deliveries. `notice` is the JSON of
    a notice to the staff, `source` the edition whose copies a correction edits.
    """

    id: int
    kind: EditionKind
    shown: tuple[int, ...]
    total: int
    created_at: datetime
    rules: EditionRules
    cursor: int | None = None
    planned: bool = False
    paused: bool = False
    stopped: bool = False
    finished: bool = False
    notice: str | None = None
    source: int | None = None
    tailored: bool = False


class MessageKind(StrEnum):
    """What a message is. Text can become a medium, and a medium another one, but a medium never becomes text."""

    TEXT = "text"
    PHOTO = "photo"
    VIDEO = "video"
    ANIMATION = "animation"
    DOCUMENT = "document"
    AUDIO = "audio"


class Message(NamedTuple):
    """One message that has arrived: its id in the chat, and its kind."""

    id: int
    kind: MessageKind = MessageKind.TEXT


# The messages of one delivery that have arrived: one, or the several of an album.
Copy = tuple[Message, ...]


class SentFile(NamedTuple):
    """A file that Telegram has stored: sent again by its `file_id`, it need not be uploaded again.

    `source` is the URL that the file came from, or the hash of its bytes. A `file_id` belongs to one bot.
    """

    source: str
    kind: MessageKind
    file_id: str


class DeliveryState(StrEnum):
    """The state of a delivery; the last five are final."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    GONE = "gone"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Delivery(NamedTuple):
    """One try to send an edition to one place; `tries` includes this try.

    `language` is empty if the place never chose one. `copy` are the messages that a correction edits. `reply_to` is the
    message that an earlier edition left in the place, if this edition continues it. `variant` names the form in which
    the place gets the edition, None for the usual one. With `resend`, a message that may have arrived is sent again.

    A named tuple, like Settlement: a push makes a million, each in a fifth of the time of a frozen dataclass.
    """

    edition: int
    place: int
    tries: int
    address: Address
    language: str = ""
    copy: Copy = ()
    reply_to: int | None = None
    variant: str | None = None
    resend: bool = True

    @property
    def chat_id(self) -> int:
        """The chat that the place is in."""
        return self.address.chat_id


class Settlement(NamedTuple):
    """The result of one try: the delivery's next state, to be written to the ledger.

    `tries` is the number of the try: PENDING is not written once another try has begun. `next_try_at` goes with
    PENDING, `copy` with SENT. `unknown` is True if the message may have arrived. `moved_from` and `moved_to` are the
    chat's old and new id when a group became a supergroup. `refused` is True if Telegram refused the message itself, as
    for every place. With GONE, `topic_only` is True if only the topic is gone, not the chat.
    """

    edition: int
    place: int
    tries: int
    state: DeliveryState
    copy: Copy = ()
    next_try_at: datetime | None = None
    error: str | None = None
    unknown: bool = False
    moved_from: int | None = None
    moved_to: int | None = None
    refused: bool = False
    topic_only: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What followed from written results.

    `refused`: editions that are paused now, because Telegram refused their message repeatedly. `gone`: editions of
    which too many of the first places are gone. `lost_topics`: subscriptions that ended because their topic is gone.
    """

    refused: Sequence[int] = ()
    gone: Sequence[int] = ()
    lost_topics: Sequence[Subscription] = ()


@dataclass(frozen=True, slots=True)
class Gate:
    """Telegram asked for a pause at `closed_at`: nothing is sent before `until`."""

    closed_at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of an edition: its deliveries by state, and the number of places not planned yet."""

    edition: Edition
    counts: dict[str, int]
    unplanned: int

    @property
    def done(self) -> int:
        """The number of final deliveries."""
        return sum(self.counts.values()) - self.left + self.unplanned

    @property
    def left(self) -> int:
        """The number of deliveries not final yet, unplanned ones included."""
        open_states = (DeliveryState.PENDING, DeliveryState.SENDING)
        return sum(self.counts.get(state, 0) for state in open_states) + self.unplanned
