"""What the newsroom needs from outside: a storage, a courier and a clock. Each docstring states the laws to keep."""

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
    """Where time comes from."""

    def now(self) -> datetime:
        """Return the present, aware, in UTC."""


class Articles(Protocol):
    """Articles and the archive's order: (published at, number), newest first, drafts and retracted ones left out."""

    async def add(self, article: NewArticle) -> tuple[int, bool]:
        """Store an article, published if it has `published_at`, else a draft.

        Return its number and True, or the number of the one already stored under its key or source URL and False.
        """

    async def get(self, number: int) -> Article | None:
        """Return the article in whatever status, or None."""

    async def keyset(self, number: int) -> Keyset | None:
        """Return where a published or retracted article stands in the archive's order."""

    async def older(self, start: Keyset | None, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines from `start` on, itself included, newest first; None starts at the newest."""

    async def newer(self, start: Keyset, limit: int) -> Sequence[Headline]:
        """Return up to `limit` headlines newer than `start`, the nearest first."""

    async def closest_date(self, start: datetime, end: datetime, *, latest: bool) -> datetime | None:
        """Return when the latest (or earliest) article of `start` <= t < `end` was published, or None."""

    async def drafts(self, before: int | None, limit: int) -> Sequence[Headline]:
        """Return up to `limit` drafts, newest number first, with numbers below `before`."""

    async def publish(self, number: int, at: datetime, *, to_push: bool) -> bool:
        """Publish a draft; False if it is none (any more)."""

    async def revise(self, number: int, revision: Revision) -> bool:
        """Change a draft or published article and count its version up; False if it is neither."""

    async def retract(self, number: int, revision: Revision) -> bool:
        """Take a published article back, or drop a draft, with the revision's reason; False if it is neither."""

    async def count_reads(self, reads: dict[int, int]) -> None:
        """Add to the counters of reads, by article number."""


class Readers(Protocol):
    """Registered readers, and the languages that people chose."""

    async def get(self, reader_id: int) -> Reader | None:
        """Return the stored reader, or None."""

    async def choose_language(self, reader_id: int, language: str) -> None:
        """Store a language, for a guest too."""

    async def register(self, reader_id: int, name: str, name_key: str, language: str, at: datetime) -> bool:
        """Make a guest a member; False if somebody else bears `name_key`. Registering again changes nothing."""

    async def set_role(self, reader_id: int, role: Role) -> bool:
        """Give a registered reader a role; False if there is no such reader."""


class Subscriptions(Protocol):
    """Who gets the headlines."""

    async def get(self, chat_id: int) -> Subscription | None:
        """Return the chat's subscription, active or ended, or None."""

    async def start(self, chat_id: int, language: str, at: datetime) -> bool:
        """Subscribe the chat; False if it was subscribed already (only its language changes then)."""

    async def end(self, chat_id: int, at: datetime, reason: str) -> bool:
        """End the chat's subscription and cancel its open deliveries; False if it had none."""

    async def set_language(self, chat_id: int, language: str) -> None:
        """Change the language of the chat's headlines, if it is subscribed."""

    async def move(self, chat_id: int, new_id: int, at: datetime) -> None:
        """Carry a group's subscription over to the supergroup it became."""


class Comments(Protocol):
    """Comments by article, in order of their ids, which is the order of their arrival."""

    async def add(self, comment: NewComment) -> tuple[int, bool]:
        """Store a comment and count it with its article; its id and False if its message is stored already."""

    async def get(self, comment_id: int) -> Comment | None:
        """Return the comment, or None."""

    async def by_message(self, chat_id: int, message_id: int) -> Comment | None:
        """Return the comment that came in this message, or None."""

    async def revise(self, comment_id: int, text: str, at: datetime) -> None:
        """Change a comment's text."""

    async def since(self, author_id: int, at: datetime) -> Sequence[datetime]:
        """Return when the author commented since `at`, oldest first."""

    async def before(self, article: int, comment_id: int | None, limit: int) -> Sequence[Comment]:
        """Return up to `limit` comments with smaller ids, the largest first; None starts at the newest."""

    async def after(self, article: int, comment_id: int, limit: int) -> Sequence[Comment]:
        """Return up to `limit` comments with larger ids, the smallest first."""


class Deliveries(Protocol):
    """The ledger: editions, their deliveries, and the budget of sends that all processes share."""

    async def open_edition(self, kind: str, at: datetime, shown: int) -> Edition | None:
        """Make one edition of all published articles still to be pushed, keeping the `shown` newest numbers.

        None when nothing is to be pushed. An article goes into one edition only, whoever else asks meanwhile.
        """

    async def edition(self, edition_id: int) -> Edition | None:
        """Return the edition, or None."""

    async def plan(self, now: datetime, limit: int) -> int:
        """Write up to `limit` deliveries of the first edition not fully planned; return how many.

        Of headlines: only chats subscribed before the edition was opened, each once. Of a correction: every copy that
        was sent, but none before all that may carry the old words, claimed by whoever had not read the new ones yet,
        has come back. An edition that finds none is planned.
        """

    async def claim(self, now: datetime, lease: timedelta, limit: int, *, resend: bool = True) -> Sequence[Delivery]:
        """Put up to `limit` due deliveries on the wire until `now + lease`; nobody else gets them before.

        Due is what is pending with its time come, and what was on the wire when its lease ran out, of editions that are
        not paused; notices and corrections go before headlines. Of an ended edition nothing is. What lapsed is counted
        unknown, for it may have arrived; without `resend` it fails for good and is not among those returned.
        """

    async def renew(self, held: Sequence[tuple[int, int, int]], until: datetime) -> None:
        """Prolong the leases on deliveries (edition, chat, try) until then, where nobody has claimed them since."""

    async def release_leases(self, now: datetime) -> None:
        """End every lease. Only for a process that knows that no other serves this database."""

    async def settle(self, settlements: Sequence[Settlement], at: datetime) -> Sequence[int]:
        """Write what became of deliveries; what is gone ends its subscription, what moved carries it over.

        A final state is never overwritten, and what was put off does not call back a later try. Copies stay behind in
        the group that was: corrections do not move with it. The fifth refusal of an edition's message itself pauses the
        edition; return the editions paused so.
        """

    async def reserve(self, now: datetime, span: timedelta) -> datetime:
        """Take `span` of the shared send budget and return when it begins, not before `now`."""

    async def close_budget(self, until: datetime) -> None:
        """Keep the shared budget closed until then: Telegram asked for a pause."""

    async def counts(self, edition_id: int) -> dict[str, int]:
        """Return how many deliveries of the edition are in each state."""


class Editions(Protocol):
    """Editions as wholes."""

    async def open_corrections(self, at: datetime) -> Sequence[int]:
        """Open a correction of every edition whose copies show an article which has changed visibly since.

        An unfinished correction of the same edition is ended: the newer one shows all that it would. Return the ids.
        """

    async def notify(self, chats: Sequence[int], notice: str, at: datetime) -> int:
        """Open a notice (JSON) to some chats, subscribed or not; return its id."""

    async def newest(self, limit: int) -> Sequence[Edition]:
        """Return the newest editions but notices, the newest first."""

    async def progress(self, edition_id: int) -> Progress | None:
        """Return how far an edition is, or None."""

    async def pause(self, edition_id: int, *, paused: bool) -> bool:
        """Hold an unfinished edition or let it go on; False if it is finished, ended or unknown."""

    async def stop(self, edition_id: int, at: datetime) -> bool:
        """End an edition: what waits, or comes back to wait, is cancelled and nothing more is planned.

        False if it is finished, ended already or unknown.
        """

    async def expire(self, before: datetime, at: datetime) -> int:
        """Let what still waits of headlines opened earlier expire, counted; return how many deliveries did."""

    async def fold(self, before: datetime, limit: int) -> bool:
        """Fold up to `limit` deliveries of a finished edition opened earlier into its counters.

        Copies that are still to be corrected stay. False when there was nothing to fold.
        """


class Statistics(Protocol):
    """Counts over everything, for the staff; they may take a while in a large archive."""

    async def read(self) -> NewspaperStatistics:
        """Count what there is now."""


class Unit(Protocol):
    """One unit of work: the tables of one connection. It must not outlive the block that opened it."""

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
    """The memory. No network may be awaited inside either block."""

    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for reading; every statement sees what was committed before it."""

    def writing(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for writing: all of it is committed at the block's end, or none when it raises."""


@dataclass(frozen=True, slots=True)
class EditionContent:
    """What an edition says: its articles, newest first, out of `total`.

    Headlines leave out what was retracted meanwhile; a correction shows it as withdrawn. A notice has no articles but
    its JSON.
    """

    edition: int
    articles: tuple[Article, ...]
    total: int
    kind: EditionKind = EditionKind.HEADLINES
    notice: str | None = None

    @property
    def empty(self) -> bool:
        """Whether nothing is left to say."""
        return not self.articles and self.notice is None


class Courier(Protocol):
    """The only road by which the newspaper speaks unasked."""

    def carry(self, push: EditionContent, delivery: Delivery, done: Callable[[Outcome], None]) -> None:
        """Send one delivery, once, and return at once.

        `done` is called with the outcome, exactly once, later or before this returns; nothing that Telegram or the
        network answers is raised.
        """


class DeliveryObserver(Protocol):
    """Who counts what the delivery desk does; it is told after the fact, and must not raise."""

    def sent(self, count: int) -> None:
        """So many messages leave now."""

    def settled(self, settlements: Sequence[Settlement]) -> None:
        """These results were written to the ledger."""
