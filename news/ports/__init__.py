"""The ports: what the newsroom needs of a storage, a courier and a clock.

Each docstring is a contract. Both database engines keep it, and so does every fake. A sequence may be empty.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from news.model import (
    Article,
    Comment,
    Delivery,
    Edition,
    EditionKind,
    Headline,
    Keyset,
    NewArticle,
    NewComment,
    NewspaperStatistics,
    Progress,
    Reader,
    Revision,
    Settlement,
    Subscription,
)
from news.outcomes import Outcome
from news.ports.related import Related as Related
from news.ports.search import Search as Search
from news.roles import Role


class Clock(Protocol):
    """The source of time."""

    def now(self) -> datetime:
        """Return the present time, aware, in UTC."""


class Articles(Protocol):
    """Articles, and the archive: published articles ordered by (published at, number), newest first."""

    async def add(self, article: NewArticle) -> tuple[int, bool]:
        """Store an article: published if it has `published_at`, else a draft.

        Return its number and True. If its key or source URL is stored already, change nothing and return the number of
        that article and False.
        """

    async def get(self, number: int) -> Article | None:
        """Return the article in any status, or None."""

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

    async def drafts(self, before: int | None, limit: int) -> Sequence[Headline]:
        """Return up to `limit` drafts with numbers below `before`, highest number first; None starts at the highest."""

    async def publish(self, number: int, at: datetime, *, to_push: bool) -> bool:
        """Publish an article that was not published before; False if there is none.

        The status is checked in the statement that changes it: of two processes one gets True.
        """

    async def revise(self, number: int, revision: Revision) -> bool:
        """Change an article that is not retracted, and increment its version; False if there is none.

        A revision with a reason also sets time, reason and editor of the update.
        """

    async def retract(self, number: int, revision: Revision) -> bool:
        """Retract an article with the revision's reason, and never push it; False if it is retracted or unknown."""

    async def mark_for_correction(self, numbers: Sequence[int]) -> None:
        """Mark articles whose sent copies are to be corrected. An article that was never pushed is not marked."""

    async def damaged(self, limit: int) -> Sequence[int]:
        """Return those of the `limit` largest article numbers whose stored text cannot be read, ascending."""

    async def count_reads(self, reads: dict[int, int]) -> None:
        """Add to the counters of reads, by article number. Unknown numbers are ignored."""


class Readers(Protocol):
    """Registered readers, and the languages that people chose."""

    async def get(self, reader_id: int) -> Reader | None:
        """Return the stored reader, or None."""

    async def choose_language(self, reader_id: int, language: str) -> None:
        """Store a person's language; a guest is stored for it."""

    async def register(self, reader_id: int, name: str, name_key: str, language: str, at: datetime) -> bool:
        """Make a guest a member; False if another reader has `name_key`. For a member nothing changes."""

    async def set_role(self, reader_id: int, role: Role) -> bool:
        """Set the role of a registered reader; False if the reader is not registered."""


class Subscriptions(Protocol):
    """The chats that get the headlines."""

    async def get(self, chat_id: int) -> Subscription | None:
        """Return the chat's subscription, active or ended, or None."""

    async def start(self, chat_id: int, language: str, at: datetime) -> bool:
        """Subscribe the chat; False if it was subscribed already (then only its language changes)."""

    async def end(self, chat_id: int, at: datetime, reason: str) -> bool:
        """End the chat's subscription and cancel its pending deliveries; False if it had no active one."""

    async def set_language(self, chat_id: int, language: str) -> None:
        """Set the language of the chat's headlines, if it is subscribed."""

    async def move(self, chat_id: int, new_id: int, at: datetime) -> None:
        """Move a group's subscription and pending deliveries to the supergroup that it became."""


class Comments(Protocol):
    """Comments by article. Their ids rise in the order of arrival."""

    async def add(self, comment: NewComment) -> tuple[int, bool]:
        """Store a comment, count it with its article, and return its id and True.

        If its message is stored already, change nothing and return that comment's id and False.
        """

    async def get(self, comment_id: int) -> Comment | None:
        """Return the comment, or None."""

    async def by_message(self, chat_id: int, message_id: int) -> Comment | None:
        """Return the comment that came in this message, or None."""

    async def revise(self, comment_id: int, text: str, at: datetime) -> None:
        """Replace a comment's text, and set when it was edited."""

    async def since(self, author_id: int, at: datetime) -> Sequence[datetime]:
        """Return the times of the author's comments since `at`, oldest first."""

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return up to `limit` comments with smaller ids, largest id first; None starts at the newest."""

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` comments with larger ids, smallest id first."""


