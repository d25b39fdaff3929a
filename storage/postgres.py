"""The engine for several machines: PostgreSQL through an asyncpg pool.

Sentences are prepared once a connection and kept (asyncpg's statement cache), so a pooler between must not hand out
another server connection per transaction: PgBouncer in session mode, or 1.21 and newer with max_prepared_statements.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from urllib.parse import urlsplit

import asyncpg

from news.errors import StorageError
from storage import queries, schema
from storage.database import Database, Description, Unit

MIN_CONNECTIONS = 1
MAX_CONNECTIONS = 10
CONNECT_SECONDS = 10
COMMAND_SECONDS = 60
OLDEST_VERSION = 13

# Every statement that may meet many rows walks an index in its order and stops early. With stale statistics (a new
# edition is one row to the planner, until the next ANALYZE) it would rather sort all that is due for each claim: of
# 300,000 deliveries, 100 ms against 0.4. Compiling at run time never pays for statements that take microseconds.
_SETTINGS = "SET enable_sort = off; SET enable_incremental_sort = off; SET enable_bitmapscan = off; SET jit = off"

_SENTENCES: dict[type[Exception], str] = {
    asyncpg.InvalidCatalogNameError: "this database does not exist. Create it (createdb), or mend DATABASE_URL",
    asyncpg.InvalidAuthorizationSpecificationError: "the user or password was refused. Mend DATABASE_URL",
    asyncpg.InsufficientPrivilegeError: "the user lacks a right. Grant it (GRANT), or make the user the owner",
    asyncpg.TooManyConnectionsError: "it has no connection left. Raise max_connections, or stop other programs",
    asyncpg.CannotConnectNowError: "it is starting or stopping. Try again in a moment",
    asyncpg.DiskFullError: "its disk is full. Make room and try again",
    asyncpg.InsufficientResourcesError: "it is short of memory or connections. See its log",
    asyncpg.ObjectNotInPrerequisiteStateError: "it takes no connections (ALLOW_CONNECTIONS). Let it, and try again",
    asyncpg.ReadOnlySQLTransactionError: "it takes no writes (a standby?). Point DATABASE_URL at the primary",
    asyncpg.OperatorInterventionError: "it ended the connection. Try again; if this persists, see its log",
    asyncpg.TransactionRollbackError: "two transactions stood in each other's way. Try again",
    asyncpg.PostgresIOError: "its disk does not answer as it should. See its log",
    asyncpg.InternalServerError: "it reports damage. See its log",
    asyncpg.InvalidCachedStatementError: "its tables were changed meanwhile. Try again",
    asyncpg.PostgresConnectionError: "the connection was lost. Is the server running? Try again",
    asyncpg.ClientConfigurationError: "DATABASE_URL cannot be understood. Mend it",
    # What asyncpg says of a connection that the server has ended, until it notices that.
    asyncpg.InternalClientError: "the connection was lost. Try again",
    asyncpg.InterfaceError: "the connection is closed. Try again",
    TimeoutError: "it did not answer in time. Is the server running and not overloaded?",
    OSError: "the server cannot be reached. Is it running, and is DATABASE_URL right?",
}


@contextmanager
def translating(url: str) -> Iterator[None]:
    """Raise what keeps PostgreSQL from serving as StorageError, with a sentence that helps; a mistake stays one."""
    try:
        yield
    except Exception as error:
        sentence = next((words for kind, words in _SENTENCES.items() if isinstance(error, kind)), None)
        if sentence is None or _is_mistake(error):
            raise
        raise StorageError(f"The database at {place_of(url)} cannot serve: {sentence} ({error}).") from error


def check(url: str) -> None:
    """Raise StorageError, without the URL in it, if nobody can tell host, port and user apart."""
    try:
        parts = urlsplit(url)
        understood = parts.port is None or parts.port > 0
    except ValueError:
        understood = False
    if not understood or parts.fragment:
        raise StorageError(
            "DATABASE_URL cannot be understood. It is postgresql://user:password@host:5432/name, with every character "
            "of the password that is no letter or digit written as a percent sign and two digits (%23 for #)."
        )


def _is_mistake(error: Exception) -> bool:
    """Tell a wrong use of the driver from a closed connection: asyncpg has one class for both."""
    return isinstance(error, asyncpg.InterfaceError) and "clos" not in str(error)


def place_of(url: str) -> str:
    """Return host, port and database of a URL, without its user and password."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"


