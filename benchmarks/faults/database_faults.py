"""Faults of a database: where the database runs, and how it fails. Every fault is real, none is mocked."""

import asyncio
import errno
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.databases import SERVER, Unavailable, path_of
from benchmarks.faults.databases import prepared_database, subscribe_and_publish
from benchmarks.sink import HOST
from storage import migrate
from tests.support.processes import BotProcess

DISK_BYTES = 16 * 2**20
LOCK_SECONDS = 30
# On a full disk SQLite can still write for a while, because its files contain free pages.
BALLAST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class DatabaseAccess:
    """A database: `url` for the bot, `direct_url` for checks (it bypasses the proxy that the fault breaks)."""

    url: str
    direct_url: str
    proxy: "Proxy | None" = None


@asynccontextmanager
async def sqlite_file(subscribers: int) -> AsyncIterator[DatabaseAccess]:
    """Make an SQLite file in a temporary folder."""
    async with prepared_database("sqlite", subscribers) as url:
        yield DatabaseAccess(url, url)


@asynccontextmanager
async def small_disk(subscribers: int) -> AsyncIterator[DatabaseAccess]:
    """Make an SQLite file on a disk of 16 MB. Raises Unavailable without root, which the mount needs."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise Unavailable("only root can mount a small disk")
    with tempfile.TemporaryDirectory(prefix="vestnik-faults-") as temporary_folder:
        await _run("mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", temporary_folder)
        try:
            url = f"sqlite:///{temporary_folder}/vestnik.db"
            await migrate(url)
            await subscribe_and_publish(url, subscribers)
            yield DatabaseAccess(url, url)
        finally:
            await _run("umount", "--lazy", temporary_folder)


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command, stderr=subprocess.PIPE)
    _, words = await process.communicate()
    if process.returncode:
        raise Unavailable(words.decode().strip())


@asynccontextmanager
async def proxied_postgres(subscribers: int) -> AsyncIterator[DatabaseAccess]:
    """Make a PostgreSQL database that the bot reaches through a TCP proxy."""
    async with prepared_database("postgres", subscribers) as url:
        parts = urlsplit(url)
        proxy = Proxy(parts.hostname or HOST, parts.port or 5432)
        await proxy.listen()
        user = parts.netloc.rpartition("@")[0]
        netloc = f"{user}@{HOST}:{proxy.port}" if user else f"{HOST}:{proxy.port}"
        try:
            yield DatabaseAccess(parts._replace(netloc=netloc).geturl(), url, proxy)
        finally:
            proxy.disconnect()


@asynccontextmanager
async def full_disk(access: DatabaseAccess, _program: BotProcess) -> AsyncIterator[None]:
    """Fill the disk to the last byte."""
    ballast = Path(path_of(access.url)).with_name("ballast")
    filling = asyncio.get_running_loop().create_task(_keep_full(ballast))
    try:
        yield
    finally:
        filling.cancel()
        ballast.unlink()


async def _keep_full(ballast: Path) -> None:
    """Fill the free space again and again, until cancelled."""
    with ballast.open("ab", buffering=0) as file:
        while True:
            try:
                while file.write(b"\0" * BALLAST_BYTES):
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
            await asyncio.sleep(0.05)


@asynccontextmanager
async def failing_writes(_place: DatabaseAccess, process: BotProcess) -> AsyncIterator[None]:
    """Make every write of the process fail, as on a broken disk (RLIMIT_FSIZE = 0)."""
    _, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))


@asynccontextmanager
async def locked_file(access: DatabaseAccess, _program: BotProcess) -> AsyncIterator[None]:
    """Hold an exclusive lock on the SQLite file in another connection."""
    other = sqlite3.connect(path_of(access.url), LOCK_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


@asynccontextmanager
async def locked_tables(access: DatabaseAccess, _program: BotProcess) -> AsyncIterator[None]:
    """Hold ACCESS EXCLUSIVE locks, as a long ALTER TABLE does."""
    async with _connected(access.direct_url) as other, other.transaction():
        await other.execute("LOCK TABLE editions, deliveries, inbox IN ACCESS EXCLUSIVE MODE")
        yield


@asynccontextmanager
async def stalled_network(access: DatabaseAccess, _program: BotProcess) -> AsyncIterator[None]:
    """Forward no bytes in either direction, as when a cable is pulled. Connections stay open."""
    assert access.proxy is not None
    access.proxy.forwarding.clear()
    try:
        yield
    finally:
        access.proxy.forwarding.set()


@asynccontextmanager
async def refused_connections(access: DatabaseAccess, _program: BotProcess) -> AsyncIterator[None]:
    """Abort every connection and refuse new ones, as while the server's machine restarts."""
    assert access.proxy is not None
    access.proxy.disconnect()
    try:
        yield
    finally:
        await access.proxy.listen()


@asynccontextmanager
async def terminated_sessions(access: DatabaseAccess, _program: BotProcess) -> AsyncIterator[None]:
    """Let the server end every session and accept no new one, as during maintenance."""
    name = urlsplit(access.direct_url).path.removeprefix("/")
    async with _connected(SERVER) as server:
        await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        try:
            await server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
            yield
        finally:
            await server.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    import asyncpg

    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


class Proxy:
    """A TCP proxy. It can be disconnected and opened again; it forwards bytes while `forwarding` is set."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._to = port
        self.port = 0
        self.forwarding = asyncio.Event()
        self.forwarding.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def listen(self) -> None:
        """Accept connections, always at the same port."""
        self._server = await asyncio.start_server(self._serve, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def disconnect(self) -> None:
        """Abort every connection and refuse new ones."""
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_connection(self._host, self._to)
        both = {writer, server_writer}
        self._writers |= both
        try:
            await asyncio.gather(self._forward(reader, server_writer), self._forward(server_reader, writer))
        finally:
            self._writers -= both

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(2**16):
                await self.forwarding.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
