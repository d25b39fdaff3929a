"""Runs of one contestant against the sink, made in turns with the others', and what they say together."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.arrivals import Report

MILLIS = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """What one run took: how many things were done, how many of them a second, and the CPU time of all."""

    count: int
    rate: float
    cpu_seconds: float
    worst: int = 0
    refused: int = 0

    @property
    def cpu_millis(self) -> float:
        """CPU time of one, in milliseconds."""
        return self.cpu_seconds / self.count * MILLIS


def sent(report: Report, cpu_seconds: float) -> Run:
    """Return the run of a push."""
    return Run(report.count, report.rate, cpu_seconds, report.worst, report.refused)


def answered(report: Report, cpu_seconds: float) -> Run:
    """Return the run of a storm of presses."""
    return Run(report.answered, report.answering_rate, cpu_seconds)


@dataclass(frozen=True, slots=True)
class Runs:
    """Several runs of one contestant, in the order they were made."""

    runs: Sequence[Run]

    @property
    def rate(self) -> float:
        """How many a second, the median."""
        return median(run.rate for run in self.runs)

    @property
    def cpu_millis(self) -> float:
        """CPU time of one in milliseconds, the median."""
        return median(run.cpu_millis for run in self.runs)

    @property
    def core(self) -> float:
        """The share of a core's time, the median."""
        return median(run.cpu_seconds / (run.count / run.rate) for run in self.runs)

    @property
    def worst(self) -> int:
        """The fullest second of all runs."""
        return max(run.worst for run in self.runs)

    @property
    def refused(self) -> float:
        """How many messages were refused, the median."""
        return median(run.refused for run in self.runs)

    def faster_than(self, other: "Runs") -> float:
        """Return how many times more a second than the other, run by run."""
        return median(a.rate / b.rate for a, b in zip(self.runs, other.runs, strict=True))

    def cpu_of(self, other: "Runs") -> float:
        """Return the share of the other's CPU time that one costs, run by run."""
        return median(a.cpu_millis / b.cpu_millis for a, b in zip(self.runs, other.runs, strict=True))


def target(value: float, wanted: float, *, most: bool = False, digits: int = 1) -> str:
    """Return a figure beside its target, at least so much or `most` so much; a miss is marked."""
    reached = value <= wanted if most else value >= wanted
    sign = ("≤" if most else "≥") if reached else (">" if most else "<")
    return f"{value:,.{digits}f} {sign} {wanted:g}{'' if reached else ' !'}"
