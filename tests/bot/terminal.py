"""The program as an operator runs it: a process in a folder of its own, with nothing set but what is said."""

import asyncio
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Ended:
    """What a process left behind."""

    code: int
    out: str
    err: str


def surroundings(settings: dict[str, str]) -> dict[str, str]:
    """Return the environment of a process: where the code is, and the settings."""
    return {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "100", **settings}


@dataclass(frozen=True)
class Running:
    """A process at work. It writes into files: a pipe that nobody empties would bring it to a stop."""

    process: Process
    folder: Path

    @property
    def out(self) -> str:
        return (self.folder / "out").read_text("utf-8")

    @property
    def err(self) -> str:
        return (self.folder / "err").read_text("utf-8")


def start(*arguments: str, given: bytes = b"", **settings: str) -> AbstractAsyncContextManager[Running]:
    """Start `python -m bot` in the current folder; it does not outlive the block."""
    return start_python("-m", "bot", *arguments, given=given, **settings)


@asynccontextmanager
async def start_python(*arguments: str, given: bytes = b"", **settings: str) -> AsyncIterator[Running]:
    """Start Python in the current folder, with our code within its reach; `given` is its standard input."""
    folder = Path(mkdtemp(prefix="process-", dir=Path.cwd()))
    (folder / "in").write_bytes(given)
    with (folder / "in").open("rb") as given_to, (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=surroundings(settings), stdin=given_to, stdout=out, stderr=err
        )
    try:
        yield Running(process, folder)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def run(*arguments: str, given: bytes = b"", **settings: str) -> Ended:
    """Run `python -m bot` to its end."""
    async with start(*arguments, given=given, **settings) as running:
        return await end(running)


async def end(running: Running) -> Ended:
    """Wait for a process to end by itself."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            code = await running.process.wait()
    except TimeoutError:
        raise AssertionError(f"it does not end:\n{running.err}") from None
    return Ended(code, running.out, running.err)