async def connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    """Open one connection, apart from any pool."""
    check(url)
    with translating(url):
        return await asyncpg.connect(url, timeout=CONNECT_SECONDS)


async def read_revision(connection: Any) -> str | None:
    """Return the revision of the tables, None where there are none."""
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None
    revision: str | None = await connection.fetchval(schema.READ_REVISION)
    return revision


class PostgresDatabase(Database):
    """A pool of 1 to 10 connections; whoever needs one more waits for its turn."""

    def __init__(self, url: str, pool: Any, loaded: dict[str, Any]) -> None:
        self._url = url
        self._pool = pool
        self._queries = loaded

    @classmethod
    async def open(cls, url: str) -> "PostgresDatabase":
        """Connect; the tables must be there and up to date. If that fails, nothing stays open."""
        loaded = queries.load("postgres")
        check(url)
        with translating(url):
            pool = await asyncpg.create_pool(
                url,
                min_size=MIN_CONNECTIONS,
                max_size=MAX_CONNECTIONS,
                timeout=CONNECT_SECONDS,
                command_timeout=COMMAND_SECONDS,
                init=_set_up,
                reset=_keep,
            )
            try:
                async with pool.acquire() as connection:
                    revision = await read_revision(connection)
                schema.refuse_unknown(revision)
                schema.refuse_old(revision)
            except BaseException:
                pool.terminate()
                raise
        return cls(url, pool, loaded)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """Open a unit on a connection of the pool; there is no transaction, each statement sees what is committed."""
        with translating(self._url):
            async with self._pool.acquire() as connection:
                yield Unit(connection, self._queries)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Unit]:
        """Open a unit in a transaction, READ COMMITTED: each statement sees what is committed, and its own changes."""
        with translating(self._url):
            async with self._pool.acquire() as connection, connection.transaction(isolation="read_committed"):
                yield Unit(connection, self._queries)

    @asynccontextmanager
    async def begin_serving(self) -> AsyncIterator[bool]:
        """Yield False: another machine may serve the same database."""
        yield False

    async def describe(self) -> Description:
        """Return what this database is, for `doctor`."""
        with translating(self._url):
            async with self._pool.acquire() as connection:
                settings = {
                    name: await connection.fetchval("SELECT current_setting($1)", name)
                    for name in ("server_version", "server_encoding", "fsync")
                }
                revision = await read_revision(connection)
                major = connection.get_server_version().major
        warnings = []
        if major < OLDEST_VERSION:
            warnings.append(f"PostgreSQL {major} is older than {OLDEST_VERSION}, the oldest this program is made for.")
        if settings["server_encoding"] != "UTF8":
            warnings.append(f"The database's encoding is {settings['server_encoding']}: create it with UTF8.")
        if settings["fsync"] != "on":
            warnings.append("fsync is off: a power failure can destroy the database.")
        return Description("PostgreSQL", settings["server_version"], revision, tuple(warnings))

    async def close(self) -> None:
        """Wait for the connections in use, then close them all."""
        await self._pool.close()


async def _set_up(connection: Any) -> None:
    """Prepare a new connection; not by startup parameters, which PgBouncer refuses."""
    await connection.execute(_SETTINGS)


async def _keep(_connection: Any) -> None:
    """Leave a connection as it is when it comes back: nothing sets it up but the above, a reset costs a round trip."""
