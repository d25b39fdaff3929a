"""A figure that was measured, beside what it should be."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.table import machine


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: `value` should be `most` at most; with None it is only told."""

    name: str
    value: float
    most: float | None = None
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether it is as it should be."""
        return self.most is None or self.value <= self.most

    @property
    def shown(self) -> tuple[str, str, str]:
        """Value, target and mark, for people."""
        target = "" if self.most is None else f"≤ {number(self.most)}"
        return f"{number(self.value)} {self.unit}".strip(), target, "" if self.met else "missed"


def number(value: float) -> str:
    """Return a number as short as it can be told."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


class Sheet:
    """The table of all faults."""

    def __init__(self) -> None:
        self._table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1))
        for name, justify in (("Fault", "left"), ("measured", "right"), ("target", "right"), ("", "left")):
            self._table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]

    def add(self, title: str, figures: Sequence[Figure], seconds: float) -> None:
        """Add one fault's figures."""
        self._table.add_section()
        self._table.add_row(title, f"[{seconds:.0f} s]", style="bold")
        for figure in figures:
            value, target, mark = figure.shown
            self._table.add_row(f"  {figure.name}", value, target, mark, style="" if figure.met else "red")

    def print(self) -> None:
        """Print the table and the machine."""
        console = Console(width=max(130, Console().width), highlight=False, markup=False)
        console.print(self._table)
        console.print(machine(), soft_wrap=True)
