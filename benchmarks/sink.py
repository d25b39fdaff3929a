"""A sink in Telegram's place, as its parent holds it: a process of its own, on the last core; see `telegram`."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

from benchmarks.arrivals import Order, Report
from benchmarks.cores import OUTSIDE

HOST = "127.0.0.1"
REPORT_SECONDS = 300
LONGEST_LINE_BYTES = 1 << 24


class Sink:
    """Tell it how to behave, then wait for what arrives."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.url = url

    async def reset(self, order: Order | None = None) -> None:
        """Forget what has arrived, and behave so from now on: by default answer at once, limit nothing."""
        await self._ask(asdict(order or Order()))

    async def report(self, messages: int, answered: int = 0) -> Report:
        """Wait until so many messages have arrived and so many presses were answered, then tell about all.

        Raises TimeoutError after five minutes.
        """
        async with asyncio.timeout(REPORT_SECONDS):
            return Report(**json.loads(await self._ask({"messages": messages, "answered": answered})))

    async def _ask(self, words: dict[str, object]) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words).encode() + b"\n")
        return await self._process.stdout.readline()


@asynccontextmanager
async def open_sink() -> AsyncIterator[Sink]:
    """Start a sink and stop it at the end."""
    command = (sys.executable, "-m", "benchmarks.telegram", str(OUTSIDE))
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE_BYTES)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        yield Sink(process, f"http://{HOST}:{port}")
    finally:
        process.stdin.close()
        await process.wait()
