"""The program as an operator runs it: a process in a folder of its own, with nothing set but what is said."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path

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


async def start(*arguments: str, **settings: str) -> Process:
    """Start `python -m bot` in the current folder."""
    return await start_python("-m", "bot", *arguments, **settings)


async def start_python(*arguments: str, **settings: str) -> Process:
    """Start Python in the current folder, with our code within its reach."""
    return await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=surroundings(settings), stdin=PIPE, stdout=PIPE, stderr=PIPE
    )


async def run(*arguments: str, given: bytes = b"", **settings: str) -> Ended:
    """Run `python -m bot` to its end."""
    return await end(await start(*arguments, **settings), given)


async def end(process: Process, given: bytes = b"") -> Ended:
    """Wait for a process to end by itself; one that does not is killed, and the test fails."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            out, err = await process.communicate(given)
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode is not None
    return Ended(process.returncode, out.decode(), err.decode())
