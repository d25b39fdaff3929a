"""The engine for several machines: PostgreSQL through an asyncpg pool.

Statements are prepared once per connection (asyncpg's statement cache). A pooler in front of the server must therefore
not change the server connection between transactions: PgBouncer in session mode, or 1.21 and newer with
max_prepared_statements.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import asyncpg

from news.errors import ContentRefused, DatabaseDamaged, StorageError
from news.ports.identity import Identity
from storage import queries, schema
from storage.database import Database, Description, TimeReading, Unit
from storage.urls import address_of, check_postgres

MIN_CONNECTIONS = 1
MAX_CONNECTIONS = 10
CONNECT_TIMEOUT_SECONDS = 10
COMMAND_TIMEOUT_SECONDS = 60
MIN_VERSION = 13

# Every statement that may meet many rows walks an index in its order and stops early. With stale statistics (until the
# next ANALYZE the planner expects a new edition to have one row) the planner would sort all due deliveries for each
# claim: of 300,000 deliveries, 100 ms against 0.4. JIT compilation never pays for statements that take microseconds.
_PLANNER = "SET enable_sort = off; SET enable_incremental_sort = off; SET enable_bitmapscan = off; SET jit = off"
# A process that is frozen, or whose network is cut, inside a transaction would keep its row locks, and every other
# process would wait for them. The server ends such a transaction, and a wait for a lock, after this time.
STALLED_SECONDS = 10
_TIMEOUTS = (
    f"SET idle_in_transaction_session_timeout = '{STALLED_SECONDS}s'; SET lock_timeout = '{STALLED_SECONDS}s'; "
    f"SET tcp_user_timeout = '{STALLED_SECONDS}s'; SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; "
    "SET tcp_keepalives_count = 3"
)

_IDS = "SELECT oid || ' ' || 'identity'::regclass::oid FROM pg_database WHERE datname = current_database()"
_SERVER_ID = "SELECT system_identifier FROM pg_control_system()"

_ADVICE: dict[type[Exception], str] = {
    asyncpg.InvalidCatalogNameError: "this database does not exist. Create it (createdb), or mend DATABASE_URL",
    asyncpg.InvalidAuthorizationSpecificationError: "the user or password was refused. Mend DATABASE_URL",
    asyncpg.InsufficientPrivilegeError: "the user lacks a right. Grant it (GRANT), or make the user the owner",
    asyncpg.TooManyConnectionsError: "it has no connection left. Raise max_connections, or stop other programs",
    asyncpg.CannotConnectNowError: "it is starting or stopping. Try again in a moment",
    asyncpg.DiskFullError: "its disk is full. Make room and try again",
    asyncpg.InsufficientResourcesError: "it is short of memory or connections. See its log",
    asyncpg.LockNotAvailableError: "another process keeps a row locked. If this persists, see which process hangs",
    asyncpg.IdleInTransactionSessionTimeoutError: "this process stood still inside a transaction. Try again",
    asyncpg.ObjectNotInPrerequisiteStateError: "it takes no connections (ALLOW_CONNECTIONS). Let it, and try again",
    asyncpg.ReadOnlySQLTransactionError: "it takes no writes (a standby?). Point DATABASE_URL at the primary",
    asyncpg.OperatorInterventionError: "it ended the connection. Try again; if this persists, see its log",
    asyncpg.TransactionRollbackError: "two transactions stood in each other's way. Try again",
    asyncpg.PostgresIOError: "its disk does not answer as it should. See its log",
    asyncpg.InternalServerError: "it reports damage. See its log",
    asyncpg.UndefinedFileError: "a file of it is missing. See its log, and restore a backup",
    asyncpg.InvalidCachedStatementError: "its tables were changed meanwhile. Try again",
    asyncpg.PostgresConnectionError: "the connection was lost. Is the server running? Try again",
    # asyncpg raises this for a connection that the server has closed, until asyncpg notices.
    asyncpg.InternalClientError: "the connection was lost. Try again",
    asyncpg.InterfaceError: "the connection is closed. Try again",
    TimeoutError: "it did not answer in time. Is the server running and not overloaded?",
    OSError: "the server cannot be reached. Is it running, and is DATABASE_URL right?",
}
# Besides the codes for damage, PostgreSQL reports what it found impossible in its own files as an internal error.
_DAMAGE = (asyncpg.InternalServerError, asyncpg.UndefinedFileError)


# A value that does not fit its column or its index, or cannot be encoded.
_REFUSALS = (asyncpg.DataError, asyncpg.ProgramLimitExceededError, UnicodeEncodeError)


@contextmanager
def translating(url: str, on_damage: Callable[[str], object] = lambda _: None) -> Iterator[None]:
    """Raise a failure of PostgreSQL as StorageError with advice, and a value that it cannot store as ContentRefused.

    A wrong use of the driver stays the driver's error. `on_damage` gets the message of a DatabaseDamaged before it is
    raised.
    """
    try:
        yield
    except _REFUSALS as error:
        raise ContentRefused(f"the database refuses a value ({error})") from error
    except Exception as error:
        advice = next((text for kind, text in _ADVICE.items() if isinstance(error, kind)), None)
        if advice is None or _is_misuse(error):
            raise
        message = f"The database at {address_of(url)} cannot serve: {advice} ({error})."
        if not isinstance(error, _DAMAGE):
            raise StorageError(message) from error
        on_damage(message)
        raise DatabaseDamaged(message) from error


@contextmanager
def connecting(url: str) -> Iterator[None]:
    """Raise whatever keeps a connection from being opened as StorageError, without the URL's secrets in it."""
    check_postgres(url)
    try:
        with translating(url):
            yield
    # The driver's and the server's sentences may quote the option, and that may be the rest of a password.
    except (ContentRefused, ValueError, asyncpg.InterfaceError, asyncpg.PostgresError):
        raise StorageError(
            f"The database at {address_of(url)} cannot be opened: DATABASE_URL has an option with a name or a value "
            "that does not exist. Mend what stands behind its question mark."
        ) from None


