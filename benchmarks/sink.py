"""The parent's side of the sink, a process that stands in for Telegram and runs on the last core: `sink_process`."""

import asyncio
import json
import ssl
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path

from benchmarks.certificates import make_certificate
from benchmarks.cpu_affinity import SINK_CORE
from benchmarks.sink_counters import SinkReport, SinkSettings

HOST = "127.0.0.1"
REPORT_SECONDS = 300
MAX_LINE_BYTES = 1 << 24


class Sink:
    """The running sink: configure it by `reset`, then wait for its `report`.

    Over TLS, `certificate` is the file with the certificate that clients must trust.
    """

    def __init__(self, process: asyncio.subprocess.Process, url: str, certificate: Path | None = None) -> None:
        self._process = process
        self.url = url
        self.certificate = certificate

    @property
    def tls(self) -> ssl.SSLContext | bool:
        """A context that trusts the sink, for aiohttp's connector; True without TLS, which is its default."""
        return True if self.certificate is None else ssl.create_default_context(cafile=str(self.certificate))

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
async def open_tls_sink() -> AsyncIterator[Sink]:
    """Start a sink that speaks TLS with a new certificate. Raises Unavailable if none can be made."""
    with tempfile.TemporaryDirectory(prefix="vestnik-bench-") as folder:
        async with open_sink(make_certificate(Path(folder))) as sink:
            yield sink


@asynccontextmanager
async def open_sink(certificate: Path | None = None) -> AsyncIterator[Sink]:
    """Start a sink and stop it at the end."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.sink_process",
        str(SINK_CORE),
        *([str(certificate)] if certificate else []),
    ]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=MAX_LINE_BYTES)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        yield Sink(process, f"{'https' if certificate else 'http'}://{HOST}:{port}", certificate)
    finally:
        process.stdin.close()
        await process.wait()
