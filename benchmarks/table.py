"""One table for everything, each section with column heads of its own, and the machine under it."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.databases import NAMES, Engine
from benchmarks.importing import Importing
from benchmarks.pushing import HELD_RATE, TOP_RATE, Pushing, Runs
from benchmarks.reading import Reading, Readings
from benchmarks.timing import Timing, apart

COLUMNS = 10
WIDTH = 150
# Issue 2, section 3: the slower at most 1.3 times the faster, in the median.
MOST_APART = 1.3


class Sheet:
    """The table, filled section by section."""

    def __init__(self) -> None:
        self._table = Table(show_header=False, pad_edge=False, box=box.SIMPLE, padding=(0, 1))
        for number in range(COLUMNS):
            self._table.add_column(justify="right" if number else "left", no_wrap=True)

    def add_reading(self, engine: Engine, sizes: tuple[int, int], readings: Readings) -> None:
        """Add what reading takes on one engine."""
        small, large = (f"{size:,}" for size in sizes)
        self._head(
            f"Reading, {NAMES[engine]}\nµs, articles:",
            *(f"verb + card\n{small}", f"\n{large}", "\napart"),
            *(f"verb alone\n{small}", f"\n{large}", "\napart"),
            *(f"raw driver\n{large}", "verb\n/ raw", "SQLAlchemy\n/ verb"),
        )
        for reading in readings.readings:
            self._table.add_row(*_reading(reading))
        offset, keyset = readings.offset_keyset
        self._table.add_row(f"the page by OFFSET: {offset.over(keyset):,.0f} × keyset", *[""] * 6, _micros(offset))
        if readings.disk_memory is not None:
            disk, memory = readings.disk_memory
            self._table.add_row(f"/read N from disk: {disk.over(memory):.1f} × memory", *[""] * 4, _micros(disk))

    def add_pushing(self, pushing: Pushing) -> None:
        """Add what pushing takes."""
        self._head(
            f"Pushing to {pushing.subscribers:,}, SQLite",
            *("messages/s", "CPU ms\nof each", "fullest\nsecond", "speed,\nstock = 1", "CPU,\nstock = 1"),
        )
        stock = pushing.stock
        self._table.add_row(f"SEND_RATE={TOP_RATE:,}", *_runs(pushing.paced), *_beside(pushing.paced, stock))
        self._table.add_row("no pace", *_runs(pushing.unpaced), *_beside(pushing.unpaced, stock))
        self._table.add_row("aiogram's send_message, stock", *_runs(stock), *_beside(stock, stock))
        self._table.add_row(f"SEND_RATE={HELD_RATE} for {pushing.held_seconds} s", *_runs(pushing.held))

    def add_importing(self, imports: list[Importing]) -> None:
        """Add what importing takes."""
        self._head("Importing, SQLite", "articles/s", "seconds", "MB before", "MB at most")
        for found in imports:
            self._table.add_row(
                f"{found.lines:,} lines",
                *(f"{found.rate:,.0f}", f"{found.seconds:.1f}", f"{found.before_mb:.0f}", f"{found.peak_mb:.0f}"),
            )

    def print(self, notes: list[str]) -> None:
        """Print the table, the machine and the notes."""
        console = Console(width=max(WIDTH, Console().width), highlight=False)
        console.print(self._table)
        for note in (machine(), *notes):
            console.print(note, markup=False, soft_wrap=True)

    def _head(self, *heads: str) -> None:
        self._table.add_section()
        self._table.add_row(*heads, style="bold")


def _reading(reading: Reading) -> tuple[str, ...]:
    raw = reading.raw[1]
    return (
        reading.name,
        *_pair(reading.whole),
        *_pair(reading.desk),
        _micros(raw),
        f"{reading.desk[1].over(raw):.1f}",
        f"{reading.peer[1].over(reading.desk[1]):.1f}",
    )


def _pair(pair: tuple[Timing, Timing]) -> tuple[str, str, str]:
    ratio = apart(*pair)
    return _micros(pair[0]), _micros(pair[1]), f"{ratio:.2f}" if ratio <= MOST_APART else f"{ratio:.2f} > {MOST_APART}"


def _runs(runs: Runs) -> tuple[str, str, str]:
    rate = f"{runs.rate:,.0f}" if runs.rate > TOP_RATE / 10 else f"{runs.rate:.2f}"
    return rate, f"{runs.cpu_millis:.3f}", f"{runs.worst:,}"


def _beside(runs: Runs, stock: Runs) -> tuple[str, str]:
    return f"{runs.faster_than(stock):.2f}", f"{runs.dearer_than(stock):.2f}"


def _micros(timing: Timing) -> str:
    return f"{timing.micros:,.0f}"


def machine() -> str:
    """Return the machine and the programs in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if "model name" in line
    ]
    parts = [f"Python {platform.python_version()}", f"aiogram {version('aiogram')}", f"SQLite {sqlite3.sqlite_version}"]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    processor = names[0] if names else platform.processor()
    return f"{os.cpu_count()} × {processor}, {memory:.0f} GB, load {load}; {', '.join(parts)}."
