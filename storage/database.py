"""The interface that every engine implements."""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any

from news import ports
from storage.articles import Articles
from storage.comments import Comments
from storage.deliveries import Deliveries
from storage.editions import Editions
from storage.fsm import FsmStates
from storage.inbox import Inbox
from storage.leases import Leases
from storage.live_messages import LiveMessages
from storage.metrics import Metrics
from storage.readers import Readers
from storage.related import Related
from storage.search import Search
from storage.statistics import Statistics
from storage.subscriptions import Subscriptions


class Unit:
    """One unit of work: the tables of one connection. It must not be used after the block that opened it.

    The newsroom's tables are typed as its ports; `inbox`, `leases`, `fsm` and `metrics` belong to the program.
    """

    articles: ports.Articles
    readers: ports.Readers
    subscriptions: ports.Subscriptions
    comments: ports.Comments
    deliveries: ports.Deliveries
    editions: ports.Editions
    statistics: ports.Statistics
    search: ports.Search
    related: ports.Related
    live_messages: ports.LiveMessages
    inbox: Inbox
    leases: Leases
    fsm: FsmStates
    metrics: Metrics

    def __init__(self, connection: Any, queries: dict[str, Any]) -> None:
        subscriptions = Subscriptions(connection, queries)
        deliveries = Deliveries(connection, queries, subscriptions)
        self.articles = Articles(connection, queries)
        self.readers = Readers(connection, queries)
        self.subscriptions = subscriptions
        self.comments = Comments(connection, queries)
        self.deliveries = deliveries
        self.editions = Editions(connection, queries, deliveries)
        self.statistics = Statistics(connection, queries, deliveries)
        self.search = Search(connection, queries)
        self.related = Related(connection, queries)
        self.live_messages = LiveMessages(connection, queries)
        self.inbox = Inbox(connection, queries)
        self.leases = Leases(connection, queries)
        self.fsm = FsmStates(connection, queries)
        self.metrics = Metrics(connection, queries)


@dataclass(frozen=True, slots=True)
class Description:
    """The database as `doctor` shows it; each of `warnings` is a sentence about something to repair."""

    engine: str
    version: str
    schema: str | None
    warnings: tuple[str, ...] = ()


class Database(ABC):
    """One open database: `news.ports.Storage` and the program's own needs.

    A failure of the database (unreachable, locked, full) is raised as `news.errors.StorageError`, inside either block
    and at its end; an exception of the driver means a bug in this folder. Texts must have no NUL and no lone surrogates
    (`news.words.clean`); only the inbox accepts any text. If a task is cancelled while its block commits, the commit
    may have happened.
    """

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
    async def describe(self) -> Description:
        """Return engine, version and schema, for `doctor`."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection; blocks that are still open fail."""
