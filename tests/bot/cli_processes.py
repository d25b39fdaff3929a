"""The program as an operator runs it: a process in the current folder, with only the given settings."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parents[2]
TIMEOUT_SECONDS = 30


@dataclass(frozen=True)
class Result:
    """The exit code and the output of a process."""

    code: int
    out: str
    err: str


def environment(settings: dict[str, str]) -> dict[str, str]:
    """Return the environment of a process: the path of the code, and the settings."""
    return {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100", **settings}


@dataclass(frozen=True)
class RunningProgram:
    """A running process. It writes to files: a pipe that is not read would block it."""

    process: Process
    folder: Path

    @property
    def out(self) -> str:
        return (self.folder / "out").read_text("utf-8")

    @property
    def err(self) -> str:
        return (self.folder / "err").read_text("utf-8")


def start(*arguments: str, given: bytes = b"", **settings: str) -> AbstractAsyncContextManager[RunningProgram]:
    """Start `python -m bot` in the current folder; it is killed at the block's end if it still runs."""
    return start_python("-m", "bot", *arguments, given=given, **settings)


@asynccontextmanager
async def start_python(*arguments: str, given: bytes = b"", **settings: str) -> AsyncIterator[RunningProgram]:
    """Start Python in the current folder, with the code on its path; `given` is its standard input."""
    folder = Path(mkdtemp(prefix="process-", dir=Path.cwd()))
    (folder / "in").write_bytes(given)
    with (folder / "in").open("rb") as given_to, (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=environment(settings), stdin=given_to, stdout=out, stderr=err
        )
    try:
        yield RunningProgram(process, folder)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def run(*arguments: str, given: bytes = b"", **settings: str) -> Result:
    """Run `python -m bot` until it ends."""
    async with start(*arguments, given=given, **settings) as running:
        return await wait_for_end(running)


async def wait_for_end(running: RunningProgram) -> Result:
    """Wait until a process ends. Raises AssertionError after `TIMEOUT_SECONDS`."""
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            code = await running.process.wait()
    except TimeoutError:
        raise AssertionError(f"the process does not end:\n{running.err}") from None
    return Result(code, running.out, running.err)
