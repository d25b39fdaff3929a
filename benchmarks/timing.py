"""Timing: contestants take turns in small blocks, so that what else the machine does hits all of them alike.

A block is some calls one after the other, each timed by itself; its median stands for it. The blocks of a round follow
each other at once, and every other round runs backwards. A figure is the median of its blocks; a ratio is the median of
the ratios *within* each round, because two blocks a few milliseconds apart meet the same machine, two medians of a
whole minute need not. So blocks are short, rounds many, and what is compared stands side by side.
"""

import asyncio
import gc
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter_ns
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)
Call = Callable[[], Awaitable[object]]

NANOS_PER_MICRO = 1000
WARM_UP_SHARE = 10


@dataclass(frozen=True, slots=True)
class Effort:
    """How often things are measured."""

    rounds: int
    calls: int


@dataclass(frozen=True, slots=True)
class Timing:
    """What one contestant took, in microseconds: the median of each round's block."""

    blocks: tuple[float, ...]

    @property
    def micros(self) -> float:
        """The median over all rounds."""
        return median(self.blocks)

    def over(self, other: "Timing") -> float:
        """Return how many times longer this took than the other, round by round."""
        return median(mine / theirs for mine, theirs in zip(self.blocks, other.blocks, strict=True))


def apart(first: Timing, second: Timing) -> float:
    """Return the slower over the faster: 1 or more, whichever is the slower."""
    ratio = first.over(second)
    return max(ratio, 1 / ratio)


async def race(contestants: Mapping[Name, Call], effort: Effort) -> dict[Name, Timing]:
    """Time every contestant against the others."""
    blocks: dict[Name, list[float]] = {name: [] for name in contestants}
    with settled_memory():
        for call in contestants.values():
            await _warm_up(call, max(1, effort.rounds * effort.calls // WARM_UP_SHARE))
        for number in range(effort.rounds):
            for name in list(contestants)[:: -1 if number % 2 else 1]:
                blocks[name].append(await block(contestants[name], effort.calls))
    return {name: Timing(tuple(found)) for name, found in blocks.items()}


@contextmanager
def settled_memory() -> Iterator[None]:
    """Put what lives as long as the program out of the collector's sight, as `bot.serving.serve` does."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


async def _warm_up(call: Call, calls: int) -> None:
    """Fill the caches that a program in service has full: prepared statements, upper pages of the trees, code."""
    for _ in range(calls):
        await call()


async def block(call: Call, calls: int) -> float:
    """Return the median of so many calls in a row, in microseconds."""
    await asyncio.sleep(0)
    taken = []
    for _ in range(calls):
        begun = perf_counter_ns()
        await call()
        taken.append(perf_counter_ns() - begun)
    return median(taken) / NANOS_PER_MICRO
