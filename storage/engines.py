"""Open the engine that a URL names. A driver is imported only if its engine is used."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec

from news.errors import StorageError
from storage.database import Database

# asyncpg is the driver; SQLAlchemy, which Alembic uses, needs greenlet for an asynchronous driver.
POSTGRES_NEEDS = ("asyncpg", "greenlet")


@asynccontextmanager
async def open_storage(url: str, *, examine: bool = False) -> AsyncIterator[Database]:
    """Open the database that `url` names and close it at the block's end. To `examine` makes and changes nothing.

    `sqlite:///data/vestnik.db` is relative to the working directory, `sqlite:////var/lib/vestnik.db` is absolute, and
    `~` is the home of this user;
    `postgresql://user:password@host:5432/name` accepts the options of libpq. Raises StorageError if the database does
    not work, or if its schema is not the one that this program needs (`migrate` upgrades it).
    """
    database = await _open(url, examine=examine)
    try:
        yield database
    finally:
        await database.close()


def is_postgres(url: str) -> bool:
    """Return True for PostgreSQL, False for SQLite; raise StorageError for other URLs and for missing drivers."""
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return False
    if scheme not in {"postgresql", "postgres"}:
        raise StorageError("DATABASE_URL must begin with sqlite:/// or postgresql://, as in sqlite:///data/vestnik.db.")
    if missing := [name for name in POSTGRES_NEEDS if find_spec(name) is None]:
        raise StorageError(f"PostgreSQL needs {' and '.join(missing)}: pip install '.[postgres]' in Vestnik's folder.")
    return True


async def _open(url: str, *, examine: bool) -> Database:
    if is_postgres(url):
        from storage.postgres import PostgresDatabase

        return await PostgresDatabase.open(url)
    from storage.sqlite import SQLiteDatabase

    return await SQLiteDatabase.open(url, examine=examine)
