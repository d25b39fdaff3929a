"""Results of runs against the sink, and their medians. The runs of the compared programs alternate."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.sink_counters import SinkReport

MILLIS = 1000


@dataclass(frozen=True, slots=True)
class Run:
    """One run: the number of messages or taps, the rate per second, and the total CPU time.

    `fullest_second` is the maximum number of messages in any window of one second; `refused` counts the 429s.
    """

    count: int
    rate: float
    cpu_seconds: float
    fullest_second: int = 0
    refused: int = 0

    @property
    def cpu_millis(self) -> float:
        """CPU time per message or tap, in milliseconds."""
        return self.cpu_seconds / self.count * MILLIS


def push_run(report: SinkReport, cpu_seconds: float) -> Run:
    """Return the run of a push from the sink's report."""
    return Run(report.count, report.rate, cpu_seconds, report.fullest_second, report.refused)


def tap_run(report: SinkReport, cpu_seconds: float) -> Run:
    """Return the run of a tap load from the sink's report."""
    return Run(report.answered, report.answering_rate, cpu_seconds)


@dataclass(frozen=True, slots=True)
class Runs:
    """Several runs of one program, in the order they were made."""

    runs: Sequence[Run]

    @property
    def rate(self) -> float:
        """The rate per second: the median."""
        return median(run.rate for run in self.runs)

    @property
    def cpu_millis(self) -> float:
        """CPU time per message or tap, in milliseconds: the median."""
        return median(run.cpu_millis for run in self.runs)

    @property
    def core(self) -> float:
        """CPU time over run time, in cores: the median."""
        return median(run.cpu_seconds / (run.count / run.rate) for run in self.runs)

    @property
    def fullest_second(self) -> int:
        """The maximum number of messages in any window of one second, over all runs."""
        return max(run.fullest_second for run in self.runs)

    @property
    def refused(self) -> float:
        """How many messages were refused with 429: the median."""
        return median(run.refused for run in self.runs)

    def faster_than(self, other: "Runs") -> float:
        """Return the ratio of the rates: the median over the pairs of runs."""
        return median(a.rate / b.rate for a, b in zip(self.runs, other.runs, strict=True))

    def cpu_of(self, other: "Runs") -> float:
        """Return the ratio of the CPU times: the median over the pairs of runs."""
        return median(a.cpu_millis / b.cpu_millis for a, b in zip(self.runs, other.runs, strict=True))


def with_target(value: float, target: float, *, maximum: bool = False, digits: int = 1) -> str:
    """Return a value beside its target, a minimum or a `maximum`, as in `12.3 ≥ 10`; a miss ends in `!`."""
    reached = value <= target if maximum else value >= target
    sign = ("≤" if maximum else "≥") if reached else (">" if maximum else "<")
    return f"{value:,.{digits}f} {sign} {target:g}{'' if reached else ' !'}"