def _is_misuse(error: Exception) -> bool:
    """Return True for a wrong use of the driver, False for a closed connection: asyncpg has one class for both."""
    return isinstance(error, asyncpg.InterfaceError) and "clos" not in str(error)


async def connect(url: str) -> "asyncpg.Connection[asyncpg.Record]":
    """Open one connection, apart from any pool."""
    with connecting(url):
        return await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_SECONDS)


async def read_revision(connection: Any) -> str | None:
    """Return the schema's revision; None if there are no tables."""
    if await connection.fetchval("SELECT to_regclass('alembic_version')") is None:
        return None
    revision: str | None = await connection.fetchval(schema.READ_REVISION)
    return revision


class PostgresDatabase(Database):
    """A pool of 1 to 10 connections; a unit waits while all are in use."""

    def __init__(self, url: str, pool: Any, loaded: dict[str, Any]) -> None:
        self._url = url
        self._pool = pool
        self._queries = loaded

    @classmethod
    async def open(cls, url: str) -> "PostgresDatabase":
        """Connect; the schema must be the newest. If that fails, nothing stays open."""
        loaded = queries.load("postgres")
        with connecting(url):
            pool = await asyncpg.create_pool(
                url,
                min_size=MIN_CONNECTIONS,
                max_size=MAX_CONNECTIONS,
                timeout=CONNECT_TIMEOUT_SECONDS,
                command_timeout=COMMAND_TIMEOUT_SECONDS,
                init=_set_up,
                reset=_skip_reset,
            )
        with translating(url):
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
        """Open a unit on a connection of the pool, without a transaction: each statement sees what is committed."""
        with translating(self._url, self.note_damage):
            async with self._pool.acquire() as connection:
                yield Unit(connection, self._queries)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Unit]:
        """Open a unit in a transaction, READ COMMITTED: each statement sees what is committed, and its own changes."""
        with translating(self._url, self.note_damage):
            async with self._pool.acquire() as connection, connection.transaction(isolation="read_committed"):
                yield Unit(connection, self._queries)

    @asynccontextmanager
    async def begin_serving(self) -> AsyncIterator[bool]:
        """Yield False: a process on another machine may serve the same database."""
        yield False

    async def read_time(self, stopwatch: Callable[[], float]) -> TimeReading | None:
        """Return the server's time. Waiting for a connection of the pool does not count."""
        with translating(self._url):
            async with self._pool.acquire() as connection:
                before = stopwatch()
                moment = await connection.fetchval("SELECT clock_timestamp()")
                return TimeReading(moment, before, stopwatch())

    async def identify(self) -> Identity:
        """Return the ids of the server, the database and a table: tables restored from a dump have others."""
        with translating(self._url):
            async with self._pool.acquire() as connection:
                ids = await connection.fetchval(_IDS)
                with suppress(asyncpg.InsufficientPrivilegeError):
                    ids += f" {await connection.fetchval(_SERVER_ID)}"
        return Identity(ids)

    async def beat(self) -> None:
        """Do nothing: there is no place beside the tables."""

    async def describe(self) -> Description:
        """Return engine, version and schema, for `doctor`."""
        with translating(self._url):
            async with self._pool.acquire() as connection:
                settings = {
                    name: await connection.fetchval("SELECT current_setting($1)", name)
                    for name in ("server_version", "server_encoding", "fsync")
                }
                revision = await read_revision(connection)
                major = connection.get_server_version().major
        warnings = []
        if major < MIN_VERSION:
            warnings.append(f"PostgreSQL {major} is older than {MIN_VERSION}, the oldest this program is made for.")
        if settings["server_encoding"] != "UTF8":
            warnings.append(f"The database's encoding is {settings['server_encoding']}: create it with UTF8.")
        if settings["fsync"] != "on":
            warnings.append("fsync is off: a power failure can destroy the database.")
        return Description("PostgreSQL", settings["server_version"], revision, tuple(warnings))

    async def close(self) -> None:
        """Wait for the connections in use, then close them all."""
        await self._pool.close()


async def _set_up(connection: Any) -> None:
    """Configure a new connection; not by startup parameters, which PgBouncer refuses."""
    await connection.execute(f"{_PLANNER}; {_TIMEOUTS}")


async def _skip_reset(_connection: Any) -> None:
    """Keep the settings of a released connection: nothing else changes them, and a reset costs a round trip."""
