"""`python -m benchmarks`: run the benchmarks, and print one table.

Without names of sections it runs all. `--quick` is a small run, to see that the benchmark works. `--engine` chooses the
database engine.
"""

import argparse
import asyncio
import logging
import signal
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from time import perf_counter

from rich.console import Console

from benchmarks import (
    choosing,
    discussions,
    importing,
    ledger,
    moderation,
    outlets,
    push_scale,
    pushing,
    rate_limit,
    reading,
    related_latency,
    scheduling,
    searching,
    sources,
    tap_load,
)
from benchmarks.archive import Archive, fill
from benchmarks.context import Context
from benchmarks.cpu_affinity import MEASURED_CORE, pin_to_core
from benchmarks.databases import ENGINES, NAMES, NEEDED_BYTES, Engine, Unavailable, check_disk, empty_databases
from benchmarks.table import ResultTable

# Sections that read archives run first, engine by engine: an archive of a million is filled once per engine.
OF_ARCHIVES: dict[str, Callable[[Context, Engine, Sequence[Archive]], Awaitable[None]]] = {
    "reading": reading.measure,
    "related_latency": related_latency.measure,
}
OF_THEIR_OWN: dict[str, Callable[[Context], Awaitable[None]]] = {
    "pushing": pushing.measure,
    "outlets": outlets.measure,
    "ledger": ledger.measure,
    "rate_limit": rate_limit.measure,
    "push_scale": push_scale.measure,
    "choosing": choosing.measure,
    "tap_load": tap_load.measure,
    "importing": importing.measure,
    "searching": searching.measure,
    "scheduling": scheduling.measure,
    "moderation": moderation.measure,
    "discussions": discussions.measure,
    "sources": sources.measure,
}
SECTIONS = (*OF_ARCHIVES, *OF_THEIR_OWN)
SIZES, QUICK_SIZES = (1_000, 100_000, 1_000_000), (1_000, 5_000, 20_000)


async def run(context: Context, sections: Sequence[str], engines: Sequence[Engine]) -> None:
    """Run the sections. A section that cannot run on this machine leaves a note under the table."""
    for engine in engines:
        try:
            await _measure_archives(context, [name for name in OF_ARCHIVES if name in sections], engine)
        except Unavailable as error:
            context.table.add_note(str(error))
    for name, measure in OF_THEIR_OWN.items():
        if name in sections:
            context.progress(name.capitalize())
            try:
                await measure(context)
            except Unavailable as error:
                context.table.add_note(str(error))


async def _measure_archives(context: Context, names: Sequence[str], engine: Engine) -> None:
    if not names:
        return
    sizes = context.pick(SIZES, QUICK_SIZES)
    async with empty_databases(engine, len(sizes)) as urls:
        archives = [Archive(url, size) for url, size in zip(urls, sizes, strict=True)]
        for archive in archives:
            context.progress(f"Filling an archive of {archive.size:,}, {NAMES[engine]}")
            await fill(archive)
        for name in names:
            context.progress(f"{name.capitalize()}, {NAMES[engine]}")
            await OF_ARCHIVES[name](context, engine, archives)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; return the exit code."""
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure the newspaper; print one table.")
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="what to measure (default: everything)")
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both", help="where to read from")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that everything works")
    parser.add_argument("--long", action="store_true", help="ten minutes of comments in `moderation`, not one")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    try:
        check_disk(Path(tempfile.gettempdir()), NEEDED_BYTES // 20 if given.quick else NEEDED_BYTES)
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    if not given.quick:  # the values of a small run are not used, so it may run on any core
        pin_to_core(MEASURED_CORE)
    # SIGTERM is treated as Ctrl-C, so databases are dropped and folders removed in both cases.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    table, begun = ResultTable(), perf_counter()
    try:
        with Console(stderr=True).status("") as status:
            context = Context(given.quick, table, status.update, given.long)
            engines = ENGINES if given.engine == "both" else [given.engine]
            asyncio.run(run(context, given.sections or SECTIONS, engines))
    except KeyboardInterrupt:
        return 1
    table.add_note(f"Taken in {perf_counter() - begun:.0f} s; how to read it: benchmarks/README.md.")
    table.print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
