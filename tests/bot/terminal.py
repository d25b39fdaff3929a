"""The program as an operator runs it: a process in a folder of its own, with nothing set but what is said."""

import asyncio
import sys
from asyncio.subprocess import Process
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


async def start(*arguments: str, given: bytes = b"", **settings: str) -> Running:
    """Start `python -m bot` in the current folder."""
    return await start_python("-m", "bot", *arguments, given=given, **settings)


async def start_python(*arguments: str, given: bytes = b"", **settings: str) -> Running:
    """Start Python in the current folder, with our code within its reach; `given` is its standard input."""
    folder = Path(mkdtemp(prefix="process-", dir=Path.cwd()))
    (folder / "in").write_bytes(given)
    with (folder / "in").open("rb") as given_to, (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *arguments, env=surroundings(settings), stdin=given_to, stdout=out, stderr=err
        )
    return Running(process, folder)


async def run(*arguments: str, given: bytes = b"", **settings: str) -> Ended:
    """Run `python -m bot` to its end."""
    return await end(await start(*arguments, given=given, **settings))


async def end(running: Running) -> Ended:
    """Wait for a process to end by itself; one that does not is killed, and the test fails."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            code = await running.process.wait()
    except TimeoutError:
        running.process.kill()
        await running.process.wait()
        raise AssertionError(f"it does not end:\n{running.err}") from None
    return Ended(code, running.out, running.err)
