"""Measured values beside their targets, and the table that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table

from benchmarks.table import machine


@dataclass(frozen=True, slots=True)
class Measurement:
    """One line of the table. `maximum` is the target; with None the value is printed without one."""

    name: str
    value: float
    maximum: float | None = None
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.maximum is None or self.value <= self.maximum

    @property
    def shown(self) -> tuple[str, str, str]:
        """The value, the target and "missed" or nothing, as texts."""
        target = "" if self.maximum is None else f"≤ {number(self.maximum)}"
        return f"{number(self.value)} {self.unit}".strip(), target, "" if self.met else "missed"


def number(value: float) -> str:
    """Return a number as a text, with two decimals only where it has a fraction."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}"


class FaultTable:
    """The table of all faults."""

    def __init__(self) -> None:
        self._table = Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1))
        for name, justify in (("Fault", "left"), ("measured", "right"), ("target", "right"), ("", "left")):
            self._table.add_column(name, justify=justify, no_wrap=True)  # type: ignore[arg-type]

    def add(self, title: str, measurements: Sequence[Measurement], seconds: float) -> None:
        """Add the measurements of one fault."""
        self._table.add_section()
        self._table.add_row(title, f"[{seconds:.0f} s]", style="bold")
        for figure in measurements:
            value, target, mark = figure.shown
            self._table.add_row(f"  {figure.name}", value, target, mark, style="" if figure.met else "red")

    def print(self) -> None:
        """Print the table, and the machine under it."""
        console = Console(width=max(130, Console().width), highlight=False, markup=False)
        console.print(self._table)
        console.print(machine(), soft_wrap=True)
