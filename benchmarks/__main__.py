"""`python -m benchmarks`: measure, and print one table.

Names of sections (`reading`, `pushing`, `importing`) measure those only; `--quick` measures little, to see that the
benchmark works; `--engine` names the databases to read from.
"""

import argparse
import asyncio
import logging
import signal
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from rich.console import Console

from benchmarks import importing, pushing, reading
from benchmarks.archive import Archive, fill
from benchmarks.cores import OURS, stay_on
from benchmarks.databases import ENGINES, NAMES, NEEDED_BYTES, Engine, Unavailable, check_disk, empty_databases
from benchmarks.table import Sheet
from benchmarks.timing import Effort

SECTIONS = ("reading", "pushing", "importing")


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    articles: tuple[int, int]
    effort: Effort
    subscribers: int
    runs: int
    held_seconds: int
    lines: tuple[int, int]
    needed_bytes: int


FULL = Plan((1_000, 1_000_000), Effort(100, 10), 5_000, 3, 20, (10_000, 100_000), NEEDED_BYTES)
QUICK = Plan((1_000, 20_000), Effort(10, 5), 300, 1, 2, (200, 1_000), NEEDED_BYTES // 20)


async def run(plan: Plan, sections: Sequence[str], engines: Sequence[Engine]) -> None:
    """Measure the sections and print the table."""
    sheet, begun = Sheet(), perf_counter()
    notes = [
        f"Reading: medians of {plan.effort.rounds} rounds of {plan.effort.calls} calls, both sizes in turns; apart: "
        f"the slower over the faster. Pushing: medians of {plan.runs}. See benchmarks/README.md."
    ]
    with Console(stderr=True).status("") as status:
        if "reading" in sections:
            for engine in engines:
                status.update(f"Reading on {NAMES[engine]}")
                try:
                    await _read(plan, engine, sheet)
                except Unavailable as error:
                    notes.append(str(error))
        if "pushing" in sections:
            status.update("Pushing")
            sheet.add_pushing(await pushing.measure(plan.subscribers, plan.runs, plan.held_seconds))
        if "importing" in sections:
            status.update("Importing")
            sheet.add_importing([await importing.measure(lines) for lines in plan.lines])
    sheet.print([*notes, f"Taken in {perf_counter() - begun:.0f} s."])


async def _read(plan: Plan, engine: Engine, sheet: Sheet) -> None:
    async with empty_databases(engine, len(plan.articles)) as urls:
        archives = [Archive(url, size) for url, size in zip(urls, plan.articles, strict=True)]
        for archive in archives:
            await fill(archive)
        sheet.add_reading(engine, plan.articles, await reading.measure(archives, plan.effort))


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line; return the exit code."""
    parser = argparse.ArgumentParser("python -m benchmarks", description="Measure the newspaper; print one table.")
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="what to measure (default: everything)")
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both", help="where to read from")
    parser.add_argument("--quick", action="store_true", help="a small run, to see that everything works")
    given = parser.parse_args(arguments)
    plan = QUICK if given.quick else FULL
    logging.basicConfig(level=logging.WARNING)
    try:
        check_disk(Path(tempfile.gettempdir()), plan.needed_bytes)
    except Unavailable as error:
        print(error, file=sys.stderr)
        return 1
    if plan is FULL:  # a small run is not about figures, and may move aside for others
        stay_on(OURS)
    # Whoever ends it, the databases are dropped and the folders removed.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    try:
        asyncio.run(run(plan, given.sections or SECTIONS, ENGINES if given.engine == "both" else [given.engine]))
    except KeyboardInterrupt:
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
