"""Upgrade the schema. Alembic is imported only if the schema is old: at most starts there is nothing to do.

All missing revisions run in one transaction, on both engines, so a process that is killed at any statement leaves the
schema as it was. On SQLite that needs care. Python's driver begins no transaction before DDL, and SQLAlchemy leaves the
beginning to the driver; so the connection is in autocommit mode (`isolation_level=None`) and `BEGIN IMMEDIATE` is
executed as a statement, which also waits for another process that upgrades. Alembic finds the transaction begun and
begins none of its own. A revision must not commit: no `executescript`, no `autocommit_block`.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from storage import backups, schema
from storage.engines import is_postgres
from storage.sqlite import create_file, make_folder, path_of, translating

if TYPE_CHECKING:
    from sqlalchemy import Connection

LOCK_TIMEOUT_SECONDS = 60
_SQLITE_LOCK = "BEGIN IMMEDIATE"
# Any number that no other program uses for a lock in this database: "vestnik" in ASCII.
_POSTGRES_LOCK = f"SELECT pg_advisory_xact_lock({0x766573746E696B})"


@dataclass(frozen=True, slots=True)
class Migration:
    """The revisions before and after `migrate`; None if there were no tables."""

    before: str | None
    after: str


async def migrate(url: str) -> Migration:
    """Upgrade the schema of the database that `url` names to the newest, in one transaction.

    Several processes may do so at once: one upgrades, the others wait and find nothing to do. Raises DatabaseTooNew if
    a newer program made the tables, StorageError if the database does not work. Before an SQLite database is upgraded,
    a copy is made beside it: see `storage.backups.keep_copy`.
    """
    if is_postgres(url):
        before = await _migrate_postgres(url)
    else:
        before = await asyncio.to_thread(upgrade_file, path_of(url))
    return Migration(before, schema.NEWEST)


def upgrade_file(path: Path, *, keep_copy: bool = True) -> str | None:
    """Upgrade an SQLite file, created if it is missing; return the revision before."""
    make_folder(path)
    create_file(path)
    with (
        translating(path),
        closing(sqlite3.connect(path, isolation_level=None, timeout=LOCK_TIMEOUT_SECONDS)) as connection,
    ):
        known = connection.execute(schema.SQLITE_HAS_REVISION).fetchone()
        row = connection.execute(schema.READ_REVISION).fetchone() if known else None
        before: str | None = row[0] if row else None
        schema.refuse_unknown(before)
        if before == schema.NEWEST:
            return before
        return _upgrade_sqlite(connection, partial(backups.keep_copy, path) if keep_copy else _keep_nothing)


def _upgrade_sqlite(connection: sqlite3.Connection, keep_copy: Callable[[str], None]) -> str | None:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    # A revision may rebuild a table that others refer to. No revision can switch this: each runs in a transaction.
    connection.execute("PRAGMA foreign_keys=OFF")
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with _driver_errors(), engine.connect() as wrapped:
        return _upgrade(wrapped, _SQLITE_LOCK, keep_copy)


async def _migrate_postgres(url: str) -> str | None:
    from storage import postgres

    with postgres.translating(url):
        connection = await postgres.connect(url)
        try:
            before = await postgres.read_revision(connection)
        finally:
            await connection.close()
        schema.refuse_unknown(before)
        return before if before == schema.NEWEST else await _upgrade_postgres(url)


async def _upgrade_postgres(url: str) -> str | None:
    from sqlalchemy.ext.asyncio import create_async_engine
    from sqlalchemy.pool import NullPool

    from storage import postgres

    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=lambda: postgres.connect(url), poolclass=NullPool
    )
    with _driver_errors():
        async with engine.connect() as wrapped:
            return await wrapped.run_sync(_upgrade, _POSTGRES_LOCK, _keep_nothing)


def _keep_nothing(_revision: str) -> None:
    """Make no copy."""


def _upgrade(connection: "Connection", lock: str, keep_copy: Callable[[str], None]) -> str | None:
    """Run the revisions that are missing, in one transaction; return the revision before.

    `lock` is the statement that waits for another process that upgrades now. `keep_copy` is called with the revision
    before anything changes, unless there are no tables yet.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(schema.VERSIONS.parent))
    with connection.begin():
        connection.exec_driver_sql(lock)
        before = MigrationContext.configure(connection).get_current_revision()
        schema.refuse_unknown(before)
        if before is not None and before != schema.NEWEST:
            keep_copy(before)
        command.upgrade(config, "head")
    return before


@contextmanager
def _driver_errors() -> Iterator[None]:
    """Raise the driver's error instead of SQLAlchemy's wrapper, as in the rest of this folder."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        driver_error = error.orig
        if driver_error is None:
            raise
        raise (driver_error.__cause__ or driver_error) from error
