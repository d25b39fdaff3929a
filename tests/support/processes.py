"""Real bot processes for tests and fault benchmarks, which can be killed and stopped.

Importing aiogram takes seconds, and the fault benchmarks need hundreds of processes. So one helper process imports
everything and forks a bot process on request. From then on a fork does what `python -m bot run` does.
"""

import asyncio
import gc
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from bot.clock import SystemClock
from bot.timings import Timings

ROOT = Path(__file__).parents[2]
TOKEN = "1:faults"


@dataclass
class BotProcess:
    """One running bot process; `log` is the file of its output."""

    factory: "ProcessFactory"
    pid: int
    log: Path | None = None
    alive: bool = True

    async def kill(self) -> None:
        """Send SIGKILL. Raises AssertionError if the process had already ended."""
        code, _ = await self._end(signal.SIGKILL)
        assert code == -signal.SIGKILL, (
            f"the bot process ended before it was killed (exit code {code}): {self.output()}"
        )

    async def stop(self) -> tuple[int, float]:
        """Send SIGTERM; return the exit code and how many seconds the exit took."""
        return await self._end(signal.SIGTERM)

    def output(self) -> str:
        """Return the log so far, empty without a log file."""
        return self.log.read_text("utf-8") if self.log is not None else ""

    async def _end(self, number: signal.Signals) -> tuple[int, float]:
        begun = monotonic()
        os.kill(self.pid, number)
        code = await self.factory.wait(self.pid)
        self.alive = False
        return code, monotonic() - begun


class ProcessFactory:
    """Starts bot processes. Requests run one at a time, in a thread, so the caller's event loop is not blocked."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lock = threading.Lock()

    async def start(
        self,
        settings: Mapping[str, str],
        timings: Timings = Timings(),
        log: Path | None = None,
        ahead: timedelta = timedelta(),
        *,
        variants: bool = False,
    ) -> BotProcess:
        """Start a bot with these settings; `BOT_TOKEN` has a default.

        `timings` shortens the program's pauses where a test cannot wait. The wall clock of the process's machine is
        fast by `ahead`. With `variants`, pushes are drawn as `tests.support.variants` says.
        """
        order = {
            "settings": {"BOT_TOKEN": TOKEN, **settings},
            "timings": pickle.dumps(timings).hex(),
            "log": str(log or ""),
            "ahead": ahead.total_seconds(),
            "variants": variants,
        }
        return BotProcess(self, await asyncio.to_thread(self._ask, order), log)

    async def wait(self, pid: int) -> int:
        """Wait for a bot process to end; return its exit code, negative for a signal."""
        return await asyncio.to_thread(self._ask, {"wait": pid})

    def _ask(self, order: dict[str, Any]) -> int:
        with self._lock:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(f"{json.dumps(order)}\n")
            self._process.stdin.flush()
            return int(self._process.stdout.readline())


@contextmanager
def open_process_factory() -> Iterator[ProcessFactory]:
    """Start the helper process. At the end of the block all its bot processes are killed."""
    command = [sys.executable, "-m", "tests.support.processes"]
    environment = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603 - ours
        yield ProcessFactory(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    """Fork or wait for processes as the lines of standard input say; at its end kill all children."""
    import bot.serving

    # The garbage collector of a child would otherwise touch, and so copy, the pages of all objects.
    gc.collect()
    gc.freeze()
    children: set[int] = set()
    assert bot.serving
    for line in sys.stdin:
        order = json.loads(line)
        if pid := order.get("wait"):
            _answer(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            children.discard(pid)
        elif pid := os.fork():
            children.add(pid)
            _answer(pid)
        else:
            os._exit(_run_bot(order))
    for pid in children:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _run_bot(order: dict[str, Any]) -> int:
    from bot.logs import set_up
    from bot.serving import serve
    from bot.settings import load_settings
    from tests.support.variants import drawn_as_variants

    _redirect(order["log"] or os.devnull)
    os.environ.clear()  # noqa: TID251 - the bot gets these settings only
    os.environ.update(order["settings"])  # noqa: TID251 - load_settings reads them from there
    try:
        settings = load_settings(_env_file=None)
        set_up(settings.log_level, settings.token)
        timings = pickle.loads(bytes.fromhex(order["timings"]))  # noqa: S301 - from the process that forked this one
        with _wall_clock(order["ahead"]), drawn_as_variants() if order["variants"] else nullcontext():
            asyncio.run(serve(settings, timings=timings))
    except BaseException:  # noqa: BLE001 - the interpreter does the same at the end of a program
        sys.excepthook(*sys.exc_info())
        return 1
    return 0


@contextmanager
def _wall_clock(ahead: float) -> Iterator[None]:
    """Let the wall clock be fast by `ahead` seconds; 0 leaves it alone."""
    if not ahead:
        yield
        return
    import time_machine

    with time_machine.travel(SystemClock().now() + timedelta(seconds=ahead)):
        yield


def _answer(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def _redirect(log: str) -> None:
    """Replace the pipes of the helper process by /dev/null and the log file."""
    with open(os.devnull, "rb") as nothing, open(log, "ab") as output:
        os.dup2(nothing.fileno(), 0)
        os.dup2(output.fileno(), 1)
        os.dup2(output.fileno(), 2)


if __name__ == "__main__":
    main()
