"""grammY on Node: concurrent `api.sendMessage`, and its runner. It is installed into a temporary folder."""

import asyncio
import json
import os
import shutil
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from benchmarks.app_runner import TOKEN, parameters
from benchmarks.databases import Unavailable
from benchmarks.runs import Run, push_run, tap_run
from benchmarks.sink import Sink
from benchmarks.sink_counters import FIRST_CHAT
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
        """Send the card to this many chats; nothing is stored."""
        await sink.reset()
        cpu_seconds = await self._run(
            "push.mjs", sink, card, {"firstChat": FIRST_CHAT, "count": subscribers, "atOnce": AT_ONCE}
        )
        return push_run(await sink.report(subscribers), cpu_seconds)

    async def answer_taps(self, sink: Sink, _database_url: str, card: Card, taps: int) -> Run:
        """Answer taps with the card, by the runner. It reads no database, which favours grammY."""
        cpu_seconds = await self._run("tap_load.mjs", sink, card, {"count": taps})
        return tap_run(await sink.report(0, taps), cpu_seconds)

    async def _run(self, script: str, sink: Sink, card: Card, task: dict[str, Any]) -> float:
        """Run one of our scripts; return the CPU seconds that it reports for its work."""
        message = parameters(card)
        task |= {"url": sink.url, "token": TOKEN, "text": message.pop("text"), "other": message}
        trusted = {"NODE_EXTRA_CA_CERTS": str(sink.certificate)} if sink.certificate else {}
        process = await asyncio.create_subprocess_exec(
            *("node", str(self._folder / script)),
            env=os.environ | trusted,  # noqa: TID251 - a program needs its PATH
            stdin=PIPE,
            stdout=PIPE,
        )
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
    """Install grammY into a temporary folder. Raises Unavailable if Node is missing or the installation fails."""
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
