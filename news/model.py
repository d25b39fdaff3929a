"""What the newspaper remembers: frozen records, mirrored by the tables. Every time is aware and in UTC."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from news.richtext import Body
from news.roles import Role


class Status(StrEnum):
    """The status of an article. `news.lifecycle` says what leads where and which one readers may see."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Headline:
    """An article as a list shows it."""

    number: int
    title: str
    published_at: datetime | None
    updated_at: datetime | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One publication.

    `number` is what `/read` takes. `updated_at` is set only by a visible update («обновлено»), never by a silent fix;
    `version` counts both. `comments_open` is None where the newspaper's rule decides. `comment_count` and `reads` are
    plain counters; who read what is not recorded.
    """

    number: int
    title: str
    body: Body
    status: Status
    created_at: datetime
    lead: str = ""
    topic: str | None = None
    source_url: str | None = None
    cover: str | None = None
    author_id: int | None = None
    version: int = 1
    published_at: datetime | None = None
    updated_at: datetime | None = None
    update_reason: str | None = None
    updated_by: int | None = None
    retract_reason: str | None = None
    comments_open: bool | None = None  # for opening and closing the comments of one article
    comment_count: int = 0
    reads: int = 0

    @property
    def headline(self) -> Headline:
        """The article as a list shows it."""
        return Headline(self.number, self.title, self.published_at, self.updated_at, self.topic)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article before it has a number.

    `key` names its source once and for all (the editor's message, the imported URL): the same key twice is the same
    article, however often it is handed in.
    """

    key: str
    title: str
    body: Body
    created_at: datetime
    lead: str = ""
    topic: str | None = None
    source_url: str | None = None
    cover: str | None = None
    author_id: int | None = None
    published_at: datetime | None = None
    to_push: bool = False


@dataclass(frozen=True, slots=True)
class Revision:
    """What an editor changes in an article; None leaves a field as it is.

    `reason` None is a silent fix, any text makes the update visible.
    """

    editor_id: int
    at: datetime
    title: str | None = None
    body: Body | None = None
    cover: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Keyset:
    """A place in the archive's order (published at, number), newest first: where a page begins."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class HeadlinePage:
    """A page of the archive: `newer` and `older` are the numbers from which the neighbouring pages are found.

    `newer` is the page's own first number (the neighbour is what is newer than it), `older` the first number of the
    older page; None where there is nothing further.
    """

    headlines: tuple[Headline, ...]
    newer: int | None = None
    older: int | None = None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page of articles themselves; `older` is the number from which the next page is found, None after the last."""

    articles: tuple[Article, ...]
    older: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The months (1 to 12) of one local year that hold articles, and the nearest other years that do."""

    year: int
    months: tuple[int, ...]
    earlier: int | None = None
    later: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A person as the newspaper knows them. `id` is the Telegram id; 0 is nobody (a channel, an anonymous admin).

    `language` is "ru" or "en", and empty as long as it is stored without the person having chosen one.
    """

    id: int
    role: Role = Role.GUEST
    language: str = ""
    name: str | None = None
    registered_at: datetime | None = None

    @property
    def registered(self) -> bool:
        """Whether the reader has a name of their own here."""
        return self.registered_at is not None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A chat (a person or a group) that gets the headlines, from `since` until `ended_at`."""

    chat_id: int
    language: str
    since: datetime
    ended_at: datetime | None = None

    @property
    def active(self) -> bool:
        """Whether headlines go to the chat."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment before it is stored. `chat_id` and `message_id` name the message it came in: its natural key."""

    article: int
    author_id: int
    text: str
    at: datetime
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A stored comment; `edited_at` is set when its author changed it."""

    id: int
    article: int
    author_id: int
    author: str
    text: str
    at: datetime
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Comments of one article, newest last. `earlier` and `later` are the ids the neighbouring pages start from."""

    article: Article
    comments: tuple[Comment, ...]
    earlier: int | None = None
    later: int | None = None


class EditionKind(StrEnum):
    """What an edition is: a push of headlines, the edits that correct the copies of one, or a notice to the staff."""

    HEADLINES = "headlines"
    CORRECTION = "correction"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Edition:
    """One push: the `shown` article numbers (newest first, at most 20) out of `total` it announces.

    `cursor` is the last chat planned, None before the first; `planned` tells that every chat has a delivery. A paused
    one waits, a stopped one was ended by the staff, a finished one has nothing left to do. `notice` is the JSON of a
    notice to the staff, `source` the edition whose copies a correction edits.
    """

    id: int
    kind: EditionKind
    shown: tuple[int, ...]
    total: int
    created_at: datetime
    cursor: int | None = None
    planned: bool = False
    paused: bool = False
    stopped: bool = False
    finished: bool = False
    notice: str | None = None
    source: int | None = None


class DeliveryState(StrEnum):
    """Where a delivery stands; the last five are final."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    GONE = "gone"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Delivery(NamedTuple):
    """An edition on its way to one chat. `tries` counts this one.

    A named tuple, as the settlement: of these a million are made, in a fifth of a frozen dataclass's time each.
    `copy` is the id of the message that a correction edits; `language` is empty where the chat never chose one.
    """

    edition: int
    chat_id: int
    language: str
    tries: int
    copy: int | None = None


class Settlement(NamedTuple):
    """What became of one try: the delivery's next state, written to the ledger.

    `tries` is the number of that try: what is only put off is not written once another try has begun. `next_try_at`
    goes with PENDING, `message_id` with SENT. `moved_to` is the chat's new id when a group became a supergroup.
    `refused` tells that Telegram refused the message itself, which it would for every chat.
    """

    edition: int
    chat_id: int
    tries: int
    state: DeliveryState
    message_id: int | None = None
    next_try_at: datetime | None = None
    error: str | None = None
    unknown: bool = False
    moved_to: int | None = None
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an edition is: deliveries by state, and how many subscribers are not planned yet."""

    edition: Edition
    counts: dict[str, int]
    unplanned: int

    @property
    def done(self) -> int:
        """How many deliveries are final."""
        return sum(self.counts.values()) - self.left + self.unplanned

    @property
    def left(self) -> int:
        """How many are still to be made."""
        open_states = (DeliveryState.PENDING, DeliveryState.SENDING)
        return sum(self.counts.get(state, 0) for state in open_states) + self.unplanned


@dataclass(frozen=True, slots=True)
class NewspaperStatistics:
    """The newspaper in numbers, for its staff."""

    published: int
    drafts: int
    comments: int
    registered: int
    subscribers: int
    last_edition: Edition | None
    last_counts: dict[str, int]
