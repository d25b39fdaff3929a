"""Ways to lose a database: where it stands, and what happens to it. Each is as real as a test can make it."""

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
from benchmarks.faults.nursery import Program
from benchmarks.faults.receiver import HOST
from benchmarks.faults.town import settle, town
from storage import migrate

DISK_BYTES = 16 * 2**20
LOCK_SECONDS = 30
# SQLite keeps what it has written; that is room enough to go on for a while.
BALLAST_BYTES = 4096


@dataclass(frozen=True, slots=True)
class Place:
    """Where a database is: for the newspaper (`url`), and past whatever is going to break (`direct_url`)."""

    url: str
    direct_url: str
    proxy: "Proxy | None" = None


@asynccontextmanager
async def on_sqlite(subscribers: int) -> AsyncIterator[Place]:
    """A file in a temporary folder."""
    async with town("sqlite", subscribers) as url:
        yield Place(url, url)


@asynccontextmanager
async def on_a_small_disk(subscribers: int) -> AsyncIterator[Place]:
    """A file on a disk of 16 MB, which only root can mount. Raises Unavailable for everybody else."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise Unavailable("only root can mount a small disk")
    with tempfile.TemporaryDirectory(prefix="vestnik-faults-") as folder:
        await _run("mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "none", folder)
        try:
            url = f"sqlite:///{folder}/vestnik.db"
            await migrate(url)
            await settle(url, subscribers)
            yield Place(url, url)
        finally:
            await _run("umount", "--lazy", folder)


async def _run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command, stderr=subprocess.PIPE)
    _, words = await process.communicate()
    if process.returncode:
        raise Unavailable(words.decode().strip())


@asynccontextmanager
async def on_postgres(subscribers: int) -> AsyncIterator[Place]:
    """A database on a server that is reached through a proxy."""
    async with town("postgres", subscribers) as url:
        parts = urlsplit(url)
        proxy = Proxy(parts.hostname or HOST, parts.port or 5432)
        await proxy.mend()
        user = parts.netloc.rpartition("@")[0]
        netloc = f"{user}@{HOST}:{proxy.port}" if user else f"{HOST}:{proxy.port}"
        try:
            yield Place(parts._replace(netloc=netloc).geturl(), url, proxy)
        finally:
            proxy.cut()


@asynccontextmanager
async def crowded(place: Place, _program: Program) -> AsyncIterator[None]:
    """Fill the disk to the last byte."""
    ballast = Path(path_of(place.url)).with_name("ballast")
    filling = asyncio.get_running_loop().create_task(_keep_full(ballast))
    try:
        yield
    finally:
        filling.cancel()
        ballast.unlink()


async def _keep_full(ballast: Path) -> None:
    """Take whatever room there is, again and again."""
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
async def unwritable(_place: Place, program: Program) -> AsyncIterator[None]:
    """Let every write of the program fail, as on a disk that is going to pieces."""
    _, hard = resource.prlimit(program.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(program.pid, resource.RLIMIT_FSIZE, (hard, hard))


@asynccontextmanager
async def locked_file(place: Place, _program: Program) -> AsyncIterator[None]:
    """Let another program write, and write, and not come to an end."""
    other = sqlite3.connect(path_of(place.url), LOCK_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


@asynccontextmanager
async def locked_tables(place: Place, _program: Program) -> AsyncIterator[None]:
    """Let somebody's ALTER TABLE take its time."""
    async with _connected(place.direct_url) as other, other.transaction():
        await other.execute("LOCK TABLE editions, deliveries, inbox IN ACCESS EXCLUSIVE MODE")
        yield


@asynccontextmanager
async def silent(place: Place, _program: Program) -> AsyncIterator[None]:
    """Let nothing through, either way, as when a cable is pulled; it is put back."""
    assert place.proxy is not None
    place.proxy.flowing.clear()
    try:
        yield
    finally:
        place.proxy.flowing.set()


@asynccontextmanager
async def cut_off(place: Place, _program: Program) -> AsyncIterator[None]:
    """Break every connection and refuse new ones, as when the server's machine restarts."""
    assert place.proxy is not None
    place.proxy.cut()
    try:
        yield
    finally:
        await place.proxy.mend()


@asynccontextmanager
async def shut_out(place: Place, _program: Program) -> AsyncIterator[None]:
    """Let the server end every session and begin none, as a maintenance does."""
    name = urlsplit(place.direct_url).path.removeprefix("/")
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
    """A way to a server that can be cut, mended, or kept `flowing` or not."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._to = port
        self.port = 0
        self.flowing = asyncio.Event()
        self.flowing.set()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def mend(self) -> None:
        """Listen, always at the same port."""
        self._server = await asyncio.start_server(self._serve, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Break every connection and listen no more."""
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection(self._host, self._to)
        both = {writer, there_writer}
        self._writers |= both
        try:
            await asyncio.gather(self._pass_on(reader, there_writer), self._pass_on(there_reader, writer))
        finally:
            self._writers -= both

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(2**16):
                await self.flowing.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
