"""`python -m benchmarks.faults`: inject faults, and print one table of measured values and targets.

Without names of faults it runs all. `--quick` is a small run, to see that the benchmark works. The exit code is 1 when
a target is missed.
"""

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from time import perf_counter
from types import ModuleType

from rich.console import Console

from benchmarks.databases import Unavailable
from benchmarks.faults import (
    answers,
    brakes,
    campaign,
    channels,
    choosers,
    freezes,
    growth,
    guests,
    kills,
    kinds,
    mutations,
    outages,
    pictures,
    refusals,
    repeats,
    sources,
    takeover,
    upgrades,
    verdicts,
)
from benchmarks.faults.measurements import FaultTable
from tests.support.processes import ProcessFactory, open_process_factory

FAULTS: dict[str, ModuleType] = {
    "kills": kills,
    "kinds": kinds,
    "pictures": pictures,
    "choosers": choosers,
    "channels": channels,
    "answers": answers,
    "refusals": refusals,
    "brakes": brakes,
    "repeats": repeats,
    "campaign": campaign,
    "mutations": mutations,
    "guests": guests,
    "takeover": takeover,
    "freezes": freezes,
    "outages": outages,
    "growth": growth,
    "upgrades": upgrades,
    "verdicts": verdicts,
    "sources": sources,
}


async def run(processes: ProcessFactory, names: Sequence[str], *, quick: bool) -> bool:
    """Measure the faults and print the table; return whether every target was met."""
    table, met = FaultTable(), True
    console = Console(stderr=True)
    for name in names:
        fault, begun = FAULTS[name], perf_counter()
        with console.status(fault.TITLE):
            try:
                measurements = await fault.measure(processes, fault.QUICK if quick else fault.FULL)
            except Unavailable as error:
                console.print(f"{fault.TITLE}: {error}")
                continue
        table.add(fault.TITLE, measurements, perf_counter() - begun)
        met = met and all(figure.met for figure in measurements)
    table.print()
    return met


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; return the exit code."""
    parser = argparse.ArgumentParser("python -m benchmarks.faults", description="Break everything; print one table.")
    parser.add_argument("faults", nargs="*", choices=[*FAULTS, []], help="what to break (default: everything)")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that everything works")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    # SIGTERM is treated as Ctrl-C, so processes are stopped and databases dropped in both cases.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        with open_process_factory() as processes:
            return 0 if asyncio.run(run(processes, given.faults or list(FAULTS), quick=given.quick)) else 1
    except KeyboardInterrupt:
        return 1


if __name__ == "__main__":
    sys.exit(main())
