"""The parent's side of the process that serves a thousand feeds: `feed_server`."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from benchmarks.cpu_affinity import SINK_CORE
from benchmarks.feed_server import HOSTILE, address_of


@dataclass(frozen=True, slots=True)
class FeedFarm:
    """The running process: every address of the loopback is a site at this port."""

    port: int

    def address(self, number: int, *, is_hostile: bool = False) -> str:
        """Return the address of the feed of a site."""
        return f"http://{address_of(number, is_hostile=is_hostile)}:{self.port}/feed.xml"

    def endpoints(self, count: int) -> str:
        """Return the setting SOURCE_ALLOW for so many honest sites and all hostile ones."""
        sites = [address_of(number) for number in range(count)]
        sites += [address_of(number, is_hostile=True) for number in range(HOSTILE)]
        return ",".join(f"{site}:{self.port}" for site in sites)


@asynccontextmanager
async def open_feed_farm() -> AsyncIterator[FeedFarm]:
    """Start the process and stop it at the end."""
    command = [sys.executable, "-m", "benchmarks.feed_server", str(SINK_CORE)]
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield FeedFarm(int(await process.stdout.readline()))
    finally:
        process.stdin.close()
        await process.wait()
