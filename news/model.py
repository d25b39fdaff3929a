"""The records of the newspaper: frozen, and mirrored by the tables. Every time is aware, in UTC."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from news.ledger import Edition, MessageKind
from news.richtext import Body
from news.roles import DEFAULT_PERMISSIONS, Deed, Permissions, Role


class Status(StrEnum):
    """The status of an article. `news.lifecycle` says what leads where and which one readers may see."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    RETRACTED = "retracted"


class CommentsFor(StrEnum):
    """Who may comment on an article, where its editors say so; else the newspaper's groups decide."""

    EVERYONE = "everyone"
    REGISTERED = "registered"
    TRUSTED = "trusted"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture or another file of an article; `kind` is not TEXT.

    `source` names the file for every bot: `tg:` and Telegram's file_unique_id, an http(s) URL, `sha256:` and the hash
    of its bytes, or `file:` and the file_id that an older version stored. `file_id` belongs to the present bot, None if
    this bot has not sent it yet; then `content` may have its bytes. `name` is the file name that people see.
    """

    kind: MessageKind
    source: str
    file_id: str | None = None
    caption: str = ""
    name: str = ""
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Headline:
    """An article in a list; `media` is the kind of its first attachment. A scheduled one appears at `publish_at`."""

    number: int
    title: str
    published_at: datetime | None
    updated_at: datetime | None = None
    topic: str | None = None
    media: MessageKind | None = None
    breaking: bool = False
    publish_at: datetime | None = None
    in_review: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of articles. `merged_into` is the id of the topic that took its place, None if it is one itself."""

    id: int
    name: str
    position: int = 0
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """An article.

    `number` is the argument of `/read`. `topics` are the names of its topics and `topic_ids` their ids; `topic` is the
    first name. `updated_at` is set only by a visible update («обновлено»), not by a silent fix; `version` counts both.
    `updated_version` is the version that the last visible update made, None if the one before it was not kept.
    `follows` is the article that it follows up, 0 for none, None if no editor was asked. `comments_for` is None if the
    newspaper's rule decides. `comment_count` and `reads` are plain counters: the reads of a person are not recorded. A
    `silent` one is pushed without a sound, a `breaking` one past the timer; a scheduled one appears at `publish_at`. If
    the stored text cannot be read, the article is `damaged` and `body` is empty.
    """

    number: int
    title: str
    body: Body
    status: Status
    created_at: datetime
    lead: str = ""
    topic: str | None = None
    source_url: str | None = None
    attachments: tuple[Attachment, ...] = ()
    author_id: int | None = None
    version: int = 1
    published_at: datetime | None = None
    updated_at: datetime | None = None
    update_reason: str | None = None
    updated_by: int | None = None
    retract_reason: str | None = None
    comments_for: CommentsFor | None = None
    comment_count: int = 0
    reads: int = 0
    updated_version: int | None = None
    follows: int | None = None
    topics: tuple[str, ...] = ()
    topic_ids: tuple[int, ...] = ()
    damaged: bool = False
    breaking: bool = False
    silent: bool = False
    publish_at: datetime | None = None

    def __hash__(self) -> int:
        """Hash the number and the version: a body may have ten thousand blocks. Equality compares everything."""
        return hash((self.number, self.version))

    @property
    def headline(self) -> Headline:
        """The article's entry in a list."""
        return Headline(
            self.number,
            self.title,
            self.published_at,
            self.updated_at,
            self.topic,
            self.attachments[0].kind if self.attachments else None,
            self.breaking,
            self.publish_at,
            self.status is Status.IN_REVIEW,
        )


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article before it has a number.

    `key` names its source (the editor's message, the imported URL) and makes storing idempotent: the same key is the
    same article. `topics` begin with the `topic`; they may be left out if there is no other.
    """

    key: str
    title: str
    body: Body
    created_at: datetime
    lead: str = ""
    topic: str | None = None
    source_url: str | None = None
    attachments: tuple[Attachment, ...] = ()
    author_id: int | None = None
    published_at: datetime | None = None
    to_push: bool = False
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """A change of an article by an editor, or by its source if `editor_id` is None; None leaves a field as it is.

    With a `reason`, which may be empty, the update is visible. None is a silent fix.
    """

    editor_id: int | None
    at: datetime
    title: str | None = None
    lead: str | None = None
    body: Body | None = None
    attachments: tuple[Attachment, ...] | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an article: who made it (None if unknown) and when.

    `visible` is True if readers saw it announced as an update, with its `reason`; the first version and silent fixes
    are not.
    """

    number: int
    at: datetime
    editor_id: int | None
    editor: str | None
    visible: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last change of an article or a verdict: the editor, the editor's name (None if unknown), and the time.

    An article that its source has changed has no editor.
    """

    editor_id: int | None
    name: str | None
    at: datetime


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

    `language` is "ru" or "en", or empty in a stored reader who has not chosen one. The role lasts until `role_until`,
    for good if that is None; then `role_after` follows. `username` is Telegram's, in lower case, "" if unknown. Until
    `restricted_until` the person may not comment. `known_since` is when the newspaper first stored something of the
    person. `permissions` is the newspaper's table of roles.
    """

    id: int
    role: Role = Role.GUEST
    language: str = ""
    name: str | None = None
    registered_at: datetime | None = None
    role_until: datetime | None = None
    role_after: Role | None = None
    username: str = ""
    restricted_until: datetime | None = None
    name_changed_at: datetime | None = None
    known_since: datetime | None = None
    permissions: Permissions = field(default=DEFAULT_PERMISSIONS, repr=False, compare=False)

    @property
    def registered(self) -> bool:
        """Whether the reader has registered under a name."""
        return self.registered_at is not None

    @property
    def deeds(self) -> frozenset[Deed]:
        """The deeds that the reader may do."""
        return self.permissions.of(self.role)


class CommentStatus(StrEnum):
    """The state of a comment. `HELD` waits for a moderator, who publishes or rejects it; `REMOVED` was published."""

    PUBLISHED = "published"
    HELD = "held"
    REJECTED = "rejected"
    REMOVED = "removed"


class Cause(StrEnum):
    """Why a comment is held for a moderator, or looked at again."""

    FIRST = "first"  # of a reader who has no published one yet, or has only this one and changes it
    NEW_ACCOUNT = "new account"  # the newspaper has not known the author for long
    COPY = "copy"  # another person has said the same words
    LURE = "lure"  # a phrase of advertisements, by somebody who is not trusted
    LINKS = "links"
    CONTACT = "contact"  # a telephone or card number, an account in a messenger
    STOP_WORD = "stop word"
    CAPITALS = "capitals"
    MENTIONS = "mentions"  # of somebody who has not commented on the article
    INVISIBLE = "invisible"  # invisible characters inside words
    REPORTS = "reports"  # of readers: enough of them hide it until it is judged
    HOOK = "hook"  # the operator's program; its reason is the comment's `hook_reason`


@dataclass(frozen=True, slots=True)
class NewComment:
    """A comment before it is stored. `chat_id` and `message_id` of the message it came in are its natural key.

    It is held if there are causes in `held_for`. `root` is the first comment of its thread, `reply_to` the comment that
    it answers, with a `quote` of it; both are None for a first comment. An `editorial` one is shown as the newsroom's.
    """

    article: int
    author_id: int
    text: str
    at: datetime
    chat_id: int
    message_id: int
    held_for: tuple[Cause, ...] = ()
    root: int | None = None
    reply_to: int | None = None
    quote: str = ""
    editorial: bool = False
    picture: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A stored comment; `edited_at` is the time of its author's last edit, and `version` counts the edits.

    `removed_by` is the Telegram id of who removed or rejected it at `removed_at`: its author, or a moderator. Readers
    see it if it is `visible`: published, and its author not banned (`hidden`). `replies` counts the visible answers in
    the thread of a first comment. `hook_reason` is what the moderation hook said when it held it. An `editorial` one is
    shown as the newsroom's, not as its author's. `addressee` names the author of the answer that this one answers; it
    is set where threads are read.
    """

    id: int
    article: int
    author_id: int
    author: str
    text: str
    at: datetime
    edited_at: datetime | None = None
    removed_at: datetime | None = None
    removed_by: int | None = None
    status: CommentStatus = CommentStatus.PUBLISHED
    held_for: tuple[Cause, ...] = ()
    version: int = 1
    root: int | None = None
    reply_to: int | None = None
    quote: str = ""
    likes: int = 0
    replies: int = 0
    published_at: datetime | None = None
    hidden: bool = False
    chat_id: int = 0
    message_id: int = 0
    ignored: bool = False
    hook_reason: str = ""
    editorial: bool = False
    picture: Attachment | None = None
    addressee: str = ""

    @property
    def visible(self) -> bool:
        """Whether every reader sees the comment."""
        return self.status is CommentStatus.PUBLISHED and not self.hidden


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
