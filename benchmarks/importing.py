"""Importing: JSON Lines through `bot.importing.import_lines` into an empty SQLite database, published.

Each size runs in a process of its own, so that its peak of memory is its own: all that the process holds at its
fullest, and how much of that it held before the first line. Linux tells (`VmHWM`); `getrusage` would not do, a child's
`ru_maxrss` begins with its parent's.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from benchmarks.databases import empty_databases, path_of
from benchmarks.memory import peak_mb
from benchmarks.prose import Prose
from benchmarks.section import Bench

SEED = 11


@dataclass(frozen=True, slots=True)
class Importing:
    """What one import took; memory in megabytes."""

    lines: int
    seconds: float
    before_mb: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.lines / self.seconds


async def measure(bench: Bench) -> None:
    """Import few and many made-up articles."""
    bench.sheet.head("Importing, SQLite", "articles/s", "seconds", "MB before", "MB at most")
    for lines in bench.pick((10_000, 100_000), (200, 1_000)):
        found = await _measure(lines)
        bench.sheet.row(
            f"{lines:,} lines",
            *(f"{found.rate:,.0f}", f"{found.seconds:.1f}", f"{found.before_mb:.0f}", f"{found.peak_mb:.0f}"),
        )


async def _measure(lines: int) -> Importing:
    async with empty_databases("sqlite", 1) as (url,):
        file = Path(path_of(url)).with_suffix(".jsonl")
        _write(file, lines)
        command = (sys.executable, "-m", "benchmarks.importing", str(file), url, str(lines))
        process = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
        try:
            output, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        assert process.returncode == 0, "the importing process failed"
        return Importing(**json.loads(output))


def _write(file: Path, lines: int) -> None:
    prose = Prose(SEED)
    with file.open("w", encoding="utf-8") as stream:
        for number in range(lines):
            article = {"url": f"https://news.example/{number}", "title": prose.title(), "text": prose.text()}
            stream.write(json.dumps(article, ensure_ascii=False) + "\n")


async def _import(file: Path, url: str, lines: int) -> Importing:
    from bot.clock import SystemClock
    from bot.importing import import_lines
    from news.editing import EditingDesk
    from news.importing import ImportRules, RisingTimestamps
    from storage import open_storage

    clock = SystemClock()
    rules = ImportRules(True, False, ZoneInfo("Europe/Moscow"), clock, RisingTimestamps(clock))
    async with open_storage(url) as database:
        with file.open("rb") as stream:
            before, begun = peak_mb(), perf_counter()
            result = await import_lines(stream, EditingDesk(database, clock), rules, _refuse, lambda _bytes: None)
            seconds = perf_counter() - begun
    assert result.stored == lines, result
    return Importing(lines, seconds, before, peak_mb())


def _refuse(number: int, reason: str) -> None:
    raise AssertionError(f"line {number}: {reason}")


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(_import(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))))
