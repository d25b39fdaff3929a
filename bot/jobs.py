"""Jobs that commands hand to the running newspaper, so that one program at a time writes to an SQLite database.

SQLite before 3.51.3 can damage its log if two programs write, and a program apart would have the newspaper wait for its
transactions. See docs/decisions/0029.
"""

import asyncio
import logging
import os
import socket
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.importing import import_from
from bot.job_socket import MAX_EVENT, Json, read_frames, read_line, socket_path, unix_socket, write_line
from bot.media_loading import MediaLoader
from bot.reindexing import reindex_all
from bot.source_jobs import SourceOrder, install_sources
from news.editing import EditingDesk
from news.errors import StorageError
from news.importing import ImportRules, RisingTimestamps
from news.ports import Clock
from news.source_trials import SourceTrialDesk
from storage import Database
from storage.engines import is_postgres
from storage.sqlite import path_of

logger = logging.getLogger(__name__)

# Articles in one transaction: the event loop serves people after each.
BATCH = 5


async def serve_jobs(url: str, database: Database, clock: Clock, trials: SourceTrialDesk) -> None:
    """Take jobs on the socket beside an SQLite database until cancelled; jobs that run then keep what is stored."""
    if is_postgres(url):
        return
    server = _JobServer(socket_path(path_of(url)), database, clock, trials)
    try:
        await server.run()
    except OSError as error:
        logger.warning("commands cannot hand their work to this newspaper, stop it before an import: %s", error)


class _JobServer:
    """Does each job in a task of its own."""

    def __init__(self, path: Path, database: Database, clock: Clock, trials: SourceTrialDesk) -> None:
        self._path = path
        self._database = database
        self._clock = clock
        self._trials = trials

    async def run(self) -> None:
        """Serve until cancelled. Raises OSError if the socket cannot be opened."""
        with unix_socket(self._path) as (opened, address):
            os.fchmod(opened.fileno(), 0o600)  # the file gets it when it is made
            with suppress(FileNotFoundError):
                self._path.unlink()  # of a program that is gone
            opened.bind(address)
            made = self._path.stat().st_ino
            try:
                await self._serve(opened)
            finally:
                with suppress(FileNotFoundError):
                    if self._path.stat().st_ino == made:  # not that of another newspaper on this database
                        self._path.unlink()

    async def _serve(self, opened: socket.socket) -> None:
        async with asyncio.TaskGroup() as group:

            def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                group.create_task(self._do(reader, writer))

            async with await asyncio.start_unix_server(accept, sock=opened, limit=MAX_EVENT) as server:
                await server.serve_forever()

    async def _do(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Do the job of a connection, and close it."""
        try:
            write_line(writer, await self._answer(reader, writer))
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            logger.info("a command ended before its work was done; what is stored stays")
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Json:
        """Do a job and return its last event."""
        report = _EventReport(writer)
        try:
            match await read_line(reader):
                case {
                    "job": "import",
                    "publish": bool() as publish,
                    "push": bool() | None as push,
                    "zone": str(zone),
                    "folder": str(folder),
                }:
                    logger.info("an import was handed to this newspaper")
                    timestamps = RisingTimestamps(self._clock)
                    rules = ImportRules(publish, push, ZoneInfo(zone), self._clock, timestamps)
                    desk, lines = EditingDesk(self._database, self._clock), read_frames(reader)
                    loader = MediaLoader(Path(folder), desk.keep_content)
                    result = await import_from(
                        lines, desk, rules, report.note, report.advance, loader=loader, batch_size=BATCH
                    )
                    return {"result": asdict(result)}
                case {"job": "sources", "sources": list() as orders}:
                    logger.info("sources were handed to this newspaper")
                    installed = await install_sources(self._trials, map(SourceOrder.load, orders))
                    return {"result": {"installed": [asdict(each) for each in installed]}}
                case {"job": "reindex"}:
                    logger.info("a rebuild of the search index was handed to this newspaper")
                    return {"result": {"count": await reindex_all(self._database, self._clock, report)}}
                case _:
                    return {"error": "The newspaper that runs is of another version: stop it first."}
        except StorageError as error:
            return {"error": str(error)}
        except (ConnectionError, asyncio.IncompleteReadError):
            raise
        except Exception:
            logger.exception("a job of the command line failed")
            return {"error": "The newspaper could not do the work: its log says why."}


class _EventReport:
    """A Report that sends events to the command."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def begin(self, description: str, total: int | None) -> None:
        self._send({"begin": [description, total]})

    def advance(self, count: int) -> None:
        self._send({"advance": count})

    def note(self, number: int, reason: str) -> None:
        self._send({"note": [number, reason]})

    def _send(self, event: Json) -> None:
        if not self._writer.is_closing():
            write_line(self._writer, event)
