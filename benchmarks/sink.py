"""The parent's side of the sink, a process that stands in for Telegram and runs on the last core: `sink_process`."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict

from benchmarks.cpu_affinity import SINK_CORE
from benchmarks.sink_counters import SinkReport, SinkSettings

HOST = "127.0.0.1"
REPORT_SECONDS = 300
MAX_LINE_BYTES = 1 << 24


class Sink:
    """The running sink: configure it by `reset`, then wait for its `report`."""

    def __init__(self, process: asyncio.subprocess.Process, url: str) -> None:
        self._process = process
        self.url = url

    async def reset(self, settings: SinkSettings | None = None) -> None:
        """Clear the counters and apply the settings; by default the sink answers at once, without a limit."""
        await self._ask(asdict(settings or SinkSettings()))

    async def report(self, messages: int, answered: int = 0) -> SinkReport:
        """Wait until this many messages have arrived and taps were answered, then return all counters.

        Raises TimeoutError after five minutes.
        """
        async with asyncio.timeout(REPORT_SECONDS):
            return SinkReport(**json.loads(await self._ask({"messages": messages, "answered": answered})))

    async def _ask(self, words: dict[str, object]) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words).encode() + b"\n")
        return await self._process.stdout.readline()


@asynccontextmanager
async def open_sink() -> AsyncIterator[Sink]:
    """Start a sink and stop it at the end."""
    command = (sys.executable, "-m", "benchmarks.sink_process", str(SINK_CORE))
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=MAX_LINE_BYTES)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        yield Sink(process, f"http://{HOST}:{port}")
    finally:
        process.stdin.close()
        await process.wait()
