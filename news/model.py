"""The records of the newspaper: frozen, and mirrored by the tables. Every time is aware, in UTC."""

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
    """An article in a list."""

    number: int
    title: str
    published_at: datetime | None
    updated_at: datetime | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article.

    `number` is the argument of `/read`. `updated_at` is set only by a visible update («обновлено»), not by a silent
    fix; `version` counts both. `comments_open` is None if the newspaper's rule decides. `comment_count` and `reads` are
    plain counters: the reads of a person are not recorded. If the stored text cannot be read, the article is `damaged`
    and `body` is empty.
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
    damaged: bool = False

    def __hash__(self) -> int:
        """Hash the number and the version: a body may have ten thousand blocks. Equality compares everything."""
        return hash((self.number, self.version))

    @property
    def headline(self) -> Headline:
        """The article's entry in a list."""
        return Headline(self.number, self.title, self.published_at, self.updated_at, self.topic)


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article before it has a number.

    `key` names its source (the editor's message, the imported URL) and makes storing idempotent: the same key is the
    same article.
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
    """A change of an article by an editor; None leaves a field as it is.

    With a `reason`, which may be empty, the update is visible. None is a silent fix.
    """

    editor_id: int
    at: datetime
    title: str | None = None
    body: Body | None = None
    cover: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Keyset:
    """A position in the archive's order (published at, number), where a page begins."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class HeadlinePage:
    """A page of the archive.

    `newer` is the page's own first number if there is a newer page: that page has the articles just newer than this
    number. `older` is the first number of the older page. Both are None at the end.
    """

    headlines: tuple[Headline, ...]
    newer: int | None = None
    older: int | None = None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """A page of whole articles; `older` is the first number of the next page, None after the last."""

    articles: tuple[Article, ...]
    older: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The months (1 to 12) of one local year that have articles, and the closest other years that have some."""

    year: int
    months: tuple[int, ...]
    earlier: int | None = None
    later: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """A person. `id` is the Telegram id; 0 stands for a sender that is no person (a channel, an anonymous admin).

    `language` is "ru" or "en", or empty in a stored reader who has not chosen one.
    """

    id: int
    role: Role = Role.GUEST
    language: str = ""
    name: str | None = None
    registered_at: datetime | None = None

    @property
    def registered(self) -> bool:
        """Whether the reader has registered under a name."""
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
    """A comment before it is stored. `chat_id` and `message_id` of the message it came in are its natural key."""

    article: int
    author_id: int
    text: str
    at: datetime
    chat_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A stored comment; `edited_at` is the time of its author's last edit."""

    id: int
    article: int
    author_id: int
    author: str
    text: str
    at: datetime
    edited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Comments of one article, newest last. `earlier` and `later` are the ids from which the other pages start."""

    article: Article
    comments: tuple[Comment, ...]
    earlier: int | None = None
    later: int | None = None


class EditionKind(StrEnum):
    """The kind of an edition: a push of headlines, edits that correct the copies of one, or a notice to the staff."""

    HEADLINES = "headlines"
    CORRECTION = "correction"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Edition:
    """A push, a correction or a notice: the `shown` article numbers (newest first, at most 20) out of `total`.

    `cursor` is the last planned chat, None before the first. A `planned` edition has all its deliveries. A `paused` one
    waits, a `stopped` one was ended by the staff, a `finished` one has no open deliveries. `notice` is the JSON of a
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
    """The state of a delivery; the last five are final."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    GONE = "gone"
    FAILED = "failed"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class Delivery(NamedTuple):
    """One try to send an edition to one chat; `tries` includes this try.

    `copy` is the id of the message that a correction edits. `language` is empty if the chat never chose one. A named
    tuple, like Settlement: a push makes a million, each in a fifth of the time of a frozen dataclass.
    """

    edition: int
    chat_id: int
    language: str
    tries: int
    copy: int | None = None


class Settlement(NamedTuple):
    """The result of one try: the delivery's next state, to be written to the ledger.

    `tries` is the number of the try: PENDING is not written once another try has begun. `next_try_at` goes with
    PENDING, `message_id` with SENT. `unknown` is True if the message may have arrived. `moved_to` is the chat's new id
    when a group became a supergroup. `refused` is True if Telegram refused the message itself, as for every chat.
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
    """The progress of an edition: its deliveries by state, and the number of chats not planned yet."""

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


@dataclass(frozen=True, slots=True)
class NewspaperStatistics:
    """Counts over the whole newspaper, for its staff."""

    published: int
    drafts: int
    comments: int
    registered: int
    subscribers: int
    last_edition: Edition | None
    last_counts: dict[str, int]
