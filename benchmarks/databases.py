"""Temporary databases: SQLite files in a temporary folder, and PostgreSQL databases that are dropped at the end."""

import os
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from storage import migrate

Engine = Literal["sqlite", "postgres"]
ENGINES: tuple[Engine, ...] = ("sqlite", "postgres")
NAMES: dict[Engine, str] = {"sqlite": "SQLite", "postgres": "PostgreSQL"}

# Benchmarks have no bot.app to get settings from.
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")  # noqa: TID251
CONNECT_SECONDS = 5
# A million articles take 2 to 3 GB on either engine. The engines are measured one after the other.
NEEDED_BYTES = 5 * 10**9


class Unavailable(Exception):
    """Something cannot be measured on this machine; the message is a sentence that says why."""


@asynccontextmanager
async def empty_databases(engine: Engine, count: int) -> AsyncIterator[list[str]]:
    """Make databases with empty tables; give their URLs. Raises Unavailable if the server is not reachable."""
    opened = _postgres(count) if engine == "postgres" else _sqlite(count)
    async with opened as urls:
        for url in urls:
            await migrate(url)
        yield urls


def check_disk(folder: Path, needed: int) -> None:
    """Raise Unavailable if the folder's disk has less than `needed` bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise Unavailable(f"{folder} has {free / 1e9:.1f} GB free, this needs {needed / 1e9:.0f} GB: set TMPDIR.")


def path_of(url: str) -> str:
    """Return the file path of an SQLite URL."""
    return url.removeprefix("sqlite:///")


@asynccontextmanager
async def _sqlite(count: int) -> AsyncIterator[list[str]]:
    with tempfile.TemporaryDirectory(prefix="vestnik-bench-") as folder:
        yield [f"sqlite:///{folder}/{number}.db" for number in range(count)]


@asynccontextmanager
async def _postgres(count: int) -> AsyncIterator[list[str]]:
    names = [f"vestnik_bench_{secrets.token_hex(6)}" for _ in range(count)]
    server = await _connect()
    try:
        for name in names:
            await server.execute(f"CREATE DATABASE {name}")
        yield [urlsplit(SERVER)._replace(path=f"/{name}").geturl() for name in names]
    finally:
        if server.is_closed():
            server = await _connect()
        for name in names:
            await server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await server.close()


async def _connect() -> Any:
    try:
        import asyncpg
    except ImportError:
        raise Unavailable("PostgreSQL is left out: asyncpg is not installed.") from None
    try:
        return await asyncpg.connect(SERVER, timeout=CONNECT_SECONDS)
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        address = urlsplit(SERVER).netloc.rpartition("@")[2]
        raise Unavailable(f"PostgreSQL is left out: {address} is not reachable ({error}).") from None
