"""The embedded engine: one SQLite file, one connection that writes and two that read.

SQLite before 3.51.3 can damage its log if two connections checkpoint and write at the same instant
(https://www.sqlite.org/wal.html), so only the writing connection checkpoints. Every write transaction starts with
`BEGIN IMMEDIATE`, which waits for a lock; a read transaction that starts to write fails at once if another connection
writes (https://www.sqlite.org/lang_transaction.html).
"""

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

from news.errors import ContentRefused, DatabaseDamaged, StorageError
from news.ports.identity import Identity
from storage import beats, queries, schema
from storage.database import Database, Description, TimeReading, Unit
from storage.locks import serving_lock
from storage.sqlite_thread import ReadConnection, ThreadConnection, WriteConnection
from storage.urls import path_of as path_of

READERS = 2
BUSY_SECONDS = 5
RETRY_SECONDS = 0.05
MIN_VERSION = (3, 35, 0)  # the first with RETURNING and DROP COLUMN
SAFE_VERSION = (3, 51, 3)

# secure_delete: what is deleted, the text of a handled update above all, is overwritten in the file.
_WRITER = ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA secure_delete=ON")
_READER = ("PRAGMA query_only=ON", "PRAGMA wal_autocheckpoint=0")

_ADVICE = {
    "SQLITE_BUSY": f"another program has kept it locked for more than {BUSY_SECONDS} seconds. Stop that program",
    "SQLITE_LOCKED": "another program keeps it locked. Stop that program",
    "SQLITE_CANTOPEN": "it cannot be opened. Check that the folder exists and that this user may write there",
    "SQLITE_READONLY": "it is read-only. Let this user write to the file and to its folder",
    "SQLITE_PERM": "this user may not use it. Let this user write to the file and to its folder",
    "SQLITE_FULL": "the disk is full. Make room and try again",
    "SQLITE_IOERR": "the disk does not answer as it should. Check the disk, and that the folder is a local one",
    "SQLITE_NOTADB": "it is not an SQLite database. Check DATABASE_URL",
    "SQLITE_CORRUPT": "it is damaged. Restore a backup",
}
# These come from the contents of one page. Other errors of reading concern the whole disk, and may pass.
_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_IOERR_CORRUPTFS", "SQLITE_IOERR_DATA")


@contextmanager
def translating(path: Path, on_damage: Callable[[str], object] = lambda _: None) -> Iterator[None]:
    """Raise a failure of SQLite as StorageError with advice, and a value that it cannot store as ContentRefused.

    A mistake in SQL stays the driver's error. `on_damage` gets the message of a DatabaseDamaged before it is raised.
    """
    try:
        yield
    except (sqlite3.DataError, OverflowError, UnicodeEncodeError) as error:
        raise ContentRefused(f"the database refuses a value ({error})") from error
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        advice = next((text for key, text in _ADVICE.items() if name.startswith(key)), None)
        if advice is None:
            raise
        message = f"The database {path} cannot serve: {advice} ({error})."
        if not name.startswith(_DAMAGE):
            raise StorageError(message) from error
        on_damage(message)
        raise DatabaseDamaged(message) from error


def lock_path(path: Path) -> Path:
    """Return the file whose lock tells which processes serve the database."""
    return path.with_name(f"{path.name}-serving")


