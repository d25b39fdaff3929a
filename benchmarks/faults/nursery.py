"""Where newspapers come from, each a process of its own that can be killed like any other.

Importing aiogram takes seconds, and the faults need hundreds of processes: one that has imported everything becomes a
newspaper by forking. From there on it does what `python -m bot run` does.
"""

import asyncio
import gc
import importlib
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from bot.timings import Timings

ROOT = Path(__file__).parents[2]
TOKEN = "1:faults"  # noqa: S105 - the receiver's


@dataclass
class Program:
    """One newspaper at work; `log` is where it writes."""

    nursery: "Nursery"
    pid: int
    log: Path | None = None
    alive: bool = True

    async def kill(self) -> None:
        """End it as the machine would. Raises AssertionError if it had ended by itself."""
        code, _ = await self._end(signal.SIGKILL)
        assert code == -signal.SIGKILL, f"a newspaper ended by itself ({code}): {self.words()}"

    async def stop(self) -> tuple[int, float]:
        """End it as an operator would; return its exit code and how many seconds that took."""
        return await self._end(signal.SIGTERM)

    def words(self) -> str:
        """Return what it has logged."""
        return self.log.read_text("utf-8") if self.log is not None else ""

    async def _end(self, number: signal.Signals) -> tuple[int, float]:
        begun = monotonic()
        os.kill(self.pid, number)
        code = await self.nursery.wait(self.pid)
        self.alive = False
        return code, monotonic() - begun


class Nursery:
    """Starts newspapers. What it is asked is answered in turn, in a thread: the loop of the measuring must not wait."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._turn = threading.Lock()

    async def start(
        self,
        settings: Mapping[str, str],
        timings: Timings = Timings(),
        log: Path | None = None,
        *,
        hasten: Mapping[str, float] | None = None,
    ) -> Program:
        """Start a newspaper with these settings (the token is known).

        `timings` and `hasten` shorten the program's pauses where a test cannot wait; `hasten` replaces constants of
        modules, in seconds: `{"news.delivery.LEASE": 2}`.
        """
        order = {
            "settings": {"BOT_TOKEN": TOKEN, **settings},
            "timings": pickle.dumps(timings).hex(),
            "hasten": dict(hasten or {}),
            "log": str(log or ""),
        }
        return Program(self, await asyncio.to_thread(self._ask, order), log)

    async def wait(self, pid: int) -> int:
        """Wait for a newspaper to end; return its exit code, negative for a signal."""
        return await asyncio.to_thread(self._ask, {"wait": pid})

    def _ask(self, order: dict[str, Any]) -> int:
        with self._turn:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(f"{json.dumps(order)}\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())


@contextmanager
def open_nursery() -> Iterator[Nursery]:
    """Open a nursery; no newspaper outlives the block."""
    command = [sys.executable, "-m", "benchmarks.faults.nursery"]
    surroundings = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=surroundings, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603 - ours
        yield Nursery(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    """Fork, or wait, as standard input says; at its end leave nobody behind."""
    import bot.serving

    # Not to be copied by every child's collector.
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    assert bot.serving
    for line in sys.stdin:
        order = json.loads(line)
        if pid := order.get("wait"):
            print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)
            children.discard(pid)
        elif pid := os.fork():
            children.add(pid)
            print(pid, flush=True)
        else:
            os._exit(_become_newspaper(order))
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _become_newspaper(order: dict[str, Any]) -> int:
    from bot.logs import set_up
    from bot.serving import serve
    from bot.settings import load_settings

    _redirect(order["log"] or os.devnull)
    os.environ.clear()  # noqa: TID251 - as `env -i` would
    os.environ.update(order["settings"])  # noqa: TID251 - settings come from there
    try:
        _hasten(order["hasten"])
        settings = load_settings(_env_file=None)
        set_up(settings.log_level, settings.token)
        timings = pickle.loads(bytes.fromhex(order["timings"]))  # noqa: S301 - from the process that forked this one
        asyncio.run(serve(settings, timings=timings))
    except BaseException:  # noqa: BLE001 - as the interpreter would
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


def _redirect(log: str) -> None:
    """Keep off the pipes of the nursery."""
    with open(os.devnull, "rb") as nothing, open(log, "ab") as output:
        os.dup2(nothing.fileno(), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)


def _hasten(pauses: Mapping[str, float]) -> None:
    for name, seconds in pauses.items():
        owner, _, constant = name.rpartition(".")
        module = importlib.import_module(owner)
        known = getattr(module, constant)
        setattr(module, constant, timedelta(seconds=seconds) if isinstance(known, timedelta) else seconds)


if __name__ == "__main__":
    main()
