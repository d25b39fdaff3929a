"""Bring the tables up to date. Alembic is imported only when they are behind: at most starts nothing has to be done."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from storage import schema
from storage.engines import is_postgres
from storage.sqlite import make_folder, path_of, translating

if TYPE_CHECKING:
    from sqlalchemy import Connection

TURN_SECONDS = 60
_SQLITE_TURN = "BEGIN IMMEDIATE"
# Any constant will do, as long as no other program locks the same in this database: "vestnik" in ASCII.
_POSTGRES_TURN = f"SELECT pg_advisory_xact_lock({0x766573746E696B})"


@dataclass(frozen=True, slots=True)
class Migration:
    """What `migrate` found and left: revisions, None where there were no tables."""

    before: str | None
    after: str


async def migrate(url: str) -> Migration:
    """Bring the tables of the database that `url` names up to date, or leave them as they were when that fails.

    Several processes may do so at once: one works, the others wait and find it done. Raises DatabaseTooNew when a newer
    program made the tables, StorageError when the database cannot serve.
    """
    if is_postgres(url):
        before = await _migrate_postgres(url)
    else:
        before = await asyncio.to_thread(_migrate_sqlite, path_of(url))
    return Migration(before, schema.NEWEST)


def _migrate_sqlite(path: Path) -> str | None:
    make_folder(path)
    with translating(path), closing(sqlite3.connect(path, isolation_level=None, timeout=TURN_SECONDS)) as connection:
        known = connection.execute(schema.SQLITE_HAS_REVISION).fetchone()
        row = connection.execute(schema.READ_REVISION).fetchone() if known else None
        before: str | None = row[0] if row else None
        schema.refuse_unknown(before)
        return before if before == schema.NEWEST else _upgrade_sqlite(connection)


def _upgrade_sqlite(connection: sqlite3.Connection) -> str | None:
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with _unwrapping(), engine.connect() as wrapped:
        return _upgrade(wrapped, _SQLITE_TURN)


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
    with _unwrapping():
        async with engine.connect() as wrapped:
            return await wrapped.run_sync(_upgrade, _POSTGRES_TURN)


def _upgrade(connection: "Connection", turn: str) -> str | None:
    """Walk from the revision that is there up to the newest, in one transaction; return the one that was there.

    `turn` is the statement that waits for whoever does the same now.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.runtime.migration import MigrationContext

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(schema.VERSIONS.parent))
    with connection.begin():
        connection.exec_driver_sql(turn)
        before = MigrationContext.configure(connection).get_current_revision()
        schema.refuse_unknown(before)
        command.upgrade(config, "head")
    return before


@contextmanager
def _unwrapping() -> Iterator[None]:
    """Raise the driver's own errors, as everywhere else here, instead of SQLAlchemy's around them."""
    from sqlalchemy.exc import DBAPIError

    try:
        yield
    except DBAPIError as error:
        driver_error = error.orig
        if driver_error is None:
            raise
        raise (driver_error.__cause__ or driver_error) from error