def create_file(path: Path) -> None:
    """Create the database's file if it is missing, so that other users cannot read it; its log gets the same mode."""
    with suppress(OSError):  # that the file cannot be made is SQLite's to say
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def make_folder(path: Path) -> None:
    """Create the folder of the database's file if it is missing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"The folder of the database {path} cannot be made: {error.strerror}.") from error


class SQLiteDatabase(Database):
    """One file. Writing units of this process wait in order; a lock of another process is awaited `BUSY_SECONDS`."""

    def __init__(
        self,
        path: Path,
        writer: ThreadConnection,
        readers: Sequence[ThreadConnection],
        connections: AsyncExitStack,
        loaded: dict[str, Any],
    ) -> None:
        self._path = path
        self._writer = WriteConnection(writer)
        self._writing_unit = Unit(self._writer, loaded)
        self._readers = cycle([ReadConnection(each) for each in readers])
        self._reading_units = cycle([Unit(next(self._readers), loaded) for _ in readers])
        self._connections = connections
        self._write_lock = asyncio.Lock()
        self._changes: int | None = None

    @classmethod
    async def open(cls, url: str, *, examine: bool = False) -> "SQLiteDatabase":
        """Open the file; its schema must be the newest. If that fails, nothing stays open.

        To `examine` makes no file and changes none: a file that is missing is a StorageError.
        """
        loaded = queries.load("sqlite")
        path = path_of(url)
        if not examine:
            make_folder(path)
        elif not path.exists():
            raise StorageError(f"There is no database at {path} yet: `python -m bot migrate`, or `run`, makes it.")
        address = f"{path.absolute().as_uri()}?mode={'rw' if examine else 'rwc'}"
        async with AsyncExitStack() as connections:
            with translating(path):
                writer = await _connect(address, _READER if examine else _WRITER, connections)
                if not examine:
                    await _enable_wal(writer)
                await _check(writer)
                readers = [await _connect(address, _READER, connections) for _ in range(READERS)]
            return cls(path, writer, readers, connections.pop_all(), loaded)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Unit]:
        """Open a unit on the next reading connection, without a transaction: each statement sees what is committed."""
        with translating(self._path, self.note_damage):
            yield next(self._reading_units)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Unit]:
        """Open a unit on the writing connection, one at a time.

        The connection's thread executes statements in order. The rollback therefore runs after a statement that a
        cancelled task left running, and before the next transaction, even if the task is cancelled again meanwhile.
        """
        async with self._write_lock:
            with translating(self._path, self.note_damage):
                try:
                    yield self._writing_unit
                    await self._writer.commit()
                except BaseException:
                    await self._writer.roll_back()
                    raise

    @asynccontextmanager
    async def begin_serving(self) -> AsyncIterator[bool]:
        """Lock a file beside the database; the system releases the lock when this process ends, even by a crash."""
        lock = self._connections.enter_context(serving_lock(lock_path(self._path)))
        try:
            yield lock.try_exclusive()
        finally:
            await asyncio.to_thread(lock.share)

    async def read_time(self, _stopwatch: Callable[[], float]) -> TimeReading | None:
        """Return None: all processes on one file are on one machine."""
        return None

    async def identify(self) -> Identity:
        """Return the file's inode, which a copy does not share, and the beat in the file beside it."""
        return await asyncio.to_thread(beats.identify, self._path)

    async def beat(self) -> None:
        """Count a beat in the database, then in the file beside it, if anything was written since the last one.

        The first beat of a process moves the log into the file: a plain copy of the file, without its log, has the
        fingerprint then.
        """
        changes = await self._writer.count_changes()
        if changes == self._changes or not await asyncio.to_thread(beats.prepare, self._path):
            return
        async with self.writing() as unit:
            number = await unit.identity.beat()
        if self._changes is None:
            async with self._write_lock:
                await self._writer.checkpoint()
        self._changes = await self._writer.count_changes()
        await asyncio.to_thread(beats.write, self._path, number)

    async def describe(self) -> Description:
        """Return engine, version and schema, for `doctor`."""
        reader = next(self._readers)
        with translating(self._path):
            ((mode,),) = await reader.fetch("PRAGMA journal_mode")
            revision = await _revision(reader)
        warnings = []
        if mode != "wal":
            warnings.append(
                f"{self._path} has no write-ahead log ({mode}): the newspaper's start gives it one, unless its folder "
                "is a network one."
            )
        if sqlite3.sqlite_version_info < SAFE_VERSION:
            warnings.append(
                f"SQLite {sqlite3.sqlite_version}: let no other program than Vestnik write to {self._path}."
            )
        if self._path.stat().st_mode & 0o077 and os.name == "posix":
            warnings.append(f"{self._path} can be read by other users of this machine: chmod 600 {self._path}.")
        return Description("SQLite", sqlite3.sqlite_version, revision, tuple(warnings))

    async def close(self) -> None:
        """Close the reading connections, then the writing one: an open thread of aiosqlite keeps the program alive."""
        await self._connections.aclose()


async def _connect(address: str, settings: Sequence[str], stack: AsyncExitStack) -> ThreadConnection:
    connect = partial(sqlite3.connect, address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    connection = await ThreadConnection.open(connect)
    stack.push_async_callback(connection.close)
    connection.row_factory = sqlite3.Row
    connection.text_factory = _decoded
    for setting in settings:
        await connection.execute_fetchall(setting)
    return connection


def _decoded(text: bytes) -> str:
    """Return a stored text; damaged bytes are shown as `\\x…`, because an exception would hide every other row.

    In JSON, and so in the text of an article, such an escape is an error that the reader of the JSON reports.
    """
    return text.decode("utf-8", "backslashreplace")


async def _enable_wal(writer: ThreadConnection) -> None:
    """Switch the file to a write-ahead log. Only the first start changes the file; simultaneous ones may collide.

    SQLite does not apply the busy timeout to this statement, so it is repeated here.
    """
    for _ in range(round(BUSY_SECONDS / RETRY_SECONDS)):
        try:
            await writer.execute_fetchall("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return
    await writer.execute_fetchall("PRAGMA journal_mode=WAL")


async def _check(connection: ThreadConnection) -> None:
    if sqlite3.sqlite_version_info < MIN_VERSION:
        raise StorageError(f"SQLite {sqlite3.sqlite_version} is too old: 3.35 or newer is needed.")
    revision = await _revision(ReadConnection(connection))
    schema.refuse_unknown(revision)
    schema.refuse_old(revision)


async def _revision(reader: ReadConnection) -> str | None:
    known = await reader.fetch(schema.SQLITE_HAS_REVISION)
    rows = await reader.fetch(schema.READ_REVISION) if known else ()
    return next((row[0] for row in rows), None)
