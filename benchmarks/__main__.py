"""`python -m benchmarks`: measure, and print one table.

Names of sections measure those only; `--quick` measures little, to see that the benchmark works; `--engine` names the
databases to read from.
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

from benchmarks import crowds, importing, pacing, pushing, reading, relating, searching, storming
from benchmarks.archive import Archive, fill
from benchmarks.cores import OURS, stay_on
from benchmarks.databases import ENGINES, NAMES, NEEDED_BYTES, Engine, Unavailable, check_disk, empty_databases
from benchmarks.section import Bench
from benchmarks.table import Sheet

# Those that ask about archives come first, engine by engine: an archive of a million is filled once an engine.
OF_ARCHIVES: dict[str, Callable[[Bench, Engine, Sequence[Archive]], Awaitable[None]]] = {
    "reading": reading.measure,
    "relating": relating.measure,
}
OF_THEIR_OWN: dict[str, Callable[[Bench], Awaitable[None]]] = {
    "pushing": pushing.measure,
    "pacing": pacing.measure,
    "crowds": crowds.measure,
    "storming": storming.measure,
    "importing": importing.measure,
    "searching": searching.measure,
}
SECTIONS = (*OF_ARCHIVES, *OF_THEIR_OWN)
SIZES, QUICK_SIZES = (1_000, 100_000, 1_000_000), (1_000, 5_000, 20_000)


async def run(bench: Bench, sections: Sequence[str], engines: Sequence[Engine]) -> None:
    """Measure the sections; what cannot be measured here leaves a sentence on the sheet."""
    for engine in engines:
        try:
            await _measure_archives(bench, [name for name in OF_ARCHIVES if name in sections], engine)
        except Unavailable as error:
            bench.sheet.note(str(error))
    for name, measure in OF_THEIR_OWN.items():
        if name in sections:
            bench.say(name.capitalize())
            try:
                await measure(bench)
            except Unavailable as error:
                bench.sheet.note(str(error))


async def _measure_archives(bench: Bench, names: Sequence[str], engine: Engine) -> None:
    if not names:
        return
    sizes = bench.pick(SIZES, QUICK_SIZES)
    async with empty_databases(engine, len(sizes)) as urls:
        archives = [Archive(url, size) for url, size in zip(urls, sizes, strict=True)]
        for archive in archives:
            bench.say(f"Filling an archive of {archive.size:,}, {NAMES[engine]}")
            await fill(archive)
        for name in names:
            bench.say(f"{name.capitalize()}, {NAMES[engine]}")
            await OF_ARCHIVES[name](bench, engine, archives)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; return the exit code."""
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure the newspaper; print one table.")
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="what to measure (default: everything)")
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both", help="where to read from")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that everything works")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.WARNING)
    try:
        check_disk(Path(tempfile.gettempdir()), NEEDED_BYTES // 20 if given.quick else NEEDED_BYTES)
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    if not given.quick:  # a small run is not about figures, and may move aside for others
        stay_on(OURS)
    # Whoever ends it, the databases are dropped and the folders removed.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    sheet, begun = Sheet(), perf_counter()
    try:
        with Console(stderr=True).status("") as status:
            bench = Bench(given.quick, sheet, status.update)
            engines = ENGINES if given.engine == "both" else [given.engine]
            asyncio.run(run(bench, given.sections or SECTIONS, engines))
    except KeyboardInterrupt:
        return 1
    sheet.note(f"Taken in {perf_counter() - begun:.0f} s; how to read it: benchmarks/README.md.")
    sheet.print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
