"""A process that pushes on its own, so that its memory and CPU time are those of the push."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Coroutine, Sequence
from typing import Any

from benchmarks.sink_counters import SinkReport


async def run_pushing(
    arguments: Sequence[str], counting: Coroutine[Any, Any, SinkReport]
) -> tuple[SinkReport, dict[str, float]]:
    """Run `python -m` with these arguments until the sink has counted; return its report, and the process's JSON.

    The process pushes until its standard input is closed. It is killed if the sink does not finish.
    """
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", *arguments, stdin=PIPE, stdout=PIPE)
    try:
        report = await counting
        output, _ = await process.communicate(b"")  # closing its input ends the process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode == 0, "the pushing process failed"
    return report, json.loads(output)