class Deliveries(Protocol):
    """The ledger: editions, their deliveries, and the send budget that all processes share.

    A delivery is pending, or sending with a lease, or final. Any number of processes may use the ledger at once. A
    lease gives a delivery to one process, until it expires.
    """

    async def has_unpushed(self) -> bool:
        """Whether a published article waits for an edition. In a writing unit the transaction has begun afterwards."""

    async def open_edition(self, kind: str, at: datetime, shown: int) -> Edition | None:
        """Open an edition of all published articles still to be pushed, showing the `shown` newest.

        None when there is nothing to push. An article goes into one edition only, however many processes call this.
        """

    async def edition(self, edition_id: int) -> Edition | None:
        """Return the edition, or None."""

    async def plan(self, now: datetime, limit: int) -> int:
        """Write up to `limit` deliveries of the first edition that is not fully planned; return how many.

        Headlines get one delivery for each chat that subscribed before the edition was opened. A correction gets one
        for each copy that was sent. A correction is not planned while sends with the old content may be in flight: they
        were claimed before the new content was read. An edition without anything left to plan becomes planned.
        """

    async def claim(self, now: datetime, lease: timedelta, limit: int, *, resend: bool = True) -> Sequence[Delivery]:
        """Lease up to `limit` due deliveries until `now + lease`, set them sending, and return them.

        Due are pending deliveries whose time has come, and sending ones whose lease has expired, of editions that are
        neither paused nor stopped. Notices and corrections come before headlines. A delivery with an expired lease may
        have arrived, so it is counted as unknown. Without `resend` it fails and is not returned.
        """

    async def renew(self, leases: Sequence[tuple[int, int, int]], until: datetime) -> None:
        """Extend the leases of deliveries (edition, chat, try) to `until`, unless another process has claimed them."""

    async def release_leases(self, now: datetime) -> None:
        """End every lease. Only for a process that knows that no other one serves this database."""

    async def settle(self, settlements: Sequence[Settlement], at: datetime) -> Sequence[int]:
        """Write the results of deliveries; return the editions that this paused.

        Writing a result twice changes nothing: a final state stays, and a pending result does not undo a later try.
        GONE ends the chat's subscription. `moved_to` moves subscription and pending deliveries to the new chat, but not
        the copies already sent: corrections do not follow into it. The fifth refusal of an edition's message itself
        pauses the edition.
        """

    async def reserve(self, now: datetime, span: timedelta) -> datetime:
        """Take `span` of the shared send budget and return when it begins, at the earliest `now`."""

    async def close_budget(self, until: datetime) -> None:
        """Close the shared budget until then, because Telegram asked for a pause."""

    async def counts(self, edition_id: int) -> dict[str, int]:
        """Return the number of the edition's deliveries by state, folded ones included."""


class Editions(Protocol):
    """Editions as wholes: corrections, notices, progress, pausing and ending, expiry and folding."""

    async def open_corrections(self, at: datetime) -> Sequence[int]:
        """Open a correction for every edition whose copies show an article marked for correction; return the ids.

        An unfinished correction of the same edition is ended, because the new one shows all its changes. The marks are
        removed.
        """

    async def notify(self, chats: Sequence[int], notice: str, at: datetime) -> int:
        """Open a notice (JSON) to these chats, subscribed or not; return its id."""

    async def newest(self, limit: int) -> Sequence[Edition]:
        """Return up to `limit` editions without the notices, newest first."""

    async def progress(self, edition_id: int) -> Progress | None:
        """Return the progress of an edition, or None."""

    async def pause(self, edition_id: int, *, paused: bool) -> bool:
        """Pause an unfinished edition or resume it; False if it is finished, stopped or unknown."""

    async def stop(self, edition_id: int, at: datetime) -> bool:
        """End an edition: plan nothing more, and cancel its pending deliveries now and when they are returned.

        False if it is finished, stopped already or unknown.
        """

    async def expire(self, before: datetime, at: datetime) -> int:
        """Expire the pending and unplanned deliveries of headlines opened before that; return how many."""

    async def fold(self, before: datetime, limit: int) -> bool:
        """Replace up to `limit` deliveries of one finished edition opened before that by counts in the edition.

        Editions whose copies are still to be corrected are kept. False when there was nothing to fold.
        """


class Statistics(Protocol):
    """Counts over all tables, for the staff. They may take long in a large archive."""

    async def read(self) -> NewspaperStatistics:
        """Return the present counts."""


class Unit(Protocol):
    """One unit of work: the tables seen through one connection. Do not use it after its block."""

    articles: Articles
    readers: Readers
    subscriptions: Subscriptions
    comments: Comments
    deliveries: Deliveries
    editions: Editions
    statistics: Statistics
    search: Search
    related: Related


class Storage(Protocol):
    """The database. Never await the network inside a block. A database that cannot serve raises StorageError."""

    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for reading. Every statement sees what was committed before it."""

    def writing(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for writing. It is committed at the block's end, and rolled back if the block raises."""


@dataclass(frozen=True, slots=True)
class EditionContent:
    """The content of an edition: its articles, newest first, out of `total`.

    Headlines leave out retracted articles; a correction shows them as withdrawn. A notice has JSON instead of articles.
    """

    edition: int
    articles: tuple[Article, ...]
    total: int
    kind: EditionKind = EditionKind.HEADLINES
    notice: str | None = None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.articles and self.notice is None


class Courier(Protocol):
    """Sends deliveries to Telegram."""

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
