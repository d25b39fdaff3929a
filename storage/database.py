"""The seam: what every engine offers the program."""

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
from storage.metrics import Metrics
from storage.readers import Readers
from storage.related import Related
from storage.search import Search
from storage.statistics import Statistics
from storage.subscriptions import Subscriptions


class Unit:
    """One unit of work: the tables of one connection. It must not outlive the block that opened it.

    The newsroom's tables are typed as its ports; `inbox`, `leases`, `talks` and `gauges` are the program's own.
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
        self.inbox = Inbox(connection, queries)
        self.leases = Leases(connection, queries)
        self.fsm = FsmStates(connection, queries)
        self.metrics = Metrics(connection, queries)


@dataclass(frozen=True, slots=True)
class Description:
    """The database as `doctor` shows it; `warnings` are sentences about what should be mended."""

    engine: str
    version: str
    schema: str | None
    warnings: tuple[str, ...] = ()


class Database(ABC):
    """One open database: `news.ports.Storage`, and what the program needs besides.

    What the database cannot do (unreachable, locked, full) is raised as `news.errors.StorageError`, in either block
    and at its end; the drivers' own exceptions mean a mistake in this folder. Texts must be free of NUL and of lone
    surrogates (`news.words.clean`), only the inbox takes anything. If a task is cancelled just while its block
    commits, the commit may have happened.
    """

    @abstractmethod
    def reading(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for reading; every statement sees what was committed before it."""

    @abstractmethod
    def writing(self) -> AbstractAsyncContextManager[Unit]:
        """Open a unit for writing: all of it is committed at the block's end, or none when it raises."""

    @abstractmethod
    def begin_serving(self) -> AbstractAsyncContextManager[bool]:
        """Begin to serve this database, until it is closed; the block gets True if nobody else does.

        Then nobody else begins before the block ends, and whoever held leases is dead. Only SQLite can know: a file has
        one machine.
        """

    @abstractmethod
    async def describe(self) -> Description:
        """Return what this database is, for `doctor`."""

    @abstractmethod
    async def close(self) -> None:
        """Close every connection; blocks still open fail."""
