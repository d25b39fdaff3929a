"""Two processes that parse: one for what is done quickly, as nearly everything is, and one for the rest.

A job that takes too long in the quick one is done again in the patient one, with all the time that it may have. Of the
jobs that wait, the one with the smallest content is next. A content needs its size to be costly, so such a one delays
an honest one by some seconds, and longer only others of its kind.
"""

import asyncio
import contextlib
import logging
from typing import Self

from feeds.child import Reply
from feeds.frames import Job
from feeds.parser_process import ParserProcess, ProcessLimits
from feeds.turns import Turns
from news.sources.found import Trouble, VisitFailedError

logger = logging.getLogger(__name__)

# On a busy machine two seconds of CPU take longer.
QUICK = ProcessLimits(cpu_seconds=2, wall_seconds=6)
# The process is there only while it is needed: it ends after each job.
PATIENT = ProcessLimits(most_jobs=1)
# So many jobs run or wait in the patient process, each for 15 seconds at most. Its visits must end within their leases.
MOST_PATIENT = 4
# A job that waits for longer is given up: its visit must end within its lease.
MOST_WAIT_SECONDS = 60.0


class ParserLanes:
    """Does jobs as `ParserProcess` does. Close it after use."""

    def __init__(
        self, quick: ProcessLimits = QUICK, patient: ProcessLimits = PATIENT, most_patient: int = MOST_PATIENT
    ) -> None:
        self._quick = ParserProcess(quick)
        self._patient = ParserProcess(patient)
        self._turns = Turns()
        self._places = asyncio.Semaphore(most_patient)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    @property
    def pids(self) -> list[int]:
        """The process ids of the children that run."""
        return [pid for parser in (self._quick, self._patient) if (pid := parser.pid) is not None]

    async def do(self, job: Job, content: bytes, **details: str) -> Reply:
        """Have a child do a job (`parsing.jobs` says which details it needs).

        Raises VisitFailedError: with the child's trouble, or COSTLY if the job passed a limit, ended the child, or
        came while too many others waited that had taken long.
        """
        with contextlib.suppress(_TookLongError):
            return await self._do_quickly(job, content, details)
        if self._places.locked():
            raise _crowded()
        async with self._places:
            return await self._patient.do(job, content, **details)

    async def close(self) -> None:
        """Wait for the jobs before this call, and end the children."""
        await self._quick.close()
        await self._patient.close()

    async def _do_quickly(self, job: Job, content: bytes, details: dict[str, str]) -> Reply:
        try:
            async with self._turns.turn(len(content), MOST_WAIT_SECONDS):
                return await self._quick.do(job, content, **details)
        except TimeoutError as error:
            raise _crowded() from error
        except VisitFailedError as error:
            if error.trouble is not Trouble.COSTLY:
                raise
            logger.info("A job took long and is done again with more time: %s.", details.get("address", job))
            raise _TookLongError from error


def _crowded() -> VisitFailedError:
    return VisitFailedError(Trouble.COSTLY, "too many others take long at the same time")


class _TookLongError(Exception):
    """The quick process has given a job up."""
