"""Handing a command's work to the running newspaper, so that one program at a time writes to an SQLite database."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

from bot.job_socket import MAX_EVENT, Json, read_line, socket_path, unix_socket, write_frame, write_line
from bot.progress import Report
from news.errors import StorageError
from storage.engines import is_postgres
from storage.locks import serving_lock
from storage.sqlite import lock_path, make_folder, path_of

# How long a newspaper that starts or stops is waited for.
PATIENCE_SECONDS = 15.0
PAUSE_SECONDS = 0.25


class RunningNewspaper:
    """A connection to a newspaper that takes one job."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def do(self, order: Json, report: Report, lines: AsyncIterable[bytes] | None = None) -> Json:
        """Have the newspaper do a job, with these lines of input; return its result.

        Raises StorageError if the newspaper cannot do it, or stops before it is done.
        """
        write_line(self._writer, order)
        sending = asyncio.get_running_loop().create_task(self._send(lines))
        try:
            return await self._receive(report)
        finally:
            sending.cancel()
            with suppress(asyncio.CancelledError):
                await sending  # raises what kept the input from being read

    async def _send(self, lines: AsyncIterable[bytes] | None) -> None:
        try:
            if lines is not None:
                async for line in lines:
                    write_frame(self._writer, line)
                    await self._writer.drain()
                write_frame(self._writer, b"")
            await self._writer.drain()
        except ConnectionError:  # the answer, or its absence, says more
            return
        except OSError:
            self._writer.close()
            raise

    async def _receive(self, report: Report) -> Json:
        while True:
            match await read_line(self._reader):
                case {"begin": [str() as description, int() | None as total]}:
                    report.begin(description, total)
                case {"advance": int() as count}:
                    report.advance(count)
                case {"note": [int() as number, str() as reason]}:
                    report.note(number, reason)
                case {"result": dict() as result}:
                    return result
                case {"error": str() as sentence}:
                    raise StorageError(sentence)
                case _:
                    raise StorageError(
                        "The newspaper stopped before the work was done. What is stored stays: run the command again."
                    )


@asynccontextmanager
async def find_newspaper(url: str) -> AsyncIterator[RunningNewspaper | None]:
    """Yield the newspaper that runs on an SQLite database; None if none does, and then none begins to in the block.

    On PostgreSQL any number of programs may write, so it is None. Raises StorageError if another command is at work, or
    if the newspaper takes no jobs.
    """
    if is_postgres(url):
        yield None
        return
    path = path_of(url)
    make_folder(path)
    async with AsyncExitStack() as opened:
        lock = opened.enter_context(serving_lock(lock_path(path)))
        for _ in range(round(PATIENCE_SECONDS / PAUSE_SECONDS)):
            newspaper = await _connect(path, opened)
            if newspaper is not None or not lock.is_held_elsewhere():
                break
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            raise StorageError(
                f"Another program writes to {path}: a newspaper that starts or stops, or another command. Try again in "
                "a moment."
            )
        yield newspaper


async def _connect(path: Path, opened: AsyncExitStack) -> RunningNewspaper | None:
    """Connect to the newspaper that serves the database; None if nobody listens."""
    try:
        socket, address = opened.enter_context(unix_socket(socket_path(path)))
        await asyncio.get_running_loop().sock_connect(socket, address)
        reader, writer = await asyncio.open_unix_connection(sock=socket, limit=MAX_EVENT)
    except OSError:
        return None
    opened.callback(writer.close)
    return RunningNewspaper(reader, writer)
