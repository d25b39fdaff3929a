"""grammY, on Node: its `api.sendMessage` so many at a time, and its runner; installed into a temporary folder."""

import asyncio
import json
import shutil
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.arrivals import FIRST_CHAT
from benchmarks.databases import Unavailable
from benchmarks.newspaper import TOKEN, parameters
from benchmarks.runs import Run, answered, sent
from benchmarks.sink import Sink
from handlers.cards.card import Card

AT_ONCE = 50
PACKAGES = ("grammy@1.46", "@grammyjs/runner@2.0")
INSTALL_SECONDS = 120
_SCRIPTS = Path(__file__).parent


class Grammy:
    """An installed grammY."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def push(self, sink: Sink, card: Card, subscribers: int) -> Run:
        """Send the card to so many chats; nothing is remembered."""
        await sink.reset()
        cpu_seconds = await self._run(
            "push.mjs", sink, card, {"firstChat": FIRST_CHAT, "count": subscribers, "atOnce": AT_ONCE}
        )
        return sent(await sink.report(subscribers), cpu_seconds)

    async def storm(self, sink: Sink, _database_url: str, card: Card, taps: int) -> Run:
        """Answer presses with the card, by the runner. No database is read, in grammY's favour."""
        cpu_seconds = await self._run("storm.mjs", sink, card, {"count": taps})
        return answered(await sink.report(0, taps), cpu_seconds)

    async def _run(self, script: str, sink: Sink, card: Card, task: dict[str, Any]) -> float:
        """Run a script of ours; return the CPU seconds it spent on its work, as it says."""
        message = parameters(card)
        task |= {"url": sink.url, "token": TOKEN, "text": message.pop("text"), "other": message}
        process = await asyncio.create_subprocess_exec("node", str(self._folder / script), stdin=PIPE, stdout=PIPE)
        try:
            output, _ = await process.communicate(json.dumps(task).encode())
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        assert process.returncode == 0, f"{script} failed"
        return float(json.loads(output)["cpuSeconds"])


@asynccontextmanager
async def installed() -> AsyncIterator[Grammy]:
    """Install grammY for the time being. Raises Unavailable where Node is missing, or nothing can be installed."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Unavailable("grammY is left out: node and npm are not installed.")
    with tempfile.TemporaryDirectory(prefix="vestnik-bench-") as folder:
        for script in _SCRIPTS.glob("*.mjs"):
            shutil.copy(script, folder)
        process = await asyncio.create_subprocess_exec(
            *(npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES), stdout=PIPE
        )
        try:
            async with asyncio.timeout(INSTALL_SECONDS):
                await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()
        if process.returncode != 0:
            raise Unavailable("grammY is left out: npm could not install it.")
        yield Grammy(Path(folder))
