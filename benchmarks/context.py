"""The context of a benchmark run, which every section gets.

A section is a module with a coroutine `measure(context)`, or `measure(context, engine, archives)` if it reads archives.
`benchmarks.__main__` lists the sections. A section adds its headings, rows and notes to `context.table`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from benchmarks.table import ResultTable

Amount = TypeVar("Amount")


@dataclass(frozen=True, slots=True)
class Context:
    """One run: `quick` is a small one, to see that the benchmark works; `progress` shows the present step.

    In a `long` run, a section that waits for minutes takes its full time.
    """

    quick: bool
    table: ResultTable
    progress: Callable[[str], None]
    long: bool = False

    def pick(self, full: Amount, quick: Amount) -> Amount:
        """Return the amount for a full or for a quick run."""
        return quick if self.quick else full
