"""The parsing of what strangers have written, in one child process that is started once and reused.

The child is killed when a job takes too long, is cancelled, or gets no sensible reply; the next job starts another.
See `feeds.parsing.worker` for what the child limits itself to.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Self

from feeds.child import Child, ChildError, Reply
from feeds.frames import Job, frame
from news.sources.found import Trouble, VisitFailedError

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ProcessLimits:
    """The limits of a job, in seconds, and the limits at which a working child is replaced.

    The kernel counts CPU in whole seconds; a job may have up to one more. The seconds on the clock are few enough that
    another child does the next job 15 s after this one began.
    """

    cpu_seconds: float = 10
    wall_seconds: float = 14
    start_seconds: float = 30
    most_jobs: int = 500
    most_memory_bytes: int = 512 * 1024 * 1024


class ParserProcess:
    """Does jobs one at a time, in the order of the calls. Close it after use."""

    def __init__(self, limits: ProcessLimits = ProcessLimits()) -> None:
        self._limits = limits
        self._turn = asyncio.Lock()
        self._child: Child | None = None
        self._jobs = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the child, None if none runs."""
        return None if self._child is None else self._child.pid

    async def do(self, job: Job, content: bytes, **details: str) -> Reply:
        """Have the child do a job (`parsing.jobs` says which details it needs).

        Raises VisitFailedError: with the child's trouble, or COSTLY if the job passed a limit or ended the child.
        """
        async with self._turn:
            try:
                reply = await self._reply(frame({"job": job, **details}, content))
            except BaseException:
                await self._stop()
                raise
            if self._is_worn(reply):
                await self._stop()
        if trouble := reply.header.get("trouble"):
            raise VisitFailedError(Trouble(trouble), str(reply.header.get("detail", "")))
        return reply

    async def close(self) -> None:
        """Wait for the jobs before this call, and end the child."""
        async with self._turn:
            await self._stop()

    async def _reply(self, request: bytes) -> Reply:
        try:
            child = await self._running()
            async with asyncio.timeout(self._limits.wall_seconds):
                return await child.ask(request)
        except (TimeoutError, ChildError) as error:
            what = str(error) or f"no reply within {self._limits.wall_seconds:g} s"
            logger.info("A job of the parsing process %s failed: %s. The next job starts another.", self.pid, what)
            raise VisitFailedError(Trouble.COSTLY, what) from error

    async def _running(self) -> Child:
        if self._child is not None and self._child.has_ended:
            await self._stop()
        if self._child is None:
            self._child = await Child.start(self._limits.cpu_seconds, self._limits.start_seconds)
            self._jobs = 0
        return self._child

    def _is_worn(self, reply: Reply) -> bool:
        """Whether the child should be replaced before the next job, so that memory stays flat."""
        self._jobs += 1
        memory = reply.header.get("memory_bytes")
        is_large = isinstance(memory, int) and memory > self._limits.most_memory_bytes
        return is_large or self._jobs >= self._limits.most_jobs or reply.header.get("trouble") == Trouble.COSTLY

    async def _stop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            await child.end()
