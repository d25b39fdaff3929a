"""What every section of the benchmark gets, and how it says what it found.

A section is a module with a coroutine `measure(bench)`, or `measure(bench, engine, archives)` where it asks about
archives of every size; `benchmarks.__main__` lists them. It measures, and writes a head, rows and notes on the sheet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.table import Sheet

Amount = TypeVar("Amount")


@dataclass(frozen=True, slots=True)
class Bench:
    """One run of the benchmark: `quick` is a small one, to see that everything works; `say` tells what is going on."""

    quick: bool
    sheet: Sheet
    say: Callable[[str], None]

    def pick(self, full: Amount, quick: Amount) -> Amount:
        """Return how much of something this run measures."""
        return quick if self.quick else full
