"""The ports: what the newsroom needs of a storage, a courier and a clock.

Each docstring is a contract. Both database engines keep it, and so does every fake. A sequence may be empty.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from news.choice.forms import Form
from news.ledger import Delivery, EditionKind, Settlement
from news.model import (
    Article,
    Cause,
    Comment,
    CommentStatus,
    Headline,
    Keyset,
    LastChange,
    NewArticle,
    NewComment,
    Reader,
    Revision,
)
from news.outcomes import Outcome
from news.ports.answers import Answers as Answers
from news.ports.answers import Ignores as Ignores
from news.ports.answers import OwnComments as OwnComments
from news.ports.answers import Seen as Seen
from news.ports.appeals import Appeals as Appeals
from news.ports.audit import Audit as Audit
from news.ports.bookmarks import Bookmarks as Bookmarks
from news.ports.case_board import CaseBoard as CaseBoard
from news.ports.cases import Cases as Cases
from news.ports.choices import Choices as Choices
from news.ports.complaints import Complaints as Complaints
from news.ports.discussions import Discussions as Discussions
from news.ports.discussions import GroupDeeds as GroupDeeds
from news.ports.drafts import Drafts as Drafts
from news.ports.files import Files as Files
from news.ports.human_checks import HumanChecks as HumanChecks
from news.ports.identity import Identities as Identities
from news.ports.later import Later as Later
from news.ports.ledger import Budget as Budget
from news.ports.ledger import Deliveries as Deliveries
from news.ports.ledger import Editions as Editions
from news.ports.ledger import Places as Places
from news.ports.ledger import Planning as Planning
from news.ports.ledger import Subscriptions as Subscriptions
from news.ports.live_messages import LiveMessages as LiveMessages
from news.ports.memberships import Memberships as Memberships
from news.ports.outlets import Outlets as Outlets
from news.ports.parts import Parts as Parts
from news.ports.permissions import PermissionTable as PermissionTable
from news.ports.privacy import Forgettings as Forgettings
from news.ports.privacy import PersonalData as PersonalData
from news.ports.privacy import Retention as Retention
from news.ports.related import Related as Related
from news.ports.requests import Requests as Requests
from news.ports.search import Search as Search
from news.ports.statistics import Statistics as Statistics
from news.ports.stop_phrases import StopPhraseTable as StopPhraseTable
from news.ports.threads import CommentRuleTable as CommentRuleTable
from news.ports.threads import Likes as Likes
from news.ports.threads import Threads as Threads
from news.ports.topics import Topics as Topics
from news.ports.trust import Trust as Trust
from news.ports.verdicts import Macros as Macros
from news.ports.verdicts import PersonNotes as PersonNotes
from news.ports.verdicts import Verdicts as Verdicts
from news.ports.versions import Versions as Versions
from news.roles import Role


class Clock(Protocol):
    """The source of time: see docs/decisions/0024.

    What is stored, shown, or compared with a stored time is a wall time (`now`). How long something has lasted, and
    whether a lease of this process is still valid, is a difference of monotonic times: a wall clock can be set.
    """

    def now(self) -> datetime:
        """Return the present time, aware, in UTC. It may jump, forward or back: `ClockWatch` notices that."""

    def monotonic(self) -> float:
        """Return seconds since an unknown moment, of this process only.

        They never run backwards, are not changed when the wall clock is set, and include the time for which the
        machine was suspended or the process was stopped.
        """


class Articles(Protocol):
    """Articles, and the archive: published articles ordered by (published at, number), newest first."""

    async def add(self, article: NewArticle) -> tuple[int, bool]:
        """Store an article: published if it has `published_at`, else a draft.

        Return its number and True. If its key or source URL is stored already, change nothing and return the number of
        that article and False.
        """

    async def get(self, number: int) -> Article | None:
        """Return the article in any status, or None."""

    async def listed(self, numbers: Sequence[int]) -> Sequence[Article]:
        """Return the articles with these numbers, in any status, in this order and without their texts.

        Unknown numbers are left out. The bodies are empty, and the files have no ids.
        """

    async def keyset(self, number: int) -> Keyset | None:
        """Return the position of an article in the archive's order; None if it was never published.

        A retracted article keeps its position, so that a list can go on from it.
        """

    async def older(self, start: Keyset | None, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines from `start` on (inclusive), newest first; None starts at the newest."""

    async def newer(self, start: Keyset, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines newer than `start` (exclusive), oldest first."""

    async def closest_date(self, start: datetime, end: datetime, *, latest: bool) -> datetime | None:
        """Return the time of the latest (or the earliest) publication in `start` <= t < `end`, or None."""

    async def publish(
        self,
        number: int,
        at: datetime,
        *,
        to_push: bool,
        breaking: bool = False,
        version: int | None = None,
        due: datetime | None = None,
    ) -> bool:
        """Publish an article that was not published before; False if there is none, or not of this `version`.

        With `due`, only an article that was scheduled for that time or an earlier one. Status, version and time are
        checked in the statement that changes them: of two processes one gets True.
        """

    async def revise(self, number: int, revision: Revision, *, version: int | None = None) -> bool:
        """Keep the present version of an article that is not retracted, and make the next; False if there is none.

        With a `version`, also False if the article has another one; it is checked in the statement that changes it. A
        revision with a reason also sets time, reason and editor of the update.
        """

    async def retract(self, number: int, revision: Revision, *, version: int | None = None) -> bool:
        """Retract an article with the revision's reason, and never push it; False if it is retracted or unknown.

        With a `version`, also False if the article has another one.
        """

    async def set_follows(self, number: int, follows: int) -> None:
        """Store which article this one follows up; 0 if it stands alone. Its version stays."""

    async def recent(self, numbers: Collection[int], since: datetime) -> Sequence[Headline]:
        """Return the headlines of those of these articles that were published since then, in any order."""

    async def count_since(self, since: datetime, limit: int) -> int:
        """Return how many articles were published after a time, `limit` at most."""

    async def find_by_key(self, key: str) -> int | None:
        """Return the number of the article that was stored under a key, or None."""

    async def last_change(self, number: int) -> LastChange | None:
        """Return who revised an article last and when, silent fixes included; None if nobody did."""

    async def mark_for_correction(self, numbers: Sequence[int]) -> None:
        """Mark articles whose sent copies are to be corrected. An article that was never pushed is not marked."""

    async def damaged(self, limit: int) -> Sequence[int]:
        """Return those of the `limit` largest article numbers whose stored text cannot be read, ascending."""

    async def count_reads(self, reads: dict[int, int], at: datetime, day: date) -> None:
        """Add to the counters of reads, by article number. Unknown numbers are ignored.

        They count for the local `day`, for the hour, and for the first hour of articles published up to an hour ago.
        """


class Readers(Protocol):
    """Registered readers, the names that they bear, and the languages that people chose.

    A name is known by its key, the skeleton; it is taken while somebody bears it, has asked for it, or has given it up
    lately.
    """

    async def get(self, reader_id: int) -> Reader | None:
        """Return the stored reader, or None."""

    async def choose_language(self, reader_id: int, language: str, at: datetime | None = None) -> None:
        """Store a person's language; a guest is stored for it, known since `at`."""

    async def register(self, reader_id: int, name: str, name_key: str, language: str, at: datetime) -> bool:
        """Make a guest a member; False if `name_key` is another person's. For a member nothing changes."""

    async def claim_name(self, reader_id: int, name_key: str, at: datetime) -> bool:
        """Keep a name for a person; False if it is another person's. Of two who claim it at once, one gets True."""

    async def free_name(self, reader_id: int, name_key: str) -> None:
        """Let others take a name that was kept for a person."""

    async def rename(self, reader_id: int, name: str, name_key: str, at: datetime, reserved_until: datetime) -> bool:
        """Give a reader another name; False if it is another person's. The one before is kept until then."""

    async def name_guest(self, reader_id: int, name: str, at: datetime) -> None:
        """Store the name of a guest, whom the newspaper knows since `at`; a registered reader keeps the own name."""

    async def is_named(self, name_key: str) -> bool:
        """Whether somebody is registered under a name with this key."""

    async def remember(self, reader_id: int, at: datetime) -> None:
        """Store a guest who is not stored, known since `at`."""

    async def set_role(
        self, reader_id: int, role: Role, until: datetime | None = None, after: Role | None = None
    ) -> bool:
        """Set the role of a person, for good or until then, when `after` follows; False if the person is not stored.

        One who has not registered can be banned, and is a guest with any other role.
        """

    async def restrict(self, reader_id: int, until: datetime | None) -> bool:
        """Take no comments of a person until then, or again with None; False for a person who is not stored."""

    async def with_roles(self, roles: Collection[Role]) -> Sequence[Reader]:
        """Return the readers who have one of these roles, by ascending id."""

    async def lock(self, reader_id: int) -> Reader | None:
        """Return the stored reader, and keep it as it is until the unit ends; None for a person who is not stored."""


class Comments(Protocol):
    """Comments by article. Their ids rise in the order of arrival.

    Pages and counts have the visible ones only: published, and of an author who is not banned.
    """

    async def add(self, comment: NewComment) -> tuple[int, bool]:
        """Store a comment and return its id and True. It counts with its article and thread, unless it is held.

        If its message is stored already, change nothing and return that comment's id and False.
        """

    async def get(self, comment_id: int) -> Comment | None:
        """Return the comment, or None."""

    async def lock(self, comment_id: int) -> None:
        """Keep the comment as it is until the unit ends. Lock its author before."""

    async def by_message(self, chat_id: int, message_id: int) -> Comment | None:
        """Return the comment that came in this message, or None."""

    async def revise(self, comment_id: int, text: str, at: datetime) -> None:
        """Replace a comment's text, set when it was edited, and count the version."""

    async def move(self, comment: Comment, article: int) -> None:
        """Put a comment under another article, and count it there if it is visible."""

    async def change_status(
        self,
        comment_id: int,
        to: CommentStatus,
        *,
        by: int,
        at: datetime,
        version: int | None = None,
        of: Collection[CommentStatus] = tuple(CommentStatus),
        held_for: Sequence[Cause] = (),
    ) -> bool:
        """Change the status of a comment that has one of the states `of` and, unless it is None, this `version`.

        False if nothing changed: of two who change it at once, one gets True. The counts of its article and thread
        follow. `by` and `at` tell who rejected or removed it; `held_for` goes with HELD.
        """

    async def hide_author(self, author_id: int, *, hidden: bool) -> None:
        """Hide all comments of an author, or show them again, also those still to be restored."""

    async def withdraw(self, author_id: int, by: int, at: datetime, limit: int) -> None:
        """Remove up to `limit` published comments of an author, and as many held ones. The counts follow."""

    async def newest_texts(self, limit: int) -> Sequence[str]:
        """Return the texts of the newest comments of all articles, whatever their status, the newest first."""

    async def has_speaker(self, article: int, name_key: str) -> bool:
        """Whether the reader with this name key (`news.lookalikes.skeleton`) has a visible comment on the article."""

    async def count_published(self, author_id: int, limit: int) -> int:
        """Return how many published comments an author has, `limit` at most."""

    async def count_by_status(self, author_id: int) -> Mapping[CommentStatus, int]:
        """Return how many comments an author has in each status that occurs, those of a banned author too."""

    async def last_on(self, author_id: int, article: int, since: datetime) -> datetime | None:
        """Return when the author commented on an article last, or None if not since then."""

    async def same_text(self, author_id: int, key: int, article: int, since: datetime, but: int) -> int | None:
        """Return a comment of the author other than `but` with the same `news.comment_texts.text_key`, or None.

        On the article at any time, on others since then; what the author removed does not count.
        """

    async def since(self, author_id: int, at: datetime) -> Sequence[datetime]:
        """Return the times of the author's comments since `at`, oldest first."""

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible comments with smaller ids, largest id first; None starts at the newest."""

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` visible comments with larger ids, smallest id first."""


class Unit(Protocol):
    """One unit of work: the tables seen through one connection. Do not use it after its block."""

    articles: Articles
    versions: Versions
    topics: Topics
    drafts: Drafts
    readers: Readers
    human_checks: HumanChecks
    requests: Requests
    places: Places
    subscriptions: Subscriptions
    choices: Choices
    permissions: PermissionTable
    memberships: Memberships
    comments: Comments
    own_comments: OwnComments
    answers: Answers
    ignores: Ignores
    seen: Seen
    bookmarks: Bookmarks
    later: Later
    threads: Threads
    likes: Likes
    comment_rules: CommentRuleTable
    cases: Cases
    complaints: Complaints
    appeals: Appeals
    stop_phrases: StopPhraseTable
    trust: Trust
    case_board: CaseBoard
    verdicts: Verdicts
    person_notes: PersonNotes
    macros: Macros
    editions: Editions
    planning: Planning
    deliveries: Deliveries
    budget: Budget
    files: Files
    statistics: Statistics
    search: Search
    related: Related
    identity: Identities
    live_messages: LiveMessages
    audit: Audit
    outlets: Outlets
    discussions: Discussions
    group_deeds: GroupDeeds
    parts: Parts
    personal_data: PersonalData
    forgettings: Forgettings
    retention: Retention


class Storage(Protocol):
    """The database. Never await the network inside a block. A database that cannot serve raises StorageError."""

    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for reading. Every statement sees what was committed before it."""

    def writing(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for writing. It is committed at the block's end, and rolled back if the block raises."""


@dataclass(frozen=True, slots=True)
class EditionContent:
    """The content of an edition: its articles, newest first, out of `total`.

    Headlines leave out retracted articles; a correction shows them as withdrawn. A notice has JSON; only one that lists
    articles has these too.
    `shown` are the numbers that the edition was opened with: a delivery's form (`news.choice.forms`) counts in them. A
    correction of a digest is of the kind CORRECTION, too; `digest` says that its articles are listed by topic.
    """

    edition: int
    articles: tuple[Article, ...]
    total: int
    kind: EditionKind = EditionKind.HEADLINES
    notice: str | None = None
    shown: tuple[int, ...] = ()
    digest: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.articles and self.notice is None

    def part(self, form: Form | None) -> "EditionContent":
        """Return the part that a form selects; the content itself if that is all."""
        if form is None or form.mask is None:
            return self
        numbers = {number for position, number in enumerate(self.shown) if form.has(position)}
        articles = tuple(article for article in self.articles if article.number in numbers)
        return replace(self, articles=articles, total=len(articles) + form.more)


class Courier(Protocol):
    """Sends deliveries to Telegram."""

    def size(self, content: EditionContent, delivery: Delivery) -> int:
        """Return as how many messages a delivery is sent: 1, or the number of an album's items."""

    def carry(self, content: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        """Send one delivery once, and return at once.

        Call `done` with the outcome exactly once, before or after this returns. Errors of Telegram and of the network
        are outcomes and are never raised.
        """


class DeliveryObserver(Protocol):
    """Counts sends and results of the delivery desk. Its methods are called after the fact and must not raise."""

    def sent(self, count: int) -> None:
        """Count messages that left just now."""

    def settled(self, settlements: Sequence[Settlement]) -> None:
        """Count results that were committed."""
