"""The result table: every section has its own column headings, and the machine is described under the table."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

COLUMNS = 12
# Wide enough that no cell is cut off.
WIDTH = 220


class ResultTable:
    """The table, filled section by section, with notes under it."""

    def __init__(self) -> None:
        self._notes: list[str] = []
        self._table = Table(show_header=False, pad_edge=False, box=box.SIMPLE, padding=(0, 1))
        for number in range(COLUMNS):
            self._table.add_column(justify="right" if number else "left", no_wrap=True)

    def add_section(self, *heads: str) -> None:
        """Begin a section: its name, then the headings of the other columns."""
        self._table.add_section()
        self._table.add_row(*heads, style="bold")

    def add_row(self, *cells: str) -> None:
        """Add a row: its name, then the values."""
        self._table.add_row(*cells)

    def add_note(self, sentence: str) -> None:
        """Add a sentence under the table."""
        self._notes.append(sentence)

    def print(self) -> None:
        """Print the table, the machine and the notes."""
        console = Console(width=max(WIDTH, Console().width), highlight=False)
        console.print(self._table)
        for note in (machine(), *self._notes):
            console.print(note, markup=False, soft_wrap=True)


def machine() -> str:
    """Return the machine and the versions of the programs in one line."""
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
