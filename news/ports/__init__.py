"""The ports: what the newsroom needs of a storage, a courier and a clock.

Each docstring is a contract. Both database engines keep it, and so does every fake. A sequence may be empty.
"""

from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from news.ports.answers import Answers as Answers
from news.ports.answers import Ignores as Ignores
from news.ports.answers import OwnComments as OwnComments
from news.ports.answers import Seen as Seen
from news.ports.appeals import Appeals as Appeals
from news.ports.articles import Articles as Articles
from news.ports.audit import Audit as Audit
from news.ports.bookmarks import Bookmarks as Bookmarks
from news.ports.case_board import CaseBoard as CaseBoard
from news.ports.cases import Cases as Cases
from news.ports.choices import Choices as Choices
from news.ports.comments import Comments as Comments
from news.ports.complaints import Complaints as Complaints
from news.ports.courier import Courier as Courier
from news.ports.courier import DeliveryObserver as DeliveryObserver
from news.ports.courier import EditionContent as EditionContent
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
from news.ports.readers import Readers as Readers
from news.ports.related import Related as Related
from news.ports.requests import Requests as Requests
from news.ports.search import Search as Search
from news.ports.sources import SourceItems as SourceItems
from news.ports.sources import Sources as Sources
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
    sources: Sources
    source_items: SourceItems


class Storage(Protocol):
    """The database. Never await the network inside a block. A database that cannot serve raises StorageError."""

    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for reading. Every statement sees what was committed before it."""

    def writing(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for writing. It is committed at the block's end, and rolled back if the block raises."""
