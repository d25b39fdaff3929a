"""The interface that every engine implements."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from news import ports
from news.ports.identity import Identity
from storage.answers import Answers
from storage.appeals import Appeals
from storage.articles import Articles
from storage.audit import Audit
from storage.bookmarks import Bookmarks
from storage.bot_id import BotId
from storage.budget import Budget
from storage.case_board import CaseBoard
from storage.cases import Cases
from storage.choices import Choices
from storage.comment_rules import CommentRuleTable
from storage.comments import Comments
from storage.complaints import Complaints
from storage.deliveries import Deliveries
from storage.discussions import Discussions
from storage.drafts import Drafts
from storage.editions import Editions
from storage.files import Files
from storage.forgettings import Forgettings
from storage.fsm import FsmStates
from storage.group_deeds import GroupDeeds
from storage.human_checks import HumanChecks
from storage.identity import Identities
from storage.ignores import Ignores
from storage.inbox import Inbox
from storage.later import Later
from storage.leases import Leases
from storage.likes import Likes
from storage.live_messages import LiveMessages
from storage.macros import Macros
from storage.memberships import Memberships
from storage.metrics import Metrics
from storage.outlets import Outlets
from storage.own_comments import OwnComments
from storage.parts import Parts
from storage.permissions import PermissionTable
from storage.person_notes import PersonNotes
from storage.personal_data import PersonalData
from storage.places import Places
from storage.planning import Planning
from storage.readers import Readers
from storage.related import Related
from storage.requests import Requests
from storage.retention import Retention
from storage.search import Search
from storage.seen import Seen
from storage.source_items import SourceItems
from storage.sources import Sources
from storage.statistics import Statistics
from storage.stop_phrases import StopPhraseTable
from storage.subscriptions import Subscriptions
from storage.threads import Threads
from storage.topics import Topics
from storage.trust import Trust
from storage.verdicts import Verdicts
from storage.versions import Versions


class Unit:
    """One unit of work: the tables of one connection. It must not be used after the block that opened it.

    The newsroom's tables are typed as its ports; the last five belong to the program.
    """

    articles: ports.Articles
    versions: ports.Versions
    topics: ports.Topics
    drafts: ports.Drafts
    readers: ports.Readers
    human_checks: ports.HumanChecks
    requests: ports.Requests
    places: ports.Places
    subscriptions: ports.Subscriptions
    choices: ports.Choices
    permissions: ports.PermissionTable
    memberships: ports.Memberships
    comments: ports.Comments
    own_comments: ports.OwnComments
    answers: ports.Answers
    ignores: ports.Ignores
    seen: ports.Seen
    bookmarks: ports.Bookmarks
    later: ports.Later
    threads: ports.Threads
    likes: ports.Likes
    comment_rules: ports.CommentRuleTable
    cases: ports.Cases
    complaints: ports.Complaints
    appeals: ports.Appeals
    stop_phrases: ports.StopPhraseTable
    trust: ports.Trust
    case_board: ports.CaseBoard
    verdicts: ports.Verdicts
    person_notes: ports.PersonNotes
    macros: ports.Macros
    editions: ports.Editions
    planning: ports.Planning
    deliveries: ports.Deliveries
    budget: ports.Budget
    files: ports.Files
    statistics: ports.Statistics
    search: ports.Search
    related: ports.Related
    identity: ports.Identities
    live_messages: ports.LiveMessages
    audit: ports.Audit
    outlets: ports.Outlets
    discussions: ports.Discussions
    group_deeds: ports.GroupDeeds
    parts: ports.Parts
    personal_data: ports.PersonalData
    forgettings: ports.Forgettings
    retention: ports.Retention
    sources: ports.Sources
    source_items: ports.SourceItems
    inbox: Inbox
    leases: Leases
    fsm: FsmStates
    metrics: Metrics
    bot_id: BotId

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        places = Places(connection, queries)
        subscriptions = Subscriptions(connection, queries, places)
        editions = Editions(connection, queries)
        outlets = Outlets(connection, queries)
        topics = Topics(connection, queries)
        self.articles = Articles(connection, queries, topics)
        self.topics = topics
        self.versions = Versions(connection, queries)
        self.drafts = Drafts(connection, queries)
        self.readers = Readers(connection, queries)
        self.human_checks = HumanChecks(connection, queries)
        self.requests = Requests(connection, queries)
        self.places = places
        self.subscriptions = subscriptions
        self.choices = Choices(connection, queries)
        self.permissions = PermissionTable(connection, queries)
        self.memberships = Memberships(connection, queries)
        self.comments = Comments(connection, queries)
        self.own_comments = OwnComments(connection, queries)
        self.answers = Answers(connection, queries)
        self.ignores = Ignores(connection, queries)
        self.seen = Seen(connection, queries)
        self.bookmarks = Bookmarks(connection, queries)
        self.later = Later(connection, queries)
        self.threads = Threads(connection, queries)
        self.likes = Likes(connection, queries)
        self.comment_rules = CommentRuleTable(connection, queries)
        self.cases = Cases(connection, queries)
        self.complaints = Complaints(connection, queries)
        self.appeals = Appeals(connection, queries)
        self.stop_phrases = StopPhraseTable(connection, queries)
        self.trust = Trust(connection, queries)
        self.case_board = CaseBoard(connection, queries)
        self.verdicts = Verdicts(connection, queries)
        self.person_notes = PersonNotes(connection, queries)
        self.macros = Macros(connection, queries)
        self.editions = editions
        self.planning = Planning(connection, queries)
        self.deliveries = Deliveries(connection, queries, places, subscriptions, outlets)
        self.budget = Budget(connection, queries)
        self.files = Files(connection, queries)
        self.statistics = Statistics(connection, queries, editions)
        self.search = Search(connection, queries)
        self.related = Related(connection, queries)
        self.identity = Identities(connection, queries)
        self.live_messages = LiveMessages(connection, queries)
        self.audit = Audit(connection, queries)
        self.outlets = outlets
        self.discussions = Discussions(connection, queries)
        self.group_deeds = GroupDeeds(connection, queries)
        self.parts = Parts(connection, queries)
        self.personal_data = PersonalData(connection, queries)
        self.forgettings = Forgettings(connection, queries, subscriptions)
        self.retention = Retention(connection, queries)
        self.sources = Sources(connection, queries)
        self.source_items = SourceItems(connection, queries)
        self.inbox = Inbox(connection, queries)
        self.leases = Leases(connection, queries)
        self.fsm = FsmStates(connection, queries)
        self.metrics = Metrics(connection, queries)
        self.bot_id = BotId(connection, queries)


@dataclass(frozen=True, slots=True)
class Description:
    """The database as `doctor` shows it; each of `warnings` is a sentence about something to repair."""

    engine: str
    version: str
    schema: str | None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeReading:
    """A time of the database's clock, in UTC, and the caller's stopwatch, in seconds, before and after it was read."""

    moment: datetime
    before: float
    after: float


class Database(ABC):
    """One open database: `news.ports.Storage` and the program's own needs.

    A failure of the database (unreachable, locked, full) is raised as `news.errors.StorageError`, inside either block
    and at its end; an exception of the driver means a bug in this folder. Texts must have no NUL and no lone surrogates
    (`news.words.clean`); only the inbox accepts any text. If a task is cancelled while its block commits, the commit
    may have happened. `damage` is the last message of a DatabaseDamaged, None if there was none since the opening.
    """

    damage: str | None = None

    def note_damage(self, message: str) -> None:
        """Keep the message of a DatabaseDamaged in `damage`, so that the program reports that it is not ready."""
        self.damage = message

    @abstractmethod
    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for reading; each statement sees what was committed before it."""

    @abstractmethod
    def writing(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for writing: it is committed at the block's end, or rolled back if the block raises."""

    @abstractmethod
    def begin_serving(self) -> AbstractAsyncContextManager[bool]:
        """Serve this database until it is closed; the block gets True if no other process serves it.

        In that case no other process begins to serve before the block ends, and the holders of all leases are dead.
        Only SQLite can know this: its file belongs to one machine.
        """

    @abstractmethod
    async def read_time(self, stopwatch: Callable[[], float]) -> TimeReading | None:
        """Return the time of the clock that all processes on this database share; None if it is their machine's."""

    @abstractmethod
    async def identify(self) -> Identity:
        """Return the fingerprint of the file or the tables that are open now, and the beat that stands beside them."""

    @abstractmethod
    async def beat(self) -> None:
        """Record how far the database is, where an older copy put in its place is recognised by it."""

    @abstractmethod
    async def describe(self) -> Description:
        """Return engine, version and schema, for `doctor`."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection; blocks that are still open fail."""
