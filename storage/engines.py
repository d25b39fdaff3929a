"""Which engine a URL means; a driver is imported only when it is needed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from news.errors import StorageError
from storage.database import Database


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
    """Tell whether `url` means PostgreSQL (or SQLite, if not); raises StorageError when it means neither."""
    scheme = url.partition(":")[0]
    if scheme not in {"sqlite", "postgresql", "postgres"}:
        raise StorageError("DATABASE_URL must begin with sqlite:/// or postgresql://, as in sqlite:///data/vestnik.db.")
    return scheme != "sqlite"


async def _open(url: str) -> Database:
    if not is_postgres(url):
        from storage.sqlite import SQLiteDatabase

        return await SQLiteDatabase.open(url)
    try:
        from storage.postgres import PostgresDatabase
    except ImportError as error:
        raise StorageError("PostgreSQL needs asyncpg: pip install 'vestnik[postgres]'.") from error
    return await PostgresDatabase.open(url)
