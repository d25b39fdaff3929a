"""Importing: JSON Lines through `bot.importing.import_lines` into an empty SQLite database, published.

Each size runs in a separate process, because its peak memory is measured: before the first line, and at the end. The
value is Linux's `VmHWM`; `getrusage` is not usable, because `ru_maxrss` of a child begins with its parent's.
"""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from benchmarks.context import Context
from benchmarks.databases import empty_databases, path_of
from benchmarks.memory import peak_mb
from benchmarks.text_generator import TextGenerator

SEED = 11


@dataclass(frozen=True, slots=True)
class Importing:
    """The results of one import; memory in megabytes."""

    lines: int
    seconds: float
    before_mb: float
    peak_mb: float

    @property
    def rate(self) -> float:
        """Articles a second."""
        return self.lines / self.seconds


async def measure(context: Context) -> None:
    """Import a small and a large file of generated articles."""
    context.table.add_section("Importing, SQLite", "articles/s", "seconds", "MB before", "peak MB")
    for lines in context.pick((10_000, 100_000), (200, 1_000)):
        found = await _measure(lines)
        context.table.add_row(
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
    generator = TextGenerator(SEED)
    with file.open("w", encoding="utf-8") as stream:
        for number in range(lines):
            article = {"url": f"https://news.example/{number}", "title": generator.title(), "text": generator.text()}
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
