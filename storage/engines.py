"""Which engine a URL means; a driver is imported only when it is needed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec

from news.errors import StorageError
from storage.database import Database

# asyncpg is the driver; SQLAlchemy, under Alembic, needs greenlet to speak through it.
POSTGRES_NEEDS = ("asyncpg", "greenlet")


@asynccontextmanager
async def open_storage(url: str) -> AsyncIterator[Database]:
    """Open the database that `url` names and close it at the block's end.

    `sqlite:///data/vestnik.db` is relative to the working directory, `sqlite:////var/lib/vestnik.db` absolute;
    `postgresql://user:password@host:5432/name` takes the options of libpq. Raises StorageError when it cannot serve,
    or when its tables are not those this program needs (`migrate` makes them).
    """
    database = await _open(url)
    try:
        yield database
    finally:
        await database.close()


def is_postgres(url: str) -> bool:
    """Tell PostgreSQL (True) from SQLite; raise StorageError for anything else, and where the drivers are missing."""
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return False
    if scheme not in {"postgresql", "postgres"}:
        raise StorageError("DATABASE_URL must begin with sqlite:/// or postgresql://, as in sqlite:///data/vestnik.db.")
    if missing := [name for name in POSTGRES_NEEDS if find_spec(name) is None]:
        raise StorageError(f"PostgreSQL needs {' and '.join(missing)}: pip install '.[postgres]' in Vestnik's folder.")
    return True


async def _open(url: str) -> Database:
    if is_postgres(url):
        from storage.postgres import PostgresDatabase

        return await PostgresDatabase.open(url)
    from storage.sqlite import SQLiteDatabase

    return await SQLiteDatabase.open(url)
