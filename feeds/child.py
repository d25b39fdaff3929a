"""The child process in which parsing happens, as its parent sees it: started, asked, ended."""

import asyncio
import contextlib
import json
import logging
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from feeds.frames import LENGTHS, MAX_HEADER_BYTES, MAX_PICTURE_BYTES

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).parent.parent
# Nothing of the parent's environment is passed on: it has the bot's token.
_ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8"}
_BUFFER_BYTES = 1024 * 1024
_LEAVE_SECONDS = 5


class ChildError(Exception):
    """The child has ended, or does not answer as it should. End it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply of the child: the fields of its header, and its content."""

    header: Mapping[str, Any]
    content: bytes


class Child:
    """A running process. End it after use."""

    def __init__(self, process: Process) -> None:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("The process was started without pipes.")
        self._process = process
        self._requests = process.stdin
        self._replies = process.stdout
        self._is_busy = True  # until it has said that it is ready

    @classmethod
    async def start(cls, cpu_seconds: float, start_seconds: float) -> "Child":
        """Start a process and wait until it is ready. Raises ChildError if it is not after `start_seconds`."""
        bytecode = ("-B",) if sys.dont_write_bytecode else ()
        command = (sys.executable, *bytecode, "-m", "feeds.parsing.worker", f"{cpu_seconds:g}")
        child = cls(
            await asyncio.create_subprocess_exec(
                *command,
                stdin=PIPE,
                stdout=PIPE,
                stderr=DEVNULL,
                cwd=_ROOT,
                env=_ENVIRONMENT,
                start_new_session=True,  # Ctrl-C is for the parent, which ends the child after its last job
                limit=_BUFFER_BYTES,
            )
        )
        try:
            async with asyncio.timeout(start_seconds):
                await child._read()
        except BaseException as error:
            await child.end()
            if not isinstance(error, TimeoutError | ChildError):
                raise
            logger.exception("The process that parses did not start. Run `%s` to see why.", " ".join(command))
            raise ChildError("the process that parses did not start") from error
        child._is_busy = False
        return child

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the process is known to have ended."""
        return self._process.returncode is not None or self._replies.at_eof()

    async def ask(self, request: bytes) -> Reply:
        """Send a frame and return the reply to it. Raises ChildError."""
        self._is_busy = True
        try:
            self._requests.write(request)
            await self._requests.drain()
        except ConnectionError as error:
            raise ChildError("the process that parses has ended") from error
        reply = await self._read()
        self._is_busy = False
        return reply

    async def end(self) -> None:
        """End the process and wait until it has ended. A busy process, or one that does not exit, is killed."""
        self._requests.close()
        if self._is_busy and not self._replies.at_eof():
            self._kill()
        try:
            async with asyncio.timeout(_LEAVE_SECONDS):
                await self._end()
        except TimeoutError:
            self._kill()
            await self._end()

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def _end(self) -> None:
        with contextlib.suppress(ConnectionError):
            await self._replies.read()  # to the end: a pipe with something in it stays open
        await self._process.wait()

    async def _read(self) -> Reply:
        try:
            header_length, content_length = LENGTHS.unpack(await self._replies.readexactly(LENGTHS.size))
            if header_length > MAX_HEADER_BYTES or content_length > MAX_PICTURE_BYTES:
                raise ChildError("the process that parses has replied nonsense")
            header = json.loads(await self._replies.readexactly(header_length))
            return Reply(dict(header), await self._replies.readexactly(content_length))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise ChildError("the process that parses has ended") from error
        except (ValueError, TypeError, RecursionError) as error:
            raise ChildError("the process that parses has replied nonsense") from error
